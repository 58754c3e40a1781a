"""Power laws of the test error: exponents, their constants, and the ridge that they recommend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from modelcollapse.arguments import real, real_array, reals
from modelcollapse.errors import InvalidArgument

__all__ = [
    "Constants",
    "SharpRidge",
    "adaptive_exponent",
    "constants",
    "critical_exponent",
    "fit_power_law",
    "sharp_ridge",
]


def critical_exponent(beta: float, r: float) -> float:
    """Return ℓ_crit = β/(2βr̲ + 1), r̲ = min(r, 1): the best ridge for T clean labels falls like T^{−ℓ_crit}.

    The error at that ridge falls like T^{−c} with c = 1 − ℓ_crit/β.

    Raises:
        InvalidArgument: unless β is above 1 and r above 0.

    Source: Dohmatob, Feng and Kempe (2024), section 5.
    """
    exponent, source = real("beta", beta, above=1), real("r", r, above=0)
    return exponent / (2 * exponent * min(source, 1.0) + 1)


def adaptive_exponent(beta: float, r: float, b: float, a: float, *, fixed_ratio: bool = True) -> float:
    """Return ℓ⋆, where T^{−ℓ⋆} is of the order of the best ridge for T synthetic labels without noise.

    Args:
        beta, r: exponents of the spectrum and of the source condition.
        b: the generators have T₀ = T^b samples; above 0.
        a: nσ₀² = T^a; below the smaller of b and 1.
        fixed_ratio: whether d grows in proportion to T₀. Then more than T samples for each generator are
            worth no more than T; else, for d of the order of T at most, they are.

    Returns:
        min((b' − a) ℓ_crit, β) with b' = min(b, 1), or b' = b without a fixed ratio.

    Raises:
        InvalidArgument: for exponents outside these ranges.

    Source: Dohmatob, Feng and Kempe (2024), Corollary 5.2; for b > 1 derived here.
    """
    critical = critical_exponent(beta, r)
    size = real("b", b, above=0)
    used = min(size, 1.0) if fixed_ratio else size
    growth = real("a", a)
    if not growth < used:
        raise InvalidArgument("a", a, f"must be below {used:g}: no ridge makes such an error vanish")
    return min((used - growth) * critical, float(beta))


@dataclass(frozen=True)
class Constants:
    """Limits of the sums over j^{−β} for κ → 0, times powers of κ.

    Attributes:
        first: C₁, of κ^{1/β} df₁(κ).
        second: C₂, of κ^{1/β} df₂(κ).
        bias: A, of κ^{−2r} κ² w₀'Σ(Σ + κ)^{−2}w₀.
    """

    first: float
    second: float
    bias: float


def constants(beta: float, r: float) -> Constants:
    """Return the constants for eigenvalues j^{−β} and squared coordinates j^{−1−β(2r−1)}.

    Raises:
        InvalidArgument: unless β is above 1 and r between 0 and 1.

    Source: derived here.
    """
    exponent, source = real("beta", beta, above=1), real("r", r, above=0, below=1)
    first = np.pi / exponent / np.sin(np.pi / exponent)
    bias = special.gamma(2 - 2 * source) * special.gamma(2 * source) / exponent
    return Constants(float(first), float((1 - 1 / exponent) * first), float(bias))


@dataclass(frozen=True)
class SharpRidge:
    """The ridge that the constants recommend, and the error they predict there; numbers or arrays."""

    ridge: Any
    total: Any


def sharp_ridge(beta: float, r: float, *, effective_samples: Any) -> SharpRidge:
    """Return the minimum over λ of A λ^{2r} + C₂ λ^{−1/β}/T_eff.

    Args:
        beta, r: exponents.
        effective_samples: T_eff > 0, one over σ²/T + nσ₀²(1 + d/T)/(T₀ − d − 1): so many clean labels with unit
            noise do as much. A number or an array.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here.
    """
    found = constants(beta, r)
    size = real_array("effective_samples", effective_samples, above=0)
    ridge = (found.second / (2 * r * beta * found.bias * size)) ** (beta / (2 * r * beta + 1))
    total = found.bias * ridge ** (2 * r) + found.second / size * ridge ** (-1 / beta)
    return SharpRidge(ridge[()], total[()])


def fit_power_law(
    spectrum: Any, coefficients: Any, *, first: int, last: int, rest: float = 0.0
) -> tuple[float, float]:
    """Fit (β, r) to a measured spectrum and the coordinates of w₀ in its eigenbasis.

    β is the slope of log s_j against log j. The tails Σ_{k≥j} s_k c_k² of a power law fall like j^{−2βr}, and r is
    read from their slope; single coordinates are too noisy.

    Args:
        spectrum: eigenvalues in falling order, all above 0, shape (d,).
        coefficients: coordinates of w₀, shape (d,).
        rest: Σ s_k c_k² over the directions beyond d, at least 0.
        first, last: the indices 1 ≤ first < last ≤ d between which lines are fitted.

    Raises:
        InvalidArgument: for arguments outside these ranges, or shapes that disagree.

    Source: the fit is ours.
    """
    values = reals("spectrum", spectrum, above=0)
    truth = reals("coefficients", coefficients)
    if truth.shape != values.shape:
        rule = f"must have one entry for each of the {len(values)} eigenvalues, has {len(truth)}"
        raise InvalidArgument("coefficients", coefficients, rule)
    if not 1 <= first < last <= len(values):
        raise InvalidArgument(
            "first", first, f"must be at least 1 and below last = {last}, at most {len(values)}"
        )
    tails = np.cumsum((values * truth**2)[::-1])[::-1] + real("rest", rest, minimum=0)
    at = slice(first - 1, last)
    log = np.log(np.arange(1.0, len(values) + 1)[at])
    beta = -np.polyfit(log, np.log(values[at]), 1)[0]
    slope = -np.polyfit(log, np.log(tails[at]), 1)[0]
    return float(beta), float(slope / (2 * beta))
