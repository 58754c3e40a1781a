"""The tables of many contexts at once, fitted again and again to draws from themselves."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import generator, integer, integers
from modelcollapse.errors import InvalidArgument

__all__ = ["tables"]

# Numbers of a state advanced together: a few megabytes, which the cache holds.
_TOGETHER = 2**19


def tables(
    counts: Any,
    *,
    context: Any,
    synthetic: Any,
    keep: bool,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Simulate the frequencies of what follows each context, for all contexts of a text.

    Generation 1 is the table of frequencies of the text. Each later one is that of n fresh draws from the
    generation before, for each context, together with the text's own counts where these are kept.

    Args:
        counts: occurrences of each observed pair of a context and what follows it, ≥ 1, shape (pairs,).
        context: index of the context of each pair, ascending from 0 without gaps, shape (pairs,).
        synthetic: n, draws of each context in a generation, shape (contexts,); at least 0 where ``keep``, else 1.
        keep: whether the text's counts stay in every table.
        generations: M ≥ 1.
        replicates: R ≥ 1 independent runs.
        rng: generator.

    Returns:
        frequencies of the pairs within their context, shape (replicates, generations, pairs), generation 1 first.
        Pairs that are not in the text never appear.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: the schemes of Seddik et al. (2024), context by context.
    """
    held = integers("counts", counts, minimum=1)
    of = integers("context", context, minimum=0, length=len(held))
    if len(of) != len(held) or of[0] != 0 or not np.isin(np.diff(of), (0, 1)).all():
        raise InvalidArgument(
            "context", "", "must hold one index for each pair, ascending from 0 without gaps"
        )
    if not isinstance(keep, bool | np.bool_):
        raise InvalidArgument("keep", keep, "must be True or False")
    fresh = integers("synthetic", synthetic, minimum=0 if keep else 1)
    if len(fresh) != of[-1] + 1:
        raise InvalidArgument("synthetic", "", f"must hold one size for each of {of[-1] + 1} contexts")
    horizon = integer("generations", generations, minimum=1)
    many = integer("replicates", replicates, minimum=1)
    generator("rng", rng)

    support = np.bincount(of)
    order = np.argsort(-support, kind="stable")
    # The t-th column holds the t-th most frequent pair of each context with so many; contexts with most come first.
    ranked = np.lexsort((-held, of))
    starts = np.cumsum(support) - support
    columns = [ranked[starts[order[support[order] > t]] + t] for t in range(int(support.max()))]

    totals = np.bincount(of, weights=held).astype(np.int64)
    kept = held if keep else np.zeros_like(held)
    sizes = (np.bincount(of, weights=kept).astype(np.int64) + fresh)[of]
    paths = np.empty((many, horizon, len(held)))
    paths[:, 0] = held / totals[of]
    together = max(1, _TOGETHER // len(held))
    for first in range(0, many, together):
        rows = slice(first, min(first + together, many))
        weights = np.broadcast_to(held, (rows.stop - first, len(held))).copy()
        whole = totals[order]
        for generation in range(1, horizon):
            weights = kept + _draw(weights, columns, fresh[order], whole, rng)
            whole = (totals * keep + fresh)[order]
            paths[rows, generation] = weights / sizes
    return paths


def _draw(
    weights: np.ndarray,
    columns: list[np.ndarray],
    draws: np.ndarray,
    whole: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Draw from every context by binomials, one column at a time.

    Weights are whole numbers, so what the last pair of a context gets is exactly what is left.
    """
    drawn = np.empty_like(weights)
    left = np.broadcast_to(draws, (len(weights), len(draws))).copy()
    rest = np.broadcast_to(whole, left.shape).copy()
    for column in columns:
        now = slice(0, len(column))
        weight = weights[:, column]
        # Nothing is left to draw where no weight is left.
        share = weight / np.maximum(rest[:, now], 1)
        found = rng.binomial(left[:, now], share)
        drawn[:, column] = found
        left[:, now] -= found
        rest[:, now] -= weight
    return drawn
