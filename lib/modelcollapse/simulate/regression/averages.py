"""Test errors averaged over all noise, given the inputs of the last fit."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from modelcollapse import threads
from modelcollapse.arguments import generator, integer
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate.regression import fits, isotropic
from modelcollapse.simulate.regression.problem import problem, ridges, together

__all__ = ["Conditional", "conditional", "isotropic_conditional"]


class Conditional(NamedTuple):
    """Parts of the test error given the inputs of the last fit, shape (replicates,) or (replicates, ridges).

    Attributes:
        bias: ‖(A − 1)w₀‖²_Σ, with A = (Σ̂ + λ)⁻¹Σ̂.
        variance: tr Σ(Σ̂ + λ)⁻²Σ̂/T, to be multiplied by the noise variance.
        collapse: tr Σ⁻¹AΣA, to be multiplied by the generators' noise variance and by the mean of their inverse
            Gram matrices in whitened coordinates.
        degrees: tr A, the degrees of freedom of the fit.
    """

    bias: np.ndarray
    variance: np.ndarray
    collapse: np.ndarray
    degrees: np.ndarray


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
    values, truth = problem(spectrum, coefficients)
    lambdas, single = ridges(ridge)
    size = integer("samples", samples, minimum=1)
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    with threads.single():
        parts = [
            fits.conditional(values, truth, lambdas, size, part, rng)
            for part in together(count, len(values) * max(len(values), len(lambdas)))
        ]
    whole = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Conditional(*(column[:, 0] if single else column for column in whole))


def isotropic_conditional(
    dimension: int, *, ridge: Any, samples: int, replicates: int, rng: np.random.Generator
) -> Conditional:
    """Simulate the same for Σ = 1, averaged over all directions of a w₀ of length 1, in O(d) a replicate.

    Args:
        dimension: d ≥ 1.
        ridge: λ > 0, or λ ≥ 0 where T differs from d; a number or a sequence.
        samples, replicates, rng: as for ``chain``.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here, from the Golub-Kahan form of a Gaussian matrix.
    """
    d = integer("dimension", dimension, minimum=1)
    lambdas, single = ridges(ridge)
    size = integer("samples", samples, minimum=1)
    if size == d and not lambdas.min() > 0:
        raise InvalidArgument("ridge", ridge, "must be above 0 for as many samples as dimensions")
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    parts = [
        isotropic.traces(d, lambdas, size, part, rng) for part in together(count, 2 * d + 8 * len(lambdas))
    ]
    first, second = (np.concatenate(column) for column in zip(*parts, strict=True))
    rank = min(d, size)
    whole = (
        (lambdas**2 * second + (d - rank)) / d,
        (first - lambdas * second) / size,
        rank - 2 * lambdas * first + lambdas**2 * second,
        rank - lambdas * first,
    )
    return Conditional(*(column[:, 0] if single else column for column in whole))
