"""The same bytes twice, a damaged build found, another machine compared by value."""

import os
import shutil

import pytest

from bookbuild import build as building
from bookbuild import chapters as book
from bookbuild import digests, manifest, publish, report
from bookbuild.build import build
from bookbuild.project import Project
from bookbuild.reproduce import reproduce, unequal
from modelcollapse.errors import InvalidArgument
from press.small_book import judge, read_json, write_project

pytestmark = pytest.mark.book


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


def test_two_extremes_give_the_same_bytes(tmp_path, monkeypatch):
    """Other folder, worker count, order of chapters, time zone, locale and file permissions."""
    stated = []
    for place, workers, zone, mask in (
        ("a", 1, "UTC", 0o022),
        ("b/much/deeper one", 2, "Pacific/Apia", 0o077),
    ):
        write_project(tmp_path / place / "book")
        project = Project.at(tmp_path / place / "book", tmp_path / place / "build")
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("LANG", "de_DE.UTF-8" if workers == 2 else "C")
        if workers == 2:
            found = book.chapters(project)
            monkeypatch.setattr(building.book, "chapters", lambda _, found=found: tuple(reversed(found)))
        before = os.umask(mask)
        try:
            build(project, "smoke", workers=workers, judge=judge)
        finally:
            os.umask(before)
        stated.append(read_json(project.manifest("smoke")))
    assert len(stated[0]["files"]) > 50
    assert stated[0] == stated[1]


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
