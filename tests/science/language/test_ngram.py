"""N-gram models trained on their own output: what is conserved, the first bigram text exactly, bad input."""

import numpy as np
import pytest
import sympy as sp

from modelcollapse import streams
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import ngram as symbolic

END = simulate.END
SHORT = [0, 1, 2, 1, END, 3, 1, END, 0, 0, 4, 2, END, 3, END, 1, 2, 4, 4, 1, END]


@pytest.fixture
def rng(request):
    return next(streams.blocks(f"tests {request.node.name}", "smoke"))


@pytest.fixture(scope="module")
def clumped():
    """Sentences in which a word is often followed by itself."""
    rng = next(streams.blocks("tests clumped text", "smoke"))
    words = np.minimum(rng.standard_gamma(0.3, 4_000) * 120, 899).astype(int)
    text = np.repeat(words, 1 + rng.integers(0, 3, len(words)))
    ends = np.sort(rng.integers(1, len(text), 500))
    return np.concatenate([np.append(part, END) for part in np.split(text, ends) if len(part)])


@pytest.mark.parametrize("order", [2, 3, 4, 5])
def test_the_exact_survival_is_the_rational_one(order):
    rational = [float(value) for value in symbolic.first_text(SHORT, order=order)]
    np.testing.assert_allclose(exact.first_text(SHORT, order=order), rational, rtol=1e-13)
    if order == 2:
        survival, visits = exact.bigram_survival(SHORT)
        np.testing.assert_allclose(survival, rational, rtol=1e-13)
        assert (visits >= 1).all()


def test_the_first_bigram_text_has_the_exact_vocabulary(clumped, rng):
    survival, visits = exact.bigram_survival(clumped)
    found = np.array(
        [simulate.ngram(clumped, order=2, generations=1, rng=rng).distinct[1] for _ in range(400)]
    )
    error = found.std(ddof=1) / np.sqrt(len(found))
    assert abs(found.mean() - survival.sum()) <= 4.9 * error
    # Words in clumps die sooner than independent ones: the unigram value is far outside.
    counts = np.bincount(clumped[clumped >= 0])
    unigram = (-np.expm1(-counts[counts > 0])).sum()
    assert visits.max() > 1.5
    assert unigram - found.mean() > 20 * error


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_sentence_starts_conserve_every_expected_count(clumped, rng, order):
    before = np.bincount(clumped[clumped >= 0], minlength=900)
    frequent = np.argsort(before)[-3:]
    written = []
    for _ in range(300):
        text = simulate.ngram(clumped, order=order, generations=1, rng=rng).last
        counts = np.bincount(text[text >= 0], minlength=900)
        written.append([*counts[frequent], counts.sum()])
    written = np.array(written)
    error = written.std(axis=0, ddof=1) / np.sqrt(len(written))
    assert (np.abs(written.mean(axis=0) - [*before[frequent], before.sum()]) <= 4.9 * error).all()


def test_starting_anywhere_shortens_sentences(rng):
    # A hundred sentences of twenty words that occur nowhere else: every context has one continuation.
    text = np.concatenate([[*range(20 * i, 20 * i + 20), END] for i in range(100)])
    whole = simulate.ngram(text, order=3, generations=3, rng=rng)
    assert (whole.words == 20 * whole.sentences).all()
    cut = simulate.ngram(text, order=3, generations=3, rng=rng, start="anywhere", longest=50)
    mean = cut.words / cut.sentences
    # Two words are given; from a uniform place 0 to 18 follow, so eleven in all.
    assert mean[1] == pytest.approx(11, abs=1.5)
    assert (np.diff(mean) < 0).all()
    assert (cut.words >= cut.words[0]).all()


def test_a_long_context_copies_sentences(rng):
    text = [0, 1, 2, 3, END, 4, 5, 6, 7, END]
    chain = simulate.ngram(text, order=5, generations=1, rng=rng)
    sentences = " ".join(map(str, chain.last)).split(" -1")
    assert {sentence.strip() for sentence in sentences if sentence} <= {"0 1 2 3", "4 5 6 7"}
    assert chain.sentences.tolist() == [2, 2]


def test_words_never_come_back(clumped, rng):
    chain = simulate.ngram(clumped, order=2, generations=6, rng=rng)
    assert (np.diff(chain.distinct) <= 0).all()
    assert set(np.unique(chain.last)) <= set(np.unique(clumped))


