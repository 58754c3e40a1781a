"""Expected entropy along the generations, from the chain of one token's count."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special as special

from modelcollapse.arguments import distribution, integer, per_generation

__all__ = ["entropy"]

# The chain is a dense matrix over the counts 0, …, n.
LARGEST = 2_000


def _log_law(n: int, shares: np.ndarray) -> np.ndarray:
    """Law of a count of n draws for each share, shape (shares, n + 1)."""
    counts = np.arange(n + 1)
    ways = special.gammaln(n + 1) - special.gammaln(counts + 1) - special.gammaln(n - counts + 1)
    return np.asarray(
        np.exp(ways + special.xlogy(counts, shares[:, None]) + special.xlog1py(n - counts, -shares[:, None]))
    )


def entropy(p: Any, *, sample_size: int, generations: Any) -> Any:
    """Expected Shannon entropy of generation m, in nats, synthetic data only.

    Args:
        p: probabilities of the tokens in the truth, sum one.
        sample_size: draws in a generation, 1 to 2,000.
        generations: m ≥ 0, an int or a sequence.

    Returns:
        float, or an array with one value for each entry.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-D1): each token alone is a Wright-Fisher chain, and −Σ x log x is a sum over tokens.
    """
    tokens, times = np.unique(distribution("p", p), return_counts=True)
    n = integer("sample_size", sample_size, minimum=1, maximum=LARGEST)
    wanted, single = per_generation("generations", generations)
    shares = np.arange(n + 1) / n
    first, chain = _log_law(n, tokens), _log_law(n, shares)
    values = np.full(len(wanted), float(times @ special.entr(tokens)))
    # What one token with k of n draws will add to the entropy, one generation further each time.
    ahead = special.entr(shares)
    for m in range(1, int(wanted.max()) + 1):
        values[wanted == m] = times @ (first @ ahead)
        ahead = chain @ ahead
    return float(values[0]) if single else values
