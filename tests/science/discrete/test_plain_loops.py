"""The plain loops of the benchmarks have the law of the library, so that a speed is gained by no other law."""

import numpy as np
import pytest

from benchmarks import naive_discrete as naive
from modelcollapse import streams
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate
from science.discrete.test_simulate import REACH, close


@pytest.fixture
def rng(request):
    return next(streams.blocks(request.node.name, "full"))


@pytest.fixture
def plain():
    return np.random.RandomState(5)


def test_bernoulli_paths(rng, plain):
    k = np.arange(1, 9)
    curve = exact.survival(0.1, sample_size=20, generations=k)
    assert close(naive.bernoulli_survival(0.1, 20, 8, 3000, plain), curve, 3000)
    time, share = simulate.absorption(2, corpus=20, sample_size=20, generations=8, replicates=20_000, rng=rng)
    assert close(((time[:, None] > k) | (share == 1)[:, None]).mean(axis=0), curve, 20_000)


def test_poisson_paths(rng, plain):
    k = np.arange(1, 9)
    curve = exact.poisson_survival(3, generations=k)
    assert close(naive.poisson_survival(0.5, 6, 8, 3000, plain), curve, 3000)
    time, _ = simulate.extinction(3, generations=8, replicates=20_000, rng=rng)
    assert close((time[:, None] > k).mean(axis=0), curve, 20_000)


COUNTS = [6, 3, 1, 1, 0, 1]


@pytest.mark.parametrize("loop", ["choices", "texts"])
def test_vocabularies_of_plain_loops(loop, plain):
    if loop == "choices":
        left = naive.distinct_by_choices(COUNTS, 12, 4, 400, plain)
    else:
        left = naive.distinct_by_texts(np.repeat(np.arange(6), COUNTS).tolist(), 4, 4000, seed=3)
    setting = {"sample_size": 12, "generations": range(1, 5)}
    error = np.sqrt(exact.distinct_variance(COUNTS, **setting) / len(left))
    assert (np.abs(left.mean(axis=0) - exact.distinct(COUNTS, **setting)) < REACH * error).all()


def vocabularies(rng, sizes, replicates=20_000):
    return simulate.distinct(
        COUNTS, sample_size=sizes, generations=len(sizes), replicates=replicates, rng=rng
    )


@pytest.mark.parametrize(
    ("tokens_for_a_symbol", "sizes"),
    [
        (0, [12, 12, 12, 12]),  # counts throughout
        (10**6, [12, 12, 12, 12]),  # tokens throughout
        (5, [12, 30, 8, 40, 9]),  # from tokens to counts and back, as sizes change
        (5, [40, 8, 300, 5]),
    ],
)
def test_tokens_and_counts_have_one_law(tokens_for_a_symbol, sizes, rng, monkeypatch):
    monkeypatch.setattr(simulate, "_TOKENS_FOR_A_SYMBOL", tokens_for_a_symbol)
    left = vocabularies(rng, sizes)[:, 1:]
    setting = {"sample_size": sizes, "generations": range(1, len(sizes) + 1)}
    variance = exact.distinct_variance(COUNTS, **setting)
    gap = left.mean(axis=0) - exact.distinct(COUNTS, **setting)
    assert (np.abs(gap) < REACH * np.sqrt(variance / len(left))).all()
    # Five standard errors of a variance whose kurtosis is near 3 are about five per cent here.
    assert left.var(axis=0) == pytest.approx(variance, rel=0.08)
    assert (np.diff(vocabularies(rng, sizes), axis=1) <= 0).all()


def test_a_large_text_makes_its_own_group(rng):
    left = simulate.distinct(
        np.ones(70_000, dtype=int), sample_size=70_000, generations=2, replicates=3, rng=rng
    )
    expected = exact.distinct(
        np.ones(70_000, dtype=int), sample_size=70_000, generations=[1, 2], method="meanfield"
    )
    assert left[:, 1:].mean(axis=0) == pytest.approx(expected, rel=0.01)


def test_products_with_the_matrix():
    matrix = naive.transition_matrix(50)
    products = naive.survival_by_products(matrix, 5, 3000)
    assert np.abs(naive.survival_by_regrouped_products(matrix, 5, 3000) - products).max() < 1e-13
    computed = exact.survival(0.1, sample_size=50, generations=range(3000))
    assert np.abs(computed - products).max() < 1e-12
