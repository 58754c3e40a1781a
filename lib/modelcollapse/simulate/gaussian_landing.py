"""Where the fitted mean of the recursive Gaussian chain freezes, simulated until it hardly moves any more."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from modelcollapse.arguments import choice, generator, integer, real
from modelcollapse.simulate import chain
from modelcollapse.simulate.gaussian import refit

__all__ = ["Landing", "landing"]

# Chains advanced together: few enough for the cache, many enough that NumPy's calls cost little.
_TOGETHER = 8192


@dataclass(frozen=True)
class Landing:
    """Frozen chains; arrays of shape (replicates,).

    Attributes:
        mu: the mean when the chain has frozen.
        early_mu, early_sigma: mean and standard deviation at the generation ``early``.
        generations: when the chain counted as frozen.
    """

    mu: np.ndarray
    early_mu: np.ndarray
    early_sigma: np.ndarray
    generations: np.ndarray


def landing(
    *,
    sample_size: int,
    divisor: str,
    replicates: int,
    rng: np.random.Generator,
    mu0: float = 0.0,
    sigma0: float = 1.0,
    early: int = 1,
    resolution: float = 1e-4,
) -> Landing:
    """Run chains until σ_k ≤ resolution · σ₀; a frozen chain is dropped.

    What is left to move is symmetric and of the size of the resolution, so that stopping changes a probability
    Pr(|μ_∞ − μ₀| > x) by about the square of the resolution: below 1e-6 at the default.

    Args:
        sample_size: n ≥ 2.
        divisor: "n" or "n-1" in the fitted variance.
        replicates: R ≥ 1 independent chains.
        rng: generator.
        mu0, sigma0: mean and standard deviation (above 0) of the truth.
        early: generation k ≥ 1 whose fit is reported, too; a chain that froze before reports its last fit.
        resolution: in (0, 1).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: the Gaussian process of Suresh et al. (2024); the question is asked here.
    """
    size = integer("sample_size", sample_size, minimum=2)
    choice("divisor", divisor, ("n", "n-1"))
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    start_mu, start_sigma = real("mu0", mu0), real("sigma0", sigma0, above=0.0)
    reported = integer("early", early, minimum=1)
    level = start_sigma * real("resolution", resolution, above=0.0, below=1.0)

    landed = Landing(np.empty(count), np.empty(count), np.empty(count), np.zeros(count, dtype=np.int64))
    scratch = np.empty(min(count, _TOGETHER))

    step = refit(divisor, scratch)

    def frozen(state: chain.State) -> np.ndarray:
        return np.asarray(state[1] <= level)

    for first in range(0, count, _TOGETHER):
        together = min(_TOGETHER, count - first)

        def observe(k: int, state: chain.State, running: np.ndarray, first: int = first) -> None:
            if k <= reported:
                landed.early_mu[first + running], landed.early_sigma[first + running] = state
            now = frozen(state)
            arrived = first + running[now]
            landed.mu[arrived] = state[0][now]
            landed.generations[arrived] = k

        chain.run(
            (np.full(together, start_mu), np.full(together, start_sigma)),
            step,
            sizes=itertools.repeat(size),
            rng=rng,
            observe=observe,
            absorbed=frozen,
        )
    return landed
