"""The two estimators against plain programs written from the equations."""

import numpy as np
import pytest

from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import mixture as exact
from modelcollapse.simulate import mixture as simulate


def draws(n, replicates, mu, sigma, seed=1):
    return simulate.magnitudes(
        np.full(replicates, float(mu)), np.full(replicates, float(sigma)), n, np.random.default_rng(seed)
    )


def plain_approximate(y, eta=2.0):
    """One sample, term by term as in the equations."""
    n = len(y)
    m1, m2 = sum(abs(v) for v in y) / n, sum(v * v for v in y) / n
    c = (eta - 1) * ((n - 1) / 2 + 4 * eta) / (eta * (n - 1) * (n + 4 * eta - 1))
    kappa = np.exp(c) - 1
    a = 50 if m2 <= (1 + kappa) * m1**2 else 2 * (1 + kappa) * m2 / (m2 - (1 + kappa) * m1**2)
    variance = a * m2 * (m2 - m1**2) / (a * m1**2 + 2 * m2) if m2 <= 2 * a / (a - 2) * m1**2 else m2
    return np.sqrt(m2 - variance), variance


def log_density(y, mu, variance):
    """Mean log density of the signed mixture, from two normal densities."""
    y = np.asarray(y)
    arms = [np.exp(-((y - s * mu) ** 2) / (2 * variance)) for s in (-1, 1)]
    return np.mean(np.log(sum(arms) / 2 / np.sqrt(2 * np.pi * variance)))


@pytest.mark.parametrize(("n", "mu", "sigma"), [(2, 0.5, 1), (3, 0, 1), (10, 1, 1), (10, 30, 1), (50, 2, 1)])
def test_approximate_estimator(n, mu, sigma):
    values, mean, spread = draws(n, 300, mu, sigma)
    found = simulate.approximate_fit(mean, spread, sample_size=n)
    expected = np.array([plain_approximate(y) for y in values]).T
    assert found[1] == pytest.approx(expected[1], rel=1e-9)
    assert found[0] == pytest.approx(expected[0], rel=1e-6, abs=1e-6)
    assert exact.simplified_variance(mean, spread, sample_size=n) == pytest.approx(found[1], rel=1e-12)


def test_magnitudes_are_those_of_the_mixture():
    values, mean, spread = draws(6, 40_000, 0.7, 1.3)
    generator = np.random.default_rng(9)
    signs = generator.choice([-1, 1], size=(40_000, 6))
    plain = np.abs(signs * 0.7 + 1.3 * generator.normal(size=(40_000, 6)))
    assert (values >= 0).all()
    assert mean == pytest.approx(values.mean(axis=1))
    assert spread == pytest.approx(values.var(axis=1))
    for power in (1, 2, 4):
        one, other = (values**power).mean(axis=1), (plain**power).mean(axis=1)
        error = np.hypot(one.std(), other.std()) / 200
        assert abs(one.mean() - other.mean()) < 5 * error


@pytest.mark.parametrize(("n", "mu"), [(3, 0.5), (6, 0.5), (10, 0), (10, 1), (10, 3), (40, 0.3)])
def test_joint_fit_has_the_highest_likelihood(n, mu):
    values, mean, spread = draws(n, 4000, mu, 1.0, seed=3)
    fitted, variance = simulate.joint_fit(values, mean, spread)
    second = (values**2).mean(axis=1)
    assert variance == pytest.approx(second - fitted**2)
    _, gain = exact.profile_maximum(values, nodes=150)
    ours = simulate.log_likelihood(values, fitted, variance)
    at_zero = simulate.log_likelihood(values, 0 * fitted, second)
    assert (ours - at_zero >= gain - 1e-9).all()
    assert (ours >= at_zero - 1e-12).all()


def test_joint_fit_solves_the_equation():
    values, mean, spread = draws(10, 3000, 1.0, 1.0)
    mu, variance = simulate.joint_fit(values, mean, spread)
    positive = mu > 0.01
    image = np.mean(values * np.tanh((mu / variance)[:, None] * values), axis=1)
    assert image[positive] == pytest.approx(mu[positive], rel=1e-9)


