"""Least squares on labels made by a chain of least-squares fits: the exact law of the test error.

In whitened coordinates each fit adds an independent vector z/√χ² with z ~ N(0, I_d) and T − d + 1 degrees of
freedom, whatever the covariance of the inputs. So the test error is χ²_d times a sum of inverse chi-squares.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from modelcollapse.arguments import choice, integer, integer_array, per_generation, real, real_array
from modelcollapse.errors import InfiniteMean, InvalidArgument
from modelcollapse.exact.regression.risk import DESIGNS

__all__ = ["LeastSquaresRisk", "least_squares_cdf", "least_squares_risk"]

# Panels and nodes of the inversion, and the cancellation that it may suffer.
_PANELS, _NODES = 100, 40
_ROUNDING = 1e-9


@dataclass(frozen=True)
class LeastSquaresRisk:
    """Test error of the last least-squares fit.

    Attributes:
        clean: mean test error without synthetic generations.
        collapse: what the generators add to the mean.
        variance: variance of the test error over all samples; infinite for T − d below 4.
    """

    clean: Any
    collapse: Any
    variance: Any

    @property
    def mean(self) -> Any:
        """The mean test error."""
        return self.clean + self.collapse


def _inverse_moments(degrees: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """E[1/χ²] and E[1/χ⁴], infinite where they are."""
    k = np.asarray(degrees, dtype=float)
    with np.errstate(divide="ignore"):
        first = np.where(k > 2, 1 / np.where(k > 2, k - 2, 1), np.inf)
        second = np.where(k > 4, 1 / np.where(k > 4, (k - 2) * (k - 4), 1), np.inf)
    return first, second


def _scaled(squared_noise: Any, moment: np.ndarray) -> np.ndarray:
    """A multiple of a moment that may be infinite; nothing times infinity is nothing."""
    noise = np.broadcast_to(np.asarray(squared_noise, dtype=float), moment.shape)
    return np.asarray(np.multiply(noise, moment, out=np.zeros(moment.shape), where=noise > 0))


def _sizes(generator_samples: Any, horizon: int, dimension: int, design: str) -> np.ndarray:
    """One generator size for each generation."""
    sizes = integer_array("generator_samples", generator_samples, minimum=dimension)
    if sizes.ndim > 1 or (sizes.ndim and len(sizes) < horizon):
        rule = f"must be a number, or hold one entry for each of {horizon} generations"
        raise InvalidArgument("generator_samples", generator_samples, rule)
    if design == "same" and sizes.min() < sizes.max():
        rule = "must be the same in every generation if the design is"
        raise InvalidArgument("generator_samples", generator_samples, rule)
    return sizes[:horizon] if sizes.ndim else np.full(horizon, int(sizes))


def least_squares_risk(
    *,
    dimension: int,
    samples: int,
    noise: float,
    generator_samples: Any,
    generator_noise: float,
    generations: Any,
    design: str = "independent",
) -> LeastSquaresRisk:
    """Return exact mean and variance of the test error, at any finite size and for any covariance.

    Args:
        dimension: d ≥ 1.
        samples: T ≥ d of the last fit.
        noise: standard deviation of the last labels.
        generator_samples: T₀ ≥ d of each generator, or a sequence with one size for each generation.
        generator_noise: standard deviation of the generators' labels.
        generations: n ≥ 0 generators, a number or a sequence.
        design: "independent" inputs for each generator, or the "same" for all; the mean does not depend on it.

    Returns:
        the parts of the mean, and the variance; arrays of shape (len(generations),) for a sequence. An infinite
        mean or variance is ``inf``.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Warns:
        InfiniteMean: if T ≤ d + 1 (with noise) or a generator has T₀ ≤ d + 1 (with noise).

    Source: Dohmatob, Feng and Kempe (2024), Theorem 4.1 and its proof; finite sizes and variance derived here.
    """
    d = integer("dimension", dimension, minimum=1)
    size = integer("samples", samples, minimum=d)
    own, theirs = (
        real("noise", noise, minimum=0) ** 2,
        real("generator_noise", generator_noise, minimum=0) ** 2,
    )
    steps, single = per_generation("generations", generations)
    choice("design", design, DESIGNS)
    sizes = _sizes(generator_samples, int(steps.max()), d, design)

    first, second = _inverse_moments(np.array(size - d + 1))
    m1, m2 = _inverse_moments(sizes - d + 1)
    mean = _scaled(own, first)
    clean = d * float(mean)
    added = np.concatenate([[0.0], np.cumsum(_scaled(theirs, m1))])[steps]
    with np.errstate(invalid="ignore"):
        scatter = _scaled(own**2, second) - mean**2
        if design == "independent":
            each = _scaled(theirs**2, m2) - _scaled(theirs, m1) ** 2
            scatter = scatter + np.concatenate([[0.0], np.cumsum(each)])[steps]
        elif len(sizes):
            scatter = scatter + steps**2 * (_scaled(theirs**2, m2)[0] - _scaled(theirs, m1)[0] ** 2)
        variance = d * (d + 2) * (scatter + (mean + added) ** 2) - (d * (mean + added)) ** 2
    variance = np.where(np.isnan(variance), np.inf, variance) * np.ones(len(steps))
    found = LeastSquaresRisk(clean, d * (added[0] if single else added), variance[0] if single else variance)
    if not np.isfinite(found.mean).all():
        warnings.warn(
            f"samples and generator_samples must exceed the dimension {d} by at least 2 for a finite mean: "
            "it is infinite here",
            InfiniteMean,
            stacklevel=2,
        )
    return found


def _log_transform(scale: np.ndarray, degrees: int) -> np.ndarray:
    """log E exp(−scale/χ²), by the trapezoidal rule over the log of the chi-square, which converges geometrically."""
    shape = degrees / 2
    low, high = -45 / shape - 1 - np.sqrt(90 / shape), np.log1p((90 + 14 * np.sqrt(shape)) / shape)
    nodes = int((high - low) / min(0.25, 0.6 / np.sqrt(shape)))
    y = np.linspace(low, high, nodes) + np.log(shape)
    exponents = shape * y - np.exp(y) - special.gammaln(shape) + np.log(y[1] - y[0])
    return np.asarray(special.logsumexp(exponents - scale[:, None] / (2 * np.exp(y)), axis=1))


def least_squares_cdf(
    error: Any,
    *,
    dimension: int,
    samples: int,
    noise: float,
    generator_samples: int,
    generator_noise: float,
    generations: int,
    design: str = "independent",
) -> Any:
    """Return the probability that the test error is at most ``error``.

    The whitened error is a vector with a spherical law, whose characteristic function is a product of transforms
    of inverse chi-squares; the law of its length follows by one Hankel integral.

    Args:
        error: test error ≥ 0, a number or an array.
        dimension, samples, noise, generator_samples, generator_noise, generations, design: as for
            ``least_squares_risk``, with one number each, and with noise in the last labels or in a generator's.

    Returns:
        probabilities in the shape of ``error``, with an absolute error below 1e-9.

    Raises:
        InvalidArgument: for arguments outside these ranges, or where the terms of the integral cancel too much: for
            a dimension above about 30, or an error far out in the tail.

    Source: derived here.
    """
    d = integer("dimension", dimension, minimum=1)
    size = integer("samples", samples, minimum=d)
    given = integer("generator_samples", generator_samples, minimum=d)
    own, theirs = (
        real("noise", noise, minimum=0) ** 2,
        real("generator_noise", generator_noise, minimum=0) ** 2,
    )
    steps = integer("generations", generations, minimum=0)
    choice("design", design, DESIGNS)
    at = real_array("error", error, minimum=0)
    if not own + steps * theirs > 0:
        raise InvalidArgument(
            "noise", noise, "must be above 0 where no generator has noise: the error has no law"
        )

    def log_transform(t: np.ndarray) -> np.ndarray:
        total = np.zeros_like(t)
        if own:
            total += _log_transform(own * t**2 / 2, size - d + 1)
        if steps and theirs:
            share, times = (theirs, steps) if design == "independent" else (steps * theirs, 1)
            total += times * _log_transform(share * t**2 / 2, given - d + 1)
        return total

    # Beyond this frequency the transform is below rounding.
    last = 1.0
    while log_transform(np.array([last]))[0] + (d / 2) * np.log1p(last) > -45:
        last *= 1.3
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    edges = np.linspace(0, last, _PANELS + 1)
    t = (edges[:-1, None] + np.diff(edges)[:, None] * (nodes + 1) / 2).ravel()
    w = (np.diff(edges)[:, None] * weights / 2).ravel()
    radius = np.sqrt(at.ravel())[:, None]
    # (rt/2)^{d/2} J_{d/2}(rt) / Γ(d/2) · 2/t, times the transform.
    half = d / 2
    with np.errstate(divide="ignore"):
        envelope = (
            half * np.log(radius * t / 2) - special.gammaln(half) + log_transform(t) + np.log(2 * w / t)
        )
    terms = np.exp(envelope) * special.jv(half, radius * t)
    lost = np.abs(terms).max(initial=0) * np.finfo(float).eps * 100
    if lost > _ROUNDING:
        raise InvalidArgument(
            "dimension", dimension, "is too high for this integral at such errors: its terms cancel"
        )
    return np.clip(terms.sum(axis=1), 0, 1).reshape(at.shape)[()]
