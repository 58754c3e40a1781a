"""Test error of ridge regression on labels made by a chain of fitted models, as deterministic equivalents.

The truth is y = x'w₀ + noise with x ~ N(0, Σ). Each generator is a least-squares fit (of least norm, where it
has fewer samples than dimensions) to labels made by the generator before it; the last one labels the sample that
the ridge regression sees. The error is E ‖ŵ − w₀‖²_Σ, the excess over the noise of a clean test label.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse import threads
from modelcollapse.arguments import choice, integer, integer_array, real, real_array
from modelcollapse.errors import InfiniteMean, InvalidArgument
from modelcollapse.exact.regression.effective_ridge import eigenvalues, resolvent_sums, slack, solve

__all__ = ["DESIGNS", "Problem", "Risk", "risk"]

DESIGNS = ("independent", "same")
# Entries of the arrays that hold one number for each point and eigenvalue at once.
_LARGEST = 2**19


@dataclass(frozen=True)
class Risk:
    """Expected test error in its parts.

    Attributes:
        bias: from shrinking and, with fewer generator samples than dimensions, from what the generators lost.
        variance: from the noise of the last labels.
        collapse: from the noise of all generators.
    """

    bias: Any
    variance: Any
    collapse: Any

    @property
    def total(self) -> Any:
        """The expected test error."""
        return self.bias + self.variance + self.collapse


@dataclass(frozen=True)
class Problem:
    """A checked spectrum with the coordinates of w₀ in its eigenbasis, and how labels are generated.

    Attributes:
        spectrum, coefficients: shape (d,).
        noise, generator_noise: standard deviations of the last labels and of the generators' labels.
        generator_samples: T₀.
        design: "independent" or "same".
    """

    spectrum: np.ndarray
    coefficients: np.ndarray
    noise: float
    generator_samples: int
    generator_noise: float
    design: str

    @classmethod
    def of(
        cls,
        spectrum: Any,
        coefficients: Any,
        *,
        noise: Any,
        generator_samples: Any,
        generator_noise: Any,
        design: Any,
    ) -> Problem:
        """Check the arguments of ``risk`` that describe the problem."""
        values = eigenvalues(spectrum, invertible=True)
        truth = real_array("coefficients", coefficients, dimensions=1)
        if truth.shape != values.shape:
            rule = f"must have one entry for each of the {len(values)} eigenvalues, has {len(truth)}"
            raise InvalidArgument("coefficients", coefficients, rule)
        return cls(
            values,
            truth,
            real("noise", noise, minimum=0),
            integer("generator_samples", generator_samples, minimum=1),
            real("generator_noise", generator_noise, minimum=0),
            choice("design", design, DESIGNS),
        )

    def parts(
        self, kappa: np.ndarray, samples: np.ndarray, generations: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return bias (generations + 1, points), variance (points,) and collapse (generations + 1, points).

        Args:
            kappa, samples: effective ridge and T of each point, shape (points,).
            generations: the largest number of generators.
        """
        s, square = self.spectrum, self.coefficients**2
        missing, second, inverse = resolvent_sums(s, kappa, np.stack([square * s, s**2, np.ones_like(s)]), 2)
        _, free = slack(s, kappa, samples)
        # u/(1 − u), with u = df₂/T; infinite for as many samples as dimensions and no ridge.
        with np.errstate(divide="ignore"):
            inflation = second / samples / free
        # κ² u/(1 − u) tends to zero with κ.
        lifted = np.zeros_like(kappa)
        np.multiply(kappa**2, inflation, out=lifted, where=kappa > 0)
        variance = self.noise**2 * inflation if self.noise else np.zeros_like(kappa)
        clean = (kappa**2 + lifted) * missing
        steps = np.arange(generations + 1.0)[:, None]
        if self.generator_samples >= len(s):
            bias = np.broadcast_to(clean, (generations + 1, len(kappa)))
            felt = steps * (second + lifted * inverse)
            return bias, variance, self._noisy(felt, self.generator_samples - len(s) - 1)
        with threads.single():
            bias, felt = self._lossy(kappa, lifted, generations)
        return bias, variance, self._noisy(felt, 1)

    def _noisy(self, felt: np.ndarray, spare: int) -> np.ndarray:
        """Times σ₀²/spare; infinite where the mean effect of a generator's noise is."""
        if not self.generator_noise:
            return np.zeros_like(felt)
        if abs(self.generator_samples - len(self.spectrum)) <= 1:
            return np.where(felt > 0, np.inf, 0.0)
        return felt * (self.generator_noise**2 / spare)

    def _lossy(
        self, kappa: np.ndarray, lifted: np.ndarray, generations: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Bias and collapse, per unit of noise variance, where each generator forgets directions (T₀ < d).

        Averaging a matrix M, diagonal in the eigenbasis, over one random projection P gives
        E[P M P] = p² M + κ₀² q tr(M q)/(T₀ − df₂(κ₀)) with p = s/(s + κ₀), q = s/(s + κ₀)².
        """
        s, square, given = self.spectrum, self.coefficients**2, self.generator_samples
        kappa0 = float(solve(s, np.zeros(1), np.array([given]))[0])
        kept = s / (s + kappa0)
        spread = kept / (s + kappa0)
        room = given * float(slack(s, np.array([kappa0]), np.array([float(given)]))[1][0])
        bias = np.empty((generations + 1, len(kappa)))
        path = np.zeros_like(bias)
        applied = generations if self.design == "independent" else min(generations, 1)
        height = max(1, _LARGEST // len(s))
        for i in range(0, len(kappa), height):
            rows = slice(i, i + height)
            shrunk = s / (s + kappa[rows, None])
            # The weight that the ridge regression puts on the last generator, E[A Σ A].
            weight = s * shrunk**2 + lifted[rows, None] * shrunk**2 / s
            survived = np.ones_like(s)
            for k in range(applied + 1):
                bias[k, rows] = (weight + s - 2 * s * shrunk * survived) @ square
                felt = weight @ spread
                if k < applied:
                    path[k + 1, rows] = path[k, rows] + felt / room
                    weight = kept**2 * weight + (kappa0**2 / room * felt)[:, None] * spread
                    survived = survived * kept
        if self.design == "same" and generations:
            # The first projection is the last; the noises of all generators go through it alike.
            bias[2:] = bias[1]
            path = np.arange(generations + 1.0)[:, None] * path[1]
        return bias, path


def risk(
    spectrum: Any,
    coefficients: Any,
    *,
    ridge: Any,
    samples: Any,
    noise: float,
    generator_samples: int,
    generator_noise: float,
    generations: Any,
    design: str = "independent",
) -> Risk:
    """Return the expected test error of ridge regression after several synthetic generations.

    Args:
        spectrum: eigenvalues of Σ, all above 0, shape (d,).
        coefficients: coordinates of w₀ in the eigenbasis of Σ, shape (d,).
        ridge: λ ≥ 0, multiplies X'X/T; a number or an array.
        samples: T ≥ 1 of the last fit; a number or an array.
        noise: standard deviation of the last labels.
        generator_samples: T₀ ≥ 1 of each generator.
        generator_noise: standard deviation of the generators' labels.
        generations: n ≥ 0 generators; 0 is training on clean labels. A number or an array.
        design: "independent" inputs for each generator, or the "same" for all.

    Returns:
        the parts, each in the shape that ``ridge``, ``samples`` and ``generations`` broadcast to. They are limits
        for T, T₀ and d growing together, with errors of the order 1/d; for T₀ ≥ d the factor 1/(T₀ − d − 1) is exact.
        Where an exact mean is infinite the part is ``inf``.

    Raises:
        InvalidArgument: for arguments outside these ranges, a design that does not exist, or shapes that disagree.

    Warns:
        InfiniteMean: if T₀ is within 1 of d, or without a ridge T is.

    Source: Dohmatob, Feng and Kempe (2024), Proposition 4.2, Corollary 4.4 and Theorem 4.3; for T₀ < d with
    independent designs derived here.
    """
    problem = Problem.of(
        spectrum,
        coefficients,
        noise=noise,
        generator_samples=generator_samples,
        generator_noise=generator_noise,
        design=design,
    )
    lam = real_array("ridge", ridge, minimum=0)
    size = integer_array("samples", samples, minimum=1)
    count = integer_array("generations", generations, minimum=0)
    try:
        np.broadcast_shapes(lam.shape, size.shape, count.shape)
    except ValueError:
        rule = f"must broadcast against shapes {lam.shape} of ridge and {count.shape} of generations"
        raise InvalidArgument("samples", samples, rule) from None
    lam, size = np.broadcast_arrays(lam, size)
    effective = solve(problem.spectrum, lam.ravel(), size.ravel())
    bias, variance, collapse = problem.parts(effective, size.ravel().astype(float), int(count.max()))
    dimension = len(problem.spectrum)
    if problem.noise:
        variance = np.where((lam.ravel() == 0) & (np.abs(size.ravel() - dimension) <= 1), np.inf, variance)
    points = np.arange(lam.size).reshape(lam.shape)
    steps, points = np.broadcast_arrays(count, points)
    found = Risk(bias[steps, points][()], variance[points][()], collapse[steps, points][()])
    if np.isinf(found.collapse).any():
        warnings.warn(
            f"generator_samples = {problem.generator_samples} is within 1 of the dimension {dimension}: "
            "the mean test error is infinite",
            InfiniteMean,
            stacklevel=2,
        )
    if np.isinf(found.variance).any():
        warnings.warn(
            f"samples within 1 of the dimension {dimension}, and no ridge: the mean test error is infinite",
            InfiniteMean,
            stacklevel=2,
        )
    return found
