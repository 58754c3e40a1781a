"""What the claims on n-gram models have in common: their source, and the piece of text that they judge."""

from __future__ import annotations

from functools import cache

import numpy as np

from modelcollapse.claims.claim import Provenance
from modelcollapse.data import corpus

__all__ = [
    "CHAPTER",
    "DERIVED",
    "LOCUS",
    "NOTE",
    "PAPER",
    "SENTENCES",
    "SETTING",
    "counts",
    "facts",
    "piece",
    "size",
]

PAPER = "suresh2024rate"
CHAPTER = "ngram"
LOCUS = "figure of n-gram models"
DERIVED = Provenance.DERIVED_HERE
NOTE = (
    "The figure and its generator were read in the authors' public notebook, which states no theorem on n-gram "
    "models; the statement is derived here."
)
SETTING = (
    "The model of order $r$ draws each word from what follows the last $r-1$ words of the sentence in its text, "
    "fewer near the beginning; the end of a sentence is drawn like a word.",
    "A generation is trained on the text of the one before it, and on nothing else.",
)

# Sentences of the piece: few enough for exact numbers and thousands of chains.
SENTENCES = 100


@cache
def piece() -> np.ndarray:
    """The first sentences of the default corpus, words from 0 and −1 after each sentence."""
    return corpus.docstrings().sentences(SENTENCES)


@cache
def counts() -> np.ndarray:
    """Occurrences of the words of the piece, in increasing order of the word, all above 0."""
    # Words are numbered by first occurrence, so those of the piece are 0, 1, 2, …
    return np.bincount(piece()[piece() >= 0])


def size() -> int:
    """Words in the piece."""
    return int(counts().sum())


def facts() -> dict[str, int | str]:
    """What the text is."""
    text = corpus.docstrings()
    return {
        "sha256": text.sha256,
        "tokens": len(text.tokens),
        "types": len(text.types),
        "sentences": len(text.lengths),
        "piece_tokens": size(),
        "piece_types": len(counts()),
        "piece_sentences": SENTENCES,
    }
