"""Files and folders appear whole or not at all: write beside the target, flush, rename."""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from modelcollapse.errors import InvalidArgument


def write(path: Path, content: bytes) -> None:
    """Replace the file ``path`` in one step.

    Raises:
        OSError: the folder cannot be written; ``path`` is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


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


def replace_folder(new: Path, target: Path) -> None:
    """Put the folder ``new`` at ``target``; what stood there is removed only after the exchange.

    Raises:
        OSError: a folder cannot be moved; ``target`` is then as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    restore(target)
    arriving, leaving = _sibling(target, "arriving"), _sibling(target, "previous")
    shutil.rmtree(arriving, ignore_errors=True)
    shutil.move(new, arriving)
    if target.exists():
        target.rename(leaving)
    try:
        arriving.rename(target)
    except OSError:
        restore(target)
        raise
    _flush_folder(target.parent)
    shutil.rmtree(leaving, ignore_errors=True)


def restore(target: Path) -> None:
    """Bring back the folder that an exchange cut short between its two renames left aside."""
    leaving = _sibling(target, "previous")
    if leaving.exists() and not target.exists():
        leaving.rename(target)
    shutil.rmtree(leaving, ignore_errors=True)


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


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
