"""Tasks on an executor: results in order, lost workers made good, a task that kills its worker named."""

from __future__ import annotations

import math
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from modelcollapse import threads
from modelcollapse.errors import RunFailed
from modelcollapse.parallel.signals import held_back

__all__ = ["SERIAL", "Engine", "Task"]

# Seconds of work sent to a worker at a time: a message costs some milliseconds.
_BATCH = 0.2

# What a piece of work is called in messages, and the work; no task needs another's result.
Task = tuple[str, Callable[[], Any]]


@dataclass(frozen=True)
class _Batch:
    """Tasks sent together, as one object: some executors look for their own marks inside lists."""

    tasks: tuple[Task, ...]
    wanted: Mapping[str, str]

    def __call__(self) -> tuple[float, list[Any]]:
        """Run in a worker: the seconds it took, and the results."""
        if self.wanted:
            from modelcollapse.parallel import cluster

            # Also a worker that joined after the first look at the cluster has to fit.
            cluster.check_worker(f"process {os.getpid()}", cluster.described(), self.wanted)
        start = time.perf_counter()
        results = [_called(task) for task in self.tasks]
        return time.perf_counter() - start, results


def _called(task: Task) -> Any:
    name, call = task
    try:
        with threads.single():
            return call()
    except Exception as error:
        error.add_note(f"in {name}")
        raise


class Engine:
    """Runs tasks and returns their results in order; made by ``engine``."""

    def __init__(
        self,
        start: Callable[[], Executor] | None = None,
        width: int = 1,
        lost: type[Exception] = BrokenExecutor,
        *,
        wanted: Mapping[str, str] | None = None,
        head_start: float = 0.0,
        deadline: float | None = None,
    ) -> None:
        self._start, self._width, self._lost = start, width, lost
        self._wanted = wanted or {}
        self._head_start = head_start if start else math.inf
        self._deadline = deadline or math.inf
        self._executor: Executor | None = None

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def run(self, tasks: Sequence[Task]) -> Iterator[Any]:
        """Yield the result of each task, in the order of the tasks.

        A worker that is killed costs time and nothing else: what it had been sent is run again.

        Raises:
            RunFailed: a task ended its worker twice, the second time while nothing else ran; the deadline
                passed; or the cluster was lost.
            Exception: what a task raised, with a note that names the task.
        """
        began = time.monotonic()
        ends = began + self._deadline
        for first, task in enumerate(tasks):
            if time.monotonic() - began >= self._head_start:
                yield from self._spread(tasks, first, ends)
                return
            if time.monotonic() > ends:
                raise self._late(first, tasks)
            yield _called(task)

    def _late(self, done: int, tasks: Sequence[Task]) -> RunFailed:
        return RunFailed(
            f"the deadline of {self._deadline:g} s passed with {done} of {len(tasks)} pieces done"
        )

    def _spread(self, tasks: Sequence[Task], first: int, ends: float) -> Iterator[Any]:
        waiting = deque(range(first, len(tasks)))
        done: dict[int, Any] = {}
        flying: dict[Future[Any], list[int]] = {}
        landed: SimpleQueue[Future[Any]] = SimpleQueue()
        # What was under way when a worker was lost. One at a time, a task that ends its worker shows itself.
        suspects: deque[int] = deque()
        broken = alone = False
        size = 1
        for k in range(first, len(tasks)):
            while k not in done:
                if not flying:
                    alone = bool(suspects)
                    if broken:
                        self._end()
                        broken = False
                while not broken and (
                    not flying if alone else not suspects and len(flying) < 2 * self._width
                ):
                    queue = suspects if alone else waiting
                    members = [queue.popleft() for _ in range(min(1 if alone else size, len(queue)))]
                    if not members:
                        break
                    try:
                        executor = self._started()
                        with held_back():
                            future = executor.submit(_Batch(tuple(tasks[i] for i in members), self._wanted))
                            flying[future] = members
                            future.add_done_callback(landed.put)
                    except self._lost:
                        queue.extendleft(reversed(members))
                        broken = True
                # Not futures.wait: Ctrl-C may leave it with the locks of futures in its hands.
                if flying and landed.empty():
                    left = ends - time.monotonic()
                    try:
                        landed.put(landed.get(timeout=None if math.isinf(left) else max(left, 0)))
                    except Empty:
                        raise self._late(k, tasks) from None
                while not landed.empty():
                    future = landed.get()
                    members = flying.pop(future)
                    try:
                        with held_back():
                            seconds, results = future.result()
                    except self._lost as error:
                        if alone:
                            name = tasks[members[0]][0]
                            raise RunFailed(
                                f"{name}: its worker process ended twice, so it is given up"
                            ) from error
                        suspects.extend(members)
                        broken = True
                    except (BrokenExecutor, CancelledError) as error:
                        reason = " ".join(str(error).split()) or "the connection to the scheduler was lost"
                        raise RunFailed(f"{tasks[members[0]][0]}: {reason}") from error
                    else:
                        done |= zip(members, results, strict=True)
                        each = max(seconds / len(members), _BATCH / 1000)
                        share = math.ceil(len(waiting) / (2 * self._width))
                        size = max(1, min(int(_BATCH / each), share))
            yield done.pop(k)

    def _started(self) -> Executor:
        if self._executor is None:
            assert self._start is not None
            self._executor = self._start()
        return self._executor


SERIAL = Engine()
