"""The Poisson process: totals N_{k+1} ~ Poisson(N_k), a branching process with one closed law."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from modelcollapse.arguments import integer, real
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.discrete.iteration import asked, iterates, shaped

__all__ = ["poisson_law", "poisson_quantile", "poisson_survival"]

_LONGEST = 10**8


def poisson_survival(total: float, *, generations: Any) -> Any:
    """Exact Pr(Λ_k ≠ 0) = 1 − exp(−total g_k).

    Args:
        total: sample size times true rate, n λ0, above 0.
        generations: k ≥ 0, an int or a sequence.

    Returns:
        float, or an array with one probability for each entry.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Theorem 2.
    """
    c = real("total", total, above=0.0)
    wanted, single = asked(generations, minimum=0)
    exponents = np.concatenate([[np.inf], iterates(int(wanted.max()))])[wanted]
    return shaped(-np.expm1(-c * exponents), single)


def poisson_quantile(total: float, *, level: float) -> int:
    """Smallest k with Pr(forgotten by generation k) ≥ level; the median for level ½.

    Args:
        total: n λ0, the expected number of occurrences in the first sample, above 0.
        level: in (0, 1).

    Returns:
        generation, at least 1.

    Raises:
        InvalidArgument: for arguments outside these ranges, or a quantile beyond 10⁸ generations.

    Source: derived here (P2-T1d), from Theorem 2 of Suresh et al. (2024).
    """
    c = real("total", total, above=0.0)
    wanted = -np.log(real("level", level, above=0.0, below=1.0)) / c
    if 2 / wanted > _LONGEST:
        raise InvalidArgument("total", total, f"puts the quantile beyond {_LONGEST} generations")
    x, k = 1.0, 1
    while x > wanted:
        x = -math.expm1(-x)
        k += 1
    return k


def poisson_law(total: float, *, generations: int, states: int) -> np.ndarray:
    """Law of N_k: Pr(N_k = 0), …, Pr(N_k = states − 1).

    Args:
        total: n λ0, above 0.
        generations: k ≥ 1.
        states: how many; N_k must stay below with all but a negligible probability (beyond, it is folded back).

    Returns:
        array of shape (states,), of sum one.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: the generating function of Theorem 2 at roots of unity, inverted by one Fourier transform.
    """
    c = real("total", total, above=0.0)
    last = integer("generations", generations, minimum=1)
    size = integer("states", states, minimum=2, maximum=2**24)
    h = -np.expm1(-2j * np.pi * np.arange(size) / size)
    for _ in range(last - 1):
        h = -np.expm1(-h)
    return np.maximum(np.fft.ifft(np.exp(-c * h)).real, 0.0)
