"""Writing one sentence with an n-gram model, as an absorbing Markov chain over contexts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse.arguments import choice, integer, integers
from modelcollapse.errors import InvalidArgument

__all__ = ["LARGEST", "ContextChain", "SentenceLaw", "chain", "sentence_law", "split"]

# The Green function of the chain is a dense matrix over the contexts.
LARGEST = 6_000


def split(tokens: Any) -> tuple[np.ndarray, list[list[int]]]:
    """Check a text; return its vocabulary in increasing order and its sentences as indices into it.

    Raises:
        InvalidArgument: unless ``tokens`` are whole numbers of at least −1, not all of them −1.
    """
    text = integers("tokens", tokens, minimum=-1)
    if text[-1] != -1:
        text = np.append(text, -1)
    if text.max() < 0:
        raise InvalidArgument("tokens", tokens, "must hold at least one word")
    vocabulary, index = np.unique(np.append(text, -1), return_inverse=True)
    ends = np.flatnonzero(text == -1)
    # Index 0 is the end mark.
    return vocabulary[1:], [part[:-1].tolist() for part in np.split(index[:-1] - 1, ends + 1)[:-1]]


@dataclass(frozen=True)
class ContextChain:
    """The chain of contexts that the writing of a sentence runs through, opening and end left out.

    Attributes:
        contexts: last words of the sentence so far, at most order − 1, with None before a beginning.
        word: index of the word that has just been written, shape (contexts,).
        opening: probability that a sentence begins with the context, shape (contexts,).
        counts: places of the text with the context, shape (contexts,).
        green: expected visits to a context, by the context that the chain is in, shape (contexts, contexts).
        sentences: of the text.
        vocabulary: its words in increasing order.
    """

    contexts: list[tuple[int | None, ...]]
    word: np.ndarray
    opening: np.ndarray
    counts: np.ndarray
    green: np.ndarray
    sentences: int
    vocabulary: np.ndarray


def chain(tokens: Any, order: int) -> ContextChain:
    """Return the chain of an n-gram model of order 2 or more, fitted to a text.

    Raises:
        InvalidArgument: for other tokens or orders, or too many contexts.
    """
    span = integer("order", order, minimum=2) - 1
    vocabulary, sentences = split(tokens)
    numbers: dict[tuple[int | None, ...], int] = {}
    paths = [
        [numbers.setdefault(((None, *said[:at])[-span:]), len(numbers)) for at in range(1, len(said) + 1)]
        for said in sentences
    ]
    size = len(numbers)
    if size > LARGEST:
        raise InvalidArgument("tokens", f"{size} contexts", f"must have at most {LARGEST}; simulate more")
    moves, opening, counts = np.zeros((size, size)), np.zeros(size), np.zeros(size)
    for path in paths:
        if path:
            opening[path[0]] += 1
            np.add.at(counts, path, 1)
            np.add.at(moves, (path[:-1], path[1:]), 1)
    return ContextChain(
        contexts=list(numbers),
        word=np.array([context[-1] for context in numbers]),
        opening=opening / len(sentences),
        counts=counts,
        green=np.linalg.inv(np.eye(size) - moves / counts[:, None]),
        sentences=len(sentences),
        vocabulary=vocabulary,
    )


@dataclass(frozen=True)
class SentenceLaw:
    """One sentence of the first text.

    Attributes:
        mean: expected number of words.
        deviation: standard deviation of the number of words.
        occurrences: expected number of occurrences of each word, in increasing order.
    """

    mean: float
    deviation: float
    occurrences: np.ndarray


def sentence_law(tokens: Any, *, order: int, start: str) -> SentenceLaw:
    """Exact mean and spread of a sentence of the first text, and how often each word is in it.

    Args:
        tokens: one-dimensional whole numbers, words from 0 and −1 after each sentence; at most 6,000 contexts.
        order: length of the n-gram, at least 2.
        start: "sentence" (as the text's sentences begin), or "anywhere": with the order − 1 words up to a
            uniformly chosen place of the text that has so many in its sentence.

    Raises:
        InvalidArgument: for other tokens, orders or starts, or if no sentence has order − 1 words.

    Source: derived here; moments of an absorbing chain.
    """
    choice("start", start, ("sentence", "anywhere"))
    model = chain(tokens, order)
    first, given = model.opening, np.zeros(len(model.vocabulary))
    if start == "anywhere":
        full = np.array([len(context) == order - 1 and None not in context for context in model.contexts])
        if not full.any():
            raise InvalidArgument("order", order, "must not exceed the longest sentence with its end mark")
        first = np.where(full, model.counts, 0.0) / model.counts[full].sum()
        for share, context in zip(first, model.contexts, strict=True):
            for word in context[:-1]:
                if share and word is not None:
                    given[word] += share
    visits = first @ model.green
    # Words written from a context on, that of the context included; then their second moment.
    length = model.green.sum(axis=1)
    mean, square = float(first @ length), float(first @ (2 * model.green @ length - length))
    occurrences = given + np.bincount(model.word, visits, minlength=len(given))
    return SentenceLaw(mean + float(given.sum()), float(np.sqrt(max(square - mean**2, 0.0))), occurrences)
