"""One token of a context, exactly: its count is a chain of binomial draws, whatever the other tokens do."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import scipy.special as special

from modelcollapse.arguments import integer
from modelcollapse.errors import InvalidArgument

__all__ = ["LARGEST", "pair_means", "token_means"]

# The transition matrix has a row and a column for each count.
LARGEST = 5_000


def token_means(
    function: Callable[[np.ndarray], np.ndarray],
    *,
    count: int,
    real: int,
    synthetic: int,
    keep: bool,
    generations: int,
) -> np.ndarray:
    """Mean of a function of a token's probability in generations 1 to M, given its count in the text.

    Generation 1 gives the token the share c/N of its context. Each later generation draws its count among n
    tokens from the share before, and the share is that count's, together with c of N where the text is kept.

    Args:
        function: of probabilities, shape (k,), to numbers, shape (k,) or (k, functions); finite.
        count: c, 0 ≤ c ≤ N.
        real: N ≥ 1.
        synthetic: n ≥ 0, at least 1 unless ``keep``; at most 5,000.
        keep: whether the text's counts stay in every table.
        generations: M ≥ 1.

    Returns:
        shape (generations,) or (generations, functions), generation 1 first.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: marginal of the schemes of Seddik et al. (2024); derived here.
    """
    whole = integer("real", real, minimum=1)
    held = integer("count", count, minimum=0)
    if held > whole:
        raise InvalidArgument("count", count, f"must be at most real, which is {whole}")
    size = integer("synthetic", synthetic, minimum=0 if keep else 1, maximum=LARGEST)
    horizon = integer("generations", generations, minimum=1)
    first = np.asarray(function(np.array([held / whole])))
    drawn = np.arange(size + 1)
    shares = (held + drawn) / (whole + size) if keep else drawn / size
    values = np.asarray(function(shares))
    law = _binomial(size, np.array([held / whole]))[0]
    means = [first[0]]
    if horizon > 1:
        means.append(law @ values)
    if horizon > 2:
        step = _binomial(size, shares) if keep else _resampling(size)
        for _ in range(horizon - 2):
            law = law @ step
            means.append(law @ values)
    return np.array(means)


def pair_means(
    function: Callable[[np.ndarray, float], np.ndarray],
    *,
    counts: Any,
    context: Any,
    synthetic: Any,
    keep: bool,
    generations: int,
) -> np.ndarray:
    """Mean of a function of the probability of every pair of a context and what follows it.

    Args:
        function: of probabilities, shape (k,), and of the pair's probability in generation 1, as in
            ``token_means``.
        counts: occurrences of each observed pair, ≥ 1, shape (pairs,).
        context: index of the context of each pair, ascending from 0 without gaps, shape (pairs,).
        synthetic: n, draws of each context in a generation, shape (contexts,).
        keep: whether the text's counts stay in every table.
        generations: M ≥ 1.

    Returns:
        shape (pairs, generations) or (pairs, generations, functions), generation 1 first.

    Raises:
        InvalidArgument: as ``token_means``.

    Source: derived here; pairs with the same counts share their law.
    """
    held, of, fresh = (np.asarray(values, dtype=np.int64) for values in (counts, context, synthetic))
    totals = np.bincount(of, weights=held).astype(np.int64)
    cases, which = np.unique(np.stack([fresh[of], totals[of], held], axis=1), axis=0, return_inverse=True)
    means = [
        token_means(
            lambda shares, first=count / real: function(shares, first),  # type: ignore[misc]
            count=count,
            real=real,
            synthetic=size,
            keep=keep,
            generations=generations,
        )
        for size, real, count in cases.tolist()
    ]
    return np.array(means)[which.reshape(-1)]


@lru_cache(maxsize=1)
def _resampling(size: int) -> np.ndarray:
    """Transitions where nothing is kept, the same for every token; cases come ordered by size."""
    return _binomial(size, np.arange(size + 1) / size)


def _binomial(size: int, shares: np.ndarray) -> np.ndarray:
    """Chance of each count among so many draws, shape (shares, size + 1)."""
    count = np.arange(size + 1)
    ways = special.gammaln(size + 1) - special.gammaln(count + 1) - special.gammaln(size - count + 1)
    p = shares[:, None]
    return np.asarray(np.exp(ways + special.xlogy(count, p) + special.xlog1py(size - count, -p)))
