"""The recursive Gaussian fit: simulated at nearly the cost of its draws, and exactly at a fraction of that.

Each speed is paired with a check of the law, so that nothing is fast by being wrong.
"""

import numpy as np
import pytest

from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate

GENERATIONS, REPLICATES = 200, 4096


def generator():
    return np.random.Generator(np.random.SFC64(7))


def paths(size):
    return simulate.paths(
        sample_size=size, generations=GENERATIONS, replicates=REPLICATES, divisor="n-1", rng=generator()
    )


def draws_alone(size):
    """The random numbers of ``paths``, written to memory and nothing done with them."""
    rng = generator()
    normals, gammas = (np.empty((GENERATIONS, REPLICATES)) for _ in range(2))
    for first in range(0, REPLICATES, 2048):
        for k in range(GENERATIONS):
            rng.standard_normal(out=normals[k, first : first + 2048])
            rng.standard_gamma((size - 1) / 2, out=gammas[k, first : first + 2048])
    return normals, gammas


def refitted(size):
    """The loop of the equations: n draws, mean and variance, for a few replicates."""
    rng = generator()
    mu, sigma = np.zeros(32), np.ones(32)
    for _ in range(GENERATIONS):
        values = rng.normal(mu, sigma, size=(size, 32))
        mu, sigma = values.mean(axis=0), values.std(axis=0, ddof=1)
    return sigma


@pytest.mark.parametrize("size", [10, 100, 10_000])
def test_paths_cost_at_most_half_more_than_their_draws(ratio, size):
    ratio(
        lambda: paths(size),
        lambda: draws_alone(size),
        what=f"Gaussian paths, n = {size:,}",
        against="their draws alone (the limit)",
        times_the_cost=1.5,
    )


def test_paths_against_refitting_raw_draws(ratio):
    ratio(
        lambda: paths(1000),
        lambda: refitted(1000),
        what="Gaussian paths, n = 1,000",
        against="n draws and their fit, 32 paths at a time",
        times_faster=REPLICATES // 32,
        parts=REPLICATES // 32,
        scaled="paths",
    )


@pytest.mark.parametrize("size", [10, 100])
def test_the_fast_paths_have_the_exact_law(size):
    _, sigma = paths(size)
    for k in (20, 100, 200):
        # The median by bisection, where a share is most sensitive.
        low, high = 1e-9, 10.0
        while high / low > 1 + 1e-9:
            middle = np.sqrt(low * high)
            above = exact.survival(middle, sample_size=size, generations=k, divisor="n-1")
            low, high = (middle, high) if above > 0.5 else (low, middle)
        share = (sigma[:, k] > low).mean()
        assert abs(share - 0.5) <= 4 * 0.5 / np.sqrt(REPLICATES)


def test_the_exact_law_against_twenty_thousand_replicates(ratio):
    settings = {"sample_size": 100, "generations": 1000, "divisor": "n-1"}
    ratio(
        lambda: exact.survival(0.1, **settings),
        lambda: simulate.paths(**settings, replicates=20_000, rng=generator()),
        what="Gaussian law of generation 1,000, exactly",
        against="20,000 simulated paths",
        times_faster=100,
    )


def test_the_exact_law_is_that_of_the_replicates():
    settings = {"sample_size": 100, "generations": 1000, "divisor": "n-1"}
    _, sigma = simulate.paths(**settings, replicates=20_000, rng=generator())
    probability = exact.survival(np.sqrt(0.1), **settings)
    assert probability == pytest.approx(0.0413, abs=5e-5)
    error = np.sqrt(probability * (1 - probability) / 20_000)
    assert abs((sigma[:, -1] > np.sqrt(0.1)).mean() - probability) <= 4 * error


def test_the_fixture_measures_what_is_known(ratio):
    rng = generator()
    buffer = np.empty(20_000)
    found = ratio(
        lambda: [rng.standard_normal(out=buffer) for _ in range(3)],
        lambda: rng.standard_normal(out=buffer),
        what="three fillings of an array (this fixture's own check)",
        against="one",
        times_the_cost=3.5,
    )
    assert 2.5 <= found.low <= found.median <= found.high <= 3.5
