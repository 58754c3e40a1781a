"""Spectra that fall like a power: sums over up to infinitely many eigenvalues from a few thousand terms.

The eigenvalues are s_j = j^{−β}, the squared coordinates of w₀ are c_j² = j^{−δ} with δ = 1 + β(2r − 1), for
j = 1, …, d. The first terms of a sum are added one by one. The rest is an integral in log j, with the first
correction of the midpoint rule, so that all sums share one set of weighted indices.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from modelcollapse.arguments import integer, integer_array, real, real_array
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.regression.effective_ridge import resolvent_sums
from modelcollapse.exact.regression.optimum import OptimalRidge, least
from modelcollapse.exact.regression.risk import Risk

__all__ = ["PowerLaw"]

# So many terms are added one by one; after them the midpoint rule with one correction is exact to rounding.
_HEAD = 2048
_NODES = 16
# The rest of an infinite sum is left out where it has fallen by this many powers of e.
_NOTHING = 40.0
# Effective ridges below this one are not resolved by an infinite spectrum.
_LEAST = 1e-15
_STEPS = 200
# Log of the largest number that is formed.
_LARGEST_LOG = 690.0


def _indices(dimension: int | None, width: float, far: float) -> tuple[np.ndarray, np.ndarray]:
    """Indices j and how often each counts, so that Σ_{j≤d} f(j) is Σ_k count_k f(j_k).

    Args:
        dimension: d, or None for infinitely many.
        width: of the panels in log j.
        far: log of the largest index, where there are infinitely many.
    """
    whole = _HEAD if dimension is None else min(dimension, _HEAD)
    head = np.arange(1.0, whole + 1)
    if dimension is not None and dimension <= _HEAD:
        return head, np.ones(whole)
    low = math.log(_HEAD + 0.5)
    high = far if dimension is None else math.log(dimension + 0.5)
    panels = math.ceil((high - low) / width)
    edges = np.linspace(low, high, panels + 1)
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    half = (edges[1] - edges[0]) / 2
    inside = np.exp(((edges[:-1] + half)[:, None] + half * nodes).ravel())
    count = np.tile(half * weights, panels) * inside
    # The sum falls short of the integral by the rise of f'/24; f' between two indices is their difference.
    ends, shares = [_HEAD, _HEAD + 1.0], [-1 / 24, 1 / 24]
    if dimension is not None:
        ends, shares = [*ends, dimension, dimension + 1.0], [*shares, 1 / 24, -1 / 24]
    return np.concatenate([head, inside, ends]), np.concatenate([np.ones(whole), count, shares])


@dataclass(frozen=True)
class PowerLaw:
    """A covariance with eigenvalues j^{−β} and a w₀ with squared coordinates j^{−δ}, δ = 1 + β(2r − 1).

    Attributes:
        beta: β, the exponent of the spectrum; above 1 for infinitely many eigenvalues, else above 0.
        r: exponent of the source condition, above 0.
        dimension: d, the number of eigenvalues, or None for infinitely many.

    Raises:
        InvalidArgument: for an exponent outside its range, a dimension below 1, or none where infinite sums
            converge too slowly.

    Source: Dohmatob, Feng and Kempe (2024), section 5; the sums are ours.
    """

    beta: float
    r: float
    dimension: int | None = None
    _spectrum: np.ndarray = field(init=False, repr=False, compare=False)
    _square: np.ndarray = field(init=False, repr=False, compare=False)
    _count: np.ndarray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the exponents and lay out the indices."""
        beta = real("beta", self.beta, above=1 if self.dimension is None else 0)
        r = real("r", self.r, above=0)
        if self.dimension is not None:
            integer("dimension", self.dimension, minimum=1)
        # Terms of df₁ fall like j^{−β}, those of the bias like j^{−1−2βr}, once s_j is below κ.
        slowest = min(beta - 1, 2 * beta * r) if self.dimension is None else 1.0
        far = -math.log(_LEAST) / beta + _NOTHING / slowest
        if self.dimension is None and far * max(1.0, beta * (1 - 2 * r) - 1) > _LARGEST_LOG:
            rule = f"must be given: for beta = {beta:g}, r = {r:g} an infinite sum converges too slowly"
            raise InvalidArgument("dimension", None, rule)
        # The terms are analytic in log j at a distance of π/β from the real axis.
        index, count = _indices(self.dimension, min(2.0, math.pi / beta), far)
        for name, value in (
            ("_spectrum", index**-beta),
            ("_square", index ** (beta * (1 - 2 * r) - 1)),
            ("_count", count),
        ):
            object.__setattr__(self, name, value)

    def _sums(self, kappa: np.ndarray, *weights: np.ndarray, power: int) -> np.ndarray:
        return resolvent_sums(self._spectrum, kappa, np.stack(weights) * self._count, power)

    def resolvent_sum(self, kappa: Any, *, power: float, order: int) -> Any:
        """Return Σ_j s_j^power (s_j + κ)^{−order}.

        Args:
            kappa: κ > 0, a number or an array.
            power: a number of at least 1.
            order: 1 or 2.

        Returns:
            array in the shape of ``kappa``, with a relative error of about 1e-14.

        Raises:
            InvalidArgument: for arguments outside these ranges.
        """
        at = real_array("kappa", kappa, above=0)
        exponent = real("power", power, minimum=1)
        times = integer("order", order, minimum=1, maximum=2)
        (found,) = self._sums(at.ravel(), self._spectrum**exponent, power=times)
        return found.reshape(at.shape)[()]

    def df(self, kappa: Any, order: int) -> Any:
        """Return the degrees of freedom df₁ or df₂ at an effective ridge above 0.

        Raises:
            InvalidArgument: as ``resolvent_sum``.
        """
        return self.resolvent_sum(kappa, power=integer("order", order, minimum=1), order=order)

    def missing(self, kappa: Any) -> Any:
        """Return κ² w₀'Σ(Σ + κ)^{−2}w₀, the bias but for the factor 1/(1 − df₂/T), in the shape of ``kappa``.

        Raises:
            InvalidArgument: for an effective ridge that is not above 0.
        """
        at = real_array("kappa", kappa, above=0)
        (found,) = self._sums(at.ravel(), self._square * self._spectrum, power=2)
        return (at.ravel() ** 2 * found).reshape(at.shape)[()]

    def _slack(self, kappa: np.ndarray, samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """1 − df₁/T and 1 − df₂/T, from positive terms where T ≥ d."""
        s = self._spectrum
        if self.dimension is not None and samples.min() >= self.dimension:
            mixed, inverse = self._sums(kappa, s, np.ones_like(s), power=2)
            spare = samples - self.dimension
            one = spare + kappa * (mixed + kappa * inverse)
            return one / samples, (spare + kappa * (2 * mixed + kappa * inverse)) / samples
        mixed, square = self._sums(kappa, s, s**2, power=2)
        return 1 - (square + kappa * mixed) / samples, 1 - square / samples

    def _solve(self, ridge: np.ndarray, samples: np.ndarray) -> np.ndarray:
        """κ by Newton's method from above, where κ(1 − df₁/T) is convex and the steps are monotone."""
        solved = ridge + float(self._count @ self._spectrum) / samples
        if self.dimension is not None:
            solved = np.where((ridge == 0) & (samples >= self.dimension), 0.0, solved)
        active = np.flatnonzero(solved)
        for _ in range(_STEPS):
            if not len(active):
                break
            at = solved[active]
            first, second = self._slack(at, samples[active])
            step = (at * first - ridge[active]) / second
            solved[active] = at - step
            active = active[np.abs(step) > 4e-15 * at]
        return solved

    def kappa(self, *, ridge: Any, samples: Any) -> Any:
        """Return the effective ridge κ, as ``exact.regression.kappa`` does for a spectrum.

        Raises:
            InvalidArgument: for a negative ridge, a size below 1, or shapes that disagree.
        """
        lam, size = self._points(ridge, samples)
        return self._solve(lam.ravel(), size.ravel()).reshape(lam.shape)[()]

    def _points(self, ridge: Any, samples: Any) -> tuple[np.ndarray, np.ndarray]:
        lam = real_array("ridge", ridge, minimum=0)
        size = integer_array("samples", samples, minimum=1).astype(float)
        try:
            lam, size = np.broadcast_arrays(lam, size)
        except ValueError:
            rule = f"must broadcast against a ridge of shape {lam.shape}"
            raise InvalidArgument("samples", samples, rule) from None
        return lam, size

    def _scale(self, generator_samples: Any, generator_noise: Any, generations: Any) -> float:
        """What multiplies tr Σ⁻¹AΣA: nσ₀²/(T₀ − d − 1)."""
        steps = integer("generations", generations, minimum=0)
        noise = real("generator_noise", generator_noise, minimum=0)
        if not (steps and noise):
            return 0.0
        if self.dimension is None:
            rule = "must be 0 for infinitely many eigenvalues: a generator needs more samples than dimensions"
            raise InvalidArgument("generations", generations, rule)
        given = integer("generator_samples", generator_samples, minimum=self.dimension + 2)
        return steps * noise**2 / (given - self.dimension - 1)

    def _parts(
        self, kappa: np.ndarray, samples: np.ndarray, noise: float, scale: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Bias, variance and collapse at effective ridges above 0."""
        s = self._spectrum
        missing, second, inverse = self._sums(kappa, self._square * s, s**2, np.ones_like(s), power=2)
        free = self._slack(kappa, samples)[1]
        inflation = second / samples / free
        bias = kappa**2 * missing / free
        if not scale:
            return bias, noise**2 * inflation, np.zeros_like(kappa)
        return bias, noise**2 * inflation, scale * (second + kappa**2 * inverse * inflation)

    def risk(
        self,
        *,
        ridge: Any,
        samples: Any,
        noise: float,
        generator_samples: int | None = None,
        generator_noise: float = 0.0,
        generations: int = 0,
    ) -> Risk:
        """Return the expected test error, as ``exact.regression.risk`` does for a spectrum.

        Args:
            ridge: λ > 0, a number or an array.
            samples: T ≥ 1, a number or an array that broadcasts against ``ridge``.
            noise, generator_noise: standard deviations of the last labels and of the generators'.
            generator_samples: T₀ ≥ d + 2.
            generations: n ≥ 0 generators.

        Raises:
            InvalidArgument: for arguments outside these ranges, shapes that disagree, or generators for infinitely
                many eigenvalues.
        """
        lam, size = self._points(ridge, samples)
        if not lam.min() > 0:
            raise InvalidArgument("ridge", ridge, "must be above 0")
        own = real("noise", noise, minimum=0)
        scale = self._scale(generator_samples, generator_noise, generations)
        flat = size.ravel()
        parts = self._parts(self._solve(lam.ravel(), flat), flat, own, scale)
        return Risk(*(part.reshape(lam.shape)[()] for part in parts))

    def optimal_ridge(
        self,
        *,
        samples: int,
        noise: float,
        generator_samples: int | None = None,
        generator_noise: float = 0.0,
        generations: int = 0,
    ) -> OptimalRidge:
        """Return the ridge with the least expected test error.

        Args:
            samples, noise, generator_samples, generator_noise, generations: as for ``risk``; some noise is needed.

        Returns:
            the best ridge, with a relative error of about 1e-6.

        Raises:
            InvalidArgument: as ``risk``, or without any noise.
        """
        size = np.array([float(integer("samples", samples, minimum=1))])
        own = real("noise", noise, minimum=0)
        scale = self._scale(generator_samples, generator_noise, generations)
        if not (own or scale):
            raise InvalidArgument(
                "noise", noise, "must be above 0 where no generator has noise: λ = 0 is best"
            )

        def total(kappa: np.ndarray) -> np.ndarray:
            return np.asarray(sum(self._parts(kappa, np.broadcast_to(size, kappa.shape), own, scale)))

        smallest = float(self._solve(np.zeros(1), size)[0]) * (1 + 1e-9)
        kappa, error, _ = least(total, max(smallest, _LEAST), 1e3)
        free, _ = self._slack(np.array([kappa]), size)
        return OptimalRidge(kappa * float(free[0]), kappa, error)
