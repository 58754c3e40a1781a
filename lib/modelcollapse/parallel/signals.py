"""Signals held back for a moment, while the locks of futures are taken."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["held_back"]


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM raise what they raise after this block, not within it.

    An exception between taking a lock and entering its ``with`` leaves the lock taken for ever, and a thread that
    waits for it keeps the program from ending.
    """
    # Handlers run in the main thread only, and only there can they be changed.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with _held(signal.SIGTERM), _held(signal.SIGINT):
        yield


@contextmanager
def _held(number: int) -> Iterator[None]:
    handler = signal.getsignal(number)
    if not callable(handler):
        yield
        return
    came: list[tuple[int, FrameType | None]] = []
    try:
        signal.signal(number, lambda *given: came.append(given))
        yield
    finally:
        signal.signal(number, handler)
        if came:
            handler(*came[0])
