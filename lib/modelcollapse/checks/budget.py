"""The error budget: how often the whole edition may be wrong by chance.

Every check may refute a true statement, or verify one that is off by its margin, with probability at most
``ALPHA``. There are at most ``LARGEST`` checks, so for the whole edition the chance is at most their product.
The level is fixed, not divided by the number of checks: adding a claim never moves another's numbers.
"""

from __future__ import annotations

from scipy.special import ndtri

__all__ = ["ALPHA", "LARGEST", "MISSED", "family_wise", "normal_quantile"]

ALPHA = 1e-6
LARGEST = 1000
# A true claim of the planned size comes out verified with probability 1 − MISSED.
MISSED = 5e-3


def family_wise() -> float:
    """Chance that any check of an edition errs in the bad direction, by the union bound."""
    return ALPHA * LARGEST


def normal_quantile(level: float) -> float:
    """Upper ``level`` quantile of the standard normal law."""
    return float(-ndtri(level))
