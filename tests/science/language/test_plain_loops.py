"""The plain bigram loop of the benchmarks and the library write texts of one law."""

import numpy as np
import pytest

from benchmarks import naive_language as naive
from modelcollapse import streams
from modelcollapse.simulate import language as simulate
from science.oracles import allowed_gap, largest_gap

WORDS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]
SENTENCES = ["a b a c", "d a", "b b e f g", "h", "a b c d e f", "i j k l", "a a", "c b a", "k l"]


@pytest.mark.parametrize("start", ["sentence", "anywhere"])
def test_two_generations_of_a_small_text(start):
    sentences = [sentence.split() for sentence in SENTENCES]
    longest, replicates = 5, 800
    plain = np.array([naive.rewritten(sentences, 2, seed, start, longest) for seed in range(replicates)])
    tokens = np.concatenate(
        [[*(WORDS.index(word) for word in sentence), simulate.END] for sentence in sentences]
    )
    rng = next(streams.blocks(f"bigram plain loop {start}", "full"))
    chains = [
        simulate.ngram(tokens, order=2, generations=2, rng=rng, start=start, longest=longest)
        for _ in range(replicates)
    ]
    for k in (1, 2):
        for index, field in enumerate(("distinct", "words")):
            fast = np.array([getattr(chain, field)[k] for chain in chains])
            slow = plain[:, k - 1, index]
            assert largest_gap(fast, slow) < allowed_gap(fast, slow)
            error = np.sqrt((fast.var() + slow.var()) / replicates)
            assert abs(fast.mean() - slow.mean()) < 4.9 * error + 1e-12


def test_a_word_is_drawn_by_its_frequency():
    model = naive.Bigram([["a", "b"], ["a", "c"], ["a", "b"], ["b"]])
    chance = naive.random.Random(4)
    drawn = [model.next("a", chance) for _ in range(9000)]
    assert drawn.count("b") / 9000 == pytest.approx(2 / 3, abs=0.025)
    assert set(drawn) == {"b", "c"}


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int64])
def test_any_numbers_for_the_words_give_the_same_text(dtype):
    rare = np.array([7, 3, 3, simulate.END, 100, 7, simulate.END, 3, 100, simulate.END])
    # Numbers far above the length of the text are sorted, small ones counted.
    small = np.select([rare == 3, rare == 7, rare == 100], [2, 5, 6], simulate.END)

    def chain(tokens):
        rng = np.random.Generator(np.random.SFC64(5))
        return simulate.ngram(tokens.astype(dtype), order=2, generations=2, rng=rng)

    one, other = chain(rare), chain(small)
    assert np.array_equal(one.distinct, other.distinct)
    back = np.select([other.last == 2, other.last == 5, other.last == 6], [3, 7, 100], simulate.END)
    assert np.array_equal(one.last, back)
