"""Texts: what a word is, the docstrings, and files that are refused."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from modelcollapse.data import corpus
from modelcollapse.errors import InvalidArgument


def test_a_word_is_a_run_of_letters():
    text = "Don't panic: the 2nd-order term x_1 = O(n²) is NAÏVE, isn’t it?  'quoted'"
    kept = "don't panic the nd order term x o n is naïve isn’t it quoted"
    assert corpus.words(text) == kept.split(" ")
    assert corpus.words("cafe\u0301") == ["café"]
    assert corpus.words("12 34 — …") == []


def test_a_file_is_counted(tmp_path):
    file = tmp_path / "short.txt"
    file.write_text("To be, or not to be.\nTo be!", encoding="utf-8")
    text = corpus.load(str(file))
    assert text.types == ("to", "be", "or", "not")
    assert text.tokens.tolist() == [0, 1, 2, 3, 0, 1, 0, 1]
    assert text.counts.tolist() == [3, 3, 1, 1]
    assert text.hapaxes == 2
    assert text.sha256 == hashlib.sha256(b"to be or not to be to be").hexdigest()
    assert text.name == "short.txt"


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        ("To be, or not to be. To be!", ["to be or not to be", "to be"]),
        (
            'See scipy.linalg.svd, 3.5 times. (Really?) "Yes." No',
            ["see scipy linalg svd times", "really", "yes", "no"],
        ),
        ("a title\n\nits text\ngoes on\r\n \r\n... . end", ["a title", "its text goes on", "end"]),
        ("私は。学生です", ["私は", "学生です"]),
        ("one", ["one"]),
    ],
)
def test_a_text_is_cut_into_sentences(tmp_path, content, sentences):
    file = tmp_path / "text.txt"
    file.write_text(content, encoding="utf-8", newline="")
    text = corpus.read(file)
    words = text.sentences()
    parts = np.split(words, np.flatnonzero(words == -1) + 1)[:-1]
    assert [" ".join(text.types[i] for i in part[:-1].tolist()) for part in parts] == sentences
    assert text.lengths.tolist() == [len(sentence.split()) for sentence in sentences]
    # Cut or whole, the words are the same.
    assert [text.types[i] for i in text.tokens.tolist()] == corpus.words(content)
    assert np.array_equal(words[words >= 0], text.tokens)
    assert text.sentences(1).tolist() == words[: text.lengths[0] + 1].tolist()
    assert np.array_equal(text.sentences(99), words)
    for bad in (0, 1.5, "1"):
        with pytest.raises(InvalidArgument, match="first"):
            text.sentences(bad)


def test_a_byte_order_mark_is_no_word(tmp_path):
    file = tmp_path / "marked.txt"
    file.write_bytes(b"\xef\xbb\xbfword")
    assert corpus.load(str(file)).types == ("word",)


BAD = {
    "empty": (b"", "has none"),
    "only numbers": (b"1 2 3\n", "has none"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
    "another encoding": ("naïve".encode("latin-1"), "UTF-8"),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_line(tmp_path, content, said):
    file = tmp_path / "bad.txt"
    file.write_bytes(content)
    with pytest.raises(InvalidArgument, match=said) as caught:
        corpus.load(str(file))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("corpus = ")


@pytest.mark.parametrize("name", ["absent.txt", "", "a\0b"])
def test_what_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(InvalidArgument, match="text file"):
        corpus.load(str(tmp_path / name))


def test_the_docstrings_are_large_real_and_stable():
    text = corpus.docstrings()
    assert len(text.tokens) > 500_000
    assert len(text.types) > 10_000
    assert text.lengths.sum() == len(text.tokens)
    assert 5 < text.lengths.mean() < 20
    assert text.counts.sum() == len(text.tokens)
    assert text.counts.min() == 1
    assert len(set(text.types)) == len(text.types)
    again = hashlib.sha256(" ".join(text.types[i] for i in text.tokens.tolist()).encode()).hexdigest()
    assert text.sha256 == again
    # English, with the usual order of the most frequent words.
    frequent = [text.types[i] for i in np.argsort(-text.counts)[:10].tolist()]
    assert frequent[0] == "the"
    assert {"of", "a", "is", "to", "and"} <= set(frequent)


def test_reading_the_docstrings_imports_none_of_the_packages():
    script = (
        "import sys\nfrom modelcollapse.data import corpus\ncorpus.docstrings()\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"scipy", "sympy"} & set(done.stdout.split())
    assert not done.stderr


def test_examples_tests_and_code_are_left_out():
    source = (
        '"""Module words."""\n'
        "x = 'not a docstring'\n"
        "class A:\n    '''Class words.'''\n    def f(self):\n        'Method words.'\n"
        "if x:\n    def g():\n        '''First.\n\n        >>> hidden\n        shown\n\n        Last.'''\n"
        "    '''A plain string.'''\n"
    )
    found = [" ".join(corpus.words(corpus._prose(text))) for text in corpus._documentation(source)]
    assert found == ["module words", "class words", "method words", "first last"]
    for name in ("numpy/tests/test_a.py", "scipy/conftest.py", "sympy/x/test_b.py", "numpy/testing/_u.py"):
        assert corpus._NO_TESTS.search(name)
    for name in ("scipy/stats/_ttest.py", "sympy/ntheory/primetest.py", "numpy/contest.py"):
        assert not corpus._NO_TESTS.search(name)
