"""How likely training on synthetic data ends closer to the truth than the fit to the real sample."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import special

from modelcollapse.arguments import integer, real, reals
from modelcollapse.data.schedules import Schedule
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.walk.quadratic_form import negative
from modelcollapse.exact.walk.squared_error import limit, mean_squared_error

__all__ = [
    "affine_improvement",
    "improvement_between",
    "improvement_probability",
    "unknown_variance_improvement",
]


def improvement_probability(
    schedule: Schedule | None = None,
    *,
    sample_size: int | None = None,
    generations: Any = None,
    r: Any = None,
    dimension: int = 1,
    covariance: Any = None,
    rounded: bool = True,
) -> Any:
    """Return P = Pr(‖θ̂_k − θ*‖ < ‖θ̂_1 − θ*‖) for a normal mean of known covariance Σ, in the Euclidean norm.

    P depends on the schedule through r² = n/n_2 + … + n/n_k alone, and on Σ through the ratios of its eigenvalues.

    Args:
        schedule: sizes of the synthetic samples; give it with ``sample_size`` and ``generations``, or give ``r``.
        sample_size: n of the real sample.
        generations: k ≥ 2, an int or a sequence; ``math.inf`` for the limit.
        r: root of the variance that the synthetic rounds add, in units of that of the real fit; a number or a
            one-dimensional sequence, above 0, ``inf`` allowed.
        dimension: d ≥ 1, for Σ a multiple of the identity.
        covariance: Σ, a positive definite (d, d) array; P is then computed to 1e-13, absolutely.
        rounded: whether sizes are rounded up to whole ones, as a simulation needs them; ``math.inf`` never rounds.

    Returns:
        a number, or an array with an entry for each entry of ``generations`` or ``r``.

    Raises:
        InvalidArgument: for arguments outside these ranges, both or neither of schedule and r, or a covariance
            that is not symmetric and positive definite.

    Source: derived here (P1-T4).
    """
    if (schedule is None) == (r is None):
        raise InvalidArgument("schedule", schedule, "must be given, or r instead of it")
    if schedule is None:
        if sample_size is not None or generations is not None:
            raise InvalidArgument("r", r, "must stand alone, without sample_size or generations")
        ratio, single = _ratios(r)
    else:
        ratio, single = _along(schedule, sample_size, generations, rounded)
    degrees = integer("dimension", dimension, minimum=1)
    if covariance is None:
        # Student's law with d degrees of freedom at −r√d/2, as a beta integral.
        value = special.betainc(degrees / 2, 0.5, 1 / (1 + (ratio / 2) ** 2)) / 2
    else:
        matrix = _positive_definite("covariance", covariance)
        if degrees not in (1, len(matrix)):
            raise InvalidArgument("dimension", dimension, f"must be {len(matrix)}, as covariance has it")
        value = np.zeros(len(ratio))
        finite = np.isfinite(ratio)
        value[finite] = _between(matrix, ratio[finite, None, None] ** 2 * matrix, np.eye(len(matrix)))
    return float(value[0]) if single else value


def _ratios(r: Any) -> tuple[np.ndarray, bool]:
    single = np.ndim(r) == 0
    numbers = [r] if single else list(r)
    checked = [
        math.inf
        if isinstance(number, float | np.floating) and number == math.inf
        else real("r" if single else f"r[{i}]", number, above=0.0)
        for i, number in enumerate(numbers)
    ]
    if not checked:
        raise InvalidArgument("r", r, "must not be empty")
    return np.array(checked), single


def _along(schedule: Any, sample_size: Any, generations: Any, rounded: bool) -> tuple[np.ndarray, bool]:
    """Return r along a schedule: what the mean squared error exceeds that of the real fit by, in units of it."""
    size = integer("sample_size", sample_size, minimum=1)
    single = np.ndim(generations) == 0
    wanted = [generations] if single else list(generations)
    endless = [isinstance(k, float) and k == math.inf for k in wanted]
    ks = [
        0 if last else integer("generations" if single else f"generations[{i}]", k, minimum=2)
        for i, (k, last) in enumerate(zip(wanted, endless, strict=True))
    ]
    if not ks:
        raise InvalidArgument("generations", generations, "must not be empty")
    errors = np.asarray(mean_squared_error(schedule, sample_size=size, generations=ks, rounded=rounded))
    if any(endless):
        errors = np.where(endless, limit(schedule, sample_size=size), errors)
    return np.sqrt(size * errors - 1), single


def _positive_definite(name: str, value: Any) -> np.ndarray:
    matrix = np.asarray(value, dtype=float)
    square = matrix.ndim == 2 and len(matrix) > 0 and matrix.shape[0] == matrix.shape[1]
    if not (square and np.isfinite(matrix).all() and np.allclose(matrix, matrix.T)):
        raise InvalidArgument(name, value, "must be a finite symmetric positive definite array")
    least = float(np.linalg.eigvalsh(matrix)[0])
    if not least > 0:
        raise InvalidArgument(name, value, f"must be positive definite; its least eigenvalue is {least:.3g}")
    return matrix


def _between(first: np.ndarray, further: np.ndarray, metric: np.ndarray) -> np.ndarray:
    """Return Pr(‖Z + W‖ < ‖Z‖): the form 2 Z'MW + W'MW in standard normal coordinates is negative."""
    root, step = np.linalg.cholesky(first), np.linalg.cholesky(further)
    cross = root.T @ metric @ step
    own = np.swapaxes(step, -1, -2) @ metric @ step
    form = np.concatenate(
        [
            np.concatenate([np.zeros_like(own), cross], axis=-1),
            np.concatenate([np.swapaxes(cross, -1, -2), own], axis=-1),
        ],
        axis=-2,
    )
    return negative(np.linalg.eigvalsh(form))


def improvement_between(first: Any, further: Any, *, metric: Any = None) -> float:
    """Return Pr(‖Z + W‖ < ‖Z‖) for independent Z ~ N(0, first) and W ~ N(0, further).

    Z is the error of the real fit, W what the synthetic rounds add. Under a misspecified model the first has the
    sandwich covariance and the second a multiple of the model's own.

    Args:
        first: (d, d), positive definite.
        further: (d, d), positive definite.
        metric: M of the squared norm x'Mx, (d, d), positive definite; the identity by default.

    Returns:
        the probability, absolute error below 1e-13.

    Raises:
        InvalidArgument: for arrays that are not positive definite or whose shapes differ.

    Source: derived here (P1-T4, P1-T7).
    """
    one = _positive_definite("first", first)
    other = _positive_definite("further", further)
    norm = np.eye(len(one)) if metric is None else _positive_definite("metric", metric)
    for name, matrix in (("further", other), ("metric", norm)):
        if matrix.shape != one.shape:
            raise InvalidArgument(name, matrix.tolist(), f"must have the shape {one.shape} of first")
    return float(_between(one, other, norm))


def affine_improvement(
    slope: Any, *, variance: Any, step_variance: Any, mean: Any = 0.0, shift: Any = 0.0
) -> Any:
    """Return Pr(|E'| < |E|) for a first error E ~ N(mean, variance) and E' given E ~ N(slope·E + shift, step_variance).

    An unbiased round has slope 1 and shift 0. An estimator that shrinks towards the truth has a slope below 1, one
    with a bias in the synthetic rounds a shift.

    Args:
        slope: a finite number or array; the other arguments broadcast against it.
        variance: above 0.
        step_variance: above 0.
        mean: bias of the real fit.
        shift: bias added by the synthetic rounds.

    Returns:
        a number, or an array of the broadcast shape; absolute error below 1e-13.

    Raises:
        InvalidArgument: for numbers that are not finite, or a variance that is not above 0.

    Source: derived here (P1-T5), by Owen's T function.
    """
    named = {"slope": slope, "variance": variance, "step_variance": step_variance}
    named |= {"mean": mean, "shift": shift}
    arrays = {}
    for name, value in named.items():
        array = np.asarray(value, dtype=float)
        if not np.isfinite(array).all() or ("variance" in name and not (array > 0).all()):
            rule = "must be finite and above 0" if "variance" in name else "must be finite"
            raise InvalidArgument(name, value, rule)
        arrays[name] = array
    a, v, s, m, b = np.broadcast_arrays(*arrays.values())
    # |E'| < |E| if and only if E − E' and E + E' have the same sign; both are normal.
    below, above = (np.sqrt((1 - sign * a) ** 2 * v + s) for sign in (1, -1))
    correlation = ((1 - a**2) * v - s) / (below * above)
    h, k = ((1 - a) * m - b) / below, ((1 + a) * m + b) / above
    # Continuous in the means; a mean of zero is approached from the right.
    h, k = (np.where(mean == 0, 1e-200, mean) for mean in (h, k))
    across = np.sqrt((1 - correlation) * (1 + correlation))
    with np.errstate(over="ignore"):
        turned = special.owens_t(h, (k / h - correlation) / across)
        turned += special.owens_t(k, (h / k - correlation) / across)
    value = np.where(np.sign(h) * np.sign(k) > 0, 1.0, 0.0) - 2 * turned
    return float(value) if value.ndim == 0 else value


def unknown_variance_improvement(*, sample_size: Any, size: Any) -> Any:
    """Return P for one synthetic round drawn with the fitted variance of divisor n − 1, one dimension.

    The round's step has the variance σ̂²/n_2 instead of σ²/n_2, so P = E (1/π) arctan(2/(r s)) with r² = n/n_2 and
    s² ~ χ²_{n−1}/(n − 1), independent of the error of the mean.

    Args:
        sample_size: n ≥ 2, an int or a sequence.
        size: n_2 ≥ 1 of the synthetic round, an int or a sequence of the same length.

    Returns:
        a number, or an array with an entry for each sample size.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P1-T6).
    """
    single = np.ndim(sample_size) == 0 and np.ndim(size) == 0
    n = reals("sample_size", np.atleast_1d(sample_size), minimum=2)
    later = reals("size", np.atleast_1d(size), minimum=1)
    try:
        n, later = np.broadcast_arrays(n, later)
    except ValueError:
        raise InvalidArgument("size", size, "must have as many entries as sample_size") from None
    nu = (n - 1)[:, None]
    # y = log(χ²/ν): the density is analytic and falls at least exponentially, so the trapezoidal rule is exact
    # to rounding. Its ends are where it has fallen by e^(−40).
    left, right = -80 / nu - np.sqrt(160 / nu), np.log1p(80 / nu + np.sqrt(160 / nu))
    y = left + (right - left) * np.linspace(0, 1, 2001)
    weight = np.exp(nu / 2 * (y + 1 - np.exp(y)))
    chance = np.arctan(2 / (np.sqrt(n / later)[:, None] * np.exp(y / 2))) / np.pi
    value = np.sum(weight * chance, axis=1) / np.sum(weight, axis=1)
    return float(value[0]) if single else value
