"""The one-generation factor σ'/σ: its moments and the drift of its logarithm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.special as special

from modelcollapse.arguments import choice, integer, integers, real

__all__ = [
    "DIVISORS",
    "log_drift",
    "log_drift_variance",
    "log_gamma_ratio",
    "log_moment",
    "sizes_and_divisors",
]

DIVISORS = ("n", "n-1")

# From here on Stirling's series is used: its first left-out term is below 1e-16.
_STIRLING_FROM = 16.0
# Coefficients of x^-1, x^-3, ... in log Γ(x): B_{2j} / (2j (2j-1)).
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400)


def sizes_and_divisors(sample_size: Any, divisor: Any) -> tuple[np.ndarray, np.ndarray]:
    """Check sample size(s) (n ≥ 2) and divisor; return both as float arrays of one shape."""
    choice("divisor", divisor, DIVISORS)
    if isinstance(sample_size, Sequence | np.ndarray) and not isinstance(sample_size, str):
        n = integers("sample_size", sample_size, minimum=2).astype(float)
    else:
        n = np.array(integer("sample_size", sample_size, minimum=2), dtype=float)
    return n, n if divisor == "n" else n - 1.0


def _stirling_tail(x: Any) -> Any:
    """Return log Γ(x) less (x − ½) log x − x + ½ log 2π, for |x| ≥ 16."""
    inverse = 1.0 / x
    square = inverse * inverse
    total = np.zeros_like(inverse)
    for coefficient in reversed(_STIRLING):
        total = total * square + coefficient
    return total * inverse


def _log1p(z: Any) -> Any:
    """Log of 1 + z; NumPy's own loses the real part of a small complex z to rounding."""
    if not np.iscomplexobj(z):
        return np.log1p(z)
    x, y = z.real, z.imag
    return 0.5 * np.log1p(x * (2 + x) + y * y) + 1j * np.arctan2(y, 1 + x)


def _log1p_less(z: Any) -> Any:
    """Log of 1 + z, less z, without the cancellation that costs all digits at small z."""
    near = np.abs(z) < 0.1
    small = np.where(near, z, 0.0)
    series = np.zeros_like(small)
    for power in range(18, 1, -1):
        series = series * small + (-1.0) ** (power + 1) / power
    return np.where(near, small * small * series, _log1p(z) - z)


def log_gamma_ratio(a: Any, b: Any) -> Any:
    """Return log Γ(a + b) − log Γ(a) − b log a for real a > 0 and real or complex b with Re(a + b) > 0.

    Subtracting two large log-gammas loses digits in proportion to a; the series keeps the error of the
    ratio near the rounding of b itself. Below a = 16 the recurrence Γ(x+1) = x Γ(x) shifts the argument up.
    """
    a = np.asarray(a, dtype=float)
    b = np.asarray(b)
    smallest = min(a.min(), (a + b.real).min())
    shift = int(max(0.0, np.ceil(_STIRLING_FROM - smallest)))
    # Log of Π (a+b+j)/(a+j), undone at the end.
    recurrence = sum((_log1p(b / (a + j)) for j in range(shift)), start=np.zeros_like(b / a))
    top = a + shift
    ratio = b / top
    body = top * _log1p_less(ratio) + (b - 0.5) * _log1p(ratio)
    tail = _stirling_tail(top + b) - _stirling_tail(top)
    # b log(top) − b log(a) brings the reference point back from a + shift to a.
    return body + tail + b * np.log1p(shift / a) - recurrence


def log_moment(order: float, *, sample_size: Any, divisor: str) -> Any:
    """Log of the moment E[(σ'/σ)^order] of one generation's factor.

    Args:
        order: real, above −(n − 1) (below that the moment is infinite).
        sample_size: n ≥ 2, an int or a sequence.
        divisor: "n" or "n-1".

    Returns:
        float, or an array with one value for each sample size. ``order=1`` is the log of the paper's α.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: moments of the chi distribution; Suresh et al. (2024), proof of Theorem 3.
    """
    n, m = sizes_and_divisors(sample_size, divisor)
    s = real("order", order, above=float(-(n.min() - 1)))
    # E (χ²_ν / m)^{s/2} = (2/m)^{s/2} Γ((ν+s)/2)/Γ(ν/2), and (2/m)^{s/2} = (ν/m)^{s/2} (ν/2)^{-s/2}.
    result = log_gamma_ratio((n - 1) / 2, np.array(s / 2)) + s / 2 * np.log1p((n - 1 - m) / m)
    return float(result) if n.ndim == 0 else result


def log_drift(*, sample_size: Any, divisor: str) -> Any:
    """Mean change of log σ² in one generation: ψ((n−1)/2) − log(divisor/2).

    Args:
        sample_size: n ≥ 2, an int or a sequence.
        divisor: "n" or "n-1"; it changes the drift.

    Returns:
        float, or an array with one value for each sample size; halve it for the drift of log σ.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here, from the log-chi-square law behind Suresh et al. (2024), Theorem 3.
    """
    n, m = sizes_and_divisors(sample_size, divisor)
    x = (n - 1) / 2
    shift = int(max(0.0, np.ceil(_STIRLING_FROM - x.min())))
    top = x + shift
    # ψ(x) − log x by the derivative of Stirling's series: subtracting the two directly loses digits at large n.
    series = -0.5 / top
    for j, coefficient in enumerate(_STIRLING):
        series = series - (2 * j + 1) * coefficient / top ** (2 * j + 2)
    lower = sum((1.0 / (x + j) for j in range(shift)), start=np.zeros_like(x))
    result = series + np.log1p(shift / x) - lower + np.log1p((n - 1 - m) / m)
    return float(result) if n.ndim == 0 else result


def log_drift_variance(*, sample_size: Any, divisor: str) -> Any:
    """Variance of the change of log σ² in one generation: ψ₁((n−1)/2), whatever the divisor.

    Args:
        sample_size: n ≥ 2, an int or a sequence.
        divisor: "n" or "n-1".

    Returns:
        float, or an array with one value for each sample size; a quarter of it is the variance for log σ.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here, as for ``log_drift``.
    """
    n, _ = sizes_and_divisors(sample_size, divisor)
    result = special.polygamma(1, (n - 1) / 2)
    return float(result) if n.ndim == 0 else result
