"""Slope: a rate measured on each replicate, then judged like any mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse.checks.estimate import Estimate
from modelcollapse.checks.evidence import Samples, pick
from modelcollapse.checks.measured import usable
from modelcollapse.errors import UnusableSample

__all__ = ["Slope", "least_squares_slopes"]


def least_squares_slopes(paths: Any, positions: Sequence[float]) -> np.ndarray:
    """Slope of each row of ``paths`` (replicates, positions) against ``positions``.

    Raises:
        UnusableSample: for shapes that disagree, or fewer than two distinct positions.
    """
    rows = usable(paths, dimensions=2)
    x = np.asarray(positions, dtype=float)
    if rows.shape[1] != len(x):
        raise UnusableSample(f"paths have {rows.shape[1]} columns: {len(x)} positions are given")
    centred = x - x.mean()
    total = float(centred @ centred)
    if not total > 0:
        raise UnusableSample("slope needs at least two distinct positions")
    # One path's slope is one number, so paths that are correlated in time need no model of that correlation.
    return np.asarray(rows @ (centred / total))


@dataclass(frozen=True, kw_only=True)
class Slope(Estimate):
    """The mean slope of a statistic along each replicate's path.

    Attributes:
        positions: the abscissas of the columns of the sample, which has shape (replicates, positions).
    """

    positions: Sequence[float]

    def statistic(self, samples: Samples) -> np.ndarray:
        """Return the slope of each replicate."""
        return least_squares_slopes(pick(samples, self.sample), self.positions)
