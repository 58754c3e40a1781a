"""One fault at one moment: the n-th time that a process of the press does something to a file.

Python tells an audit hook of every file that is opened, made, renamed or removed, before it happens; writing
and flushing are wrapped. A process that is forked later inherits the fault, and all share what was counted.
"""

import errno
import mmap
import os
import signal
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

PRESS, WORKER = 0, 1
STEPS = ("read", "create", "mkdir", "rename", "remove", "write", "flush", "flush folder")

_EVENTS = {
    "os.rename": "rename",
    "os.remove": "remove",
    "os.rmdir": "remove",
    "os.mkdir": "mkdir",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CELLS = len(STEPS) * 2 + 1
_counted = mmap.mmap(-1, 4 * _CELLS)  # shared with every process that is forked
_fsync, _fdopen = os.fsync, os.fdopen


@dataclass(frozen=True)
class Fault:
    """What happens, in which process, and when.

    Attributes:
        action: "kill", "kill all", "SIGTERM", "SIGINT", "full", "half", "half and kill", "i/o", "forbidden"; or, for
            a cell, "kernel" or "exception".
        role: PRESS or WORKER.
        step: one of STEPS.
        number: the n-th such step, from 1.
        path: only for a file of this name.
    """

    action: str
    role: int = PRESS
    step: str = ""
    number: int = 0
    path: str = ""


_fault = Fault("none")
_press = 0
_folder = ""


def reset() -> None:
    """Count from nought."""
    _counted[:] = bytes(len(_counted))


def fired() -> bool:
    """Whether the fault was injected."""
    return bool(_read(_CELLS - 1))


def counts() -> dict[tuple[int, str], int]:
    """How often each step was taken by each role since `reset`."""
    return {
        (role, step): _read(role * len(STEPS) + i) for role in (PRESS, WORKER) for i, step in enumerate(STEPS)
    }


def arm(fault: Fault, folder: Path) -> None:
    """Inject ``fault`` into this process and those it forks; only steps below ``folder`` count."""
    global _fault, _press, _folder
    _fault, _press, _folder = fault, os.getpid(), f"{folder}/"
    os.fsync, os.fdopen = _flushing, _opening
    sys.addaudithook(_hook)


def cell(slug: str) -> None:
    """A cell of a chapter begins, in a kernel."""
    if _fault.path != slug or _fault.action not in ("kernel", "exception"):
        return
    _write(_CELLS - 1, 1)
    if _fault.action == "kernel":
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(1)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, _, flags = arguments
        if isinstance(path, str):
            _step("create" if isinstance(flags, int) and flags & _WRITING else "read", path)
    elif event in _EVENTS:
        _step(_EVENTS[event], os.fsdecode(arguments[0]))


def _flushing(handle: int) -> None:
    path = _name(handle)
    _step("flush folder" if os.path.isdir(path) else "flush", path)
    _fsync(handle)


class _Opened:
    """A file that may fail half way through a write."""

    def __init__(self, file):
        self._file = file

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def __getattr__(self, name):
        return getattr(self._file, name)

    def write(self, content):
        if _counts("write", _name(self._file.fileno())) and _fault.action.startswith("half"):
            self._file.write(content[: len(content) // 2])
            self._file.flush()
            _write(_CELLS - 1, 1)
            if _fault.action == "half and kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._file.write(content)


def _opening(handle, mode="r", *arguments, **options):
    file = _fdopen(handle, mode, *arguments, **options)
    return _Opened(file) if mode == "wb" and _name(handle).startswith(_folder) else file


def _step(step: str, path: str) -> None:
    counted = _counts(step, path)
    full = _fault.action == "full" and fired() and step in ("create", "mkdir", "write", "flush")
    if counted or (full and path.startswith(_folder)):
        _write(_CELLS - 1, 1)
        _act(step, path)


def _counts(step: str, path: str) -> bool:
    """Count a step; whether it is the one."""
    if not path.startswith(_folder):
        return False
    if _fault.path:
        return step == _fault.step and path.endswith(_fault.path)
    role = PRESS if os.getpid() == _press else WORKER
    place = role * len(STEPS) + STEPS.index(step)
    _write(place, _read(place) + 1)
    return (role, step, _read(place)) == (_fault.role, _fault.step, _fault.number)


def _act(step: str, path: str) -> None:
    if _fault.action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif _fault.action == "kill all":
        os.killpg(_press, signal.SIGKILL)
    elif _fault.action == "SIGTERM":
        os.kill(_press, signal.SIGTERM)
    elif _fault.action == "SIGINT":
        os.killpg(_press, signal.SIGINT)  # as a terminal does
    else:
        number = {"full": errno.ENOSPC, "i/o": errno.EIO, "forbidden": errno.EACCES}[_fault.action]
        # What fails on an open file does not say which file that is.
        raise OSError(number, os.strerror(number), *([] if step.startswith("flush") else [path]))


def _name(handle: int) -> str:
    return os.readlink(f"/proc/self/fd/{handle}")


def _read(place: int) -> int:
    value: int = struct.unpack_from("i", _counted, 4 * place)[0]
    return value


def _write(place: int, value: int) -> None:
    struct.pack_into("i", _counted, 4 * place, value)
