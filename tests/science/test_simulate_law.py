"""Simulated fits have the law of fits to raw draws, and the exact law; all at the level of one check of the book."""

import numpy as np
import pytest
from scipy.stats import binomtest

from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate
from science import oracles

REPLICATES = 20_000


def compared(sizes, divisor, seed):
    ours, theirs = np.random.default_rng([seed, 1]), np.random.default_rng([seed, 2])
    found = simulate.paths(
        sample_size=sizes, generations=len(sizes), replicates=REPLICATES, divisor=divisor, rng=ours
    )
    return found, oracles.refit(np.ones(REPLICATES), sizes, divisor, theirs)


STATISTICS = {
    "mean": lambda mu, sigma: mu[:, -1],
    "first mean": lambda mu, sigma: mu[:, 1],
    "deviation": lambda mu, sigma: sigma[:, -1],
    "last factor": lambda mu, sigma: sigma[:, -1] / sigma[:, -2],
    "last move in deviations": lambda mu, sigma: (mu[:, -1] - mu[:, -2]) / sigma[:, -2],
    "move times the deviation it led to": lambda mu, sigma: (mu[:, -1] - mu[:, -2]) * sigma[:, -1],
    "product of neighbours": lambda mu, sigma: sigma[:, -1] * sigma[:, 1],
    "distance from the start": lambda mu, sigma: np.abs(mu[:, -1]) / sigma[:, 1],
}


@pytest.mark.parametrize("divisor", ["n", "n-1"])
@pytest.mark.parametrize("sizes", [[2, 2, 2], [3, 3], [10] * 4, [2, 7, 30]], ids=str)
def test_as_if_refitted_from_raw_draws(sizes, divisor):
    found, wanted = compared(sizes, divisor, 7)
    for name, statistic in STATISTICS.items():
        gap = oracles.largest_gap(statistic(*found), statistic(*wanted))
        assert gap <= oracles.allowed_gap(found[0], wanted[0]), name


def test_the_comparison_would_see_the_other_divisor_and_one_draw_more():
    found, _ = compared([10] * 4, "n-1", 7)
    for sizes, divisor in (([10] * 4, "n"), ([8] * 4, "n-1")):
        _, other = compared(sizes, divisor, 7)
        gap = oracles.largest_gap(found[1][:, -1], other[1][:, -1])
        assert gap > oracles.allowed_gap(found[0], other[0])


@pytest.mark.parametrize(
    ("size", "divisor", "k"),
    [(2, "n-1", 3), (10, "n-1", 20), (10, "n-1", 100), (10, "n", 40), (100, "n", 100)],
)
def test_the_share_above_a_threshold_is_the_exact_probability(size, divisor, k):
    _, sigma = simulate.paths(
        sample_size=size, generations=k, replicates=REPLICATES, divisor=divisor, rng=np.random.default_rng(11)
    )
    for threshold in (0.1, 0.5):
        probability = exact.survival(threshold, sample_size=size, generations=k, divisor=divisor)
        test = binomtest(int((sigma[:, k] > threshold).sum()), REPLICATES, probability)
        assert test.pvalue > oracles.LEVEL


def test_a_schedule_has_its_own_exact_law():
    sizes = [3, 5, 8, 13, 21, 34]
    _, sigma = simulate.paths(
        sample_size=sizes, generations=6, replicates=REPLICATES, divisor="n", rng=np.random.default_rng(12)
    )
    for k in range(1, 7):
        probability = exact.survival(0.5, sample_size=sizes, generations=k, divisor="n")
        assert binomtest(int((sigma[:, k] > 0.5).sum()), REPLICATES, probability).pvalue > oracles.LEVEL


@pytest.mark.parametrize("divisor", ["n", "n-1"])
def test_spread_of_the_mean(divisor):
    # Var μ_k = k σ₀²/n with the divisor n − 1, and σ₀² (1 − (1 − 1/n)^k) with the divisor n.
    n, k, replicates = 10, 3, 100_000
    mu, _ = simulate.paths(
        sample_size=n,
        generations=k,
        replicates=replicates,
        divisor=divisor,
        rng=np.random.default_rng(13),
        mu0=2.0,
        sigma0=3.0,
    )
    squares = (mu[:, k] - 2.0) ** 2
    wanted = 9 * (k / n if divisor == "n-1" else 1 - (1 - 1 / n) ** k)
    error = squares.std() / np.sqrt(replicates)
    assert abs(squares.mean() - wanted) <= oracles.REACH * error
    assert abs(mu[:, k].mean() - 2.0) <= oracles.REACH * np.sqrt(wanted / replicates)


@pytest.mark.parametrize("divisor", ["n", "n-1"])
@pytest.mark.parametrize("size", [2, 6])
def test_first_passage_as_if_refitted_from_raw_draws(size, divisor):
    times, depths = simulate.first_passage(
        0.4, sample_size=size, divisor=divisor, replicates=REPLICATES, rng=np.random.default_rng(14)
    )
    raw_times, raw_depths = oracles.passage_by_refit(0.4, size, divisor, 4000, np.random.default_rng(15))
    assert oracles.largest_gap(times, raw_times) <= oracles.allowed_gap(times, raw_times)
    assert oracles.largest_gap(depths, raw_depths) <= oracles.allowed_gap(depths, raw_depths)


def test_first_passage_follows_the_exact_law():
    times, depths = simulate.first_passage(
        0.1, sample_size=10, divisor="n-1", replicates=REPLICATES, rng=np.random.default_rng(16)
    )
    law = exact.first_passage(0.1, sample_size=10, divisor="n-1")
    reached = np.array([(times > k).mean() for k in range(len(law.survival))])
    assert np.abs(reached - law.survival).max() <= np.sqrt(np.log(2 / oracles.LEVEL) / (2 * REPLICATES))
    assert abs(depths.mean() - law.overshoot) <= oracles.REACH * depths.std() / np.sqrt(REPLICATES)


def test_dropping_finished_chains_does_not_change_the_law():
    size, threshold, horizon = 5, 0.3, 400
    _, sigma = simulate.paths(
        sample_size=size, generations=horizon, replicates=4000, divisor="n-1", rng=np.random.default_rng(17)
    )
    below = sigma <= threshold
    assert below.any(axis=1).all()
    kept = np.argmax(below, axis=1)
    times, _ = simulate.first_passage(
        threshold, sample_size=size, divisor="n-1", replicates=REPLICATES, rng=np.random.default_rng(18)
    )
    assert oracles.largest_gap(times, kept) <= oracles.allowed_gap(times, kept)
