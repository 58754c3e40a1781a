"""What is exact about n-gram models: moments of sentences and vocabularies, against simulation and by hand."""

import numpy as np
import pytest

from modelcollapse import streams
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import discrete
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate

END = -1
SHORT = [0, 1, 2, 1, END, 3, 1, END, 0, 0, 4, 2, END, 3, END, 1, 2, 4, 4, 1, END]
SENTENCES = SHORT.count(END)
COUNTS = np.bincount([token for token in SHORT if token >= 0])


@pytest.fixture
def rng(request):
    return next(streams.blocks(f"tests {request.node.name}", "smoke"))


def close(sample, value):
    error = sample.std(ddof=1) / np.sqrt(len(sample))
    return abs(sample.mean() - value) <= 4.9 * error


@pytest.mark.parametrize("order", [2, 3, 4, 6])
def test_a_fair_start_conserves_the_count_of_every_word(order):
    law = exact.sentence_law(SHORT, order=order, start="sentence")
    np.testing.assert_allclose(law.occurrences * SENTENCES, COUNTS, rtol=1e-13)
    assert law.mean == pytest.approx(COUNTS.sum() / SENTENCES, rel=1e-13)


@pytest.mark.parametrize("start", ["sentence", "anywhere"])
@pytest.mark.parametrize("order", [2, 3, 4])
def test_a_sentence_has_the_exact_mean_and_spread(order, start, rng):
    law = exact.sentence_law(SHORT, order=order, start=start)
    # One long text of copies is the same model, and its first sentences are independent.
    text = simulate.ngram(SHORT * 4_000, order=order, generations=1, rng=rng, start=start).last
    lengths = (np.diff(np.flatnonzero(text == END), prepend=-1) - 1)[:10_000]
    assert close(lengths, law.mean)
    assert close((lengths - law.mean) ** 2, law.deviation**2)
    ends = np.flatnonzero(text == END)[:10_000]
    for word in range(5):
        held = np.diff(np.cumsum(text == word)[ends], prepend=0)
        assert close(held, law.occurrences[word])


@pytest.mark.parametrize("order", [1, 2, 3, 6])
def test_the_first_text_keeps_each_word_as_often_as_said(order, rng):
    survival = exact.first_text(SHORT, order=order)
    chain = simulate.ngram(SHORT, order=order, generations=1, rng=rng, replicates=20_000)
    owner = np.repeat(np.arange(20_000), chain.sentences[:, 1])
    sentence = np.cumsum(chain.last == END) - (chain.last == END)
    for word in range(5):
        found = np.bincount(owner[sentence[chain.last == word]], minlength=20_000) > 0
        assert close(found.astype(float), survival[word])
    assert close(chain.distinct[:, 1], survival.sum())


def test_the_bigram_vocabulary_has_the_exact_variance(rng):
    mean, variance = exact.bigram_vocabulary(SHORT)
    assert mean == pytest.approx(exact.bigram_survival(SHORT)[0].sum(), rel=1e-13)
    found = simulate.ngram(SHORT, order=2, generations=1, rng=rng, replicates=40_000).distinct[:, 1]
    assert close((found - mean) ** 2, variance)


@pytest.mark.parametrize("generation", [1, 2, 5])
def test_whole_sentences_survive_as_symbols_do(generation, rng):
    mean, variance = exact.whole_sentences(SHORT, generation=generation)
    found = simulate.ngram(SHORT, order=6, generations=generation, rng=rng, replicates=30_000)
    assert close(found.distinct[:, -1], mean)
    assert close((found.distinct[:, -1] - mean) ** 2, variance)
    if generation == 1:
        assert mean == pytest.approx(exact.first_text(SHORT, order=6).sum(), rel=1e-12)


def test_sentences_of_one_word_are_independent_words():
    text = [0, END, 0, END, 1, END, 2, END, 0, END, 1, END]
    mean, variance = exact.whole_sentences(text, generation=3)
    setting = {"sample_size": 6, "generations": 3}
    assert mean == pytest.approx(discrete.distinct([3, 2, 1], **setting), rel=1e-12)
    assert variance == pytest.approx(discrete.distinct_variance([3, 2, 1], **setting), abs=1e-12)
    bounds = exact.whole_sentences_bounds(text, generations=(1, 3))
    expected = discrete.distinct_bounds([3, 2, 1], sample_size=6, generations=(1, 3), form="theorem")
    np.testing.assert_allclose(bounds, expected, rtol=1e-13)


def test_a_word_in_every_sentence_is_never_lost():
    text = [7, 0, END, 7, 1, END, 7, 2, END]
    assert exact.first_text(text, order=2)[-1] == pytest.approx(1, abs=1e-14)
    mean, _ = exact.whole_sentences(text, generation=2_000)
    assert mean == pytest.approx(2, abs=1e-9)
    assert (np.array(exact.whole_sentences_bounds(text, generations=(1,))) >= 1).all()


def test_a_bigram_may_leave_more_or_fewer_words_than_the_corollary_allows():
    clumps = [word for one in range(50) for word in (one, one, one, END)]
    lower, _ = discrete.distinct_bounds(np.full(50, 3), sample_size=150, generations=1, form="theorem")
    assert exact.first_text(clumps, order=2).sum() < lower
    long = [*range(50), END, *range(50, 100), END]
    _, upper = discrete.distinct_bounds(
        np.ones(100, dtype=int), sample_size=100, generations=1, form="theorem"
    )
    assert exact.first_text(long, order=2).sum() == pytest.approx(75, rel=1e-12)
    assert upper < 75


@pytest.mark.parametrize("order", [0, 2.5, True])
def test_bad_orders(order):
    with pytest.raises(InvalidArgument, match="order"):
        exact.first_text(SHORT, order=order)


@pytest.mark.parametrize(
    ("changes", "named"), [({"order": 1}, "order"), ({"start": "here"}, "start"), ({"order": 9}, "order")]
)
def test_bad_sentence_laws(changes, named):
    with pytest.raises(InvalidArgument, match=f"^{named}"):
        exact.sentence_law(SHORT, **{"order": 2, "start": "anywhere", **changes})


@pytest.mark.parametrize("tokens", [[], [END, END], [0, -3], [0.5], "text", range(7_000)])
def test_bad_texts(tokens):
    with pytest.raises(InvalidArgument, match="tokens"):
        exact.first_text(tokens, order=2)