def test_the_same_seed_writes_the_same_text(clumped):
    one, two = (
        simulate.ngram(clumped, order=3, generations=2, rng=np.random.Generator(np.random.SFC64(5))).last
        for _ in range(2)
    )
    assert np.array_equal(one, two)


@pytest.mark.parametrize(
    ("order", "start"), [(1, "sentence"), (2, "anywhere"), (3, "sentence"), (4, "anywhere")]
)
def test_many_chains_are_as_many_single_ones(order, start, rng):
    many = simulate.ngram(SHORT, order=order, generations=3, rng=rng, start=start, replicates=4_000)
    one = [
        simulate.ngram(SHORT, order=order, generations=3, rng=rng, start=start).distinct[1:]
        for _ in range(500)
    ]
    assert many.distinct.shape == many.words.shape == many.sentences.shape == (4_000, 4)
    assert (many.distinct[:, 0] == 5).all()
    for k in (1, 3):
        a, b = many.distinct[:, k], np.array(one)[:, k - 1]
        error = np.hypot(a.std() / np.sqrt(len(a)), b.std() / np.sqrt(len(b)))
        assert abs(a.mean() - b.mean()) <= 4.9 * error
    # The texts stand one after the other, and each counts as its own.
    parts = np.split(
        many.last, np.flatnonzero(many.last == END)[np.cumsum(many.sentences[:, -1])[:-1] - 1] + 1
    )
    assert [len(np.unique(part[part >= 0])) for part in parts] == many.distinct[:, -1].tolist()
    assert [(part >= 0).sum() for part in parts] == many.words[:, -1].tolist()


def test_chains_do_not_learn_from_one_another(rng):
    # Two sentences without a common word: every chain ends with one of them and never mixes.
    text = [0, 1, 2, END, 3, 4, 5, END]
    chain = simulate.ngram(text, order=2, generations=40, rng=rng, replicates=500)
    assert set(chain.distinct[:, -1]) == {3}
    share = (chain.last[chain.last >= 0] < 3).mean()
    assert 0.35 < share < 0.65


def test_one_chain_is_the_case_without_an_axis():
    chains = [
        simulate.ngram(
            SHORT, order=2, generations=4, rng=np.random.Generator(np.random.SFC64(3)), replicates=replicates
        )
        for replicates in (None, 1)
    ]
    assert np.array_equal(chains[0].last, chains[1].last)
    assert np.array_equal(chains[0].distinct, chains[1].distinct[0])


def test_word_numbers_may_have_gaps(rng):
    far = [10**6 if token == 4 else token for token in SHORT]
    chain = simulate.ngram(far, order=3, generations=1, rng=rng)
    assert set(np.unique(chain.last)) <= set(far)
    assert chain.distinct[0] == 5


def test_the_balance_leaves_no_remainder():
    assert symbolic.conservation()["balance"].relation == 0
    left, right = symbolic.balance("anywhere")
    assert sp.simplify(left - right) != 0
    count, sentences = symbolic.count, symbolic.sentences
    returns = sp.Symbol("r", positive=True)
    assert sp.simplify(symbolic.holding()["held"].relation.rhs - count * (1 - returns) / sentences) == 0


@pytest.mark.parametrize(
    ("tokens", "changes", "named"),
    [
        (SHORT, {"order": 0}, "order"),
        (SHORT, {"order": 99}, "order"),
        (SHORT, {"order": True}, "order"),
        (SHORT, {"generations": 0}, "generations"),
        (SHORT, {"start": "somewhere"}, "start"),
        (SHORT, {"longest": 0}, "longest"),
        (SHORT, {"rng": 7}, "rng"),
        (SHORT, {"replicates": 0}, "replicates"),
        (SHORT, {"replicates": 2.0}, "replicates"),
        ([], {}, "tokens"),
        ([END, END], {}, "tokens"),
        ([0.5, END], {}, "tokens"),
        ([-2, END], {}, "tokens"),
        ("a text", {}, "tokens"),
    ],
)
def test_bad_input_names_the_argument(tokens, changes, named, rng):
    arguments = {"order": 2, "generations": 1, "rng": rng, **changes}
    with pytest.raises(InvalidArgument, match=f"^{named}"):
        simulate.ngram(tokens, **arguments)


@pytest.mark.parametrize("tokens", [[], [END], [0, -3], [0.5], range(7_000)])
def test_bad_texts_have_no_exact_survival(tokens):
    with pytest.raises(InvalidArgument, match="tokens"):
        exact.bigram_survival(tokens)
