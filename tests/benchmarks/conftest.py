"""The ``ratio`` fixture: how many times the CPU time of a reference, from alternated rounds in one process.

Alternating makes neighbours on the machine slow both sides alike, so that a ratio means something on any machine.
These files are not collected by the test suite; ``make bench`` runs them and prints one table of all rows.
"""

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from modelcollapse import threads

ROUNDS = 15
# Seconds of one call above which there are fewer rounds.
FEWER = {1.0: 7, 5.0: 3}
# A call shorter than this is repeated until it is not.
SHORTEST = 0.02

Clock = Callable[[], float]

ROWS: list[tuple[str, ...]] = []
HEADER = ("what", "compared with", "required", "measured", "90 % interval", "scaled from", "")


@dataclass(frozen=True)
class Ratio:
    """Median over rounds of the ratio of CPU times, with a 90 % bootstrap interval."""

    median: float
    low: float
    high: float


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Pin linear algebra to one thread: the CPU time of a second one that waits would count, too."""
    with threads.single():
        yield


def _seconds(call: Callable[[], object], times: int, clock: Clock) -> float:
    start = clock()
    for _ in range(times):
        call()
    return clock() - start


def _repeats(call: Callable[[], object], clock: Clock) -> tuple[int, float]:
    """Warm up; find how many calls fill the shortest time, and how long one takes."""
    times, taken = 1, _seconds(call, 1, clock)
    if taken < SHORTEST:
        taken = _seconds(call, 1, clock)
    while taken < SHORTEST:
        times *= 2
        taken = _seconds(call, times, clock)
    return times, taken / times


def _measured(call: Callable[[], object], reference: Callable[[], object], clock: Clock) -> Ratio:
    """How many times the CPU time of the reference a call takes."""
    (times, once), (reference_times, reference_once) = _repeats(call, clock), _repeats(reference, clock)
    sides = [(call, times), (reference, reference_times)]
    longest = max(once, reference_once)
    rounds = min([ROUNDS, *(few for seconds, few in FEWER.items() if longest > seconds)])
    ratios = []
    enabled = gc.isenabled()
    gc.disable()
    try:
        for i in range(rounds):
            # The order changes from round to round, too.
            taken = {id(f): _seconds(f, n, clock) / n for f, n in (sides if i % 2 else sides[::-1])}
            ratios.append(taken[id(call)] / taken[id(reference)])
    finally:
        if enabled:
            gc.enable()
    again = np.random.default_rng(1).choice(ratios, size=(2000, rounds))
    low, high = np.quantile(np.median(again, axis=1), [0.05, 0.95])
    return Ratio(float(np.median(ratios)), float(low), float(high))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _row(
    what: str, against: str, required: str, measured: str, interval: str, scaled: str, met: bool
) -> None:
    ROWS.append((what, against, required, measured, interval, scaled, "" if met else "MISSED"))


@pytest.fixture
def ratio() -> Callable[..., Ratio]:
    """Return a function that compares ``call`` with ``reference``, adds a row to the table, and asserts it."""

    def measure(
        call: Callable[[], object],
        reference: Callable[[], object],
        *,
        what: str,
        against: str,
        times_faster: float | None = None,
        times_the_cost: float | None = None,
        parts: int = 1,
        scaled: str = "",
        clock: Clock = time.process_time,
    ) -> Ratio:
        """Measure.

        Args:
            call, reference: what is timed, without arguments.
            what, against: their descriptions for the table.
            times_faster: least ratio of the reference to the call; or
            times_the_cost: greatest ratio of the call to the reference.
            parts: the reference does one part out of so many of the work, in a loop whose cost is linear.
            scaled: what that part is, in words.
            clock: seconds of CPU time so far; of this process by default.

        Returns:
            the ratio that is required, the reference's time multiplied by ``parts``.
        """
        found = _measured(call, reference, clock)
        if times_faster is None:
            found = Ratio(*(value / parts for value in (found.median, found.low, found.high)))
            met = times_the_cost is None or found.high <= times_the_cost
            required = "" if times_the_cost is None else f"≤ {_number(times_the_cost)}"
        else:
            found = Ratio(*(parts / value for value in (found.median, found.high, found.low)))
            met, required = found.low >= times_faster, f"≥ {_number(times_faster)}"
        interval = f"{_number(found.low)} – {_number(found.high)}"
        part = f"1/{parts:,} ({scaled})" if parts > 1 else "no"
        _row(what, against, required, _number(found.median), interval, part, met)
        # The end of the interval that speaks against the target has to meet it.
        assert met, f"{what}: {required} required, {found}"
        return found

    return measure


@pytest.fixture
def error() -> Callable[..., None]:
    """Return a function that adds a largest deviation to the table, and asserts its bound."""

    def record(found: float, *, what: str, against: str, at_most: float) -> None:
        met = bool(found <= at_most)
        _row(what, against, f"≤ {at_most:.0e}", f"{found:.1e}", "", "no", met)
        assert met, f"{what}: {found} above {at_most}"

    return record


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    if not ROWS:
        return
    terminalreporter.section("ratios of CPU time, each from alternated rounds in one run")
    widths = [max(map(len, column)) for column in zip(HEADER, *ROWS, strict=True)]
    for row in (HEADER, tuple("-" * width for width in widths), *ROWS):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        terminalreporter.write_line(line.rstrip())
    terminalreporter.write_line(
        "required: the unfavourable end of the interval has to meet it; scaled from: the reference does so much of "
        "the work, and its time is multiplied"
    )
