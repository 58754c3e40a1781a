"""The ridge that minimises the expected test error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize

from modelcollapse.arguments import integer
from modelcollapse.exact.regression.effective_ridge import slack, solve
from modelcollapse.exact.regression.risk import Problem

__all__ = ["OptimalRidge", "least", "optimal_ridge"]

# The error need not have one minimum only, so the search starts from a grid in log κ.
_GRID = 200


@dataclass(frozen=True)
class OptimalRidge:
    """The best ridge λ, its effective ridge κ, and the expected test error there."""

    ridge: float
    kappa: float
    total: float


def least(total: Callable[[np.ndarray], np.ndarray], low: float, high: float) -> tuple[float, float, bool]:
    """Return the κ between two bounds with the least error, that error, and whether it lies next to the lower "
    "bound."""
    grid = np.geomspace(low, high, _GRID)
    best = int(np.argmin(total(grid)))
    bounds = np.log(grid[max(best - 1, 0)]), np.log(grid[min(best + 1, _GRID - 1)])
    found = optimize.minimize_scalar(
        lambda x: float(total(np.exp([x]))[0]), bounds=bounds, method="bounded", options={"xatol": 1e-8}
    )
    return float(np.exp(found.x)), float(found.fun), best == 0


def optimal_ridge(
    spectrum: Any,
    coefficients: Any,
    *,
    samples: int,
    noise: float,
    generator_samples: int,
    generator_noise: float,
    generations: int,
    design: str = "independent",
) -> OptimalRidge:
    """Return the ridge λ ≥ 0 with the least expected test error.

    The search runs over the effective ridge κ, of which λ = κ(1 − df₁(κ)/T) is a simple function.

    Args:
        spectrum, coefficients, noise, generator_samples, generator_noise, design: as for ``risk``.
        samples: T ≥ 1 of the last fit.
        generations: n ≥ 0 generators.

    Returns:
        the best ridge, with a relative error of about 1e-6 (the error is flat there), or λ = 0 where that is best.

    Raises:
        InvalidArgument: as ``risk``.

    Source: Dohmatob, Feng and Kempe (2024), Corollary 4.4; the search is ours.
    """
    problem = Problem.of(
        spectrum,
        coefficients,
        noise=noise,
        generator_samples=generator_samples,
        generator_noise=generator_noise,
        design=design,
    )
    size = integer("samples", samples, minimum=1)
    steps = integer("generations", generations, minimum=0)

    def total(kappa: np.ndarray) -> np.ndarray:
        bias, variance, collapse = problem.parts(kappa, np.full(len(kappa), float(size)), steps)
        return np.asarray(bias[steps] + variance + collapse[steps])

    smallest = float(solve(problem.spectrum, np.zeros(1), np.array([size]))[0])
    low = max(smallest, 1e-9 * float(problem.spectrum.min()))
    kappa, error, at_low = least(total, low, 1e6 * max(float(problem.spectrum.max()), low))
    start = float(total(np.array([smallest]))[0]) if at_low else np.inf
    if start <= error:
        return OptimalRidge(0.0, smallest, start)
    free, _ = slack(problem.spectrum, np.array([kappa]), np.array([float(size)]))
    return OptimalRidge(kappa * float(free[0]), kappa, error)
