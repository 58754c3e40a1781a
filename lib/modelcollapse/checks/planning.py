"""Planning: how many replicates a margin costs, and what a check of a given size can see."""

from __future__ import annotations

import math

from scipy.special import ndtr

from modelcollapse.checks.budget import ALPHA, MISSED, normal_quantile
from modelcollapse.errors import InvalidArgument

__all__ = ["detectable", "power", "replicates_needed", "verified_rate"]


def _positive(name: str, value: float) -> float:
    if not (math.isfinite(value) and value > 0):
        raise InvalidArgument(name, value, "must be a finite number above 0")
    return value


def replicates_needed(spread: float, margin: float, *, alpha: float = ALPHA, missed: float = MISSED) -> int:
    """Replicates for which a true claim is verified, and one off by two margins refuted, with probability 1 − missed.

    Args:
        spread: standard deviation of one replicate, above 0.
        margin: half-width of what counts as agreement, above 0.
        alpha: error rate of each one-sided limit.
        missed: chance of falling short.

    Raises:
        InvalidArgument: for a spread or margin that is not above 0.
    """
    reach = normal_quantile(alpha) + normal_quantile(missed / 2)
    return math.ceil((_positive("spread", spread) * reach / _positive("margin", margin)) ** 2)


def verified_rate(standard_error: float, margin: float, *, alpha: float = ALPHA, exact: bool = True) -> float:
    """Probability that a true claim is verified: its interval falls inside the margin.

    For the kind "exact" a deviation past the two-sided limit refutes although it lies inside the margin.
    """
    error = _positive("standard_error", standard_error)
    room = _positive("margin", margin) / error - normal_quantile(alpha)
    if exact:
        room = min(room, normal_quantile(alpha / 2))
    return float(max(0.0, 2 * ndtr(room) - 1))


def power(
    gap: float, standard_error: float, margin: float, *, alpha: float = ALPHA, exact: bool = True
) -> float:
    """Probability that a variant at distance ``gap`` from the truth is refuted."""
    error = _positive("standard_error", standard_error)
    by_margin = (abs(gap) - _positive("margin", margin)) / error - normal_quantile(alpha)
    by_level = abs(gap) / error - normal_quantile(alpha / 2)
    return float(ndtr(max(by_margin, by_level) if exact else by_margin))


def detectable(
    standard_error: float, margin: float, *, alpha: float = ALPHA, missed: float = MISSED, exact: bool = True
) -> float:
    """Smallest deviation that is refuted with probability 1 − missed."""
    error = _positive("standard_error", standard_error)
    by_margin = _positive("margin", margin) + (normal_quantile(alpha) + normal_quantile(missed)) * error
    by_level = (normal_quantile(alpha / 2) + normal_quantile(missed)) * error
    return float(min(by_margin, by_level) if exact else by_margin)
