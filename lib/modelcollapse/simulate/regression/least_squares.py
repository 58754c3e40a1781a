"""Least squares after least squares, without a matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import choice, generator, integer, integer_array, real
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate.regression.designs import chi_square

__all__ = ["least_squares"]


def least_squares(
    *,
    dimension: int,
    samples: int,
    noise: float,
    generator_samples: Any,
    generator_noise: float,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
    design: str = "independent",
) -> np.ndarray:
    """Simulate test errors of a least-squares fit after least-squares generators, by n + 2 chi-squares each.

    Args:
        dimension: d ≥ 1.
        samples: T ≥ d of the last fit.
        generator_samples: T₀ ≥ d of each generator, or a sequence with one size for each generation.
        noise, generator_noise, generations, replicates, rng, design: as for ``chain``.

    Returns:
        array of shape (replicates,), the error after all generations; its law does not depend on the covariance.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here.
    """
    d = integer("dimension", dimension, minimum=1)
    size = integer("samples", samples, minimum=d)
    own, theirs = real("noise", noise, minimum=0), real("generator_noise", generator_noise, minimum=0)
    steps = integer("generations", generations, minimum=0)
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    same = choice("design", design, ("independent", "same")) == "same"
    sizes = integer_array("generator_samples", generator_samples, minimum=d)
    if sizes.ndim > 1 or (sizes.ndim and len(sizes) < steps):
        rule = f"must be a number, or hold one entry for each of {steps} generations"
        raise InvalidArgument("generator_samples", generator_samples, rule)
    if same and sizes.min() < sizes.max():
        rule = "must be the same in every generation if the design is"
        raise InvalidArgument("generator_samples", generator_samples, rule)
    scale = own**2 / chi_square(size - d + 1, (count,), rng)
    if same and steps:
        scale += steps * theirs**2 / chi_square(sizes.max() - d + 1, (count,), rng)
    elif steps:
        for given in np.broadcast_to(sizes[:steps] if sizes.ndim else sizes, steps):
            scale += theirs**2 / chi_square(given - d + 1, (count,), rng)
    return np.asarray(scale * chi_square(d, (count,), rng))
