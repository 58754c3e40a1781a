"""One build at a time in a build directory: a lock that the operating system releases, whatever happens."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bookbuild.errors import BuildBusy


@contextmanager
def held(build: Path) -> Iterator[None]:
    """Hold the lock of a build directory, which is made if there is none.

    Raises:
        BuildBusy: another process holds it.
    """
    build.mkdir(parents=True, exist_ok=True)
    # The file stays: removing it would let two processes each lock a file of that name.
    handle = os.open(build / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildBusy(f"{build}: another build is at work here{_owner(handle)}") from None
        with suppress(OSError):  # a full disk is told of where it matters, not by this note
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps({"process": os.getpid()}).encode())
        yield
    finally:
        os.close(handle)


def _owner(handle: int) -> str:
    try:
        return f" (process {json.loads(os.pread(handle, 1000, 0))['process']})"
    except (ValueError, KeyError, TypeError):
        return ""
