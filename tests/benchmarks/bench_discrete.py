"""The forgetting of symbols: the paper's figures, the exact chain and the mean field, against plain loops.

Each speed is paired with a check of the law. That the plain loops have the same law is tested at small sizes in
``tests/science/discrete/test_plain_loops.py``.
"""

from functools import cache

import numpy as np
import pytest

from benchmarks import naive_discrete as naive
from modelcollapse.data import corpus
from modelcollapse.data.zipf import zipf_mandelbrot
from modelcollapse.exact import discrete as exact
from modelcollapse.exact.discrete import lineages
from modelcollapse.simulate import discrete as simulate

# Two-sided normal quantile of one in a million.
REACH = 4.8916
PATHS = 5000
# (p0, sample size)
BERNOULLI, BERNOULLI_GENERATIONS = ((0.01, 100), (0.001, 10_000)), 50
# (λ0, sample size)
POISSON, POISSON_GENERATIONS = ((1, 10), (10, 10)), 500
# (exponent, shift)
ZIPF, ZIPF_SIZE, ZIPF_PATHS, ZIPF_GENERATIONS = ((1.0, 2.7), (2.0, 5.0)), 1000, 200, 9
TEXTS, TEXT_GENERATIONS = 5, 10
CHAIN_SIZE, CHAIN_HELD, CHAIN_GENERATIONS = 2000, 20, 40_000


def fast():
    return np.random.Generator(np.random.SFC64(7))


def plain():
    return np.random.RandomState(7)


def bernoulli():
    return [
        simulate.absorption(
            round(p0 * size),
            corpus=size,
            sample_size=size,
            generations=BERNOULLI_GENERATIONS,
            replicates=PATHS,
            rng=fast(),
        )
        for p0, size in BERNOULLI
    ]


def poisson():
    return [
        simulate.extinction(size * rate, generations=POISSON_GENERATIONS, replicates=PATHS, rng=fast())
        for rate, size in POISSON
    ]


def poisson_exactly():
    k = range(1, POISSON_GENERATIONS + 1)
    return [exact.poisson_survival(size * rate, generations=k) for rate, size in POISSON]


@cache
def zipf_corpus(exponent, shift):
    return fast().multinomial(ZIPF_SIZE, zipf_mandelbrot(1000, exponent=exponent, shift=shift))


def zipf():
    return [
        simulate.distinct(
            zipf_corpus(*law),
            sample_size=ZIPF_SIZE,
            generations=ZIPF_GENERATIONS,
            replicates=ZIPF_PATHS,
            rng=fast(),
        )
        for law in ZIPF
    ]


def texts():
    text = corpus.docstrings()
    return simulate.distinct(
        text.counts,
        sample_size=len(text.tokens),
        generations=TEXT_GENERATIONS,
        replicates=TEXTS,
        rng=fast(),
    )


def chain():
    # The tables are made anew, as for a first call.
    lineages._table.cache_clear()
    lineages._few.cache_clear()
    return exact.survival(
        CHAIN_HELD / CHAIN_SIZE, sample_size=CHAIN_SIZE, generations=range(CHAIN_GENERATIONS)
    )


def close(shares, probabilities):
    error = np.sqrt(probabilities * (1 - probabilities) / PATHS) + 1 / PATHS
    return (np.abs(shares - probabilities) < REACH * error).all()


