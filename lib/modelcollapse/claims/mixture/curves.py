"""Simulated survival curves with intervals, for the chapter's figure; nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

__all__ = ["shares"]


def shares(
    sigma: np.ndarray, generations: Sequence[int], threshold: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Share of chains with σ_k above a threshold, with Wilson's 95 per cent interval.

    Args:
        sigma: paths, shape (replicates, generations + 1).
        generations: at which k.
        threshold: standard deviation.

    Returns:
        (k, share, low, high), each of shape (len(generations),). At a share of 0 or 1 the interval is not empty.
    """
    rows = []
    for k in generations:
        alive = int((sigma[:, k] > threshold).sum())
        limits = stats.binomtest(alive, len(sigma)).proportion_ci(method="wilson")
        rows.append((k, alive / len(sigma), limits.low, limits.high))
    at, share, low, high = np.array(rows).T
    return at.astype(int), share, low, high
