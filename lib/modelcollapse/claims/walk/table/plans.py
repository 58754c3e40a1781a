"""The three ways to size the synthetic rounds whose models are compared at work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from modelcollapse.checks import Estimate, Value
from modelcollapse.data import schedules
from modelcollapse.data.schedules import Schedule
from modelcollapse.simulate.walk import table as simulate

__all__ = ["GENERATIONS", "means", "ordering", "plans"]

GENERATIONS = 11


def plans(sample_size: int) -> dict[str, Schedule]:
    """Return schedules by label; the equal split deals the rows of the growing one out evenly over its rounds."""
    growing = schedules.power(1)
    rows = int(growing.sizes(sample_size=sample_size, generations=GENERATIONS)[1:].sum())
    rounds = GENERATIONS - 1
    return {
        "constant": schedules.constant(),
        "growing": growing,
        "equal split": schedules.explicit([rows // rounds] * rounds),
    }


def means(
    start: simulate.Fits,
    compared: Mapping[str, Schedule],
    measure: Callable[[simulate.Fits], np.ndarray],
    *,
    sample_size: int,
    generations: Sequence[int],
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Walk from a first fit along each schedule; return the mean of a measure, shape (generations,)."""
    found = {}
    for label, schedule in compared.items():
        fits = simulate.walk(
            start, schedule, sample_size=sample_size, generations=generations, rng=rng, divisor="n-1"
        )
        found[label] = measure(fits).mean(axis=0)
    return found


def ordering(
    name: str,
    asserts: str,
    *,
    first: str,
    second: str,
    forecast: Callable[[str], float],
    spread: Callable[[str], float],
    margin: float,
) -> Estimate:
    """Assert that the first schedule ends with the larger value; its sample is named "<first> less <second>"."""
    return Estimate(
        name=name,
        asserts=asserts,
        sample=f"{first} less {second}",
        theory=Value(lambda: 0.0),
        spread=lambda: float(np.hypot(spread(first), spread(second))),
        margin=margin,
        margin_reason="an ordering; the margin plays no part in it",
        kind="ordering",
        rivals={"larger by more than twice the forecast": lambda: 2 * (forecast(first) - forecast(second))},
        mutate=False,
    )
