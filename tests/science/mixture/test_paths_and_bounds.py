"""The chains: contract, law against a plain refit, bounds, and bad input."""

import numpy as np
import pytest
from scipy.integrate import quad

from modelcollapse import streams
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import gaussian
from modelcollapse.exact import mixture as exact
from modelcollapse.simulate import mixture as simulate
from science.mixture.test_estimators import plain_approximate


def rng(name="paths"):
    return next(streams.blocks(f"mixture tests {name}", "smoke"))


def test_shapes_and_the_truth_in_column_zero():
    for estimator in simulate.ESTIMATORS:
        mu, sigma = simulate.paths(
            sample_size=[5, 8, 3, 9],
            generations=3,
            replicates=7,
            estimator=estimator,
            rng=rng(),
            mu0=2.0,
            sigma0=0.5,
        )
        assert mu.shape == sigma.shape == (7, 4)
        assert (mu[:, 0] == 2).all()
        assert (sigma[:, 0] == 0.5).all()
        assert (mu >= 0).all()


def test_scaling_the_truth_scales_the_paths():
    for estimator in simulate.ESTIMATORS:
        one, other = (
            simulate.paths(
                sample_size=6, generations=5, replicates=9, estimator=estimator, rng=rng(), mu0=s, sigma0=s
            )
            for s in (1.0, 4.0)
        )
        assert other[1] == pytest.approx(4 * one[1], rel=1e-6)


def test_the_law_of_three_generations_against_a_plain_refit():
    replicates, n = 4000, 5
    _, sigma = simulate.paths(
        sample_size=n, generations=3, replicates=replicates, estimator="approximate", rng=rng("law")
    )
    generator = np.random.default_rng(4)
    plain = []
    for _ in range(replicates):
        mu, variance = 1.0, 1.0
        for _ in range(3):
            y = generator.choice([-1, 1], size=n) * mu + np.sqrt(variance) * generator.normal(size=n)
            mu, variance = plain_approximate(y)
        plain.append(np.sqrt(variance))
    points = np.quantile(plain, np.linspace(0.02, 0.98, 40))
    one, other = ((np.asarray(s)[:, None] <= points).mean(axis=0) for s in (sigma[:, 3], plain))
    assert np.abs(one - other).max() < 2 * np.sqrt(np.log(4e6) / (2 * replicates))


def test_one_step_never_exceeds_the_aligned_draws():
    # The coupling, draw by draw: s² is at most the variance of the sign-aligned values.
    generator = np.random.default_rng(3)
    aligned = 0.8 + generator.normal(size=(5000, 7))
    assert (np.abs(aligned).var(axis=1) <= aligned.var(axis=1) + 1e-12).all()


@pytest.mark.parametrize("mu0", [0.0, 1.0, 4.0])
@pytest.mark.parametrize("n", [3, 10])
def test_survival_stays_below_the_dominating_law(n, mu0):
    replicates, k = 4000, [5, 10, 20]
    _, sigma = simulate.paths(
        sample_size=n, generations=20, replicates=replicates, estimator="approximate", rng=rng(), mu0=mu0
    )
    share = (sigma[:, k] > 0.1).mean(axis=0)
    bound = exact.domination(0.1, sample_size=n, generations=k)
    assert (share <= bound + 5 * np.sqrt(bound * (1 - bound) / replicates) + 1e-3).all()
    assert (bound <= exact.decay_bound(0.1, sample_size=n, generations=k, constant=2.3984) + 1e-12).all()


def test_domination_is_the_gaussian_law_with_an_inflated_factor():
    c = exact.log_inflation(sample_size=10)
    expected = gaussian.survival(0.2 * np.exp(-2 * c), sample_size=10, generations=4, divisor="n", sigma0=2.0)
    assert exact.domination(0.2, sample_size=10, generations=[4], sigma0=2.0)[0] == pytest.approx(expected)
    assert exact.domination(0.1, sample_size=10, generations=[0])[0] == 1


def test_folded_deviation_against_quadrature():
    for r in (0.0, 0.7, 3.0):

        def moment(power, r=r):
            def integrand(x):
                return x**power * (np.exp(-((x - r) ** 2) / 2) + np.exp(-((x + r) ** 2) / 2))

            return quad(integrand, 0, 20)[0] / np.sqrt(2 * np.pi)

        assert exact.folded_deviation(r) == pytest.approx(np.sqrt(moment(2) - moment(1) ** 2), rel=1e-8)


PATHS = [
    {"sample_size": 1},
    {"sample_size": [5, 5]},
    {"generations": 0},
    {"replicates": 2.5},
    {"estimator": "ML"},
    {"rng": 7},
    {"mu0": -1.0},
    {"sigma0": 0.0},
    {"eta": 1.0},
]


@pytest.mark.parametrize("change", PATHS, ids=str)
def test_bad_input_to_paths(change):
    good = {"sample_size": 5, "generations": 3, "replicates": 4, "estimator": "joint", "rng": rng()}
    with pytest.raises(InvalidArgument, match=next(iter(change))) as caught:
        simulate.paths(**{**good, **change})
    assert "\n" not in str(caught.value)


def test_a_near_miss_gets_a_suggestion():
    with pytest.raises(InvalidArgument, match="did you mean 'approximate'"):
        simulate.paths(sample_size=5, generations=1, replicates=1, estimator="aproximate", rng=rng())


@pytest.mark.parametrize(
    "call",
    [
        lambda: exact.log_inflation(sample_size=1),
        lambda: exact.log_inflation(sample_size=5, eta=1),
        lambda: exact.one_step_bound(sample_size=[]),
        lambda: exact.decay_bound(0, sample_size=5, generations=[1]),
        lambda: exact.decay_bound(0.1, sample_size=5, generations=[-1]),
        lambda: exact.decay_bound(0.1, sample_size=5, generations=[1], constant=0),
        lambda: exact.domination(0.1, sample_size=5, generations=3),
        lambda: exact.collapsed_drift(sample_size=5, estimator="both"),
        lambda: exact.folded_deviation(-0.1),
        lambda: exact.simplified_variance([1.0], [-0.1], sample_size=5),
        lambda: exact.simplified_variance([1.0], [0.1, 0.2], sample_size=5),
        lambda: exact.simplified_variance([1.0], [0.1], sample_size=2, eta=5.0),
        lambda: exact.kurtosis([0.0, 0.0]),
        lambda: exact.kurtosis("123"),
        lambda: exact.profile_gain([1.0, 2.0], 5.0),
        lambda: exact.profile_maximum(np.ones(3)),
        lambda: exact.profile_maximum(np.ones((2, 3)), nodes=1),
        lambda: exact.separation_gain([1.0, -1.0]),
    ],
)
def test_bad_input_to_the_exact_functions(call):
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert "\n" not in str(caught.value)
