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
        distinct: number of distinct words, shape (generations + 1,), with replicates (replicates, generations + 1).
        words: number of words, of the same shape.
        sentences: number of sentences, of the same shape.
        last: the last text, words and end marks, one-dimensional; with replicates one text after the other.
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
    replicates: int | None = None,
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
        replicates: independent chains, all from the same text; None for one chain without a replicate axis.

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
    chains = 1 if replicates is None else integer("replicates", replicates, minimum=1)
    text = np.array(tokens) if isinstance(tokens, np.ndarray) else integers("tokens", tokens, minimum=END)
    if text.ndim != 1 or not np.issubdtype(text.dtype, np.integer) or (text < END).any():
        raise InvalidArgument("tokens", tokens, "must be one-dimensional whole numbers of at least -1")
    if not (text >= 0).any():
        raise InvalidArgument("tokens", tokens, "must hold at least one word")
    if text[-1] != END:
        text = np.append(text, END)
    if span > np.diff(np.flatnonzero(np.append(END, text) == END)).max():
        raise InvalidArgument("order", order, "must not exceed the longest sentence with its end mark")

    vocabulary, text = _numbered(text)
    text = np.tile(text, chains)
    sentences = np.full(chains, (text == END).sum() // chains)
    seen = [_count(text, sentences)]
    for _ in range(count):
        places = _Places(text, span, sentences)
        if start == "sentence":
            text = _write(places, places.openings(sentences), rng, limit, 0)
        else:
            text, sentences = _write_about(places, seen[-1][1], rng, limit)
        seen.append(_count(text, sentences))
    distinct, words, ends = np.array(seen).transpose(1, 2, 0)
    if replicates is None:
        distinct, words, ends = distinct[0], words[0], ends[0]
    return NgramChain(distinct, words, ends, vocabulary[text + 1])


def _numbered(text: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The end mark and the different words in order, and the text with its words numbered from 0 without gaps."""
    if text.max() < 4 * len(text):
        # Numbers this small need no sorting.
        shifted = text.astype(np.int64) + 1
        present = np.bincount(shifted) > 0
        return np.flatnonzero(present) - 1, (np.cumsum(present) - 2)[shifted]
    vocabulary, index = np.unique(text, return_inverse=True)
    return vocabulary, index - 1


def _count(text: np.ndarray, sentences: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distinct words, words and sentences of each chain."""
    chains, size = len(sentences), int(text.max()) + 1
    ended = text == END
    owner = np.repeat(np.arange(chains), sentences)[np.cumsum(ended) - ended]
    found = np.bincount((owner * size + text)[~ended], minlength=chains * size).reshape(chains, size)
    return (found > 0).sum(axis=1), found.sum(axis=1), sentences


def _sorted(keys: np.ndarray) -> np.ndarray:
    """Stable order of whole numbers from 0, sixteen bits at a time: NumPy sorts those by counting."""
    order = np.argsort((keys & 0xFFFF).astype(np.uint16), kind="stable")
    top, shift = int(keys.max(initial=0)), 16
    while top >> shift:
        digits = ((keys >> shift) & 0xFFFF).astype(np.uint16)
        order = order[np.argsort(digits[order], kind="stable")]
        shift += 16
    return np.asarray(order)


class _Places:
    """The places of all texts, grouped by chain and by the context that ends there.

    A place is an index into ``text``: its context is the last order − 1 tokens of its sentence up to and
    including it, shorter near the sentence's beginning. The place before a sentence is its opening.
    """

    def __init__(self, text: np.ndarray, order: int, sentences: np.ndarray) -> None:
        self.order, self.chains = order, len(sentences)
        # One end mark in front, so that the place before every sentence is an end mark.
        self.text = np.concatenate([[END], text])
        # The last place has no successor.
        tokens = self.text[:-1] + 1
        ended = tokens == 0
        at = np.arange(len(tokens))
        # Words of the sentence so far.
        self.depth = at - np.maximum.accumulate(np.where(ended, at, 0))
        self.owner: np.ndarray = np.repeat(np.arange(self.chains), sentences)[np.cumsum(ended) - 1]
        self.context = self._contexts(tokens)
        self.by_context = _sorted(self.context)
        self.size = np.bincount(self.context)
        self.first = np.cumsum(self.size) - self.size

    def _contexts(self, tokens: np.ndarray) -> np.ndarray:
        """A number for each place, the same for the same context in the same chain."""
        if self.order == 1:
            return self.owner
        top = int(tokens.max()) + 1
        context: np.ndarray = self.owner * top + tokens
        # One token more tells places apart only where the sentence is long enough and the context occurs
        # twice. The end mark counts as a token: it keeps whole beginnings of sentences apart.
        undecided = np.flatnonzero(self.depth)
        group = context[undecided]
        free = int(context.max()) + 1
        for back in range(1, self.order - 1):
            kept = (np.bincount(group)[group] > 1) & (self.depth[undecided] >= back)
            undecided, group = undecided[kept], group[kept]
            if not len(undecided):
                break
            keys = group * top + tokens[undecided - back]
            order = _sorted(keys)
            group[order] = np.cumsum(np.diff(keys[order], prepend=keys[order[0]]) > 0)
            context[undecided] = free + group
            free += int(group.max()) + 1
        return context

    def openings(self, sentences: np.ndarray) -> np.ndarray:
        """The place before the first sentence of a chain, once for each sentence it is to write."""
        before = np.flatnonzero(self.depth == 0)
        first = np.searchsorted(self.owner[before], np.arange(self.chains))
        return np.asarray(np.repeat(before[first], sentences))

    def inside(self, rng: np.random.Generator, sentences: np.ndarray) -> np.ndarray:
        """Uniform places of each chain with a full context of words behind them."""
        full = np.flatnonzero(self.depth >= self.order - 1)
        many = np.bincount(self.owner[full], minlength=self.chains)
        owner = np.repeat(np.arange(self.chains), sentences)
        chosen = (rng.random(len(owner)) * many[owner]).astype(np.int64)
        return np.asarray(full[(np.cumsum(many) - many)[owner] + chosen])

    def follow(self, places: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """From each place, jump to a uniform place with the same context and step over the token there."""
        group = self.context[places]
        chosen = (rng.random(len(places)) * self.size[group]).astype(np.int64)
        return np.asarray(self.by_context[self.first[group] + chosen] + 1)


def _write(places: _Places, at: np.ndarray, rng: np.random.Generator, limit: int, given: int) -> np.ndarray:
    """Write one sentence from each place, all in step, the first ``given`` words copied from before the place."""
    count = len(at)
    sentence = np.arange(count)
    rows, written = [], []
    for back in range(given - 1, -1, -1):
        rows.append(sentence)
        written.append(places.text[at - back])
    length = given
    while len(at) and length < limit:
        at = places.follow(at, rng)
        token = places.text[at]
        rows.append(sentence)
        written.append(token)
        going = token != END
        at, sentence = at[going], sentence[going]
        length += 1
    # A cut sentence ends all the same.
    rows.append(sentence)
    written.append(np.full(len(at), END))
    # Written column by column, read sentence by sentence.
    size = np.bincount(np.concatenate(rows), minlength=count)
    first = np.cumsum(size) - size
    text = np.empty(int(size.sum()), dtype=places.text.dtype)
    for column, (row, token) in enumerate(zip(rows, written, strict=True)):
        text[first[row] + column] = token
    return text


def _write_about(
    places: _Places, words: np.ndarray, rng: np.random.Generator, limit: int
) -> tuple[np.ndarray, np.ndarray]:
    """Write sentences from anywhere until each chain has its ``words``, its last sentence kept whole."""
    given = places.order - 1
    parts, owners = [], []
    total = np.zeros_like(words)
    while (total < words).any():
        # Enough for what is missing if sentences were as short as one word more than given.
        missing = words - total
        asked = np.where(missing > 0, np.maximum(1, missing // (4 * (given + 1))), 0)
        at = places.inside(rng, asked) if given else places.openings(asked)
        part = _write(places, at, rng, limit, given)
        ended = part == END
        owner = np.repeat(np.arange(places.chains), asked)
        lengths = np.diff(np.flatnonzero(ended), prepend=-1) - 1
        # Words of the chain before each sentence, those of earlier rounds included.
        before = np.cumsum(lengths) - lengths
        before += (total - before[np.minimum(np.cumsum(asked) - asked, len(before) - 1)])[owner]
        kept = before < words[owner]
        parts.append(part[kept[np.cumsum(ended) - ended]])
        owners.append(owner[kept])
        total += np.bincount(owner[kept], lengths[kept], minlength=places.chains).astype(np.int64)
    text, owner = np.concatenate(parts), np.concatenate(owners)
    ended = text == END
    return text[_sorted(owner[np.cumsum(ended) - ended])], np.bincount(owner, minlength=places.chains)
