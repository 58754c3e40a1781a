"""Files, folders and the cache: whole or not at all, and never a damaged value."""

import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from bookbuild import digests, publish
from bookbuild.cache import Cache
from bookbuild.chapters import chapter
from bookbuild.digests import Keys, of_tree
from bookbuild.errors import DamagedEntry
from modelcollapse.errors import InvalidArgument


@pytest.fixture
def cache(tmp_path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def page():
    return new_notebook(cells=[new_markdown_cell("# Title", id="cell-000")])


def test_what_is_kept_is_read_back(cache, page):
    cache.write("key", page)
    assert cache.read("key") == page
    assert cache.read("other") is None


def test_every_flipped_byte_is_noticed(cache, page):
    cache.write("key", page)
    intact = cache.path("key").read_bytes()
    for position in range(len(intact)):
        flipped = bytearray(intact)
        flipped[position] ^= 1
        cache.path("key").write_bytes(bytes(flipped))
        with pytest.raises(DamagedEntry, match=r"key\.ipynb\.checked is damaged"):
            cache.read("key")
        assert cache.read("key") is None, position


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_a_truncated_entry_is_noticed(cache, page, share):
    cache.write("key", page)
    intact = cache.path("key").read_bytes()
    cache.path("key").write_bytes(intact[: int(len(intact) * share)])
    with pytest.raises(DamagedEntry, match="does not match its digest"):
        cache.read("key")
    assert cache.read("key") is None


def test_an_entry_that_cannot_be_read_is_noticed(cache, page):
    cache.path("key").mkdir(parents=True)
    (cache.path("key") / "file").touch()
    with pytest.raises(DamagedEntry, match="Is a directory"):
        cache.read("key")
    cache.write("key", page)
    assert cache.read("key") == page


@pytest.mark.parametrize("body", [b"[]", b"{}", b"null", b'{"nbformat": 4, "cells": 3}', pickle.dumps(["x"])])
def test_an_entry_with_a_digest_that_is_no_notebook_is_noticed(cache, body):
    publish.write(cache.path("key"), digests.of_bytes(body).encode() + b"\n" + body)
    with pytest.raises(DamagedEntry, match="is damaged"):
        cache.read("key")
    assert cache.read("key") is None


def folder(path: Path, content: str) -> Path:
    path.mkdir(parents=True)
    (path / "index.html").write_text(content)
    return path


@pytest.fixture(params=["in one step", "by two renames"])
def exchange(request, monkeypatch):
    """Linux swaps two folders in one step; other systems cannot."""
    if request.param == "by two renames":
        monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    elif sys.platform != "linux":
        pytest.skip("Linux alone swaps folders in one step")


@pytest.mark.usefixtures("exchange")
def test_a_folder_is_exchanged(tmp_path):
    target = folder(tmp_path / "site", "old")
    publish.replace_folder(folder(tmp_path / "new", "new"), target)
    assert (target / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can")
def test_between_two_sites_there_is_no_moment_without_one(tmp_path):
    target = folder(tmp_path / "site", "old")
    assert publish._exchange(folder(tmp_path / "new", "new"), target)
    assert (target / "index.html").read_text() == "new"
    assert (tmp_path / "new" / "index.html").read_text() == "old"
    assert not publish._exchange(tmp_path / "absent", target)


def test_what_is_exchanged_was_flushed_before(tmp_path, monkeypatch):
    flushed = []

    def flush(path):
        assert not (tmp_path / "site").exists() or path == tmp_path
        flushed.append(path.name)

    monkeypatch.setattr(publish, "flush", flush)
    publish.replace_folder(folder(tmp_path / "new", "new"), tmp_path / "site")
    assert flushed == ["index.html", ".site-arriving", tmp_path.name]


@pytest.mark.parametrize("left", ["arriving", "previous", "new"])
def test_an_exchange_starts_with_nothing_left_over(tmp_path, left):
    target = folder(tmp_path / "site", "old")
    (folder(tmp_path / f".site-{left}", "left over") / "stale.html").touch()
    publish.discard(tmp_path / ".site-new")
    publish.replace_folder(folder(tmp_path / ".site-new", "new"), target)
    assert [path.name for path in target.iterdir()] == ["index.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_exchanges_at_one_place_wait_for_each_other(tmp_path):
    folder(tmp_path / "site", "old")
    with ThreadPoolExecutor(4) as pool:
        new = [folder(tmp_path / f"new{k}", f"new {k}") for k in range(40)]
        list(pool.map(lambda path: publish.replace_folder(path, tmp_path / "site"), new))
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_failed_exchange_leaves_the_old_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    target = folder(tmp_path / "site", "old")
    rename = Path.rename

    def fail_for_the_new_one(path, other):
        if path.name.endswith("arriving"):
            raise OSError(5, "Input/output error")
        return rename(path, other)

    monkeypatch.setattr(Path, "rename", fail_for_the_new_one)
    with pytest.raises(OSError, match="Input/output"):
        publish.replace_folder(folder(tmp_path / "new", "new"), target)
    assert (target / "index.html").read_text() == "old"


def test_an_exchange_cut_between_its_two_renames_is_mended(tmp_path):
    folder(tmp_path / ".site-previous", "old")
    publish.restore(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "old"
    folder(tmp_path / ".site-previous", "older")
    publish.restore(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "old"
    assert not (tmp_path / ".site-previous").exists()


def test_a_folder_that_is_no_site_is_never_replaced(tmp_path):
    root = tmp_path / "project"
    mine = folder(root / "thesis", "years of work")
    for out in (tmp_path, root, mine, mine / "index.html"):
        with pytest.raises(InvalidArgument, match="out"):
            publish.check_target(out, root)
    (mine / "searchindex.js").write_text("")
    for out in (mine, tmp_path / "absent"):
        publish.check_target(out, root)


def keys(project, **values):
    return {
        slug: Keys(project).of(chapter(project, slug), {"profile": "smoke"} | values)
        for slug in ("falling", "rising")
    }


def changed(before, after):
    return {slug for slug in before if before[slug] != after[slug]}


def test_editing_one_chapter_re_executes_that_chapter_only(project):
    before = keys(project)
    path = project.root / "notebooks" / "rising.md"
    path.write_text(path.read_text() + "\nOne more sentence.\n")
    assert changed(before, keys(project)) == {"rising"}


@pytest.mark.parametrize(
    "edited", ["lib/modelcollapse/science.py", "lib/modelcollapse/new.py", "requirements.lock"]
)
def test_editing_the_science_or_the_lock_re_executes_all(project, edited):
    before = keys(project)
    (project.root / edited).write_text("ANSWER = 43\n")
    assert changed(before, keys(project)) == {"falling", "rising"}


@pytest.mark.parametrize("edited", ["book/intro.md", "_config.yml", "lib/bookbuild/build.py"])
def test_editing_prose_configuration_or_press_re_executes_none(project, edited):
    before = keys(project)
    (project.root / edited).parent.mkdir(exist_ok=True)
    (project.root / edited).write_text("changed\n")
    assert changed(before, keys(project)) == set()


def test_parameters_are_part_of_the_key(project):
    assert changed(keys(project), keys(project, sample_size=30)) == {"falling", "rising"}


def test_compiled_bytecode_is_not(project):
    before = keys(project)
    cached = project.science / "__pycache__"
    cached.mkdir()
    (cached / "science.cpython-311.pyc").write_bytes(b"\0")
    assert changed(before, keys(project)) == set()
    assert set(of_tree(project.science)) == {"science.py"}
