"""Texts as streams of words: the docstrings of three installed packages, or any UTF-8 file.

A word is a run of letters, with apostrophes inside; it is read in lower case, and everything else separates words.
A sentence ends with a full stop, an exclamation or a question mark before a space, with an empty line, and with
the text; a sentence without words is none.
"""

from __future__ import annotations

import ast
import gc
import hashlib
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np

from modelcollapse.arguments import integer
from modelcollapse.errors import InvalidArgument

__all__ = [
    "DOCSTRINGS",
    "NO_LETTERS",
    "PACKAGES",
    "Corpus",
    "content",
    "docstrings",
    "load",
    "prose",
    "read",
    "words",
]

PACKAGES = ("numpy", "scipy", "sympy")
DOCSTRINGS = "docstrings of NumPy, SciPy and SymPy"

# Word characters that are no letters: digits, the underscore, raised and lowered digits, fractions, numerals.
NO_LETTERS = r"\W\d_²³¹¼-¾⁰-₉⅐-↋①-⓿"
_LETTERS = rf"[^{NO_LETTERS}]+"
_WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*")
# A mark inside a name or a number, as in scipy.linalg, ends no sentence; those of Chinese and Japanese always do.
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]|\n\s*\n")
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
# Fields of a statement that hold further statements.
_BLOCKS = ("body", "orelse", "handlers", "finalbody")
_NO_TESTS = re.compile(r"(^|/)(tests?|testing|conftest\.py|test_[^/]*|_pytesttester\.py)(/|$)")


@dataclass(frozen=True)
class Corpus:
    """A stream of words.

    Attributes:
        name: what it is, in words.
        types: the different words, in the order of their first occurrence.
        tokens: the stream as indices into ``types``, shape (tokens,).
        lengths: words in each sentence, shape (sentences,), each at least 1.
        sha256: digest of the words, joined by single spaces, as UTF-8.
    """

    name: str
    types: tuple[str, ...]
    tokens: np.ndarray
    lengths: np.ndarray
    sha256: str

    @property
    def counts(self) -> np.ndarray:
        """Occurrences of each type, shape (types,)."""
        return np.bincount(self.tokens, minlength=len(self.types))

    @property
    def hapaxes(self) -> int:
        """How many types occur exactly once."""
        return int((self.counts == 1).sum())

    def sentences(self, first: int | None = None) -> np.ndarray:
        """Return the stream with −1 after each sentence, one-dimensional; of the first so many sentences only.

        Raises:
            InvalidArgument: for fewer than one sentence.
        """
        lengths = self.lengths if first is None else self.lengths[: integer("first", first, minimum=1)]
        ends = np.cumsum(lengths)
        return np.insert(self.tokens[: ends[-1]], ends, -1)


def words(text: str) -> list[str]:
    """Return the words of a text, in lower case, letters with accents composed."""
    return _WORD.findall(_normal(text))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text.lower())


def _corpus(name: str, texts: Iterable[str]) -> Corpus:
    index: dict[str, int] = {}
    digest = hashlib.sha256()
    tokens: list[int] = []
    lengths: list[int] = []
    for text in texts:
        # The end of a sentence is no part of a word: cut or whole, a text has the same words.
        for sentence in _SENTENCE_END.split(_normal(text)):
            found = _WORD.findall(sentence)
            if found:
                digest.update((" " if tokens else "").encode() + " ".join(found).encode())
                tokens.extend([index.setdefault(word, len(index)) for word in found])
                lengths.append(len(found))
    return Corpus(
        name,
        tuple(index),
        np.array(tokens, dtype=np.int64),
        np.array(lengths, dtype=np.int64),
        digest.hexdigest(),
    )


def _sources(package: str) -> Iterator[Path]:
    """Python files of an installed package in the order of their names, tests left out."""
    files = metadata.distribution(package).files
    if not files:
        raise InvalidArgument("corpus", "", f"needs the list of files that {package} was installed with")
    for file in sorted(files, key=lambda file: file.as_posix()):
        name = file.as_posix()
        if name.startswith(f"{package}/") and name.endswith(".py") and not _NO_TESTS.search(name):
            yield Path(str(file.locate()))


def _documentation(source: str) -> Iterator[str]:
    """Docstrings of a module, of its classes and of its functions, in the order of the file."""
    with warnings.catch_warnings():
        # Old escapes in the packages' own strings are not our concern.
        warnings.simplefilter("ignore")
        pending: list[ast.AST] = [ast.parse(source)]
    while pending:
        node = pending.pop()
        if isinstance(node, _DOCUMENTED):
            found = ast.get_docstring(node)
            if found:
                yield found
        inner = [part for block in _BLOCKS for part in getattr(node, block, ()) if isinstance(part, ast.AST)]
        pending.extend(reversed(inner))


def _prose(docstring: str) -> str:
    """Drop examples: from a line that starts with >>> to the next empty line."""
    kept, example = [], False
    for line in docstring.splitlines():
        stripped = line.strip()
        example = bool(stripped) and (example or stripped.startswith(">>>"))
        if not example:
            kept.append(line)
    return "\n".join(kept)


def prose() -> Iterator[str]:
    """Yield the prose of each docstring of the three packages; a file is read when its turn comes.

    Raises:
        InvalidArgument: if a package was installed without a list of its files.
    """
    for package in PACKAGES:
        for file in _sources(package):
            for text in _documentation(file.read_text(encoding="utf-8")):
                yield _prose(text)


@cache
def docstrings() -> Corpus:
    """Return the prose of the docstrings of NumPy, SciPy and SymPy, as installed.

    The source files are read and parsed, never imported; tests and doctest examples are left out. The stream is
    the same for the same versions of the three packages and of Python.

    Raises:
        InvalidArgument: if a package was installed without a list of its files.
    """
    collecting = gc.isenabled()
    # A syntax tree is a million small objects without cycles: collecting garbage meanwhile only costs time.
    gc.disable()
    try:
        return _corpus(DOCSTRINGS, prose())
    finally:
        if collecting:
            gc.enable()


def content(path: str | Path) -> str:
    """Return what a UTF-8 text file holds.

    Raises:
        InvalidArgument: for a file that cannot be read, is binary or not UTF-8.
    """
    shown = str(path)
    try:
        found = Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidArgument("corpus", shown, f"must be a readable text file ({reason})") from None
    except ValueError:
        raise InvalidArgument("corpus", shown, "must be the name of a text file") from None
    if b"\0" in found:
        raise InvalidArgument("corpus", shown, "must be text; the file is binary")
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidArgument(
            "corpus", shown, f"must be UTF-8 text; byte {error.start} is not (binary, or another encoding)"
        ) from None


def read(path: str | Path) -> Corpus:
    """Read a UTF-8 text file.

    Raises:
        InvalidArgument: as ``content``, and for a file that holds no word.
    """
    found = _corpus(Path(path).name, [content(path)])
    if not len(found.tokens):
        raise InvalidArgument("corpus", str(path), "must hold at least one word; the file has none")
    return found


def load(corpus: str) -> Corpus:
    """Return the corpus that a chapter's parameter names: a file, or the docstrings for an empty string.

    Raises:
        InvalidArgument: as ``read`` and ``docstrings``.
    """
    return docstrings() if corpus == "" else read(corpus)
