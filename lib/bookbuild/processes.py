"""Whatever the press starts ends with it: workers, their kernels, the renderer; also when it is killed."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import resource_tracker
from types import FrameType
from typing import Any

import psutil

from bookbuild.errors import Stopped

# How long a process that was asked to end may take.
GRACE = 3.0

# How long after a signal it is raised again, unless the press is ending by then.
_AGAIN = 0.2

_STOPPING = (signal.SIGINT, signal.SIGTERM)
_DEATH_SIGNAL, _ADOPT_ORPHANS = 1, 36  # numbers of Linux's prctl


@contextmanager
def supervised() -> Iterator[Callable[[], None]]:
    """Let SIGINT and SIGTERM raise `Stopped`; yields what ends every process started meanwhile.

    It is called when the body fails. Kernels run in sessions of their own, so a signal to the process group
    does not reach them; and a worker that is killed leaves its kernel behind, which this process therefore
    adopts where Linux allows it.
    """
    _prctl(_ADOPT_ORPHANS, 1)
    resource_tracker.ensure_running()  # serves this process for as long as it lives, so it is spared
    end = partial(end_descendants, frozenset(psutil.Process().children(recursive=True)))
    before: dict[signal.Signals, Any] = {}
    stop = _Stop()
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, stop) for number in (*_STOPPING, signal.SIGALRM)}
    try:
        yield end
    except BaseException as error:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        end()
        # Within an import Python may put an error of its own in the place of what a signal raised.
        if stop.asked is not None and not isinstance(error, Stopped):
            raise Stopped(stop.asked) from error
        raise
    finally:
        if before:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
        _prctl(_ADOPT_ORPHANS, 0)


def start_workers(pool: Executor, number: int) -> None:
    """Start the processes of a pool whose initialiser is `start_worker`.

    Signals wait meanwhile: a process that is only just starting would answer Ctrl-C with a traceback.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        for _ in range(number):
            pool.submit(os.getpid)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_worker(parent: int) -> None:
    """Prepare a worker process: a terminal's Ctrl-C is for its parent, and it ends when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end_worker)
    end_with_parent(parent, signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


def end_with_parent(parent: int, number: int = signal.SIGKILL) -> None:
    """Let this process get a signal when the process ``parent``, which started it, ends, even now."""
    _prctl(_DEATH_SIGNAL, number)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def end_descendants(spared: frozenset[psutil.Process] = frozenset()) -> None:
    """End every process below this one but the ``spared`` and what is below those: ask first, then kill."""
    own = psutil.Process()
    # What a dying process leaves behind may be adopted meanwhile, so look again until nothing is left.
    for _ in range(5):
        found = [process for process in own.children(recursive=True) if not _below(process, spared)]
        found = _alive(found, 0)
        if not found:
            return
        for process in found:
            _send(process, signal.SIGTERM)
        alive = _alive(found, GRACE)
        for process in alive:
            _send(process, signal.SIGKILL)
        _alive(alive, GRACE)


def _alive(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that still run after a time, or none as soon as none does.

    Their exit status is left to whoever started them: a pool of workers that never learns of the end of one
    waits for it for ever.
    """
    end = time.monotonic() + seconds
    while (alive := [process for process in processes if _runs(process)]) and time.monotonic() < end:
        time.sleep(0.02)
    return alive


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _below(process: psutil.Process, spared: frozenset[psutil.Process]) -> bool:
    try:
        return process in spared or not spared.isdisjoint(process.parents())
    except psutil.NoSuchProcess:
        return False


def _send(process: psutil.Process, number: int) -> None:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(number)


class _Stop:
    """Raises `Stopped`, and again soon: an exception in a finaliser or a callback is dropped by Python."""

    def __init__(self) -> None:
        self.asked: int | None = None

    def __call__(self, number: int, _: FrameType | None) -> None:
        if number != signal.SIGALRM:
            self.asked = number
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)
        if self.asked is not None and not _stopping():
            raise Stopped(self.asked)


def _stopping() -> bool:
    """Whether what runs now is the cleaning up after a `Stopped`, which nothing should interrupt."""
    error = sys.exc_info()[1]
    while error is not None and not isinstance(error, Stopped):
        error = error.__context__
    return error is not None


def _end_worker(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    end_descendants()
    os._exit(128 + number)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
