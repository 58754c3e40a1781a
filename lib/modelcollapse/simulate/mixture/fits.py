"""Draws of the symmetric mixture and the two fits: approximate, and jointly by maximum likelihood."""

from __future__ import annotations

import numpy as np

from modelcollapse.arguments import integer, real
from modelcollapse.errors import InvalidArgument

__all__ = ["approximate_fit", "joint_fit", "log_likelihood", "magnitudes"]

# Newton's method needs about six steps where μ is not small, and shrinks a root at zero by a third in each.
_STEPS = 80
_TOLERANCE, _LEAST = 1e-15, 1e-3
# A second maximum above zero is rare (one in thirty thousand); in a million samples none had a kurtosis below 2.7.
_SUSPICIOUS, _LOOKS = 2.5, 24


def magnitudes(
    mu: np.ndarray, sigma: np.ndarray, sample_size: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw n values for each replicate and reduce them to what a fit sees.

    Args:
        mu, sigma: shape (replicates,), both at least 0.
        sample_size: n.
        rng: generator.

    Returns:
        (|Y|, mean of |Y|, variance of |Y| with the divisor n), of shapes (replicates, n), (replicates,) twice.
    """
    offset = rng.standard_normal((len(mu), sample_size))
    offset *= sigma[:, None]
    # |Y| − μ: σZ where Y > 0, else −2μ − σZ.
    np.maximum(offset, -2 * mu[:, None] - offset, out=offset)
    shift = offset.mean(axis=1)
    centred = offset - shift[:, None]
    spread = np.einsum("ij,ij->i", centred, centred) / sample_size
    offset += mu[:, None]
    return offset, mu + shift, spread


def approximate_fit(
    mean: np.ndarray, spread: np.ndarray, *, sample_size: int, eta: float = 2.0
) -> tuple[np.ndarray, np.ndarray]:
    """The approximate joint estimator, in the form of the authors' code.

    Args:
        mean: mean of |Y|, shape (replicates,).
        spread: variance of |Y| with the divisor n, same shape.
        sample_size: n ≥ 2.
        eta: the estimator's constant, above 1.

    Returns:
        (μ̂, σ̂²), each of shape (replicates,).

    Raises:
        InvalidArgument: for a sample size or η outside its range, or shapes that differ.

    Source: read off the authors' public code (Suresh et al., 2024; P2-T4).
    """
    if mean.shape != spread.shape:
        raise InvalidArgument("spread", spread.shape, f"must be of the shape of mean, {mean.shape}")
    n = integer("sample_size", sample_size, minimum=2)
    h = real("eta", eta, above=1.0)
    inflation = np.expm1((h - 1) * ((n - 1) / 2 + 4 * h) / (h * (n - 1) * (n + 4 * h - 1)))
    square = mean**2
    second = square + spread
    # m₂ − (1 + κ) m₁², without subtracting two nearly equal numbers.
    excess = spread - inflation * square
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        a = np.where(excess <= 0, 50.0, 2 * (1 + inflation) * second / excess)
        inside = second * (a - 2) <= 2 * a * square
        variance = np.where(inside, a * second * spread / (a * square + 2 * second), second)
    # In the other branch μ̂² is exactly zero.
    return np.sqrt(np.where(inside, np.maximum(square + (spread - variance), 0.0), 0.0)), variance


def joint_fit(values: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Maximum likelihood of (μ, σ²) at once: safeguarded Newton steps, then a look at the likelihood.

    With δ = mean|Y| − μ the variance is s² + δ(2 mean|Y| − δ), and the likelihood equation reads
    δ = mean of 2|Y|/(1 + exp(2μ|Y|/σ²)). The right side grows with δ, so the search starts at δ = 0 and climbs to
    the smallest root, which is the largest μ. A step that would leave the bracket is replaced by the right side
    itself, which never passes a root, or by bisection. Where the kurtosis of the draws is 3 or more, μ = 0 is a
    local maximum, too, and the root is kept only if it is more likely. Below 3 the largest root need not be the
    likeliest; where the equation turns negative before it, the smaller root is compared with it.

    Args:
        values: |Y|, shape (replicates, n).
        mean, spread: mean and variance (divisor n) of |Y|, shape (replicates,).

    Returns:
        (μ̂, σ̂²), each of shape (replicates,).

    Raises:
        InvalidArgument: for shapes that do not fit together.

    Source: likelihood equations as in Suresh et al. (2024), read off the authors' code; solver derived here (P2-L4).
    """
    _fitting(values, mean, spread)
    low, high = np.zeros_like(mean), mean.copy()
    point = low.copy()
    second = mean**2 + spread
    # With a kurtosis below 3 the likelihood grows away from μ = 0, however little.
    kurtosis = (values**4).mean(axis=1) / second**2
    peaked = kurtosis >= 3
    running = np.flatnonzero((spread > 0) & (mean > 0))
    for _ in range(_STEPS):
        if not len(running):
            break
        m, at = mean[running], point[running]
        image, slope = _image(values[running], m, spread[running], at)
        gap = image - at
        before = gap >= 0
        low[running] = np.where(before, at, low[running])
        high[running] = np.where(before, high[running], at)
        safe = np.where(before, np.minimum(image, high[running]), (low[running] + high[running]) / 2)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = at + gap / (1 - slope)
        inside = (newton > low[running]) & (newton < high[running]) & (slope < 1)
        point[running] = np.where(inside, newton, safe)
        # Else a root this small is a minimum of the likelihood, or μ = 0 itself.
        hopeless = peaked[running] & (m - point[running] < _LEAST * m)
        done = (np.abs(gap) <= _TOLERANCE * m) | hopeless
        running = running[~done]
    mu, variance = mean - point, spread + point * (2 * mean - point)
    doubtful = np.flatnonzero(peaked)
    if len(doubtful):
        some = values[doubtful]
        found = log_likelihood(some, mu[doubtful], variance[doubtful])
        worse = doubtful[found <= log_likelihood(some, np.zeros(len(doubtful)), second[doubtful])]
        mu[worse], variance[worse] = 0.0, second[worse]
    _look_again(values, second, mu, variance, np.flatnonzero(~peaked & (kurtosis > _SUSPICIOUS)))
    return mu, variance


def _fitting(values: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> None:
    if values.ndim != 2 or values.shape[1] < 2:
        raise InvalidArgument("values", values.shape, "must be of shape (replicates, n) with n of at least 2")
    for name, array in (("mean", mean), ("spread", spread)):
        if array.shape != values.shape[:1]:
            raise InvalidArgument(
                name, array.shape, f"must be of shape {values.shape[:1]}, one for each replicate"
            )


def _look_again(
    values: np.ndarray, second: np.ndarray, mu: np.ndarray, variance: np.ndarray, which: np.ndarray
) -> None:
    """Look for smaller roots of the likelihood equation, where its sign says so, and take the likeliest, in place."""
    shares = np.arange(1, _LOOKS) / _LOOKS
    rows = values[which]
    negative = np.zeros((len(which), len(shares)), dtype=bool)
    for j, share in enumerate(shares):
        negative[:, j] = _excess(rows, second[which], share * mu[which]) < 0
    # Going up from μ = 0 the equation starts positive; it turns negative only beyond a smaller maximum.
    for i, turned in zip(which, negative, strict=True):
        if not turned.any():
            continue
        row, square = values[i : i + 1], second[i : i + 1]
        high = float(shares[int(np.argmax(turned))] * mu[i])
        low = 0.0
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (low, middle) if _excess(row, square, np.array([middle]))[0] < 0 else (middle, high)
        one, other = np.array([low]), square - low**2
        if log_likelihood(row, one, other)[0] > log_likelihood(row, mu[i : i + 1], variance[i : i + 1])[0]:
            mu[i], variance[i] = low, other[0]


def _excess(values: np.ndarray, second: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """The likelihood equation at (μ, m₂ − μ²): the mean of |Y| tanh(μ|Y|/σ²), less μ."""
    arms = (mu / (second - mu**2))[:, None] * values
    return np.asarray(np.mean(values * np.tanh(arms), axis=1) - mu)


def _image(
    y: np.ndarray, mean: np.ndarray, spread: np.ndarray, delta: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The right side of the likelihood equation and its slope in δ."""
    mu = mean - delta
    variance = spread + delta * (2 * mean - delta)
    with np.errstate(over="ignore"):
        weight = 1 / (1 + np.exp(2 * (mu / variance)[:, None] * y))
    image = 2 * np.mean(y * weight, axis=1)
    slope = 4 * np.mean(y * y * weight * (1 - weight), axis=1) * (variance + 2 * mu**2) / variance**2
    return image, slope


def log_likelihood(values: np.ndarray, mu: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Mean log-likelihood of the magnitudes, up to a constant; arrays of shape (replicates,).

    Source: the density of the symmetric mixture.
    """
    y = np.asarray(values)
    arms = mu[:, None] * y / variance[:, None]
    cosh = np.logaddexp(arms, -arms).mean(axis=1)
    second = (y**2).mean(axis=1)
    return np.asarray(-0.5 * np.log(variance) - (second + mu**2) / (2 * variance) + cosh)