def test_bernoulli_figure(ratio):
    parts = 100
    ratio(
        bernoulli,
        lambda: [
            naive.bernoulli_survival(*law, BERNOULLI_GENERATIONS, PATHS // parts, plain())
            for law in BERNOULLI
        ],
        what="Bernoulli figure, 2 × 5,000 paths",
        against="n draws and their mean, path by path",
        times_faster=700,
        parts=parts,
        scaled="paths",
    )


def test_bernoulli_paths_have_the_exact_curve():
    k = np.arange(1, BERNOULLI_GENERATIONS + 1)
    for (p0, size), (time, share) in zip(BERNOULLI, bernoulli(), strict=True):
        alive = ((time[:, None] > k) | (share == 1)[:, None]).mean(axis=0)
        assert close(alive, exact.survival(p0, sample_size=size, generations=k))


def test_poisson_figure(ratio):
    parts = 100
    ratio(
        poisson,
        lambda: [
            naive.poisson_survival(*law, POISSON_GENERATIONS, PATHS // parts, plain()) for law in POISSON
        ],
        what="Poisson figure, 2 × 5,000 paths",
        against="n draws and their mean, path by path",
        times_faster=300,
        parts=parts,
        scaled="paths",
    )


def test_poisson_figure_against_its_draws(ratio):
    rng = fast()
    drawn = []
    for rate, size in POISSON:
        totals = np.full(PATHS, float(size * rate))
        for _ in range(POISSON_GENERATIONS):
            drawn.append(totals)
            totals = rng.poisson(totals).astype(float)
            totals = totals[totals > 0]
    ratio(
        poisson,
        lambda: [rng.poisson(totals) for totals in drawn],
        what="Poisson figure, 2 × 5,000 paths",
        against="its draws alone (the limit)",
        times_the_cost=1.5,
    )


def test_exact_poisson_figure(ratio):
    parts = 100
    ratio(
        poisson_exactly,
        lambda: [
            naive.poisson_survival(*law, POISSON_GENERATIONS, PATHS // parts, plain()) for law in POISSON
        ],
        what="Poisson figure, exact curves",
        against="n draws and their mean, path by path",
        times_faster=300,
        parts=parts,
        scaled="paths",
    )


def test_poisson_paths_have_the_exact_curve():
    k = np.arange(1, POISSON_GENERATIONS + 1)
    for curve, (time, _) in zip(poisson_exactly(), poisson(), strict=True):
        assert close((time[:, None] > k).mean(axis=0), curve)


def test_zipf_figure(ratio):
    ratio(
        zipf,
        lambda: [
            naive.distinct_by_choices(zipf_corpus(*law), ZIPF_SIZE, ZIPF_GENERATIONS, 1, plain())
            for law in ZIPF
        ],
        what="Zipf-Mandelbrot figure, 2 × 200 paths",
        against="one choice for each token",
        times_faster=2000,
        parts=ZIPF_PATHS,
        scaled="paths",
    )


def test_zipf_paths_have_the_exact_mean_and_variance():
    setting = {"sample_size": ZIPF_SIZE, "generations": range(1, ZIPF_GENERATIONS + 1)}
    for law, left in zip(ZIPF, zipf(), strict=True):
        variance = exact.distinct_variance(zipf_corpus(*law), **setting)
        gap = left[:, 1:].mean(axis=0) - exact.distinct(zipf_corpus(*law), **setting)
        assert (np.abs(gap) < REACH * np.sqrt(variance / ZIPF_PATHS)).all()
        assert left[:, 1:].var(axis=0) == pytest.approx(variance, rel=REACH * np.sqrt(2 / ZIPF_PATHS))


def test_unigram_texts(ratio):
    words = corpus.docstrings().tokens.tolist()
    ratio(
        texts,
        lambda: naive.distinct_by_texts(words, 1, 1, seed=7),
        what="unigram text, 5 texts of 10 generations",
        against="counting words, writing as many by random.choices",
        times_faster=200,
        parts=TEXTS * TEXT_GENERATIONS,
        scaled="generations",
    )


def test_unigram_texts_have_the_expected_vocabulary():
    # A text this long is beyond the exact chain; each word is all but Poisson, with the lower bound as its law.
    counts = corpus.docstrings().counts
    k = range(1, TEXT_GENERATIONS + 1)
    setting = {"sample_size": int(counts.sum()), "generations": k}
    expected = exact.distinct(counts, method="meanfield", **setting)
    chances = -np.expm1(-np.outer(exact.g(k), counts))
    # Symbols compete: independent ones would vary more.
    error = np.sqrt((chances * (1 - chances)).sum(axis=1) / TEXTS)
    assert (np.abs(texts()[:, 1:].mean(axis=0) - expected) < REACH * error).all()


def test_wright_fisher_survival(ratio):
    matrix, parts = naive.transition_matrix(CHAIN_SIZE), 100
    ratio(
        chain,
        lambda: naive.survival_by_products(matrix, CHAIN_HELD, CHAIN_GENERATIONS // parts),
        what="Wright-Fisher survival, n = 2,000, 40,000 generations",
        against="a product of matrix and vector each",
        times_faster=1000,
        parts=parts,
        scaled="generations",
    )


def test_wright_fisher_survival_is_that_of_the_products(error):
    matrix = naive.transition_matrix(CHAIN_SIZE)
    products = naive.survival_by_regrouped_products(matrix, CHAIN_HELD, CHAIN_GENERATIONS)
    few = naive.survival_by_products(matrix, CHAIN_HELD, 400)
    assert np.abs(products[:400] - few).max() < 1e-13
    error(
        float(np.abs(chain() - products).max()),
        what="Wright-Fisher survival, largest error of 40,000",
        against="the same products, regrouped",
        at_most=1e-11,
    )


@pytest.mark.parametrize("size", [1000, 3000, 10_000])
def test_mean_field(error, size):
    k = range(1, 101)
    worst = 0.0
    for counts in (
        np.maximum(1, size // np.arange(1, size + 1)),
        np.full(size // 10, 10),
        np.ones(size, dtype=int),
    ):
        setting = {"sample_size": size, "generations": k}
        near = exact.distinct(counts, method="meanfield", **setting)
        worst = max(worst, float(np.abs(near / exact.distinct(counts, **setting) - 1).max()))
    error(
        worst,
        what=f"mean field, n = {size:,}, 100 generations, relative error",
        against="the exact dual",
        at_most=1e-4,
    )
