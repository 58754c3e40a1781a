"""Chains of least-norm generators: whole weights, parts of the bias, and two numbers in place of d for Σ = 1."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from modelcollapse import threads
from modelcollapse.arguments import choice, generator, integer, real
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate.regression.designs import chi_square
from modelcollapse.simulate.regression.fits import triangular_ridge
from modelcollapse.simulate.regression.generators import WAYS
from modelcollapse.simulate.regression.problem import problem

__all__ = ["BiasParts", "bias_parts", "scalar_chain", "weights"]


def weights(
    spectrum: Any,
    coefficients: Any,
    *,
    generator_samples: int,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
    generator_noise: float = 0.0,
    design: str = "independent",
    method: str = "bartlett",
) -> np.ndarray:
    """Simulate the weights of every generator.

    Args:
        spectrum: eigenvalues of Σ, above 0, shape (d,).
        coefficients: w₀ in the eigenbasis of Σ, shape (d,).
        generator_samples: T₀ ≥ 1.
        generations: n ≥ 0.
        replicates: R ≥ 1.
        rng: generator.
        generator_noise: standard deviation of the labels' noise.
        design: "independent" inputs for each generator, or the "same" for all.
        method: "bartlett" or "naive".

    Returns:
        array of shape (replicates, generations + 1, d), generation 0 being w₀.

    Raises:
        InvalidArgument: for arguments outside these ranges, or shapes that disagree.

    Source: Dohmatob, Feng and Kempe (2024), section 2.
    """
    values, truth = problem(spectrum, coefficients)
    generator("rng", rng)
    way = WAYS[choice("method", method, ("bartlett", "naive"))]
    with threads.single():
        found = way(
            values,
            truth,
            integer("generator_samples", generator_samples, minimum=1),
            real("generator_noise", generator_noise, minimum=0.0),
            integer("generations", generations, minimum=0),
            integer("replicates", replicates, minimum=1),
            choice("design", design, ("independent", "same")) == "same",
            rng,
        )
    return np.asarray(found.transpose(0, 2, 1))


class BiasParts(NamedTuple):
    """Parts of the bias in the norm of Σ, each of shape (replicates,).

    Attributes:
        clean: ‖(A − 1)w₀‖², the last fit A seeing clean labels.
        change: ‖A(Q − 1)w₀‖², Q the generators.
        whole: ‖(AQ − 1)w₀‖².
    """

    clean: np.ndarray
    change: np.ndarray
    whole: np.ndarray


def bias_parts(
    spectrum: Any,
    coefficients: Any,
    *,
    ridge: float,
    samples: int,
    generator_samples: int,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
) -> BiasParts:
    """Simulate ridge regression on labels without noise, of w₀ and of the last of n generators.

    Args:
        spectrum, coefficients, generator_samples, generations, replicates, rng: as for ``weights``.
        ridge: λ ≥ 0, multiplies X'X/T.
        samples: T ≥ 1 of the last fit.

    Raises:
        InvalidArgument: for arguments outside these ranges, or shapes that disagree.

    Source: Dohmatob, Feng and Kempe (2024), Theorem F.1.
    """
    values, truth = problem(spectrum, coefficients)
    lam = real("ridge", ridge, minimum=0.0)
    size = integer("samples", samples, minimum=1)
    path = weights(
        values,
        truth,
        generator_samples=generator_samples,
        generations=generations,
        replicates=replicates,
        rng=rng,
    )
    ends = path[:, [0, -1]].transpose(0, 2, 1)
    with threads.single():
        fitted = triangular_ridge(values, ends, np.array([lam]), size, 0.0, rng)[:, :, :, 0]
    first, last = fitted[:, :, 0], fitted[:, :, 1]
    return BiasParts(*((part**2) @ values for part in (first - truth, last - first, last - truth)))


def _cosine(dimension: int, replicates: int, rng: np.random.Generator) -> np.ndarray:
    """First coordinate of a uniform unit vector in so many dimensions."""
    first = rng.standard_normal(replicates)
    return np.asarray(first / np.sqrt(first**2 + chi_square(dimension - 1, (replicates,), rng)))


def scalar_chain(
    *,
    dimension: int,
    generator_samples: int,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
    generator_noise: float = 0.0,
) -> np.ndarray:
    """Simulate ‖ŵ_n − w₀‖² for Σ = 1, ‖w₀‖ = 1 and fresh inputs by two numbers, ⟨ŵ_n, w₀⟩ and ‖ŵ_n‖².

    The law is that of the chain in d dimensions: a random projection of w keeps a beta share of its square and
    turns the rest in a uniform direction across w; the noise points in a uniform direction of the same span.

    Args:
        dimension: d ≥ 3.
        generator_samples: T₀ in [1, d).
        generations: n ≥ 0.
        replicates: R ≥ 1.
        rng: generator.
        generator_noise: standard deviation of the labels' noise.

    Returns:
        array of shape (replicates, generations + 1), column 0 being zero.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P3-D4).
    """
    d = integer("dimension", dimension, minimum=3)
    given = integer("generator_samples", generator_samples, minimum=1)
    if given >= d:
        raise InvalidArgument("generator_samples", generator_samples, f"must be below dimension = {d}")
    horizon = integer("generations", generations, minimum=0)
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    noise = real("generator_noise", generator_noise, minimum=0.0)
    along, square = np.ones(count), np.ones(count)
    error = np.zeros((horizon + 1, count))
    for n in range(1, horizon + 1):
        inside, outside = (chi_square(k, (count,), rng) for k in (given, d - given))
        share = inside / (inside + outside)
        # What of w₀ lies across w, and what of it in the direction that the projection adds.
        across = np.maximum(1 - along**2 / square, 0)
        turned = _cosine(d - 1, count, rng) * np.sqrt(across)
        along = share * along + np.sqrt(share * (1 - share) * square) * turned
        square = share * square
        if noise:
            size = noise * np.sqrt(
                chi_square(given, (count,), rng) / chi_square(d - given + 1, (count,), rng)
            )
            cosine = _cosine(given, count, rng)
            rest = np.sqrt(np.maximum(across - turned**2, 0)) * _cosine(d - 2, count, rng)
            along = along * (1 + size * cosine / np.sqrt(square)) + size * np.sqrt(1 - cosine**2) * rest
            square = square + 2 * size * cosine * np.sqrt(square) + size**2
        error[n] = square - 2 * along + 1
    return error.T
