"""Numbers worked out beforehand, by other programs than this library, for everything it computes."""

import numpy as np
import pytest

from modelcollapse.exact import gaussian as exact

LOG_ALPHA = {
    2: -0.2257913526,
    3: -0.1207822376,
    5: -0.0618907198,
    10: -0.0277214389,
    20: -0.0131518400,
    50: -0.0051016868,
    100: -0.0025252096,
    1000: -0.0002502502,
}
ALPHA = {2: 0.7978845608, 3: 0.8862269255, 5: 0.9399856030, 10: 0.9726592741, 100: 0.9974779761}
# Drift of log σ (half of that of log σ²) and variance of one step of log σ, for the divisor n − 1.
STEP = {
    2: (-0.6351814, 1.2337006),
    5: (-0.1351814, 0.1612335),
    10: (-0.0576032, 0.0621813),
    20: (-0.0267770, 0.0277493),
    50: (-0.0102735, 0.0104152),
    100: (-0.0050675, 0.0051019),
}
LARGEST_CONSTANT = {2: 3.57113, 3: 3.7206, 5: 3.8425, 10: 3.9268, 20: 3.9650, 50: 3.9864, 100: 3.9933}
SURVIVAL = {
    "n-1": {
        10: 0.982141959051,
        20: 0.848856093239,
        40: 0.504822164898,
        50: 0.375538022909,
        100: 0.081562030538,
        150: 0.017944571454,
        200: 0.004038329437,
    },
    "n": {5: 0.997884, 10: 0.932073, 20: 0.541927, 40: 0.088784, 80: 0.001369},
}
DIGITS = {"n-1": 12, "n": 6}
# At n = 10, threshold 0.1: best moment bound, order 0.7, mean bound, closed bound with 4n − 1.
BOUNDS = {
    100: (0.37388, 0.39096, 0.62528, 0.76988),
    150: (0.10916, 0.10919, 0.15635, 0.21362),
    200: (0.02950, 0.03050, 0.03910, 0.05927),
}
FIGURE = {"sample_size": 10, "divisor": "n-1"}


def within(places):
    """Half a unit in the last place that a printed number shows, and its rounding."""
    return 0.5000001 * 10.0**-places


def log_alpha(n):
    return exact.log_moment(1.0, sample_size=n, divisor="n-1")


@pytest.mark.parametrize("n", LOG_ALPHA)
def test_log_of_the_mean_factor(n):
    assert log_alpha(n) == pytest.approx(LOG_ALPHA[n], abs=within(10))


@pytest.mark.parametrize("n", ALPHA)
def test_mean_factor(n):
    assert np.exp(log_alpha(n)) == pytest.approx(ALPHA[n], abs=within(10))


@pytest.mark.parametrize("n", STEP)
def test_drift_and_variance_of_a_step(n):
    drift, variance = STEP[n]
    assert exact.log_drift(sample_size=n, divisor="n-1") / 2 == pytest.approx(drift, abs=within(7))
    assert exact.log_drift_variance(sample_size=n, divisor="n-1") / 4 == pytest.approx(
        variance, abs=within(7)
    )


@pytest.mark.parametrize("n", LARGEST_CONSTANT)
def test_largest_constant_in_the_closed_bound(n):
    places = 5 if n == 2 else 4
    assert 4 * n + 1 / log_alpha(n) == pytest.approx(LARGEST_CONSTANT[n], abs=within(places))


@pytest.mark.parametrize(("n", "ratio", "places"), [(10, 2.078, 3), (100, 2.0068, 4)])
def test_typical_rate_over_rate_of_the_mean(n, ratio, places):
    typical = exact.log_drift(sample_size=n, divisor="n-1") / 2
    assert typical / log_alpha(n) == pytest.approx(ratio, abs=within(places))


@pytest.mark.parametrize("divisor", SURVIVAL)
def test_survival_at_the_figure_settings(divisor):
    table = SURVIVAL[divisor]
    found = exact.survival(0.1, sample_size=10, generations=list(table), divisor=divisor)
    # The last printed digit of the twelve-digit table is itself good to about one unit.
    assert found == pytest.approx(list(table.values()), rel=0, abs=max(1e-12, within(DIGITS[divisor])))


