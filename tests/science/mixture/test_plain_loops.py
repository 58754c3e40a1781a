"""The plain loops of the benchmarks against the joint fit: one maximum, one law, and a root finder that misses it."""

import numpy as np
import pytest

from benchmarks import naive_mixture as naive
from modelcollapse import streams
from modelcollapse.simulate import mixture as simulate
from science.oracles import allowed_gap, largest_gap


def test_the_likeliest_fit_is_found_by_a_plain_search():
    generator = np.random.default_rng(6)
    values, mean, spread = simulate.magnitudes(np.full(400, 1.0), np.full(400, 0.8), 8, generator)
    mu, variance = simulate.joint_fit(values, mean, spread)
    for y, found, its_variance in zip(values, mu, variance, strict=True):
        height = naive.log_likelihood(y, found, its_variance)
        searched = naive.likeliest_fit(y)
        assert height >= naive.log_likelihood(y, *searched) - 1e-12
        # Near its top the likelihood is flat.
        assert searched[1] == pytest.approx(its_variance, abs=1e-3)


def test_the_root_finder_misses_it():
    generator = np.random.default_rng(7)
    values, mean, spread = simulate.magnitudes(np.full(300, 1.3), np.full(300, 0.6), 10, generator)
    worse = 0
    for y, mu, variance in zip(values, *simulate.joint_fit(values, mean, spread), strict=True):
        height = naive.log_likelihood(y, mu, variance)
        root = naive.root_fit(y, 1.0)
        found = naive.log_likelihood(y, *root) if root[1] > 0 else -np.inf
        assert found <= height + 1e-12
        worse += found < height - 1e-6
    assert worse > 75


def test_two_generations_have_one_law():
    plain = naive.paths(naive.likeliest_fit, 1.0, 1.0, 6, 2, 400, np.random.RandomState(8))
    rng = next(streams.blocks("mixture plain loops", "full"))
    _, sigma = simulate.paths(sample_size=6, generations=2, replicates=20_000, estimator="joint", rng=rng)
    for k in (1, 2):
        one, other = plain[:, k - 1], sigma[:, k]
        assert largest_gap(one, other) < allowed_gap(one, other)
