"""Simulated shares for the chapters' figures; nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from modelcollapse.data import schedules
from modelcollapse.simulate import walk as simulate

__all__ = ["both_fits", "pairs", "share_by_size"]

Curve = tuple[np.ndarray, np.ndarray, np.ndarray]


def pairs(
    r: float, *, replicates: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Simulate one round; return the error of the real fit and what the round adds, standardised, and who improved.

    Args:
        r: root of n/n_2; the sizes are the nearest whole ones to 1,000/r² for a real sample of 1,000.
        replicates: how many.
        rng: generator.
    """
    size = 1000
    later = round(size / r**2)
    first, last = simulate.errors(
        simulate.GaussianMean(),
        schedules.explicit([later]),
        sample_size=size,
        generations=2,
        replicates=replicates,
        rng=rng,
    )
    step = (last - first)[:, 0] * np.sqrt(later)
    return first[:, 0] * np.sqrt(size), step, simulate.improved(first, last)


def share_by_size(
    family: simulate.Family,
    sizes: Sequence[int],
    *,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
    metric: np.ndarray | None = None,
    estimator: str | None = None,
) -> Curve:
    """Return (sizes, share that improves, standard error) for rounds of n draws, one entry for each n."""
    shares = []
    for size in sizes:
        first, last = simulate.errors(
            family,
            schedules.constant(),
            sample_size=size,
            generations=generations,
            replicates=replicates,
            rng=rng,
            estimator=estimator,
        )
        shares.append(simulate.improved(first, last, metric=metric).mean())
    found = np.array(shares)
    return np.array(sizes), found, np.sqrt(found * (1 - found) / replicates)


def both_fits(sizes: Sequence[int], *, replicates: int, rng: np.random.Generator) -> dict[str, Curve]:
    """Return ``share_by_size`` of logistic regression for both estimators, on the same random numbers."""
    state = rng.bit_generator.state
    curves = {}
    for name, estimator in (("maximum likelihood", "maximum-likelihood"), ("without the bias", "firth")):
        rng.bit_generator.state = state
        curves[name] = share_by_size(
            simulate.Logistic(),
            sizes,
            generations=4,
            replicates=replicates,
            rng=rng,
            estimator=estimator,
        )
    return curves
