"""Files are flushed and renamed, a failure is named, and what a killed run left is swept."""

import os
import stat
import subprocess
import sys
import tempfile

import pytest

from bookbuild import publish
from bookbuild.sweep import sweep
from press.test_storage import folder


def test_a_file_is_flushed_then_renamed_and_its_folder_flushed_after(tmp_path, monkeypatch):
    steps = []
    fsync, replace = os.fsync, os.replace

    def flushing(handle):
        steps.append("flush folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "flush file")
        fsync(handle)

    def renaming(old, new):
        steps.append("rename")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", flushing)
    monkeypatch.setattr(os, "replace", renaming)
    publish.write(tmp_path / "file", b"new")
    assert steps == ["flush file", "rename", "flush folder"]


def test_a_write_that_fails_names_the_file_it_was_for(tmp_path, monkeypatch):
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "file").touch()
    with pytest.raises(IsADirectoryError) as caught:
        publish.write(tmp_path / "target", b"new")
    assert caught.value.filename == str(tmp_path / "target")
    monkeypatch.setattr(os, "fsync", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish.write(tmp_path / "file", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


@pytest.mark.parametrize("size", [0, 1, 100_000])
def test_a_full_disk_is_named(tmp_path, size):
    """A limit on the size of files, which the system enforces as it does the size of a disk."""
    script = (
        "import resource, sys; from pathlib import Path; from modelcollapse.files import write\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "try: write(Path(sys.argv[1]) / 'file', b'x' * 200_000)\n"
        "except OSError as error: print(error.filename)"
    )
    command = [sys.executable, "-c", script, str(tmp_path), str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def dead():
    """The id of a process that has ended."""
    script = "import os; print(os.getpid())"
    return int(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)


def test_what_a_killed_run_left_is_swept_and_nothing_else(project, dead, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    own = os.getpid()
    build, site = project.build, project.site("smoke")
    stale = [
        build / "cache" / f".{dead}-abcdefgh.part",
        build / "records" / "smoke" / f".{dead}-abcdefgh.part",
        build / f".{dead}-abcd_f12.part",
        folder(build / "render" / "smoke", "half").joinpath("index.html"),
        folder(build / "stage" / ".smoke-new", "half").joinpath("index.html"),
        folder(build / "notebooks" / ".full-arriving", "half").joinpath("index.html"),
        folder(build / "smoke" / ".html-arriving", "old").joinpath("index.html"),
        folder(tmp_path / "temporary" / f"press-{dead}-abcdefgh", "socket").joinpath("index.html"),
    ]
    kept = [
        folder(site, "site").joinpath("index.html"),
        build / "cache" / f".{own}-abcdefgh.part",
        build / "cache" / "entry.ipynb.checked",
        build / ".mine" / f".{dead}-abcdefgh.part",
        build / ".smoke-new" / "of the reader",
        build / f".{dead}-notes.part",
        folder(tmp_path / "temporary" / f"press-{own}-abcdefgh", "socket").joinpath("index.html"),
        folder(tmp_path / "temporary" / "press-cuttings", "of the reader").joinpath("index.html"),
    ]
    for path in [*stale, *kept]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    sweep(project, site)
    assert [path for path in stale if path.exists()] == []
    assert [path for path in kept if not path.exists()] == []


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "deep" / "file"
    publish.write(target, b"old")

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        publish.write(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in target.parent.iterdir()] == ["file"]
