"""Language models trained on their own output, simulated token by token.

Fitting an n-gram model by counting and sampling from it is the same as this: at each step, pick uniformly one
of the places in the text where the current context occurs, and copy the token that follows there. So a model
is a grouping of places by context, and nothing is ever estimated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse.arguments import choice, generator, integer, integers
from modelcollapse.errors import InvalidArgument

__all__ = ["END", "NgramChain", "ngram"]

# The mark that ends a sentence; words are whole numbers from 0.
END = -1

# A sentence that is not over after this many draws is cut; real chains end long before.
_LONGEST = 100_000


@dataclass(frozen=True)
class NgramChain:
    """What became of the text, generation by generation; entry 0 is the corpus.

    Attributes:
        distinct: number of distinct words, shape (generations + 1,).
        words: number of words, shape (generations + 1,).
        sentences: number of sentences, shape (generations + 1,).
        last: the last text, words and end marks, one-dimensional.
    """

    distinct: np.ndarray
    words: np.ndarray
    sentences: np.ndarray
    last: np.ndarray


def ngram(
    tokens: Any,
    *,
    order: int,
    generations: int,
    rng: np.random.Generator,
    start: str = "sentence",
    longest: int | None = None,
) -> NgramChain:
    """Train an n-gram model on a text, let it write a text, train on that, and go on.

    Args:
        tokens: one-dimensional whole numbers, words from 0 and ``END`` after each sentence.
        order: length of the n-gram; 1 draws words independently, 2 is a bigram.
        generations: K ≥ 1 texts are written.
        rng: generator.
        start: "sentence" begins each sentence as the text's sentences begin and writes as many sentences as
            the text has, so that every word's expected count is conserved; "anywhere" begins with the words of
            a uniformly chosen place in the text and writes about as many words as it has, as in the notebook
            of Suresh et al. (2024), which favours the ends of sentences.
        longest: cut a sentence after this many words; None lets it end by itself.

    Returns:
        NgramChain.

    Raises:
        InvalidArgument: for arguments outside these ranges, an order beyond the longest sentence, or a text
            without words.

    Source: the process of the n-gram figure in Suresh et al. (2024), from the authors' notebook.
    """
    count = integer("generations", generations, minimum=1)
    span = integer("order", order, minimum=1)
    choice("start", start, ("sentence", "anywhere"))
    generator("rng", rng)
    limit = _LONGEST if longest is None else integer("longest", longest, minimum=1)
    text = np.array(tokens) if isinstance(tokens, np.ndarray) else integers("tokens", tokens, minimum=END)
    if text.ndim != 1 or not np.issubdtype(text.dtype, np.integer) or (text < END).any():
        raise InvalidArgument("tokens", tokens, "must be one-dimensional whole numbers of at least -1")
    if not (text >= 0).any():
        raise InvalidArgument("tokens", tokens, "must hold at least one word")
    if text[-1] != END:
        text = np.append(text, END)
    if span > np.diff(np.flatnonzero(np.append(END, text) == END)).max():
        raise InvalidArgument("order", order, "must not exceed the longest sentence with its end mark")

    seen = [_count(text)]
    for _ in range(count):
        places = _Places(text, span)
        if start == "sentence":
            text = _write(places, places.openings(seen[-1][2]), rng, limit, 0)
        else:
            text = _write_about(places, seen[-1][1], rng, limit)
        seen.append(_count(text))
    distinct, words, sentences = np.array(seen).T
    return NgramChain(distinct, words, sentences, text)


def _count(text: np.ndarray) -> tuple[int, int, int]:
    words = text[text >= 0]
    return len(np.unique(words)), len(words), int((text == END).sum())


class _Places:
    """The places of a text, grouped by the context that ends there.

    A place is an index into ``text``: its context is the last order − 1 tokens of its sentence up to and
    including it, shorter near the sentence's beginning. The place before a sentence is its opening.
    """

    def __init__(self, text: np.ndarray, order: int) -> None:
        self.order = order
        # One end mark in front, so that the place before every sentence is an end mark.
        self.text = np.concatenate([[END], text])
        context = np.zeros(len(self.text), dtype=np.int64)
        ended = self.text == END
        for _ in range(order - 1):
            # A context one token longer: the shorter one at the place before, and the token here. At an end
            # mark the context is empty again: a sentence knows nothing of the last one.
            before = np.concatenate([[0], context[:-1]])
            pairs = before * (int(self.text.max()) + 2) + self.text + 1
            pairs[ended] = -1
            context = np.unique(pairs, return_inverse=True)[1]
        # The last place has no successor.
        self.context = context[:-1]
        self.by_context = np.argsort(self.context, kind="stable")
        sizes = np.bincount(self.context)
        self.first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self.size = sizes

    def openings(self, sentences: int) -> np.ndarray:
        """The place before a sentence, once for each sentence to be written."""
        return np.zeros(sentences, dtype=np.int64)

    def inside(self, rng: np.random.Generator, sentences: int) -> np.ndarray:
        """Uniform places with a full context of words behind them."""
        words = np.flatnonzero(self.text[:-1] >= 0)
        if self.order > 2:
            full = np.ones(len(words), dtype=bool)
            for back in range(1, self.order - 1):
                full &= self.text[np.maximum(words - back, 0)] >= 0
            words = words[full]
        return np.asarray(words[rng.integers(0, len(words), sentences)])

    def follow(self, places: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """From each place, jump to a uniform place with the same context and step over the token there."""
        group = self.context[places]
        chosen = (rng.random(len(places)) * self.size[group]).astype(np.int64)
        return np.asarray(self.by_context[self.first[group] + chosen] + 1)


def _write(places: _Places, at: np.ndarray, rng: np.random.Generator, limit: int, given: int) -> np.ndarray:
    """Write one sentence from each place, all in step, the first ``given`` words copied from before the place."""
    sentence = np.arange(len(at))
    rows, columns, written = [], [], []
    for back in range(given - 1, -1, -1):
        rows.append(sentence)
        columns.append(np.full(len(at), given - 1 - back))
        written.append(places.text[at - back])
    column = given
    while len(at) and column < limit:
        at = places.follow(at, rng)
        token = places.text[at]
        rows.append(sentence)
        columns.append(np.full(len(at), column))
        written.append(token)
        going = token != END
        at, sentence = at[going], sentence[going]
        column += 1
    # A cut sentence ends all the same.
    rows.append(sentence)
    columns.append(np.full(len(at), column))
    written.append(np.full(len(at), END))
    row, token = np.concatenate(rows), np.concatenate(written)
    return np.asarray(token[np.lexsort((np.concatenate(columns), row))])


def _write_about(places: _Places, words: int, rng: np.random.Generator, limit: int) -> np.ndarray:
    """Write sentences from anywhere until there are ``words`` words, the last sentence kept whole."""
    given = max(places.order - 1, 0)
    parts, total = [], 0
    while total < words:
        # Enough for what is missing if sentences were as short as one word more than given.
        sentences = max(1, (words - total) // (4 * (given + 1)))
        at = places.inside(rng, sentences) if given else places.openings(sentences)
        part = _write(places, at, rng, limit, given)
        ends = np.flatnonzero(part == END)
        reached = np.cumsum(part >= 0)[ends] + total
        last = int(np.searchsorted(reached, words))
        if last < len(ends):
            part = part[: ends[last] + 1]
        parts.append(part)
        total += int((part >= 0).sum())
    return np.concatenate(parts)
