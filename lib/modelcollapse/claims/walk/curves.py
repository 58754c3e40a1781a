"""Arrays that the chapters on walks draw: exact curves by schedule, maps, and simulated errors with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelcollapse.claims.walk import threshold
from modelcollapse.claims.walk.adds_up import SCHEDULES
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate

__all__ = ["bias_map", "both_fits", "errors", "growth_map", "simulated_errors", "uniform_means"]


def errors(generations: Sequence[int], *, sample_size: int) -> dict[str, np.ndarray]:
    """Exact squared error in units of σ²/n for each schedule of the first claim."""
    return {
        name: np.asarray(
            exact.mean_squared_error(
                schedule, sample_size=sample_size, generations=generations, variance=float(sample_size)
            )
        )
        for name, schedule in SCHEDULES.items()
    }


def simulated_errors(
    at: Sequence[int], *, sample_size: int, replicates: int, rng: np.random.Generator
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Simulated squared error in units of σ²/n, and twice its standard error, at the given generations."""
    found = {}
    for name, schedule in SCHEDULES.items():
        paths = simulate.run(
            "gaussian-mean",
            schedule,
            sample_size=sample_size,
            generations=max(at),
            replicates=replicates,
            rng=rng,
        )
        square = sample_size * paths[:, list(at), 0] ** 2
        found[name] = (square.mean(axis=0), 2 * square.std(axis=0) / np.sqrt(replicates))
    return found


def growth_map(growths: np.ndarray, horizons: Sequence[int]) -> np.ndarray:
    """Squared error in units of σ²/n after T rounds of sizes n·t^a, shape (horizons, growths)."""
    columns = [
        exact.mean_squared_error(
            schedules.power(float(a) - 1), sample_size=1, generations=[t + 1 for t in horizons], rounded=False
        )
        for a in growths
    ]
    return np.stack(columns, axis=1)


def bias_map(exponents: np.ndarray, growths: np.ndarray) -> np.ndarray:
    """Growth exponent of the squared error between 10⁴ and 10⁶ rounds, shape (growths, exponents)."""
    return np.array([[threshold.slope(float(v), float(a)) for v in exponents] for a in growths])


def both_fits(generations: Sequence[int], *, sample_size: int) -> dict[tuple[str, str], Any]:
    """Exact moments of a fitted normal law by (divisor, schedule)."""
    laws: Mapping[str, schedules.Schedule] = {
        "constant": schedules.constant(),
        "linear": schedules.linear(),
        "quadratic": schedules.power(1),
    }
    return {
        (divisor, name): exact.fitted_gaussian(
            schedule, sample_size=sample_size, generations=generations, divisor=divisor
        )
        for divisor in ("n-1", "n")
        for name, schedule in laws.items()
    }


def uniform_means(
    growths: Sequence[float], generations: Sequence[int], *, sample_size: int
) -> dict[float, exact.FittedUniform]:
    """Exact moments of the largest draw's walk by growth exponent."""
    return {
        a: exact.fitted_uniform(
            schedules.power(a - 1),
            sample_size=sample_size,
            generations=generations,
            estimator="likelihood",
            rounded=False,
        )
        for a in growths
    }
