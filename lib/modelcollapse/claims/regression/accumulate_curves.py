"""Exact and simulated risks side by side, for the chapter's figures; nothing is judged here."""

from __future__ import annotations

import numpy as np

from modelcollapse.exact.regression import accumulate as exact
from modelcollapse.simulate.regression import accumulate as simulate

__all__ = ["relative", "simulated"]


def relative(workflow: str, fits: np.ndarray, *, dimension: int, samples: int) -> np.ndarray:
    """Risk over the first fit's: exact, or for subsamples the limit for regular models; shape (len(fits),)."""
    if workflow == "subsample":
        return np.asarray(exact.limiting_factor(generations=fits, workflow=workflow))
    risk = exact.workflow_risk(dimension=dimension, samples=samples, generations=fits, workflow=workflow)
    return np.asarray(risk / _first(dimension, samples))


def simulated(
    workflow: str,
    fits: np.ndarray,
    *,
    dimension: int,
    samples: int,
    replicates: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Mean simulated risk over the first fit's exact one, and its standard error; each of shape (len(fits),)."""
    risk = simulate.least_squares(
        np.ones(dimension),
        samples=samples,
        generations=int(fits.max()),
        replicates=replicates,
        workflow=workflow,
        rng=rng,
    )[:, fits]
    first = _first(dimension, samples)
    return risk.mean(axis=0) / first, risk.std(axis=0) / np.sqrt(replicates) / first


def _first(dimension: int, samples: int) -> float:
    return float(exact.workflow_risk(dimension=dimension, samples=samples, generations=1, workflow="replace"))