def test_a_sample_with_two_maxima_above_zero():
    # Its largest root is less likely than a smaller one, and than μ = 0.
    y = np.array([0.6867, 0.7433, 0.7478, 0.8060, 0.8742, 2.4407])[None, :]
    mu, _ = simulate.joint_fit(y, y.mean(axis=1), y.var(axis=1))
    scale = np.sqrt((y**2).mean())
    assert exact.kurtosis(y[0]) < 3
    assert 0.4 * scale < mu[0] < 0.6 * scale
    assert exact.profile_gain(y[0], mu[0]) > 0
    assert exact.profile_gain(y[0], 0.7877 * scale) < 0
    grid, gain = exact.profile_maximum(y, nodes=3000)
    assert mu[0] == pytest.approx(grid[0], abs=2e-3)
    assert exact.profile_gain(y[0], mu[0]) >= gain[0]


def test_a_kurtosis_above_three_does_not_mean_one_bump():
    y = np.array([1.0] * 49 + [4.0])[None, :]
    assert exact.kurtosis(y[0]) > 3
    mu, variance = simulate.joint_fit(y, y.mean(axis=1), y.var(axis=1))
    assert mu[0] > 1
    assert exact.profile_gain(y[0], y.mean()) >= exact.separation_gain(y[0]) > 0.3
    gain = log_density(y[0], mu[0], variance[0]) - log_density(y[0], 0.0, np.mean(y**2))
    assert gain == pytest.approx(exact.profile_gain(y[0], mu[0]), rel=1e-9)


def test_a_kurtosis_below_three_means_two():
    for mu in (0.0, 0.5, 1.0):
        values, mean, spread = draws(10, 20_000, mu, 1.0, seed=8)
        kurtosis = (values**4).mean(axis=1) / (values**2).mean(axis=1) ** 2
        fitted, _ = simulate.joint_fit(values, mean, spread)
        assert (fitted[kurtosis < 3] > 0).all()


def test_three_draws_never_have_one_bump():
    # The raw kurtosis of n values is at most n.
    for n in (2, 3):
        values, mean, spread = draws(n, 5000, 0.0, 1.0)
        assert (simulate.joint_fit(values, mean, spread)[0] > 0).all()


def test_likelihood_differences_are_those_of_the_density():
    y = np.array([0.3, 1.2, 2.0, 0.8])
    one = simulate.log_likelihood(y[None, :], np.array([0.9]), np.array([0.7]))[0]
    other = simulate.log_likelihood(y[None, :], np.array([0.2]), np.array([1.4]))[0]
    expected = log_density(y, 0.9, 0.7) - log_density(y, 0.2, 1.4)
    assert one - other == pytest.approx(expected, rel=1e-10)


def test_bumps_far_apart_lose_no_digits():
    ratio = 1e-12
    values, mean, spread = draws(10, 2000, 1.0, ratio)
    mu, variance = simulate.joint_fit(values, mean, spread)
    assert np.sqrt(variance).mean() / ratio == pytest.approx(0.923, abs=0.02)
    assert np.abs(mu - 1).max() < 10 * ratio
    _, sigma = simulate.paths(
        sample_size=10, generations=300, replicates=200, estimator="joint", rng=np.random.default_rng(2)
    )
    assert (sigma > 0).all()
    assert np.isfinite(sigma).all()


def test_generic_root_is_a_root_but_not_always_the_likeliest():
    values, mean, spread = draws(10, 400, 1.3, 0.6)
    root, variance = simulate.generic_root(values, 1.0)
    ours = simulate.log_likelihood(values, *simulate.joint_fit(values, mean, spread))
    theirs = simulate.log_likelihood(values, root, np.where(variance > 0, variance, 1.0))
    worse = (theirs < ours - 1e-6).mean()
    assert 0.25 < worse < 0.6
    assert not (theirs > ours + 1e-6).any()
    paths = simulate.generic_root_paths(
        sample_size=10, generations=3, replicates=5, rng=np.random.default_rng(1)
    )
    assert paths.shape == (5, 4)


@pytest.mark.parametrize(
    "call",
    [
        lambda: simulate.joint_fit(np.ones(3), np.ones(3), np.ones(3)),
        lambda: simulate.joint_fit(np.ones((3, 4)), np.ones(2), np.ones(3)),
        lambda: simulate.joint_fit(np.ones((3, 1)), np.ones(3), np.ones(3)),
        lambda: simulate.approximate_fit(np.ones(3), np.ones(2), sample_size=4),
        lambda: simulate.approximate_fit(np.ones(3), np.ones(3), sample_size=1),
        lambda: simulate.approximate_fit(np.ones(3), np.ones(3), sample_size=4, eta=0.5),
    ],
)
def test_shapes_that_do_not_fit_are_refused(call):
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert "\n" not in str(caught.value)
