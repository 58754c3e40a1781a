"""Slopes of the error against the labels of the last fit, when the generators' labels grow with them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from modelcollapse.exact import regression as exact

__all__ = ["LARGE", "LARGER", "at_exponent", "best", "setting"]

LARGE = (10**5, 10**6, 16 * 10**6)
LARGER = (10**6, 10**8, 10**10)


def setting(size: int, b: float, a: float, noise: float = 0.0) -> tuple[int, dict[str, Any]]:
    """Dimension and arguments for T₀ = T^b = 2d and nσ₀² = T^a."""
    given = round(size**b)
    return given // 2, {
        "samples": size,
        "noise": noise,
        "generator_samples": given,
        "generator_noise": size ** (a / 2),
        "generations": 1,
    }


def _slope(sizes: tuple[int, ...], values: Any) -> float:
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


@cache
def best(
    beta: float, r: float, b: float, a: float, noise: float = 0.0, sizes: tuple[int, ...] = LARGE
) -> tuple[float, float]:
    """Slopes of the log of the least error and of the log of the best ridge against log T."""
    found = []
    for size in sizes:
        dimension, arguments = setting(size, b, a, noise)
        found.append(exact.PowerLaw(beta, r, dimension).optimal_ridge(**arguments))
    return _slope(sizes, [each.total for each in found]), _slope(sizes, [each.ridge for each in found])


@cache
def at_exponent(
    beta: float,
    r: float,
    b: float,
    a: float,
    ell: float,
    noise: float = 0.0,
    sizes: tuple[int, ...] = LARGE,
) -> float:
    """Slope of the log of the error at λ = T^(−ℓ) against log T."""
    totals = []
    for size in sizes:
        dimension, arguments = setting(size, b, a, noise)
        law = exact.PowerLaw(beta, r, dimension)
        totals.append(float(law.risk(ridge=float(size) ** -ell, **arguments).total))
    return _slope(sizes, totals)
