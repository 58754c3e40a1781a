"""Numbers worked out beforehand, by other programs than this library."""

import numpy as np
import pytest

from modelcollapse import streams
from modelcollapse.exact import gaussian
from modelcollapse.exact import mixture as exact
from modelcollapse.simulate import mixture as simulate

INFLATION = {4: 0.15481411767, 10: 0.04169549903, 50: 0.00583507483, 500: 0.00050903688}
FACTOR = {4: -0.1538216557, 10: -0.0599768601, 50: -0.0122939821, 500: -0.0012475493}
# 4n times the log of the factor, η = 2.
SCALED = {2: -2.690, 4: -2.461, 8: -2.399, 10: -2.399, 50: -2.459, 100: -2.477}
LARGE_ETA = {2: -0.579, 4: -0.946, 10: -0.9938, 50: -0.9998}
# σ̂ after one step of n = 1000 draws: approximate, joint, by μ₀.
FIRST = {0.0: (0.60, None), 1.0: (0.798, 1.002), 2.0: (0.964, 0.999), 4.0: (0.998, 0.999)}
# Slopes of log σ from μ₀ = 100 σ₀, approximate estimator.
SLOPES = {10: -0.1311, 50: -0.0419, 200: -0.0262, 1000: -0.0208}
# Pr(σ_k > 0.1) with 4,000 paths.
SURVIVAL = {"approximate": {10: 0.8625, 20: 0.3728, 40: 0.0365}, "joint": {10: 0.879, 20: 0.4208, 40: 0.0510}}
NO_BUMPS = {0.0: 0.197, 0.5: 0.208, 1.0: 0.114}


def within(places):
    return 0.5000001 * 10.0**-places


def rng(name):
    return next(streams.blocks(f"mixture golden {name}", "smoke"))


def scaled(n, eta=2.0):
    return 4 * n * exact.one_step_bound(sample_size=n, eta=eta)


@pytest.mark.parametrize("n", INFLATION)
def test_inflation_and_factor(n):
    assert np.expm1(exact.log_inflation(sample_size=n)) == pytest.approx(INFLATION[n], abs=within(11))
    assert exact.one_step_bound(sample_size=n) == pytest.approx(FACTOR[n], abs=within(10))


@pytest.mark.parametrize("n", SCALED)
def test_scaled_factor(n):
    assert scaled(n) == pytest.approx(SCALED[n], abs=within(3))


@pytest.mark.parametrize("n", LARGE_ETA)
def test_scaled_factor_for_large_eta(n):
    places = len(str(LARGE_ETA[n]).partition(".")[2])
    assert scaled(n, 1e12) == pytest.approx(LARGE_ETA[n], abs=within(places))


def test_the_largest_is_at_nine():
    values = np.array([scaled(n) for n in range(2, 400)])
    assert values.argmax() + 2 == 9
    assert values.max() == pytest.approx(-2.398467, abs=within(6))


@pytest.mark.parametrize(("n", "eta", "step"), [(2, 10.6, 0.1), (10, 766, 1), (20, 5129, 1)])
def test_where_the_proof_stops_reaching_the_theorem(n, eta, step):
    assert scaled(n, eta - step) < -1 < scaled(n, eta + step)


def test_limits_of_the_inflation():
    assert exact.log_inflation(sample_size=10, eta=1e12) == pytest.approx(1 / 9)
    n = 10**5
    assert exact.log_inflation(sample_size=n) == pytest.approx(1 / (4 * n) + 9 / (4 * n**2), rel=1e-8)


@pytest.mark.parametrize("mu0", FIRST)
def test_one_step_of_a_thousand_draws(mu0):
    approximate, joint = FIRST[mu0]
    found = {
        name: simulate.paths(
            sample_size=1000,
            generations=1,
            replicates=1000,
            estimator=name,
            rng=rng(f"{name} {mu0}"),
            mu0=mu0,
        )[1][:, 1].mean()
        for name in simulate.ESTIMATORS
    }
    assert found["approximate"] == pytest.approx(approximate, abs=0.005)
    assert exact.folded_deviation(mu0) == pytest.approx(found["approximate"], abs=0.005)
    if joint is not None:
        assert found["joint"] == pytest.approx(joint, abs=0.006)
    else:
        # Half of the samples get μ̂ = 0 and σ̂ near 1; the others, on average, 0.89.
        assert found["joint"] == pytest.approx(0.938, abs=0.01)


@pytest.mark.parametrize("n", SLOPES)
def test_extra_slope(n):
    _, sigma = simulate.paths(
        sample_size=n,
        generations=60,
        replicates=300,
        estimator="approximate",
        rng=rng(f"slope {n}"),
        mu0=100.0,
    )
    slope = np.log(sigma[:, -1]).mean() / 60
    theory = exact.collapsed_drift(sample_size=n, estimator="approximate")
    error = np.sqrt(gaussian.log_drift_variance(sample_size=n, divisor="n") / 4 / 60 / 300)
    assert slope == pytest.approx(theory, abs=5 * error + 3e-5)
    assert SLOPES[n] == pytest.approx(theory, abs=0.0021)
    joint = exact.collapsed_drift(sample_size=n, estimator="joint")
    assert joint - theory == pytest.approx(0.01961, abs=within(5))


def test_slope_of_separated_bumps():
    assert exact.collapsed_drift(sample_size=10, estimator="joint") == pytest.approx(-0.110283, abs=within(6))
    assert np.exp(51 * -0.01961) == pytest.approx(np.exp(-1), rel=0.01)


@pytest.mark.parametrize("estimator", SURVIVAL)
def test_survival_at_the_figure_settings(estimator):
    table = SURVIVAL[estimator]
    _, sigma = simulate.paths(
        sample_size=10, generations=80, replicates=8000, estimator=estimator, rng=rng(estimator)
    )
    for k, share in table.items():
        error = np.sqrt(share * (1 - share) * (1 / 4000 + 1 / 8000))
        assert (sigma[:, k] > 0.1).mean() == pytest.approx(share, abs=4 * error)
    assert (sigma[:, 80] > 0.1).mean() < 0.003


@pytest.mark.parametrize("ratio", NO_BUMPS)
def test_share_without_bumps(ratio):
    mu, _ = simulate.paths(
        sample_size=10,
        generations=1,
        replicates=20_000,
        estimator="joint",
        rng=rng(f"zero {ratio}"),
        mu0=ratio,
    )
    assert (mu[:, 1] == 0).mean() == pytest.approx(NO_BUMPS[ratio], abs=0.025)


def test_bound_becomes_less_than_one_after_92_generations():
    bound = exact.decay_bound(0.1, sample_size=10, generations=[92, 93])
    assert bound[0] >= 1 > bound[1]


def test_scaled_kappa_limits_the_simplification():
    assert exact.simplified_variance([1.0], [0.5], sample_size=2, eta=4.0).shape == (1,)
    growth = np.exp(exact.log_inflation(sample_size=2, eta=np.array(4.09).item()))
    assert growth == pytest.approx(25 / 12, abs=0.002)
    # Beyond, the two forms differ by eight per cent.
    growth = np.exp(exact.log_inflation(sample_size=2, eta=5.0))
    spread = growth - 1 - 1e-9
    second = 1 + spread
    _, original = simulate.approximate_fit(np.ones(1), np.array([spread]), sample_size=2, eta=5.0)
    assert spread * second / (1 + second / 25) / original[0] == pytest.approx(1.08, abs=0.01)
