"""A softmax on one-hot contexts, trained by gradient descent: nothing here is drawn."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import integer, per_generation, real
from modelcollapse.errors import InvalidArgument

__all__ = ["softmax_descent"]


def softmax_descent(counts: Any, *, steps: Any, rate: float = 1.0) -> np.ndarray:
    """Train the logits of each context by gradient descent on its mean cross-entropy, from zero.

    A one-hot context picks its own row of weights, so contexts do not influence one another.

    Args:
        counts: what followed each context, at least 0, none a context without any, shape (contexts, tokens).
        steps: k ≥ 0, an int or a sequence.
        rate: length η of a step, in (0, 4): longer ones need not go downhill.

    Returns:
        probabilities after so many steps, shape (contexts, tokens), or (entries, contexts, tokens).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: model of Seddik et al. (2024), equation (2), trained as derived here.
    """
    held = np.asarray(counts)
    if held.ndim != 2 or not np.issubdtype(held.dtype, np.integer) or (held < 0).any():
        raise InvalidArgument(
            "counts", "", "must be a table of whole numbers of at least 0, (contexts, tokens)"
        )
    totals = held.sum(axis=1, keepdims=True)
    if not held.size or (totals == 0).any():
        raise InvalidArgument("counts", "", "must hold a count above 0 for every context")
    length = real("rate", rate, above=0.0, below=4.0)
    wanted, single = per_generation("steps", steps)
    last = integer("steps", int(wanted.max()), minimum=0)
    shares = held / totals
    logits = np.zeros(shares.shape)
    found = {}
    for k in range(last + 1):
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        if k in wanted:
            found[k] = weights.copy()
        logits += length * (shares - weights)
    return found[last] if single else np.array([found[int(k)] for k in wanted])
