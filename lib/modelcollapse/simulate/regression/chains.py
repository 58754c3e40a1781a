"""The whole chain: generators, then the last fit."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse import threads
from modelcollapse.arguments import choice, generator, integer, real
from modelcollapse.simulate.regression import fits
from modelcollapse.simulate.regression.generators import WAYS
from modelcollapse.simulate.regression.problem import problem, ridges, together

__all__ = ["chain"]


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
    values, truth = problem(spectrum, coefficients)
    lambdas, single = ridges(ridge)
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
    errors = np.empty((count, steps + 1, len(lambdas)))
    entries = d * max(d, (steps + 1) * len(lambdas), *((size, given) if method == "naive" else ()))
    done = 0
    with threads.single():
        for part in together(count, entries):
            weights = way(values, truth, given, theirs, steps, part, same, rng)
            fitted = fit(values, weights, lambdas, size, own, rng)
            fitted -= truth[:, None, None]
            errors[done : done + part] = np.einsum("d,rdnl,rdnl->rnl", values, fitted, fitted)
            done += part
    return errors[:, :, 0] if single else errors
