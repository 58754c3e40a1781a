"""Regression on synthetic labels: the chain at the cost of one eigendecomposition, κ from one table.

Each speed is paired with a check of the law, so that nothing is fast by being wrong.
"""

import numpy as np
import pytest
from scipy import optimize

from modelcollapse import threads
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate

DIMENSION, GENERATIONS = 1000, 10
SPECTRUM = np.arange(1.0, DIMENSION + 1) ** -1.5
TRUTH = np.full(DIMENSION, DIMENSION**-0.5)
RIDGES = np.geomspace(1e-4, 1, 20)
SETTINGS = {
    "samples": 2 * DIMENSION,
    "noise": 0.5,
    "generator_samples": 2 * DIMENSION,
    "generator_noise": 0.5,
}


def generator():
    return np.random.Generator(np.random.SFC64(7))


def chain(rng=None):
    return simulate.chain(
        SPECTRUM,
        TRUTH,
        ridge=RIDGES,
        generations=GENERATIONS,
        replicates=1,
        rng=rng or generator(),
        **SETTINGS,
    )


def naive():
    """The same table of errors from raw inputs: a pseudo-inverse a generation, a linear system a ridge, a test set."""
    rng = generator()
    root = np.sqrt(SPECTRUM)
    size = 2 * DIMENSION

    def drawn(weights):
        x = rng.standard_normal((size, DIMENSION)) * root
        return x, x @ weights + 0.5 * rng.standard_normal(size)

    weights, errors = TRUTH, []
    with threads.single():
        for generation in range(GENERATIONS + 1):
            x, y = drawn(weights)
            gram, moment = x.T @ x / size, x.T @ y / size
            fits = [np.linalg.solve(gram + ridge * np.eye(DIMENSION), moment) for ridge in RIDGES]
            test = rng.standard_normal((10_000, DIMENSION)) * root
            errors.append([np.mean((test @ (fit - TRUTH)) ** 2) for fit in fits])
            if generation < GENERATIONS:
                x, y = drawn(weights)
                weights = np.linalg.pinv(x) @ y
    return np.array(errors)


def one_eigendecomposition(gram):
    with threads.single():
        return np.linalg.eigh(gram)


@pytest.fixture(scope="module")
def gram():
    x = generator().standard_normal((2 * DIMENSION, DIMENSION)) * np.sqrt(SPECTRUM)
    return x.T @ x


def test_the_chain_against_raw_inputs(ratio):
    ratio(
        chain,
        naive,
        what="ridge chain, d = 1,000, 10 generations, 20 ridges",
        against="raw inputs: pseudo-inverses, linear systems, a test set",
        times_faster=60,
    )


def test_the_chain_against_one_eigendecomposition(ratio, gram):
    ratio(
        chain,
        lambda: one_eigendecomposition(gram),
        what="ridge chain, d = 1,000, 10 generations, 20 ridges",
        against="one eigendecomposition (the limit)",
        times_the_cost=1.5,
    )


def test_one_per_cent_of_standard_error_against_raw_inputs(ratio):
    """Seconds times variance, at the worst ridge: averaging over the noise saves replicates, too.

    The raw chain has the variance of the fast one, at sixty times its cost by the test above.
    """

    def given_inputs():
        return simulate.conditional(
            SPECTRUM, TRUTH, ridge=RIDGES, samples=2 * DIMENSION, replicates=1, rng=generator()
        )

    drawn = simulate.conditional(
        SPECTRUM, TRUTH, ridge=RIDGES, samples=2 * DIMENSION, replicates=30, rng=generator()
    )
    # The mean of the inverse Gram matrix of a generator is that of the inverse Wishart law.
    averaged = drawn.bias + 0.25 * (drawn.variance + GENERATIONS * drawn.collapse / (DIMENSION - 1))
    rng = generator()
    plain = np.concatenate([chain(rng)[:, -1] for _ in range(60)])
    means = averaged.mean(axis=0)
    errors = np.sqrt(plain.var(axis=0, ddof=1) / len(plain) + averaged.var(axis=0, ddof=1) / len(averaged))
    assert (np.abs(plain.mean(axis=0) - means) < 5 * errors).all()
    saved = (plain.var(axis=0, ddof=1) / averaged.var(axis=0, ddof=1)).min()
    # 2,000 times in all, of which sixty are the chain's.
    ratio(
        given_inputs,
        chain,
        what=f"ridge errors averaged over the noise ({saved:.0f} times fewer replicates)",
        against="the ridge chain, 60 times faster than raw inputs",
        times_faster=2000 / 60 / saved,
    )


def points(count):
    chance = np.random.default_rng(3)
    return 10 ** chance.uniform(-6, 1, count), np.round(10 ** chance.uniform(1, 4, count)).astype(int)


def brent(ridge, samples):
    found = np.empty(len(ridge))
    trace = SPECTRUM.sum()
    for i, (lam, size) in enumerate(zip(ridge, samples, strict=True)):

        def excess(log_kappa, lam=lam, size=size):
            kappa = np.exp(log_kappa)
            return kappa * (1 - (SPECTRUM / (SPECTRUM + kappa)).sum() / size) - lam

        found[i] = np.exp(
            optimize.brentq(excess, np.log(lam), np.log(lam + trace / size), xtol=1e-13, rtol=1e-13)
        )
    return found


def test_kappa_on_ten_thousand_points(ratio):
    ridge, samples = points(10_000)
    ratio(
        lambda: exact.kappa(SPECTRUM, ridge=ridge, samples=samples),
        lambda: brent(ridge, samples),
        what="effective ridge at 10,000 points, d = 1,000",
        against="a bracketing root finder for each point",
        times_faster=50,
    )
    np.testing.assert_allclose(
        exact.kappa(SPECTRUM, ridge=ridge, samples=samples)[:1000],
        brent(ridge[:1000], samples[:1000]),
        rtol=1e-10,
    )


def test_a_million_eigenvalues_need_no_array_for_each_point():
    import tracemalloc

    spectrum = np.arange(1.0, 1e6 + 1) ** -1.5
    ridge, samples = points(10_000)
    tracemalloc.start()
    try:
        exact.kappa(spectrum, ridge=ridge, samples=samples)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= 10 * spectrum.nbytes
