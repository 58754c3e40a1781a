"""Values of the ledger's Part B, all computed here by the exact witness."""

import math

import numpy as np
import pytest

from modelcollapse.data import schedules
from modelcollapse.exact import gaussian, walk
from modelcollapse.exact.language import collision_probability

FAR = [101, 10_001, 1_000_001]


@pytest.mark.parametrize(
    ("exponent", "growth", "values"),
    [
        (0.5, 1.5, [0.591, 7.13, 77.0]),
        (0.5, 2.0, [0.244, 0.635, 1.24]),
        (0.5, 2.5, [0.141, 0.182, 0.196]),
        (0.75, 1.0, [0.198, 1.21, 11.2]),
        (0.75, 1.5, [0.0866, 0.107, 0.119]),
        (1.0, 1.0, [0.128, 0.227, 0.332]),
        (1.0, 1.5, [0.0694, 0.0731, 0.0735]),
    ],
)
def test_squared_error_with_bias(exponent, growth, values):
    found = walk.mean_squared_error(
        schedules.power(growth - 1),
        sample_size=50,
        generations=FAR,
        bias=walk.Bias(0.5, exponent),
        rounded=False,
    )
    assert found == pytest.approx(values, rel=6e-3)


def test_squared_error_with_bias_after_thirty_rounds():
    found = walk.mean_squared_error(schedules.power(1), sample_size=50, generations=31, bias=(0.5, 0.5))
    assert found == pytest.approx(0.1770, abs=5e-5)


def test_limits_are_zeta_values():
    for s, zeta in ((0.5, 2.61238), (1, 1.64493), (2, 1.20206)):
        a = walk.limit(schedules.power(s), sample_size=100, variance=2.0)
        b = walk.limit(schedules.power(s, convention="B"), sample_size=100, variance=2.0)
        assert a == pytest.approx(0.02 * (1 + zeta), abs=2e-7)
        assert b == pytest.approx(0.02 * zeta, abs=2e-7)


def test_the_dented_schedule_is_bounded():
    t = np.arange(1, 2**16)
    dents = (t & (t - 1)) == 0
    sizes = np.where(dents, t, t * t)
    found = walk.mean_squared_error(schedules.explicit(sizes.tolist()), sample_size=1, generations=len(t) + 1)
    # Left out: the squares beyond 2^16, close to 1/2^16 together, and the dents there, 2/2^16.
    assert found - 1 + 3 / 2**16 == pytest.approx(2.31160, abs=1e-5)


@pytest.mark.parametrize(
    ("growth", "values"),
    [(0.4, [0.0777, 0.300, 1.09]), (0.6, [0.0333, 0.0457, 0.0507]), (0.9, [0.0164, 0.0167, 0.0167])],
)
def test_unbiased_uniform(growth, values):
    found = walk.fitted_uniform(
        schedules.power(growth - 1), sample_size=10, generations=FAR, estimator="unbiased", rounded=False
    )
    # The ledger's numbers are those of the synthetic rounds alone; the real sample contributes one factor more.
    real = 1 + 1 / (10 * 12)
    assert (1 + found.variance) / real - 1 == pytest.approx(values, rel=6e-3)
    assert found.mean == pytest.approx(np.ones(3))


@pytest.mark.parametrize(("growth", "values"), [(0.9, [0.482, 0.191, 0.0440]), (1.1, [0.597, 0.473, 0.408])])
def test_uniform_likelihood(growth, values):
    found = walk.fitted_uniform(
        schedules.power(growth - 1), sample_size=10, generations=FAR, estimator="likelihood", rounded=False
    )
    assert found.mean == pytest.approx(values, abs=6e-4)


def test_mean_and_variance_with_the_unbiased_divisor():
    at = {"sample_size": 10, "generations": 200, "divisor": "n-1"}
    linear = walk.fitted_gaussian(schedules.linear(), **at)
    square = walk.fitted_gaussian(schedules.power(1), **at)
    assert linear.squared_error == pytest.approx(0.6873, abs=5e-5)
    assert square.squared_error == pytest.approx(0.2640, abs=5e-5)
    assert linear.variance == square.variance == 1
    assert square.variance_squared == pytest.approx(1.698, abs=5e-4)
    for schedule, median in ((schedules.linear(), 0.488), (schedules.power(1), 0.768)):
        sizes = schedule.sizes(sample_size=10, generations=200)
        share = gaussian.survival(math.sqrt(median), sample_size=sizes, generations=200, divisor="n-1")
        assert share == pytest.approx(0.5, abs=0.005)


def test_mean_and_variance_with_the_likelihood_divisor():
    at = {"sample_size": 10, "generations": 200, "divisor": "n"}
    linear = walk.fitted_gaussian(schedules.linear(), **at)
    square = walk.fitted_gaussian(schedules.power(1), **at)
    assert (linear.squared_error, linear.variance) == pytest.approx((0.5041, 0.4959), abs=5e-5)
    assert (square.squared_error, square.variance) == pytest.approx((0.2405, 0.7595), abs=5e-5)


def test_log_determinant_and_log_drift():
    fitted = walk.fitted_gaussian(
        schedules.constant(), sample_size=20, generations=10, divisor="n", dimension=3
    )
    assert fitted.log_determinant == pytest.approx(-4.8929, abs=5e-5)
    assert fitted.variance == pytest.approx(0.95**10)
    assert fitted.squared_error == pytest.approx(1 - 0.95**10)
    one = walk.fitted_gaussian(schedules.constant(), sample_size=10, generations=1, divisor="n-1")
    assert one.log_determinant == pytest.approx(-0.115206, abs=5e-7)


def test_categorical_bridge():
    s0 = 0.25 + 0.09 + 0.04
    for schedule, first, without in (
        (schedules.power(1), 0.52913, 0.47681),
        (schedules.linear(), 0.69267, 0.65852),
    ):
        sizes = schedule.sizes(sample_size=10, generations=201)
        with_real = collision_probability(s0, sample_size=sizes, generations=201)
        assert with_real == pytest.approx(first, abs=5e-6)
        synthetic = collision_probability(s0, sample_size=sizes[1:], generations=200)
        assert synthetic == pytest.approx(without, abs=5e-6)
    endless = schedules.power(1).sizes(sample_size=10, generations=200_001)[1:]
    found = 1 - collision_probability(0.5, sample_size=endless, generations=200_000)
    z = math.pi / math.sqrt(10)
    assert 2 * found == pytest.approx(math.sin(z) / z, abs=1e-6)
    assert math.sin(z) / z == pytest.approx(0.843436, abs=5e-7)


def test_an_equal_split_of_a_fixed_budget():
    def r2(schedule):
        return walk.mean_squared_error(schedule, sample_size=100, generations=11) * 100 - 1

    assert schedules.linear().sizes(sample_size=100, generations=11)[1:].sum() == 5500
    assert r2(schedules.linear()) == pytest.approx(2.929, abs=5e-4)
    assert r2(schedules.explicit([550] * 10)) == pytest.approx(1.818, abs=5e-4)
