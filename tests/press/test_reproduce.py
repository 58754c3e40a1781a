"""The same bytes twice, a damaged build found, another machine compared by value."""

import shutil

import pytest

from bookbuild import chapters as book
from bookbuild import digests, manifest, publish, report
from bookbuild.judging import judge_claims
from bookbuild.project import Project
from bookbuild.reproduce import reproduce, unequal
from modelcollapse.errors import InvalidArgument
from press.extremes import EXTREMES, SHOWN, built_at
from press.small_book import REPOSITORY, judge, read_json, write_project

pytestmark = pytest.mark.book

# What a build reads.
SOURCES = ("_config.yml", "_toc.yml", "requirements.lock", "book", "lib", "notebooks")


@pytest.fixture
def built(small_project, small_site, tmp_path):
    """A copy of the small book's results, to be damaged."""
    project = Project(small_project.root, tmp_path / "build")
    shutil.copytree(small_project.build, project.build)
    return project


def test_the_manifest_names_every_file_and_its_origin(small_project, small_site):
    stated, difference = manifest.verify(small_project, "smoke")
    assert not difference
    names = set(stated["files"])
    assert {"html/index.html", "notebooks/falling.ipynb", "ledger.json"} <= names
    assert stated["seed_roots"] == [20241217]
    assert stated["machine"]["blas"]
    assert "intact" in report.verified(stated, difference)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda html: (html / "index.html").write_text("forged"), "changed: html/index.html"),
        (lambda html: (html / "searchindex.js").unlink(), "missing: html/searchindex.js"),
        (lambda html: (html / "extra.html").write_text("more"), "added: html/extra.html"),
    ],
)
def test_any_damage_is_named(built, damage, said):
    damage(built.site("smoke"))
    stated, difference = manifest.verify(built, "smoke")
    assert difference.first == said
    assert said in report.verified(stated, difference)
    assert "DIFFERENT" in report.verified(stated, difference)
    with pytest.raises(InvalidArgument, match="must be intact"):
        reproduce(built, "smoke", workers=1, judge=judge)


@pytest.mark.parametrize("content", [None, "{", "[]", '{"schema": 99, "files": {}}'])
def test_without_a_manifest_there_is_nothing_to_verify(built, content):
    path = built.manifest("smoke")
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(InvalidArgument, match="manifest"):
        manifest.verify(built, "smoke")


def compared(first, second, measured, name, what):
    """Two manifests are the same; the figures say how many files that means."""
    differences = manifest.compare(first["files"], second["files"])
    assert differences.first == "none"
    assert first == second
    count = len(first["files"])
    found = len(differences.missing) + len(differences.changed) + len(differences.added)
    measured(f"bytes/{name}", count, f"files of two builds of {what} that were compared")
    measured(f"bytes/{name}-different", found, f"files of two builds of {what} that differed")
    return count


def test_two_extremes_give_the_same_bytes(tmp_path, measured):
    """Other folder, worker count, order of chapters, time zone, locale, file permissions, and day."""
    (first, now), (second, then) = (built_at(side, tmp_path, write_project, judge) for side in EXTREMES)
    assert (then - now).days == EXTREMES[1].ahead
    assert compared(first, second, measured, "small", "a book of two chapters") > 50
    measured("bytes/extremes", SHOWN, "the circumstances of the two builds")


def write_the_book(root):
    """A copy of the real sources."""
    for part in SOURCES:
        source, target = REPOSITORY / part, root / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copyfile(source, target)


@pytest.mark.slow
def test_two_extremes_of_the_whole_book_give_the_same_bytes(tmp_path, measured):
    (first, _), (second, _) = (built_at(side, tmp_path, write_the_book, judge_claims) for side in EXTREMES)
    what = f"the whole book at small sizes, {len(book.chapters(Project.at(REPOSITORY)))} chapters,"
    assert compared(first, second, measured, "whole", what) > 500


def test_a_second_build_is_compared_and_removed(small_project, small_site, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    done = reproduce(small_project, "smoke", workers=2, judge=judge)
    assert (done.tier, done.differences, done.scratch) == ("A", (), None)
    assert "REPRODUCED" in report.reproduced(done)
    assert list(tmp_path.iterdir()) == []


def test_a_difference_is_named_and_kept(built, tmp_path, monkeypatch):
    """A build whose notebook says something else, with a manifest that agrees with it."""
    notebook = built.notebooks("smoke") / "rising.ipynb"
    notebook.write_text(notebook.read_text().replace("smoke 20", "smoke 21"))
    path = built.manifest("smoke")
    stated = read_json(path)
    found, _ = manifest.verify(built, "smoke")
    files = dict(found["files"])
    files["notebooks/rising.ipynb"] = digests.of_bytes(notebook.read_bytes())
    publish.write_json(path, stated | {"files": files})
    done = reproduce(built, "smoke", workers=2, judge=judge)
    assert done.differences == ("changed: notebooks/rising.ipynb",)
    assert "NOT REPRODUCED" in report.reproduced(done)
    shutil.rmtree(done.scratch)


def test_another_class_of_machine_is_compared_by_value(built):
    path = built.manifest("smoke")
    stated = read_json(path)
    stated["machine"]["blas"] = ["another"]
    publish.write_json(path, stated)
    done = reproduce(built, "smoke", workers=2, judge=judge)
    assert (done.tier, done.differences) == ("B", ())


def test_a_build_of_other_sources_is_not_compared(built):
    path = built.manifest("smoke")
    stated = read_json(path)
    publish.write_json(path, stated | {"sources": "0" * 64})
    with pytest.raises(InvalidArgument, match="other sources"):
        reproduce(built, "smoke", workers=1, judge=judge)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"x": [1.0 + 1e-12]}, []),
        ({"x": [1.0 + 1e-6]}, ["ledger.x[0]: 1.0 and 1.000001"]),
        ({"x": [2]}, ["ledger.x[0]: 1.0 and 2"]),
        ({"x": ["1.0"]}, ["ledger.x[0]: 1.0 and '1.0'"]),
        ({"x": [1.0, 2.0]}, ["ledger.x: [1.0] and [1.0, 2.0]"]),
        ({"y": [1.0]}, ["ledger: {'x': [1.0]} and {'y': [1.0]}"]),
    ],
)
def test_floats_may_differ_in_their_last_digits_only(other, said):
    assert list(unequal({"x": [1.0]}, other)) == said


def test_verdicts_and_counts_must_agree():
    first = {"claims": [{"id": "a", "verdict": "verified", "n": 3, "digest": "1"}]}
    assert list(unequal(first, {"claims": [{"id": "a", "verdict": "verified", "n": 3, "digest": "2"}]})) == []
    found = list(unequal(first, {"claims": [{"id": "a", "verdict": "refuted", "n": 4, "digest": "2"}]}))
    assert found == ["ledger.claims[a].n: 3 and 4", "ledger.claims[a].verdict: 'verified' and 'refuted'"]
