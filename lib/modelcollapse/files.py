"""Files appear whole or not at all: write beside the target, flush, rename."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

__all__ = ["discard", "flush", "write"]


def write(path: Path, content: bytes) -> None:
    """Replace the file ``path`` in one step: a reader sees the old one or the new one, never a part.

    The name of the temporary file, ``.<process id>-<random>.part``, tells whether its maker still runs.

    Raises:
        OSError: names ``path``, which is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    name = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{os.getpid()}-", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException as error:
        if name is not None:
            Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            # What fails on an open file does not say which file that is.
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    flush(path.parent)


def flush(path: Path) -> None:
    """Have what was written to a file, or the names in a folder, survive a loss of power.

    Raises:
        OSError: it cannot be written.
    """
    if os.name != "posix":  # a folder cannot be opened elsewhere
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        os.close(handle)


def discard(path: Path) -> None:
    """Remove what is at ``path``: a file, a link, a folder with all it holds, or nothing.

    Raises:
        OSError: something is there and cannot be removed.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
