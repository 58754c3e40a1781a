"""The first text that a bigram model writes: which words are still in it, exactly."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import integers
from modelcollapse.errors import InvalidArgument

__all__ = ["bigram_survival"]

# The Green function of the chain is a dense matrix over the words.
LARGEST = 6_000


def bigram_survival(tokens: Any) -> tuple[np.ndarray, np.ndarray]:
    """Exact probability that a word occurs in a text of as many sentences written by the bigram model.

    A sentence is a Markov path from its opening to its end. With c occurrences in S sentences, word w is
    visited c/S times a sentence on average (counts are conserved), and G(w, w) times on average once it is
    visited at all; so a sentence holds w with probability c / (S G(w, w)), and the text lacks it with the
    S-th power of one minus that.

    Args:
        tokens: one-dimensional whole numbers, words from 0 and -1 after each sentence; at most 6,000 distinct
            words.

    Returns:
        (survival, visits): for each distinct word in increasing order, the probability and G(w, w) ≥ 1.

    Raises:
        InvalidArgument: for other tokens, or too many distinct words (simulate those).

    Source: derived here; Green function of an absorbing chain.
    """
    text = integers("tokens", tokens, minimum=-1)
    if text[-1] != -1:
        text = np.append(text, -1)
    vocabulary, index = np.unique(text, return_inverse=True)
    words = len(vocabulary) - 1
    if words < 1:
        raise InvalidArgument("tokens", tokens, "must hold at least one word")
    if words > LARGEST:
        raise InvalidArgument(
            "tokens", f"{words} distinct words", f"must hold at most {LARGEST}; simulate more"
        )
    # Index 0 is the end mark. Moves between words; a move to the end mark leaves the matrix.
    moves = np.zeros((words + 1, words + 1))
    np.add.at(moves, (index[:-1], index[1:]), 1.0)
    counts = np.bincount(index, minlength=words + 1)[1:].astype(float)
    sentences = float((text == -1).sum())
    green = np.linalg.inv(np.eye(words) - moves[1:, 1:] / counts[:, None])
    visits = np.diagonal(green).copy()
    held = counts / (sentences * visits)
    return -np.expm1(sentences * np.log1p(-np.minimum(held, 1 - 1e-16))), visits
