"""The effective ridge κ and the degrees of freedom of a covariance spectrum.

κ solves κ(1 − df₁(κ)/T) = λ, where df_m(κ) = tr Σ^m (Σ + κ)^{−m}: a ridge λ on T samples regularises like
the ridge κ on infinitely many.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import fft

from modelcollapse.arguments import integer, integer_array, real_array
from modelcollapse.errors import InvalidArgument

__all__ = ["df", "eigenvalues", "kappa", "resolvent_sums", "slack"]

# Sums over the spectrum go through blocks of this shape, which stay in the processor's cache.
_WIDTH, _HEIGHT = 4096, 32
# Above so many points one table of the degrees of freedom is cheaper than Newton steps over the spectrum.
_FEW = 40
# Distance of the table's points in log κ; the error of the cubic between two of them is below 1e-12.
_SPACING = 0.006
_STEPS = 200


def eigenvalues(spectrum: Any, *, invertible: bool = False) -> np.ndarray:
    """Return a checked spectrum, shape (d,).

    Raises:
        InvalidArgument: for a spectrum that is empty, not one-dimensional, not finite or negative somewhere; with
            ``invertible``, for a zero in it; else, for one that is zero altogether.
    """
    checked = real_array("spectrum", spectrum, minimum=0, dimensions=1)
    if invertible and not checked.min() > 0:
        rule = f"must be above 0: the inverse covariance is needed (entry {checked.argmin()} is zero)"
        raise InvalidArgument("spectrum", spectrum, rule)
    if not checked.max() > 0:
        raise InvalidArgument("spectrum", spectrum, "must be above 0 somewhere")
    return checked


def resolvent_sums(spectrum: np.ndarray, kappa: np.ndarray, weights: np.ndarray, power: int) -> np.ndarray:
    """Return Σ_j w_j (s_j + κ)^{−power} for several weights and many κ, without an array of both lengths.

    Args:
        spectrum: s, shape (d,).
        kappa: shape (points,), with s + κ above 0.
        weights: shape (sums, d).
        power: 1 or 2.

    Returns:
        array of shape (sums, points).
    """
    sums = np.zeros((len(weights), len(kappa)))
    for j in range(0, len(spectrum), _WIDTH):
        part, weight = spectrum[j : j + _WIDTH], weights[:, j : j + _WIDTH]
        for i in range(0, len(kappa), _HEIGHT):
            inverse = 1 / (kappa[i : i + _HEIGHT, None] + part)
            if power == 2:
                inverse *= inverse
            sums[:, i : i + _HEIGHT] += np.einsum("wd,pd->wp", weight, inverse)
    return sums


def slack(spectrum: np.ndarray, kappa: np.ndarray, samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return 1 − df₁(κ)/T and 1 − df₂(κ)/T without cancellation where T is at least the rank.

    Args:
        spectrum: all above 0, shape (d,).
        kappa, samples: shape (points,).
    """
    ones = np.ones_like(spectrum)
    (first,) = resolvent_sums(spectrum, kappa, spectrum[None], 1)
    mixed, square, inverse = resolvent_sums(spectrum, kappa, np.stack([spectrum, spectrum**2, ones]), 2)
    spare = samples - len(spectrum)
    # d − df₁ = Σ κ/(s+κ) and d − df₂ = Σ κ(2s+κ)/(s+κ)², from positive terms.
    rest = kappa * (2 * mixed + kappa * inverse)
    whole = kappa * (mixed + kappa * inverse)
    return (
        np.where(spare >= 0, spare + whole, samples - first) / samples,
        np.where(spare >= 0, spare + rest, samples - square) / samples,
    )


def _isotropic(value: float, ridge: np.ndarray, ratio: np.ndarray) -> np.ndarray:
    """κ of a spectrum with one value, the positive root of a quadratic, written without cancellation."""
    half = ridge + (ratio - 1) * value
    root = np.sqrt(half * half + 4 * ridge * value)
    small = np.divide(2 * ridge * value, root - half, out=np.zeros_like(root), where=half < 0)
    return np.where(half < 0, small, (half + root) / 2)


