"""Worker processes on this machine, from the pool that comes with joblib: it carries any function."""

from __future__ import annotations

import ctypes
import signal
import sys
from contextlib import suppress
from queue import Empty

from joblib.externals.loky import ProcessPoolExecutor
from joblib.externals.loky.process_executor import TerminatedWorkerError

__all__ = ["Pool", "TerminatedWorkerError"]

_ONE_THREAD = dict.fromkeys(("MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
_DEATH_SIGNAL = 1  # number of Linux's prctl


class Pool(ProcessPoolExecutor):  # type: ignore[misc]
    """Processes with one thread for linear algebra each, which end with this one however it ends."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers, initializer=_start_worker, env=_ONE_THREAD)

    def shutdown(self, *_: object, **__: object) -> None:
        """End the workers and whatever runs in them, however it was asked for."""
        # What was handed over last would be looked for by a thread that has forgotten it by then.
        with suppress(Empty):
            while True:
                self._work_ids.get_nowait()
        super().shutdown(wait=True, kill_workers=True)


def _start_worker() -> None:
    # Ctrl-C in a terminal reaches every process; it is for the parent.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
