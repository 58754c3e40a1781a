"""High-dimensional regression on synthetic labels, simulated.

A generator fits least squares (of least norm, where it has fewer samples than dimensions) to the labels of the
generator before it; a ridge regression fits the labels of the last one. All methods draw from the same law.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from modelcollapse import threads
from modelcollapse.arguments import choice, generator, integer, real, real_array
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate.regression import fits
from modelcollapse.simulate.regression.designs import chi_square
from modelcollapse.simulate.regression.generators import WAYS

__all__ = ["Conditional", "chain", "conditional", "least_squares"]

# Replicates are worked on together as long as their largest arrays have so many entries.
_LARGEST = 2**21


def _problem(spectrum: Any, coefficients: Any) -> tuple[np.ndarray, np.ndarray]:
    values = real_array("spectrum", spectrum, above=0, dimensions=1)
    truth = real_array("coefficients", coefficients, dimensions=1)
    if truth.shape != values.shape:
        rule = f"must have one entry for each of the {len(values)} eigenvalues, has {len(truth)}"
        raise InvalidArgument("coefficients", coefficients, rule)
    return values, truth


def _ridges(ridge: Any) -> tuple[np.ndarray, bool]:
    values = real_array("ridge", ridge, minimum=0)
    if values.ndim > 1:
        raise InvalidArgument("ridge", ridge, "must be a number or a sequence of numbers")
    return values.reshape(-1), values.ndim == 0


def _together(replicates: int, entries: int) -> list[int]:
    size = max(1, _LARGEST // entries)
    whole, rest = divmod(replicates, size)
    return [size] * whole + [rest] * (rest > 0)


def chain(
    spectrum: Any,
    coefficients: Any,
    *,
    ridge: Any,
    samples: int,
    noise: float,
    generator_samples: int,
    generator_noise: float,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
    design: str = "independent",
    method: str = "law",
) -> np.ndarray:
    """Simulate test errors ‖ŵ − w₀‖²_Σ of ridge regression on labels of each generator.

    Args:
        spectrum: eigenvalues of Σ, all above 0, shape (d,).
        coefficients: coordinates of w₀ in the eigenbasis of Σ, shape (d,).
        ridge: λ ≥ 0, multiplies X'X/T; a number or a sequence. At 0 the fit has least norm.
        samples: T ≥ 1 of the last fit.
        noise: standard deviation of the last labels.
        generator_samples: T₀ ≥ 1 of each generator.
        generator_noise: standard deviation of the generators' labels.
        generations: n ≥ 0 generators.
        replicates: R ≥ 1 independent chains.
        rng: generator.
        design: "independent" inputs for each generator, or the "same" for all.
        method: "law" draws the generators from their exact law (where T₀ ≥ d; else as "bartlett"); "bartlett" draws
            triangular factors in place of inputs; "naive" draws all inputs and labels.

    Returns:
        array of shape (replicates, generations + 1), or (replicates, generations + 1, ridges) for a sequence;
        column m is the error after m generators. Within a replicate all columns share the inputs and the noise of the
        last fit.

    Raises:
        InvalidArgument: for arguments outside these ranges, or shapes that disagree.

    Source: Dohmatob, Feng and Kempe (2024), section 2; the laws are derived here.
    """
    values, truth = _problem(spectrum, coefficients)
    ridges, single = _ridges(ridge)
    size = integer("samples", samples, minimum=1)
    own, theirs = real("noise", noise, minimum=0), real("generator_noise", generator_noise, minimum=0)
    given = integer("generator_samples", generator_samples, minimum=1)
    steps = integer("generations", generations, minimum=0)
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    same = choice("design", design, ("independent", "same")) == "same"
    way = WAYS[choice("method", method, tuple(WAYS))]
    fit = fits.raw_ridge if method == "naive" else fits.triangular_ridge
    d = len(values)
    errors = np.empty((count, steps + 1, len(ridges)))
    entries = d * max(d, (steps + 1) * len(ridges), *((size, given) if method == "naive" else ()))
    done = 0
    with threads.single():
        for part in _together(count, entries):
            weights = way(values, truth, given, theirs, steps, part, same, rng)
            fitted = fit(values, weights, ridges, size, own, rng)
            fitted -= truth[:, None, None]
            errors[done : done + part] = np.einsum("d,rdnl,rdnl->rnl", values, fitted, fitted)
            done += part
    return errors[:, :, 0] if single else errors


class Conditional(NamedTuple):
    """Parts of the test error given the inputs of the last fit, shape (replicates,) or (replicates, ridges).

    Attributes:
        bias: ‖(A − 1)w₀‖²_Σ, with A = (Σ̂ + λ)⁻¹Σ̂.
        variance: tr Σ(Σ̂ + λ)⁻²Σ̂/T, to be multiplied by the noise variance.
        collapse: tr Σ⁻¹AΣA, to be multiplied by the generators' noise variance and by the mean of their inverse
            Gram matrices in whitened coordinates.
    """

    bias: np.ndarray
    variance: np.ndarray
    collapse: np.ndarray


def conditional(
    spectrum: Any,
    coefficients: Any,
    *,
    ridge: Any,
    samples: int,
    replicates: int,
    rng: np.random.Generator,
) -> Conditional:
    """Simulate the inputs of the last fit, and average the test error over all noise given them.

    Args:
        spectrum, coefficients, ridge, samples, replicates, rng: as for ``chain``.

    Returns:
        the parts, for generators with at least as many samples as dimensions.

    Raises:
        InvalidArgument: for arguments outside their ranges, or shapes that disagree.

    Source: Dohmatob, Feng and Kempe (2024), Theorem F.1.
    """
    values, truth = _problem(spectrum, coefficients)
    ridges, single = _ridges(ridge)
    size = integer("samples", samples, minimum=1)
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    with threads.single():
        parts = [
            fits.conditional(values, truth, ridges, size, part, rng)
            for part in _together(count, len(values) * max(len(values), len(ridges)))
        ]
    whole = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Conditional(*(column[:, 0] if single else column for column in whole))


def least_squares(
    *,
    dimension: int,
    samples: int,
    noise: float,
    generator_samples: int,
    generator_noise: float,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
    design: str = "independent",
) -> np.ndarray:
    """Simulate test errors of a least-squares fit after least-squares generators, by n + 2 chi-squares each.

    Args:
        dimension: d ≥ 1.
        samples, generator_samples: T and T₀, at least d.
        noise, generator_noise, generations, replicates, rng, design: as for ``chain``.

    Returns:
        array of shape (replicates,), the error after all generations; its law does not depend on the covariance.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here.
    """
    d = integer("dimension", dimension, minimum=1)
    size, given = (
        integer(name, value, minimum=d)
        for name, value in (("samples", samples), ("generator_samples", generator_samples))
    )
    own, theirs = real("noise", noise, minimum=0), real("generator_noise", generator_noise, minimum=0)
    steps = integer("generations", generations, minimum=0)
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    same = choice("design", design, ("independent", "same")) == "same"
    scale = own**2 / chi_square(size - d + 1, (count,), rng)
    if same and steps:
        scale += steps * theirs**2 / chi_square(given - d + 1, (count,), rng)
    elif steps:
        for _ in range(steps):
            scale += theirs**2 / chi_square(given - d + 1, (count,), rng)
    return np.asarray(scale * chi_square(d, (count,), rng))