def _newton(spectrum: np.ndarray, ridge: np.ndarray, samples: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Solve by Newton's method from above, where it is monotone: κ(1 − df₁/T) is convex in κ."""
    solved = start
    active = np.arange(len(start))
    for _ in range(_STEPS):
        at = solved[active]
        first, second = slack(spectrum, at, samples[active])
        step = (at * first - ridge[active]) / second
        solved[active] = at - step
        active = active[np.abs(step) > 4e-16 * at]
        if not len(active):
            break
    return solved


class _Table:
    """log df₁, or the log of d − df₁, against log κ: cubics between equidistant points.

    Both are analytic for |Im log κ| < π, so a Chebyshev series through few sums over the spectrum gives the
    table to rounding.
    """

    def __init__(self, spectrum: np.ndarray, low: float, high: float, *, rest: bool) -> None:
        middle, half = (low + high) / 2, (high - low) / 2 + _SPACING
        count = int(np.ceil(36 / np.arcsinh(np.pi / half))) + 8
        nodes = np.cos(np.pi * (np.arange(count) + 0.5) / count)
        at = np.exp(middle + half * nodes)
        weights = np.ones_like(spectrum) if rest else spectrum
        (sums,) = resolvent_sums(spectrum, at, weights[None], 1)
        series = fft.dct(np.log(sums * at if rest else sums)) / count
        series[0] /= 2
        cells = int(np.ceil(2 * half / _SPACING))
        self.width = 2 * half / cells
        self.low = middle - half
        x = np.linspace(-1, 1, cells + 1)
        self.log = np.polynomial.chebyshev.chebval(x, series)
        slope = np.polynomial.chebyshev.chebval(x, np.polynomial.chebyshev.chebder(series))
        self.slope = slope / half * self.width
        self.kappa = np.exp(self.low + self.width * np.arange(cells + 1))
        self.sums = np.exp(self.log)
        self.spectrum, self.rest = spectrum, rest

    def solve(self, ridge: np.ndarray, samples: np.ndarray) -> np.ndarray:
        """Return κ at each point: the cell by bisection, then Newton's method on its cubic."""
        # 1 − df₁/T is base + sign · sums/T.
        sign = 1.0 if self.rest else -1.0
        base = 1 - len(self.spectrum) / samples if self.rest else np.ones(len(samples))
        scale = sign / samples
        below = np.zeros(len(ridge), dtype=np.int64)
        reach = 1 << int(np.ceil(np.log2(len(self.log))))
        while reach := reach // 2:
            trial = np.minimum(below + reach, len(self.log) - 2)
            under = self.kappa[trial] * (base + scale * self.sums[trial]) < ridge
            below = np.where(under, trial, below)
        y0, y1 = self.log[below], self.log[below + 1]
        m0, m1 = self.slope[below], self.slope[below + 1]
        # y0 + m0 x + c2 x² + c3 x³ on the unit cell.
        c2, c3 = 3 * (y1 - y0) - 2 * m0 - m1, 2 * (y0 - y1) + m0 + m1
        ends = [self.kappa[i] * (base + scale * self.sums[i]) - ridge for i in (below, below + 1)]
        x = -ends[0] / (ends[1] - ends[0])
        start = self.kappa[below]
        for _ in range(2):
            kappa = start * np.exp(self.width * x)
            sums = scale * np.exp(y0 + x * (m0 + x * (c2 + x * c3)))
            value = kappa * (base + sums) - ridge
            slope = kappa * (self.width * (base + sums) + sums * (m0 + x * (2 * c2 + 3 * x * c3)))
            x = x - value / slope
        return np.asarray(start * np.exp(self.width * x))


def solve(spectrum: np.ndarray, ridge: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Return κ for a positive spectrum and flat arrays of checked ridges and sample sizes."""
    solved = np.zeros(len(ridge))
    size = samples.astype(float)
    # Without a ridge, as many samples as dimensions leave nothing to regularise.
    left = np.flatnonzero((ridge > 0) | (samples < len(spectrum)))
    if not len(left):
        return solved
    ratio = len(spectrum) / size[left]
    # s/(s+κ) is increasing and concave in s: the smallest and the mean eigenvalue enclose κ.
    low = _isotropic(float(spectrum.min()), ridge[left], ratio)
    high = _isotropic(float(spectrum.mean()), ridge[left], ratio) * (1 + 1e-12)
    if len(left) <= _FEW:
        solved[left] = _newton(spectrum, ridge[left], size[left], high)
        return solved
    for rest in (True, False):
        mine = (samples[left] >= len(spectrum)) == rest
        if mine.any():
            table = _Table(
                spectrum, float(np.log(low[mine].min())), float(np.log(high[mine].max())), rest=rest
            )
            solved[left[mine]] = table.solve(ridge[left[mine]], size[left[mine]])
    return solved


def kappa(spectrum: Any, *, ridge: Any, samples: Any, derivative: bool = False) -> Any:
    """Return the effective ridge κ, the root of κ(1 − df₁(κ)/T) = λ.

    Args:
        spectrum: eigenvalues of Σ, shape (d,); zeros count for nothing.
        ridge: λ ≥ 0 multiplying the empirical covariance X'X/T, a number or an array.
        samples: T ≥ 1, a number or an array that broadcasts against ``ridge``.
        derivative: whether dκ/dλ = 1/(1 − df₂(κ)/T) is wanted, too.

    Returns:
        κ in the units of the spectrum, in the broadcast shape, with a relative error of about 1e-11 (1e-15 for a
        few points); or the pair (κ, dκ/dλ). With λ = 0 it is 0 if T is at least the rank, else the root of
        df₁(κ) = T.

    Raises:
        InvalidArgument: for a bad spectrum, a negative ridge, a size below 1, or shapes that disagree.

    Source: Dohmatob, Feng and Kempe (2024), equations 9 and 10.
    """
    values = eigenvalues(spectrum)
    values = values[values > 0]
    lam = real_array("ridge", ridge, minimum=0)
    size = integer_array("samples", samples, minimum=1)
    try:
        lam, size = np.broadcast_arrays(lam, size)
    except ValueError:
        raise InvalidArgument(
            "samples", samples, f"must broadcast against a ridge of shape {lam.shape}"
        ) from None
    flat = solve(values, lam.ravel(), size.ravel())
    found = flat.reshape(lam.shape)[()]
    if not derivative:
        return found
    with np.errstate(divide="ignore"):
        rate = 1 / slack(values, flat, size.ravel().astype(float))[1]
    return found, rate.reshape(lam.shape)[()]


def df(spectrum: Any, kappa: Any, order: int) -> Any:
    """Return the degrees of freedom tr Σ^m (Σ + κ)^{−m}.

    Args:
        spectrum: eigenvalues of Σ, shape (d,).
        kappa: κ ≥ 0, a number or an array.
        order: m ≥ 1.

    Returns:
        a number between 0 and the rank, or an array of the shape of ``kappa``.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Dohmatob, Feng and Kempe (2024), section 4.
    """
    values = eigenvalues(spectrum)
    values = values[values > 0]
    at = real_array("kappa", kappa, minimum=0)
    power = integer("order", order, minimum=1)
    flat, total = at.ravel(), np.zeros(at.size)
    for j in range(0, len(values), _WIDTH):
        part = values[j : j + _WIDTH]
        for i in range(0, len(flat), _HEIGHT):
            total[i : i + _HEIGHT] += ((part / (flat[i : i + _HEIGHT, None] + part)) ** power).sum(axis=1)
    return total.reshape(at.shape)[()]
