"""Whole builds of the small book, with real kernels and a real, strict rendering."""

import os
import shutil

import pytest

from bookbuild import report
from bookbuild.build import build
from bookbuild.errors import PressError, RenderFailed
from modelcollapse.errors import InvalidArgument
from press.small_book import CELL, chapter_text, files, judge, judged, read_json, record

pytestmark = pytest.mark.book

ERROR = """\
```{code-cell} ipython3
:tags: [hide-input]
def inverse(x):
    return 1 / x

y = 1
inverse(0)
```
"""


@pytest.fixture
def built(project, small_project, small_site):
    """The project of this test as if it had been built: a copy of the small book and its results."""
    for folder in ("root", "build"):
        source, target = getattr(small_project, folder), getattr(project, folder)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
    return project


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_build_leaves_site_notebooks_ledger_and_timings(small_project, small_site):
    assert small_site.executed == ("falling", "rising") or small_site.executed == ("rising", "falling")
    assert (small_site.pages, small_site.not_verified) == (5, [])
    assert small_site.site == small_project.build / "smoke" / "html"
    for page in ("index", "book/intro", "notebooks/falling", "notebooks/rising", "book/claims"):
        assert (small_site.site / f"{page}.html").is_file()
    names = {path.name for path in small_project.notebooks("smoke").iterdir()}
    assert names == {"falling.ipynb", "rising.ipynb"}
    assert read_json(small_project.ledger("smoke"))["claims"][0]["id"] == "small-fall"
    assert set(read_json(small_project.timings)["chapters"]) == {"falling", "rising"}
    assert not (small_project.build / "html").exists()
    assert not any("timings" in name for name in files(small_site.site))


def test_the_profile_reaches_the_chapter(small_project, small_site):
    page = read_json(small_project.notebooks("smoke") / "rising.ipynb")
    printed = [output["text"] for cell in page["cells"] for output in cell.get("outputs", [])]
    assert printed == [["smoke 20\n"]]


def test_the_summary_says_what_was_done(small_site):
    text = report.summary(small_site)
    assert "claims verified      1" in text
    assert "claims refuted       0" in text
    assert "pages                5" in text
    assert str(small_site.site / "index.html") in text


def test_nothing_changed_and_nothing_is_done(built):
    build(built, "smoke", judge=judge)  # the copy lies elsewhere, so it is rendered once
    before = files(built.site("smoke"))
    again = build(built, "smoke", judge=judge)
    assert (again.executed, again.rendered) == ((), False)
    assert files(built.site("smoke")) == before


def test_a_damaged_site_is_rendered_again(built):
    build(built, "smoke", judge=judge)
    before = files(built.site("smoke"))
    (built.site("smoke") / "book" / "intro.html").write_text("damaged")
    again = build(built, "smoke", judge=judge)
    assert (again.executed, again.rendered) == ((), True)
    assert files(built.site("smoke")) == before


def test_one_edited_chapter_alone_is_executed(built):
    edit(built.root / "notebooks" / "rising.md", "print(profile", "print('again', profile")
    again = build(built, "smoke", judge=judge)
    assert again.executed == ("rising",)
    assert "again" in (built.site("smoke") / "notebooks" / "rising.html").read_text()


def test_a_failing_cell_is_located_and_the_site_stays(built):
    path = built.root / "notebooks" / "rising.md"
    path.write_text(path.read_text() + ERROR)
    before = files(built.site("smoke"))
    with pytest.raises(PressError) as caught:
        build(built, "smoke", judge=judge)
    text = str(caught.value)
    line = path.read_text().splitlines().index("inverse(0)") + 1
    assert f"rising, cell 4, {path}:{line}\n    inverse(0)" in text
    assert "return 1 / x" in text
    assert "ZeroDivisionError: division by zero" in text
    assert files(built.site("smoke")) == before


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "the kernel died"),
        ("raise SystemExit(0)", "stored error SystemExit"),
        ("import warnings; warnings.warn('odd')", "standard error"),
        ("1 +", "SyntaxError"),
    ],
)
def test_other_broken_chapters_are_refused(built, cell, said):
    before = files(built.site("smoke"))
    (built.root / "notebooks" / "rising.md").write_text(
        chapter_text("rising", f"```{{code-cell}} ipython3\n{cell}\n```\n")
    )
    with pytest.raises(PressError, match=said):
        build(built, "smoke", judge=judge)
    assert files(built.site("smoke")) == before


def test_a_warning_of_the_rendering_is_shown_and_the_site_stays(built):
    edit(
        built.root / "book" / "intro.md",
        "{rec}`small-fall verdict`",
        "{rec}`small-fall verdikt` {doc}`nowhere`",
    )
    before = files(built.site("smoke"))
    with pytest.raises(RenderFailed) as caught:
        build(built, "smoke", judge=judge)
    assert "did you mean 'verdict'?" in str(caught.value)
    assert "unknown document" in str(caught.value)
    assert "book/intro.md:3" in str(caught.value)
    assert files(built.site("smoke")) == before


def test_a_claim_that_is_not_verified_is_published_loudly(built):
    refuted = record("small-fall", verdict="refuted", reason="the estimate lies outside")

    def judge_refuted(profile, build, pool, say):
        return judged(refuted)

    done = build(built, "smoke", judge=judge_refuted)
    assert done.not_verified == ["small-fall"]
    assert "NOT VERIFIED  small-fall: the estimate lies outside" in report.summary(done)
    page = (done.site / "notebooks" / "falling.html").read_text()
    assert "verdict-refuted" in page


def test_a_damaged_cache_entry_is_executed_again(built):
    for entry in built.cache.iterdir():
        entry.write_bytes(entry.read_bytes()[:-10])
    assert set(build(built, "smoke", judge=judge).executed) == {"falling", "rising"}


def test_a_worker_that_dies_is_said_to_have_died(project):
    def judge_with_a_crash(profile, build, pool, say):
        pool.submit(os._exit, 1).result()

    with pytest.raises(PressError, match="a worker process died"):
        build(project, "smoke", judge=judge_with_a_crash)
    assert not project.site("smoke").exists()


def test_bad_input_starts_nothing(project, monkeypatch):
    (project.root / "notebooks" / "rising.md").write_text(
        chapter_text("rising", CELL).replace("= 20", "= 21")
    )
    before = files(project.root)

    def never(*args):
        raise AssertionError("judged")

    with pytest.raises(InvalidArgument, match="chapter rising"):
        build(project, "smoke", judge=never)
    assert files(project.root) == before
    assert not project.build.exists()
