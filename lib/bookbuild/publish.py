"""Folders appear whole or not at all, as files do: filled beside the target, flushed, exchanged."""

import ctypes
import fcntl
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from modelcollapse.errors import InvalidArgument
from modelcollapse.files import discard, flush, write

__all__ = ["check_target", "discard", "replace_folder", "restore", "successor", "write", "write_json"]

_HERE, _EXCHANGE = -100, 2  # numbers of Linux's renameat2


def write_json(path: Path, content: Any) -> None:
    """Replace a JSON file in one step, in canonical form.

    Raises:
        OSError: as `write`.
    """
    write(path, canonical(content))


def canonical(content: Any) -> bytes:
    """A JSON file as it is stored: the same content gives the same bytes."""
    text = json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def successor(target: Path) -> Path:
    """Where the folder that is to replace ``target`` is put together: beside it."""
    return _sibling(target, "new")


def replace_folder(new: Path, target: Path) -> None:
    """Put the folder ``new`` at ``target``; what stood there is removed only after the exchange.

    Raises:
        OSError: a folder cannot be moved; ``target`` is then as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target.parent):
        _restore(target)
        arriving, leaving = _sibling(target, "arriving"), _sibling(target, "previous")
        shutil.move(new, arriving)
        for path in (*arriving.rglob("*"), arriving):
            flush(path)
        if not target.exists():
            arriving.rename(target)
        elif not _exchange(arriving, target):
            target.rename(leaving)
            try:
                arriving.rename(target)
            except OSError:
                _restore(target)
                raise
            leaving.rename(arriving)
        flush(target.parent)
        discard(arriving)


def restore(target: Path) -> None:
    """Mend what an exchange left that was cut short, be it only what it was about to remove.

    Raises:
        OSError: a folder cannot be moved or removed.
    """
    if target.parent.is_dir():
        with _alone(target.parent):
            _restore(target)


def _restore(target: Path) -> None:
    arriving, leaving = _sibling(target, "arriving"), _sibling(target, "previous")
    discard(arriving)
    if leaving.exists():
        # Renamed before it is removed: a folder under this name is always whole.
        leaving.rename(arriving if target.exists() else target)
        discard(arriving)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    names = os.fsencode(one), os.fsencode(other)
    return renameat2 is not None and renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for others that exchange something in ``folder``: builds elsewhere may have the same target."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def check_target(out: Path, root: Path) -> None:
    """Refuse to replace a folder that is not an earlier site.

    Raises:
        InvalidArgument: ``out`` holds something else, or contains the project itself.
    """
    if root.is_relative_to(out):
        raise InvalidArgument("out", str(out), "must not contain the project")
    if out.exists() and not out.is_dir():
        raise InvalidArgument("out", str(out), "must be a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / "searchindex.js").is_file():
        raise InvalidArgument("out", str(out), "must be empty or hold an earlier site, since it is replaced")


def _sibling(target: Path, role: str) -> Path:
    return target.with_name(f".{target.name}-{role}")
