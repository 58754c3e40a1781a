"""The simulator of frozen chains: contract, and its law against a plain loop and the exact tail."""

import numpy as np
import pytest

from modelcollapse import streams
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate.gaussian_landing import landing

REACH = 4.8916


def rng(name="frozen mean tests"):
    return next(streams.blocks(name, "smoke"))


def plain(n, divisor, replicates, generator):
    """Draw n values and refit, until the spread is a thousandth; one chain at a time."""
    ends = []
    for _ in range(replicates):
        mu, sigma = 0.0, 1.0
        while sigma > 1e-3:
            values = mu + sigma * generator.normal(size=n)
            mu = values.mean()
            sigma = np.sqrt(((values - mu) ** 2).sum() / (n if divisor == "n" else n - 1))
        ends.append(mu)
    return np.abs(ends)


@pytest.mark.parametrize(("n", "divisor"), [(2, "n-1"), (3, "n"), (10, "n-1"), (10, "n")])
def test_shares_follow_the_exact_law(n, divisor):
    replicates = 40_000
    sample = np.abs(landing(sample_size=n, divisor=divisor, replicates=replicates, rng=rng()).mu)
    x = [0.25, 0.5, 1.0, 2.0, 4.0]
    share = exact.frozen_mean_tail(x, sample_size=n, divisor=divisor).probability
    z = ((sample[:, None] > x).mean(axis=0) - share) / np.sqrt(share * (1 - share) / replicates)
    assert np.abs(z).max() < REACH


@pytest.mark.parametrize("divisor", ["n-1", "n"])
def test_a_plain_refit_of_n_draws_agrees(divisor):
    replicates = 3000
    sample = plain(4, divisor, replicates, np.random.default_rng(5))
    x = [0.5, 1.0, 3.0]
    share = exact.frozen_mean_tail(x, sample_size=4, divisor=divisor).probability
    z = ((sample[:, None] > x).mean(axis=0) - share) / np.sqrt(share * (1 - share) / replicates)
    assert np.abs(z).max() < REACH


def test_shapes_and_location_and_scale():
    one = landing(sample_size=5, divisor="n", replicates=50, rng=rng(), early=3)
    other = landing(sample_size=5, divisor="n", replicates=50, rng=rng(), early=3, mu0=7.0, sigma0=2.0)
    assert one.mu.shape == one.early_mu.shape == one.early_sigma.shape == one.generations.shape == (50,)
    assert other.mu == pytest.approx(7 + 2 * one.mu)
    assert other.early_sigma == pytest.approx(2 * one.early_sigma)
    assert (one.generations >= 3).all()


def test_a_chain_that_froze_early_reports_its_last_fit():
    chains = landing(sample_size=2, divisor="n", replicates=200, rng=rng(), early=100_000, resolution=0.5)
    assert chains.early_mu == pytest.approx(chains.mu)
    assert (chains.early_sigma <= 0.5).all()


def test_same_stream_same_chains():
    runs = [landing(sample_size=5, divisor="n-1", replicates=20, rng=rng()) for _ in range(2)]
    assert (runs[0].mu == runs[1].mu).all()


BAD = [
    {"sample_size": 1},
    {"divisor": "n - 1"},
    {"replicates": 0},
    {"rng": None},
    {"mu0": float("inf")},
    {"sigma0": 0},
    {"early": 0},
    {"resolution": 1.0},
    {"resolution": 0.0},
]


@pytest.mark.parametrize("change", BAD, ids=str)
def test_bad_input(change):
    arguments = {"sample_size": 5, "divisor": "n", "replicates": 3, "rng": rng(), **change}
    with pytest.raises(InvalidArgument, match=next(iter(change))):
        landing(**arguments)
