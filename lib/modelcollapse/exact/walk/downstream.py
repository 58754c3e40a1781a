"""What a model trained on the synthetic rows of a recursively fitted normal law does on real rows.

Both forecasts start from one fixed first fit and average over the synthetic rounds. They hold for any test rows,
normal or not, because the rows enter only through their distances from the first fit.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy import special

from modelcollapse.arguments import choice, integer, real, reals
from modelcollapse.data.schedules import Schedule
from modelcollapse.errors import InvalidArgument

__all__ = ["ScoreMoments", "classifier_accuracy", "regression_excess", "score_moments"]


def _rounds(schedule: Schedule, sample_size: int, generations: int, least: int) -> np.ndarray:
    sizes = schedule.sizes(
        sample_size=sample_size, generations=integer("generations", generations, minimum=1)
    )
    rounds = sizes[1:].astype(float)
    if len(rounds) and rounds.min() < least:
        raise InvalidArgument(
            f"schedule {schedule.name}", int(rounds.min()), f"must give at least {least} rows"
        )
    return rounds


def regression_excess(
    schedule: Schedule,
    *,
    sample_size: int,
    generations: int,
    divisor: str,
    features: int,
    noise_variance: float,
    distance: float,
) -> float:
    """Expected increase of the mean squared test error of least squares, by the synthetic rounds.

    The joint normal law of p features and an answer is refitted to its own draws. Then the answer is predicted from
    the features by generation G's conditional mean, on real rows.

    Args:
        schedule: sizes of the synthetic rounds.
        sample_size: n that the schedule multiplies.
        generations: G ≥ 1; generation 1 is the given first fit.
        divisor: "n" or "n-1" in the fitted covariance.
        features: p ≥ 1.
        noise_variance: conditional variance of the answer in the first fit, above 0.
        distance: mean over the test rows of (x − μ̂₁)ᵀ Σ̂₁⁻¹ (x − μ̂₁), features only.

    Returns:
        E[test error of generation G] − test error of generation 1.

    Raises:
        InvalidArgument: for arguments outside these ranges, or a round of fewer than p + 3 rows.

    Source: derived here, from the moments of the Wishart law and its inverse.
    """
    p = integer("features", features, minimum=1)
    choice("divisor", divisor, ("n", "n-1"))
    noise = real("noise_variance", noise_variance, above=0.0)
    away = real("distance", distance, minimum=0.0)
    total = 0.0
    for n in _rounds(schedule, sample_size, generations, p + 3):
        m = n if divisor == "n" else n - 1
        spare = n - p - 2
        # Variance of a prediction from n fresh rows: 1/n, and the leverage of the test row.
        leverage = (away + p / n) / spare
        total += noise * (1 / n + leverage)
        away = m * leverage
        noise *= (n - 1 - p) / m
    return float(total)


class ScoreMoments(NamedTuple):
    """Moments of the score of each row.

    Attributes:
        mean, second: mean and mean square, shape (rows,), in the scale in which the mean is δ·y.
        length: mean square of δᵀ Σ̂⁻¹ δ / |δ|² in that scale, a factor that all rows share.
    """

    mean: np.ndarray
    second: np.ndarray
    length: float


def score_moments(
    schedule: Schedule,
    *,
    sample_size: int,
    generations: int,
    dimension: int,
    gap: float,
    along: Any,
    distance: Any,
) -> ScoreMoments:
    """Mean and mean square of Fisher's linear score of given rows, over the synthetic rounds.

    Two normal laws with means μ₀, μ₁ and one covariance are refitted to n_t draws of each; covariances are pooled.
    The score of a row x is (μ̂₁ − μ̂₀)ᵀ Σ̂⁻¹ (x − (μ̂₀ + μ̂₁)/2). With y = x − (μ₀ + μ₁)/2 and δ = μ₁ − μ₀ of the
    first fit, lengths and products in its metric Σ̂₁⁻¹:

    Args:
        schedule: sizes of the synthetic rounds, for each law.
        sample_size: n that the schedule multiplies.
        generations: G ≥ 1; generation 1 is the given first fit.
        dimension: d ≥ 1 columns.
        gap: |δ|², above 0.
        along: δ·y of each row.
        distance: |y|² of each row.

    Returns:
        moments of the score, scaled so that its mean is δ·y.

    Raises:
        InvalidArgument: for arguments outside these ranges, or a round of fewer than (d + 6)/2 rows of each law.

    Source: derived here, from the second moments of the inverse Wishart law (von Rosen, 1988).
    """
    d = integer("dimension", dimension, minimum=1)
    squared = real("gap", gap, above=0.0)
    product, length = reals("along", along), reals("distance", distance, minimum=0.0)
    sizes = _rounds(schedule, sample_size, generations, -(-(d + 6) // 2))
    free = 2 * (sizes - 1) - d
    # E[R M R] = same·M + trace·tr(M)·I and E[tr(M R) R] = apart·tr(M)·I + mixed·M for R = (ν − d − 1) W⁻¹.
    common = (free - 1) / (free * (free - 3))
    same, trace, apart, mixed = common * (free - 1), common, common * (free - 2), 2 * common
    # Rounds t, …, G together: E[R M R] = first·M + second·tr(M)·I. From the last round backwards.
    first, second = np.ones(len(sizes) + 1), np.zeros(len(sizes) + 1)
    for t in range(len(sizes) - 1, -1, -1):
        first[t] = first[t + 1] * same[t] + second[t + 1] * mixed[t]
        second[t] = first[t + 1] * trace[t] + second[t + 1] * apart[t]
    # 1/n_t, in the scale in which every R has mean one.
    scale = np.cumprod(np.concatenate([[1.0], (free - 1) / (free + d)]))[:-1]
    error = scale / sizes
    spread = first[:-1] + d * second[:-1]
    later = np.maximum.outer(np.arange(len(sizes)), np.arange(len(sizes)))
    both = d * float(error @ spread[later] @ error) if len(sizes) else 0.0
    total = float(error @ spread)
    square = first[0] * product**2 + second[0] * squared * length + total * (squared / 2 + 2 * length) + both
    return ScoreMoments(product, square, float(first[0] + second[0]))


def classifier_accuracy(
    schedule: Schedule,
    *,
    sample_size: int,
    generations: int,
    dimension: int,
    gap: float,
    along: Any,
    distance: Any,
    labels: Any,
) -> float:
    """Expected share of rows that Fisher's discriminant of generation G puts right, the score taken as normal.

    Args:
        schedule, sample_size, generations, dimension, gap, along, distance: as for ``score_moments``.
        labels: 0 or 1 of each row.

    Raises:
        InvalidArgument: as ``score_moments``.

    Source: derived here; moments exact, the normal law and one common scale approximate.
    """
    moments = score_moments(
        schedule,
        sample_size=sample_size,
        generations=generations,
        dimension=dimension,
        gap=gap,
        along=along,
        distance=distance,
    )
    sign = np.where(np.asarray(labels) == 1, 1.0, -1.0)
    # A factor common to all rows changes no decision, so its fluctuation is taken out of the variance.
    variance = moments.second / moments.length - moments.mean**2
    if not len(variance) or not variance.max() > 1e-12:
        return float((moments.mean * sign > 0).mean())
    return float(special.ndtr(sign * moments.mean / np.sqrt(variance)).mean())
