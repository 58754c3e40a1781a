"""The first text that an n-gram model writes: which words are still in it, exactly."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import integer
from modelcollapse.exact.language.chain import chain, split

__all__ = ["bigram_survival", "bigram_vocabulary", "first_text"]


def _kept(held: np.ndarray, sentences: int) -> np.ndarray:
    """Probability that some sentence holds what one sentence holds with probability ``held``."""
    return np.asarray(-np.expm1(sentences * np.log1p(-np.clip(held, 0.0, 1 - 1e-16))))


def first_text(tokens: Any, *, order: int) -> np.ndarray:
    """Exact probability that a word occurs in a text of as many sentences written by an n-gram model.

    A sentence is a Markov path over contexts. With ν the expected visits to the contexts that end in a word,
    and G the Green function among these contexts, the path meets one of them with probability ν G⁻¹ 1.

    Args:
        tokens: one-dimensional whole numbers, words from 0 and −1 after each sentence; at most 6,000 contexts.
        order: length of the n-gram; 1 draws words and end marks independently.

    Returns:
        probability for each distinct word in increasing order.

    Raises:
        InvalidArgument: for other tokens or orders, or too many contexts (simulate those).

    Source: derived here; Green function of an absorbing chain.
    """
    if integer("order", order, minimum=1) == 1:
        vocabulary, said = split(tokens)
        counts = np.bincount([word for sentence in said for word in sentence], minlength=len(vocabulary))
        # The word comes before the end mark with odds c : S.
        return _kept(counts / (counts + len(said)), len(said))
    model = chain(tokens, order)
    visits = model.counts / model.sentences
    held = np.empty(len(model.vocabulary))
    for word in range(len(held)):
        ending = np.flatnonzero(model.word == word)
        held[word] = np.linalg.solve(model.green[np.ix_(ending, ending)].T, visits[ending]).sum()
    return _kept(held, model.sentences)


def bigram_survival(tokens: Any) -> tuple[np.ndarray, np.ndarray]:
    """Exact probability that a word occurs in a text of as many sentences written by the bigram model.

    With c occurrences in S sentences, word w is visited c/S times a sentence on average (counts are
    conserved), and G(w, w) times on average once it is visited at all; so a sentence holds w with probability
    c / (S G(w, w)), and the text lacks it with the S-th power of one minus that.

    Args:
        tokens: one-dimensional whole numbers, words from 0 and −1 after each sentence; at most 6,000 distinct
            words.

    Returns:
        (survival, visits): for each distinct word in increasing order, the probability and G(w, w) ≥ 1.

    Raises:
        InvalidArgument: for other tokens, or too many distinct words (simulate those).

    Source: derived here; Green function of an absorbing chain.
    """
    model = chain(tokens, 2)
    order = np.argsort(model.word)
    visits = np.diagonal(model.green)[order]
    return _kept(model.counts[order] / (model.sentences * visits), model.sentences), visits


def bigram_vocabulary(tokens: Any) -> tuple[float, float]:
    """Exact mean and variance of the number of distinct words in the first text of the bigram model.

    Args:
        tokens: as in ``bigram_survival``.

    Raises:
        InvalidArgument: as ``bigram_survival``.

    Source: derived here; two words are absent together from a path that meets neither.
    """
    model = chain(tokens, 2)
    visits = model.counts / model.sentences
    own = np.diagonal(model.green)
    absent = 1 - _kept(visits / own, model.sentences)
    # ν G⁻¹ 1 for the two by two matrix of each pair of words.
    product = np.outer(own, own) - model.green * model.green.T
    np.fill_diagonal(product, 1.0)
    one = visits[:, None] * (own[None, :] - model.green)
    either = (one + one.T) / product
    np.fill_diagonal(either, visits / own)
    together = 1 - _kept(either, model.sentences)
    return float((1 - absent).sum()), float((together - np.outer(absent, absent)).sum())
