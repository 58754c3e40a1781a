"""Parametric families trained on their own output: the random walk of the estimate.

One family is one small class in one file (see ``family.Family``); ``FAMILIES`` lists them by name.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from modelcollapse.arguments import choice, generator, integer
from modelcollapse.data.schedules import Schedule
from modelcollapse.simulate import chain
from modelcollapse.simulate.walk.bernoulli import Bernoulli
from modelcollapse.simulate.walk.categorical import Categorical
from modelcollapse.simulate.walk.comparison import errors, improved
from modelcollapse.simulate.walk.exponential import Exponential
from modelcollapse.simulate.walk.family import Family, prepared
from modelcollapse.simulate.walk.gaussian import Gaussian
from modelcollapse.simulate.walk.gaussian_mean import GaussianMean
from modelcollapse.simulate.walk.logistic import Logistic
from modelcollapse.simulate.walk.poisson import Poisson
from modelcollapse.simulate.walk.poisson_regression import PoissonRegression
from modelcollapse.simulate.walk.scaled_mean import ScaledMean
from modelcollapse.simulate.walk.uniform import Uniform

__all__ = [
    "FAMILIES",
    "Bernoulli",
    "Categorical",
    "Exponential",
    "Family",
    "Gaussian",
    "GaussianMean",
    "Logistic",
    "Poisson",
    "PoissonRegression",
    "ScaledMean",
    "Uniform",
    "errors",
    "improved",
    "run",
]

FAMILIES: dict[str, Callable[[], Family]] = {
    family.name: family
    for family in (
        GaussianMean,
        Gaussian,
        Uniform,
        Categorical,
        Exponential,
        Bernoulli,
        Poisson,
        Logistic,
        PoissonRegression,
        ScaledMean,
    )
}


def run(
    family: str | Family,
    schedule: Schedule,
    *,
    sample_size: int,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
    estimator: str | None = None,
) -> np.ndarray:
    """Simulate the walk of the estimate, generation by generation.

    Args:
        family: a name from ``FAMILIES``, with its default truth, or a family object.
        schedule: sizes of the synthetic samples, from ``data.schedules``.
        sample_size: n of the real sample, which generation 1 is fitted to.
        generations: G ≥ 1 fits, the real stage included.
        replicates: R ≥ 1 independent walks.
        rng: generator.
        estimator: one of the family's estimators; may be left out where there is one, because it changes the
            walk.

    Returns:
        array of shape (replicates, generations + 1, coordinates), generation 0 the truth.

    Raises:
        InvalidArgument: for arguments outside these ranges, or sizes too small for the family.

    Source: Xu, He and Cheng (2025), abstract: recursive training as a random walk of the estimate.
    """
    if isinstance(family, str):
        family = FAMILIES[choice("family", family, tuple(FAMILIES))]()
    horizon = integer("generations", generations, minimum=1)
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    fit, sizes = prepared(family, schedule, sample_size=sample_size, generations=horizon, estimator=estimator)
    walk = np.empty((horizon + 1, count, len(family.truth)))
    walk[0] = family.truth

    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        family.refit(state[0], size, rng, estimator=fit)

    def observe(generation: int, state: chain.State, _: np.ndarray) -> None:
        walk[generation] = state[0]

    chain.run((walk[0].copy(),), step, sizes=sizes, rng=rng, observe=observe)
    return walk.transpose(1, 0, 2)
