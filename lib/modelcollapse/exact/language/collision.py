"""The chance that two draws agree: it only ever rises, by a factor that knows nothing of the distribution."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import integer, integers, per_generation, probability

__all__ = ["collision_probability", "mixed_collision_probability"]


def collision_probability(s0: float, *, sample_size: Any, generations: Any) -> Any:
    """Expected collision probability S_m = E Σ p_i² after m generations of resampling.

    Generation m is the table of frequencies of n_m draws from generation m − 1. The chance 1 − S_m that two
    draws differ is multiplied by 1 − 1/n_m in each: 1 − S_m = (1 − S₀) ∏_{t≤m} (1 − 1/n_t).

    Args:
        s0: S₀ = Σ p_i² of the truth, in (0, 1].
        sample_size: draws in a generation, n ≥ 1, or a sequence with one size for each generation, the fit to
            real data first.
        generations: m ≥ 0, an int or a sequence.

    Returns:
        float, or an array with one value for each entry.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Seddik et al. (2024), Theorem 1, for one size; with a schedule derived here (P4-T1a).
    """
    start = probability("s0", s0)
    m, single = per_generation("generations", generations)
    # One draw alone makes the next generation certain: log 0.
    with np.errstate(divide="ignore"):
        if isinstance(sample_size, list | tuple | range | np.ndarray):
            n = integers("sample_size", sample_size, minimum=1, length=max(int(m.max()), 1))
            # Sums of logarithms: a product of a million factors would drift.
            logs = np.concatenate([[0.0], np.cumsum(np.log1p(-1 / n))])[m]
        else:
            log = np.log1p(-1 / integer("sample_size", sample_size, minimum=1))
            logs = np.where(m > 0, m.clip(min=1) * log, 0.0)
    values = start - (1 - start) * np.expm1(logs)
    return float(values[0]) if single else values


def mixed_collision_probability(s0: float, *, real: int, synthetic: int, generations: Any) -> Any:
    """Expected collision probability S_m when the same real tokens are kept and synthetic ones added.

    Generation 1 is the table of frequencies of the N real tokens alone. Each later one is that of the same N
    and of n fresh draws from the generation before.

    Args:
        s0: S₀ = Σ p_i² of the truth, in (0, 1].
        real: N ≥ 1.
        synthetic: n ≥ 0.
        generations: m ≥ 0, an int or a sequence.

    Returns:
        float, or an array with one value for each entry.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Seddik et al. (2024), Theorem 2, with one sign corrected; the compact form is derived here (P4-T2).
    """
    start = probability("s0", s0)
    kept = integer("real", real, minimum=1)
    added = integer("synthetic", synthetic, minimum=0)
    m, single = per_generation("generations", generations)
    beta = added * (added - 1) / (kept + added) ** 2
    lost = added * (1 - beta ** np.maximum(m - 1.0, 0.0)) / (kept**2 + (2 * kept + 1) * added)
    first = start + (1 - start) / kept
    values = np.where(m > 0, first + (1 - first) * lost, start)
    return float(values[0]) if single else values
