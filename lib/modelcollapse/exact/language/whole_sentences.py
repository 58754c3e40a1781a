"""The longest n-gram model: it copies whole sentences, so sentences are its symbols."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.exact import discrete
from modelcollapse.exact.language.chain import split

__all__ = ["whole_sentences", "whole_sentences_bounds"]


def _held(tokens: Any) -> tuple[np.ndarray, int]:
    """Which sentence holds which word, shape (words, sentences), and the number of sentences."""
    vocabulary, said = split(tokens)
    held = np.zeros((len(vocabulary), len(said)), dtype=bool)
    for at, sentence in enumerate(said):
        held[sentence, at] = True
    return held, len(said)


def _absent(many: np.ndarray, sentences: int, generation: int) -> np.ndarray:
    """Probability that so many sentences have all been lost, for each entry."""
    values, inverse = np.unique(many, return_inverse=True)
    lost = [
        0.0
        if value >= sentences
        else 1 - discrete.survival(value / sentences, sample_size=sentences, generations=generation)
        for value in values.tolist()
    ]
    return np.array(lost)[inverse.reshape(many.shape)]


def whole_sentences(tokens: Any, *, generation: int) -> tuple[float, float]:
    """Exact mean and variance of the number of distinct words, for a model that knows the sentence so far.

    A word is left as long as one of the sentences that held it is; so its survival is that of a symbol with
    as many copies as sentences held it, in samples of as many tokens as there are sentences.

    Args:
        tokens: one-dimensional whole numbers, words from 0 and −1 after each sentence; at most 20,000
            sentences, and few enough words for a square matrix over them.
        generation: k ≥ 1.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here; the process of Theorem 1 of Suresh et al. (2024), with sentences for symbols.
    """
    held, sentences = _held(tokens)
    number = held.astype(np.int64)
    alone = number.sum(axis=1)
    absent = _absent(alone, sentences, generation)
    # Two words are absent together when all sentences that held either are lost.
    together = _absent(alone[:, None] + alone - number @ number.T, sentences, generation)
    return float((1 - absent).sum()), float((together - np.outer(absent, absent)).sum())


def whole_sentences_bounds(tokens: Any, *, generations: Any) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of Corollary 1, with sentences for symbols, on the expected number of distinct words.

    Args:
        tokens: one-dimensional whole numbers, words from 0 and −1 after each sentence.
        generations: k ≥ 1, a sequence.

    Returns:
        (lower, upper), one number for each generation.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Corollary 1, applied to sentences.
    """
    vocabulary, said = split(tokens)
    many = np.bincount([word for sentence in said for word in set(sentence)], minlength=len(vocabulary))
    sides = np.zeros((2, np.size(generations)))
    for value, words in zip(*np.unique(many, return_counts=True), strict=True):
        if value == len(said):
            sides += words
            continue
        setting = {"sample_size": len(said), "generations": generations}
        share = value / len(said)
        sides[0] += words * np.asarray(discrete.survival_lower(share, **setting))
        sides[1] += words * np.asarray(discrete.survival_upper(share, form="theorem", **setting))
    return sides[0], sides[1]
