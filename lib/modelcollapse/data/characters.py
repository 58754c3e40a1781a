"""Texts as streams of characters, and what follows each context in them.

A text is read in lower case. Its letters, four marks and the space are kept; everything else counts as space, and
spaces in a row as one. Every tenth block of the text is held out: a place belongs to the block of the character that
stands there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from modelcollapse.arguments import integer
from modelcollapse.data import corpus
from modelcollapse.errors import InvalidArgument

__all__ = ["LONGEST", "MARKS", "Characters", "Pairs", "docstrings", "load", "pairs", "read"]

MARKS = ".,?!"
# Contexts are numbered in 64 bits: alphabets and contexts beyond these would not fit.
LARGEST_ALPHABET, LONGEST = 200, 8
# A block is a few lines, one in ten is held out; a short text has shorter blocks, to hold out any.
_BLOCK, _EVERY, _BLOCKS = 500, 10, 20

_SPACE = re.compile(rf"(?![{re.escape(MARKS)}])[{corpus.NO_LETTERS}]")
_SPACES = re.compile(r" {2,}")


@dataclass(frozen=True)
class Characters:
    """A stream of characters.

    Attributes:
        name: what it is, in words.
        alphabet: the different characters, the most frequent first.
        codes: the stream as indices into ``alphabet``, shape (characters,).
        sha256: digest of the stream as UTF-8.
    """

    name: str
    alphabet: str
    codes: np.ndarray
    sha256: str

    @property
    def text(self) -> str:
        """The stream itself."""
        return "".join(self.alphabet[code] for code in self.codes.tolist())


@dataclass(frozen=True)
class Pairs:
    """Which character follows which context, and how often.

    Attributes:
        context: index of the context of each observed pair, ascending from 0, shape (pairs,).
        token: the character that follows, an index into the alphabet, shape (pairs,).
        counts: occurrences in the training part, all above 0, shape (pairs,).
        names: the contexts as they read, shape (contexts,).
        tokens: size of the alphabet.
        held: occurrences of each pair in the held-out part, shape (pairs,).
        new: held-out places where a known context is followed by what never followed it in the training part.
        unknown: held-out places whose context is not in the training part.
    """

    context: np.ndarray
    token: np.ndarray
    counts: np.ndarray
    names: tuple[str, ...]
    tokens: int
    held: np.ndarray
    new: int
    unknown: int

    @property
    def totals(self) -> np.ndarray:
        """Occurrences of each context in the training part, shape (contexts,)."""
        return np.bincount(self.context, weights=self.counts).astype(np.int64)

    @property
    def support(self) -> np.ndarray:
        """How many different characters follow each context, shape (contexts,)."""
        return np.bincount(self.context)

    @property
    def starts(self) -> np.ndarray:
        """Index of the first pair of each context, shape (contexts,)."""
        return np.asarray(np.cumsum(self.support) - self.support)

    @property
    def shares(self) -> np.ndarray:
        """Frequencies of the pairs within their context, shape (pairs,)."""
        return np.asarray(self.counts / self.totals[self.context])


def _normal(text: str) -> str:
    """Lower case, letters with accents composed, everything else than letters and marks as single spaces."""
    kept = _SPACE.sub(" ", unicodedata.normalize("NFC", text.lower()))
    return _SPACES.sub(" ", kept).strip()


def _characters(name: str, texts: Iterable[str], first: int | None, shown: str) -> Characters:
    parts: list[str] = []
    size = 0
    for text in texts:
        found = _normal(text)
        if found:
            parts.append(found)
            size += len(found) + 1
            # Texts come one by one: what is not needed is not read.
            if first is not None and size > first:
                break
    stream = " ".join(parts)[:first]
    if len(stream) < _BLOCKS:
        raise InvalidArgument(
            "corpus", shown, f"must hold at least {_BLOCKS} characters to hold some out; it has {len(stream)}"
        )
    points = np.frombuffer(stream.encode("utf-32-le"), dtype=np.uint32)
    values, codes, counts = np.unique(points, return_inverse=True, return_counts=True)
    if len(values) > LARGEST_ALPHABET:
        raise InvalidArgument(
            "corpus", shown, f"must use at most {LARGEST_ALPHABET} different letters; it has {len(values)}"
        )
    order = np.argsort(-counts, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return Characters(
        name,
        "".join(chr(point) for point in values[order].tolist()),
        rank[codes],
        hashlib.sha256(stream.encode()).hexdigest(),
    )


@cache
def docstrings(first: int | None = None) -> Characters:
    """Return the prose of ``corpus.docstrings`` as characters, or the first so many of them.

    Raises:
        InvalidArgument: if a package was installed without a list of its files.
    """
    return _characters(corpus.DOCSTRINGS, corpus.prose(), first, "")


def read(path: str | Path, first: int | None = None) -> Characters:
    """Read a UTF-8 text file, or its first so many characters.

    Raises:
        InvalidArgument: as ``corpus.content``, for a file that is too short to hold some of it out, or written in
            too many different letters.
    """
    return _characters(Path(path).name, [corpus.content(path)], first, str(path))


def load(path: str, *, first: int | None = None) -> Characters:
    """Return the text that a chapter's parameter names: a file, or the docstrings for an empty string.

    Raises:
        InvalidArgument: as ``read`` and ``docstrings``.
    """
    limit = None if first is None else integer("first", first, minimum=_BLOCKS)
    return docstrings(limit) if path == "" else read(path, limit)


def pairs(text: Characters, *, context: int) -> Pairs:
    """Count what follows each context of so many characters.

    Raises:
        InvalidArgument: for a context outside 1 to 8, or a text without a place in both parts for it.
    """
    length = integer("context", context, minimum=1, maximum=LONGEST)
    codes, size = text.codes, len(text.alphabet)
    if len(codes) <= length:
        raise InvalidArgument(
            "corpus", text.name, f"must hold more characters than a context of {length}; it has {len(codes)}"
        )
    # The characters before a place, as digits of one number.
    at = np.zeros(len(codes) - length, dtype=np.int64)
    for back in range(length):
        at = at * size + codes[back : back + len(at)]
    follows = codes[length:]
    block = max(1, min(_BLOCK, len(codes) // _BLOCKS))
    held_out = np.arange(length, len(codes)) // block % _EVERY == _EVERY - 1
    known, context_of = np.unique(at[~held_out], return_inverse=True)
    pair, counts = np.unique(context_of * size + follows[~held_out], return_counts=True)
    # Held-out places: their context may be unknown, and so may be what follows it.
    place = np.searchsorted(known, at[held_out]).clip(max=len(known) - 1)
    seen = known[place] == at[held_out]
    met = place[seen] * size + follows[held_out][seen]
    if not len(met):
        raise InvalidArgument(
            "corpus", text.name, f"must be long enough for contexts of {length} to occur in both of its parts"
        )
    index = np.searchsorted(pair, met).clip(max=len(pair) - 1)
    observed = pair[index] == met
    digits = [text.alphabet[d] for d in range(size)]
    names = tuple(
        "".join(digits[number // size**power % size] for power in range(length - 1, -1, -1))
        for number in known.tolist()
    )
    return Pairs(
        context=pair // size,
        token=pair % size,
        counts=counts.astype(np.int64),
        names=names,
        tokens=size,
        held=np.bincount(index[observed], minlength=len(pair)).astype(np.int64),
        new=int((~observed).sum()),
        unknown=int((~seen).sum()),
    )
