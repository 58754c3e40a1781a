"""The ``ratio`` fixture: how many times the CPU time of a reference, from alternated rounds in one process.

Alternating makes neighbours on the machine slow both sides alike, so that a ratio means something on any machine.
These files are not collected by the test suite; run ``pytest tests/benchmarks/bench_*.py``.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

ROUNDS = 15
# A call shorter than this is repeated until it is not.
SHORTEST = 0.02


@dataclass(frozen=True)
class Ratio:
    """Median over rounds of the ratio of CPU times, with a 90 % bootstrap interval."""

    median: float
    low: float
    high: float


def _seconds(call: Callable[[], object], times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        call()
    return time.process_time() - start


def _repeats(call: Callable[[], object]) -> int:
    """Warm up, and find how many calls fill the shortest time."""
    call()
    times = 1
    while _seconds(call, times) < SHORTEST:
        times *= 2
    return times


@pytest.fixture
def ratio(record_property: Callable[[str, object], None]) -> Callable[..., Ratio]:
    """Return a function that measures ``call`` against ``reference``, both without arguments."""

    def measure(call: Callable[[], object], reference: Callable[[], object]) -> Ratio:
        counts = _repeats(call), _repeats(reference)
        ratios = []
        enabled = gc.isenabled()
        gc.disable()
        try:
            for i in range(ROUNDS):
                sides = [(call, counts[0]), (reference, counts[1])]
                # The order changes from round to round, too.
                taken = {id(f): _seconds(f, n) / n for f, n in (sides if i % 2 else sides[::-1])}
                ratios.append(taken[id(call)] / taken[id(reference)])
        finally:
            if enabled:
                gc.enable()
        again = np.random.default_rng(1).choice(ratios, size=(2000, ROUNDS))
        low, high = np.quantile(np.median(again, axis=1), [0.05, 0.95])
        found = Ratio(float(np.median(ratios)), float(low), float(high))
        record_property("ratio", f"{found.median:.3g} [{found.low:.3g}, {found.high:.3g}]")
        return found

    return measure
