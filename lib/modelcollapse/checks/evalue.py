"""Evidence that may be looked at any time: an e-process for rounds of fresh replication.

Each round gives a standardised deviation z of an estimate from theory, standard normal if the claim is true.
With S the sum of the first k, E = exp(S²/(2(1+k)))/√(1+k) is the likelihood of a normal mixture against
"no deviation". Its expectation is at most one at any stopping time, so by Ville's inequality it ever reaches
m/level, for any of m true claims, with probability at most ``level``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from modelcollapse.errors import UnusableSample

__all__ = ["LEVEL", "alarm_at", "log_e_process"]

# Chance that watching the true claims of an edition, for ever, raises any alarm.
LEVEL = 0.01


def log_e_process(deviations: Any) -> np.ndarray:
    """Log of the e-value after each round.

    Args:
        deviations: standardised deviations, rounds along the last axis.

    Returns:
        array of the same shape.

    Raises:
        UnusableSample: for deviations that are not finite.

    Source: normal mixture with unit variance; Robbins' method of mixtures.
    """
    z = np.asarray(deviations, dtype=float)
    if not np.isfinite(z).all():
        raise UnusableSample("a standardised deviation is not finite: the round supports no e-value")
    rounds = np.arange(1, z.shape[-1] + 1)
    return np.asarray(np.cumsum(z, axis=-1) ** 2 / (2 * (1 + rounds)) - np.log1p(rounds) / 2)


def alarm_at(watched: int | Sequence[Any], level: float = LEVEL) -> float:
    """The e-value at which one of ``watched`` estimates counts as broken."""
    number = watched if isinstance(watched, int) else len(watched)
    return number / level
