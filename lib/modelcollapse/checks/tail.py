"""The tail guard: may this sample speak about a mean at all?

A mean that is carried by a few large values, or by values the sample has not seen, has no usable normal
interval. The guard asks for many effective terms, no dominant one, and a skewness that leaves the normal
tail at the working level trustworthy (first term of the Edgeworth series).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from modelcollapse.checks.budget import ALPHA, normal_quantile

__all__ = ["REMEDY", "TailReport", "inspect"]

FEWEST_TERMS = 1000.0
LARGEST_SHARE = 0.01
LARGEST_CORRECTION = 0.5
REMEDY = "use the log scale, a single step, a median or the exact law instead"


@dataclass(frozen=True)
class TailReport:
    """What the guard saw: effective number of terms, largest share of the sum, relative tail correction."""

    effective_terms: float
    largest_share: float
    tail_correction: float

    @property
    def complaint(self) -> str | None:
        """One clause saying what is wrong, or None."""
        if not self.largest_share <= LARGEST_SHARE:
            return f"one replicate carries {self.largest_share:.1%} of the sum"
        if not self.effective_terms >= FEWEST_TERMS:
            return f"the sum has only {self.effective_terms:.0f} effective terms"
        if not self.tail_correction <= LARGEST_CORRECTION:
            return f"skewness would move the error rate by {self.tail_correction:.0%}"
        return None


def inspect(sample: np.ndarray) -> TailReport:
    """Inspect a usable sample of numbers; a share of yes and no needs no guard and is not for this function."""
    size = np.abs(sample)
    total = float(size.sum())
    squares = float(size @ size)
    z = normal_quantile(ALPHA)
    skewness = float(abs(stats.skew(sample)))
    return TailReport(
        effective_terms=total * total / squares if squares else 0.0,
        largest_share=float(size.max()) / total if total else 1.0,
        tail_correction=skewness * z**3 / (6 * np.sqrt(len(sample))),
    )