@pytest.mark.parametrize("k", BOUNDS)
def test_bounds_at_the_figure_settings(k):
    best, single, mean, closed = BOUNDS[k]
    found = (
        exact.chernoff_bound(0.1, generations=[k], **FIGURE)[0],
        exact.chernoff_bound(0.1, generations=[k], order=0.7, **FIGURE)[0],
        exact.mean_bound(0.1, generations=[k], **FIGURE)[0],
        exact.decay_bound(0.1, sample_size=10, generations=[k], constant=1.0)[0],
    )
    assert found == pytest.approx((best, single, mean, closed), abs=within(5))


def test_best_moment_bound_where_it_begins_to_say_something():
    found = exact.chernoff_bound(0.1, generations=[10, 20, 40, 50], **FIGURE)
    assert found == pytest.approx([1, 1, 1, 0.94737], abs=within(5))


@pytest.mark.parametrize(("k", "mean"), [(10, 0.757892), (20, 0.574400)])
def test_mean_of_the_fitted_deviation(k, mean):
    assert np.exp(k * log_alpha(10)) == pytest.approx(mean, abs=within(6))


@pytest.mark.parametrize(("n", "order"), [(10, 0.98158), (20, 0.99124), (50, 0.99660)])
def test_order_of_the_smallest_moment(n, order):
    def moment(s):
        return exact.log_moment(s, sample_size=n, divisor="n-1")

    # The derivative changes sign within half a unit of the last place that is known.
    width = within(5)
    assert moment(order - 2 * width) > moment(order - width) - 1e-15
    assert moment(order - 3e-4) > moment(order) < moment(order + 3e-4)
    slope_before = moment(order) - moment(order - 2e-3)
    slope_after = moment(order + 2e-3) - moment(order)
    crossing = order - 1e-3 + 2e-3 * -slope_before / (slope_after - slope_before)
    assert crossing == pytest.approx(order, abs=2 * width)


def test_smallest_log_moment():
    assert exact.log_moment(0.98158, sample_size=10, divisor="n-1") == pytest.approx(
        -0.0277308, abs=within(7)
    )


def test_order_that_neither_grows_nor_shrinks_for_the_other_divisor():
    # m(κ) = 1 has its root near 4 for the divisor n; the table gives four places.
    for n, root in ((5, 4.2294), (10, 4.1070), (50, 4.0203), (100, 4.0101)):
        low = exact.log_moment(root - within(4), sample_size=n, divisor="n")
        high = exact.log_moment(root + within(4), sample_size=n, divisor="n")
        assert low < 0 < high


# Measured on 2e5 paths: mean with its standard error, standard deviation, overshoot, median.
def test_first_passage_at_the_figure_settings():
    found = exact.first_passage(0.1, **FIGURE)
    assert found.mean == pytest.approx(43.090, abs=3 * 0.063)
    assert np.sqrt(found.variance) == pytest.approx(28.27, abs=0.15)
    assert found.overshoot == pytest.approx(0.17948, abs=0.002)
    assert found.median == 36
    distance_over_drift = np.log(10) / -(exact.log_drift(**FIGURE) / 2)
    assert distance_over_drift == pytest.approx(39.973, abs=within(3))


def test_first_passage_of_a_larger_sample():
    found = exact.first_passage(0.1, sample_size=50, divisor="n-1")
    assert found.mean == pytest.approx(230.35, abs=3 * 0.34)
    assert found.median == 191


@pytest.mark.slow
def test_first_passage_of_a_hundred():
    found = exact.first_passage(0.1, sample_size=100, divisor="n-1")
    assert found.mean == pytest.approx(462.55, abs=3 * 0.68)
    assert np.sqrt(found.variance) == pytest.approx(302.1, abs=3)
    # The simulation said 384; the share at 383 is ½ to 5e-4, less than its sampling error of 1.1e-3.
    assert found.median == 383
    assert found.survival[383] < 0.5 < found.survival[382]
