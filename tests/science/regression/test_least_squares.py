"""Least squares after least squares: exact moments and law."""

import warnings

import numpy as np
import pytest
from scipy import stats

from modelcollapse.claims.regression import growth
from modelcollapse.errors import InfiniteMean, InvalidArgument
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate

ONE = {"noise": 1.0, "generator_noise": 1.0}


def risk(**settings):
    return exact.least_squares_risk(**{**ONE, **settings})


@pytest.mark.parametrize(
    ("dimension", "given", "samples", "n", "own", "theirs", "golden"),
    [(20, 40, 50, 5, 1, 1, 5.9528), (5, 10, 100, 10, 1, 0.5, 3.1782), (40, 80, 60, 3, 0.7, 0.2, 1.1547)],
)
@pytest.mark.parametrize("design", ["independent", "same"])
def test_the_mean(dimension, given, samples, n, own, theirs, golden, design):
    found = exact.least_squares_risk(
        dimension=dimension,
        samples=samples,
        noise=own,
        generator_samples=given,
        generator_noise=theirs,
        generations=n,
        design=design,
    )
    assert found.mean == pytest.approx(golden, abs=6e-5)


@pytest.mark.parametrize(
    ("design", "n", "golden"),
    [("independent", 5, 1.867), ("independent", 50, 16.86), ("same", 5, 2.521), ("same", 50, 25.21)],
)
def test_the_deviation(design, n, golden):
    found = exact.least_squares_risk(
        dimension=20,
        samples=50,
        noise=0.0,
        generator_samples=40,
        generator_noise=1.0,
        generations=n,
        design=design,
    )
    assert np.sqrt(found.variance) == pytest.approx(golden, rel=4e-4)


def test_growing_data():
    np.testing.assert_allclose(
        growth.ratios((2, 10, 100, 1000, 10**5)), [3.000, 4.601, 4.803, 4.867, 4.919], atol=0.01
    )
    assert growth.sizes(11).tolist()[:3] == [100, 100, 97]
    assert growth.sizes(10).sum() / 100 == pytest.approx(151, abs=1)


def test_sizes_of_their_own():
    found = risk(dimension=10, samples=100, generator_samples=[100, 50, 20], generations=[0, 1, 2, 3])
    np.testing.assert_allclose(np.diff(found.collapse), [10 / 89, 10 / 39, 10 / 9])
    errors = simulate.least_squares(
        dimension=10,
        samples=100,
        generator_samples=[100, 50, 30],
        generations=3,
        replicates=200_000,
        rng=np.random.default_rng(3),
        **ONE,
    )
    exactly = risk(dimension=10, samples=100, generator_samples=[100, 50, 30], generations=3)
    assert abs(errors.mean() - exactly.mean) < 4 * np.sqrt(exactly.variance / len(errors))


@pytest.mark.parametrize(
    ("samples", "given", "infinite"), [(21, 40, True), (20, 40, True), (50, 21, True), (22, 22, False)]
)
def test_means_that_are_infinite(samples, given, infinite):
    setting = {"dimension": 20, "samples": samples, "generator_samples": given, "generations": 2}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = risk(**setting)
    assert np.isinf(found.mean) == infinite
    assert [warning.category for warning in caught] == [InfiniteMean] * infinite
    assert np.isinf(found.variance)


def test_no_noise_no_infinity():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = exact.least_squares_risk(
            dimension=5,
            samples=5,
            noise=0.0,
            generator_samples=5,
            generator_noise=0.0,
            generations=[0, 3],
        )
    assert found.mean.tolist() == found.variance.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("dimension", "given", "n"), [(1, 3, 1), (2, 2, 1), (3, 8, 1), (5, 10, 3), (20, 40, 5)]
)
def test_the_law_for_the_same_inputs_is_that_of_a_quotient(dimension, given, n):
    degrees = given - dimension + 1
    x = np.geomspace(0.01, 20, 40) * n
    found = exact.least_squares_cdf(
        x,
        dimension=dimension,
        samples=given,
        noise=0.0,
        generator_samples=given,
        generator_noise=1.0,
        generations=n,
        design="same",
    )
    known = stats.f.cdf(x / n * degrees / dimension, dimension, degrees)
    np.testing.assert_allclose(found, known, atol=2e-9)


@pytest.mark.parametrize(
    ("dimension", "given", "samples", "n"), [(4, 9, 12, 10), (20, 40, 50, 5), (3, 5, 4, 2)]
)
def test_the_law_for_independent_inputs(dimension, given, samples, n):
    setting = {
        "dimension": dimension,
        "samples": samples,
        "generator_samples": given,
        "generations": n,
        **ONE,
    }
    errors = simulate.least_squares(**setting, replicates=100_000, rng=np.random.default_rng(8))
    x = np.quantile(errors, np.linspace(0.02, 0.98, 25))
    shares = np.linspace(0.02, 0.98, 25)
    assert np.abs(exact.least_squares_cdf(x, **setting) - shares).max() < 0.008


def test_the_law_refuses_what_it_cannot_compute():
    setting = {"dimension": 60, "samples": 90, "generator_samples": 90, "generations": 2}
    with pytest.raises(InvalidArgument, match="dimension = 60"):
        exact.least_squares_cdf([500.0], **setting, **ONE)
    with pytest.raises(InvalidArgument, match=r"noise = 0\.0"):
        exact.least_squares_cdf([1.0], **setting, noise=0.0, generator_noise=0.0)
