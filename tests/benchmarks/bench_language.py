"""A bigram model on its own output, generation by generation, against a plain loop.

That the two have one law is tested on small texts in ``tests/science/language/test_plain_loops.py``.
"""

from functools import cache

import numpy as np
import pytest

from benchmarks import naive_language as naive
from modelcollapse.data import corpus
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import language as simulate

GENERATIONS, PARTS = 10, 250
# Fifty words after the first one, as in the notebook.
STARTS = {"sentence": None, "anywhere": 51}


@cache
def text():
    return corpus.docstrings().sentences()


def rewritten(start):
    rng = np.random.Generator(np.random.SFC64(7))
    return simulate.ngram(
        text(), order=2, generations=GENERATIONS, rng=rng, start=start, longest=STARTS[start]
    )


@pytest.mark.parametrize("start", STARTS)
def test_bigram(ratio, start):
    types, tokens = corpus.docstrings().types, text()
    parts = np.split(tokens, np.flatnonzero(tokens == simulate.END) + 1)[:-1]
    model = naive.Bigram([[types[token] for token in part[:-1]] for part in parts])
    words = len(model.words)
    # One generation out of ten, and 1/250 of its words; counting the text is left out, to the reference's favour.
    ratio(
        lambda: rewritten(start),
        lambda: naive.write(model, words // PARTS, 7, start, STARTS[start] or 10**6),
        what={"sentence": "bigram text, a generation", "anywhere": "the same, started anywhere"}[start],
        against="all probabilities after each word, then one draw",
        times_faster=1500,
        parts=PARTS * GENERATIONS,
        scaled="words",
    )


def test_the_bigram_text_keeps_its_length_and_the_unigram_vocabulary_roughly():
    chain = rewritten("sentence")
    assert chain.words == pytest.approx(chain.words[0], rel=0.02)
    counts = corpus.docstrings().counts
    unigram = exact.distinct(
        counts, sample_size=int(counts.sum()), generations=range(GENERATIONS + 1), method="meanfield"
    )
    # No theorem, and the tolerance is generous.
    assert chain.distinct == pytest.approx(unigram, rel=0.05)
