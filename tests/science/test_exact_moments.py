"""One generation's factor: moments, drift and variance against rationals and against 50 digits."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from modelcollapse.exact import gaussian as exact

SIZES = (2, 3, 4, 5, 7, 10, 33, 100, 1001, 10**4)


def even_moment(order, size, divisor):
    """E (χ²/m)^(order/2) for an even order: ν (ν + 2) … over m^(order/2), a rational."""
    degrees, m = size - 1, size if divisor == "n" else size - 1
    value = Fraction(1)
    for j in range(order // 2):
        value *= Fraction(degrees + 2 * j, m)
    return value


@pytest.mark.parametrize("divisor", ["n", "n-1"])
@pytest.mark.parametrize("order", [2, 4, 6, 20])
def test_even_moments_are_rational(order, divisor):
    for size in SIZES:
        found = np.exp(exact.log_moment(order, sample_size=size, divisor=divisor))
        assert found == pytest.approx(float(even_moment(order, size, divisor)), rel=1e-13 * order)


def test_the_second_moment_is_one_and_the_fourth_as_for_a_chi_square():
    assert exact.log_moment(2, sample_size=10, divisor="n-1") == pytest.approx(0, abs=1e-15)
    assert np.exp(exact.log_moment(4, sample_size=10, divisor="n-1")) == pytest.approx(1 + 2 / 9, rel=1e-14)


def test_order_zero_is_no_moment_at_all():
    for divisor in ("n", "n-1"):
        assert exact.log_moment(0, sample_size=7, divisor=divisor) == pytest.approx(0, abs=1e-16)


def test_first_inverse_moment():
    # E(χ²_ν/ν)^-1 = ν/(ν − 2).
    assert np.exp(exact.log_moment(-2, sample_size=10, divisor="n-1")) == pytest.approx(9 / 7, rel=1e-14)


@pytest.mark.parametrize("order", [-1.5, -0.3, 0.7, 1.0, 3.3, 40.0])
@pytest.mark.parametrize("divisor", ["n", "n-1"])
def test_other_moments_against_fifty_digits(order, divisor):
    for size in (n for n in SIZES if n - 1 + order > 0.2):
        with mpmath.workdps(50):
            half, m = mpmath.mpf(size - 1) / 2, size if divisor == "n" else size - 1
            s = mpmath.mpf(order) / 2
            wanted = s * mpmath.log(mpmath.mpf(2) / m) + mpmath.loggamma(half + s) - mpmath.loggamma(half)
        found = exact.log_moment(order, sample_size=size, divisor=divisor)
        assert found == pytest.approx(float(wanted), rel=1e-12, abs=2e-16 * abs(order) + 4e-17)


@pytest.mark.parametrize("size", [2, 3, 16, 17, 18, 33, 34, 500, 10**5, 10**8])
@pytest.mark.parametrize("divisor", ["n", "n-1"])
def test_drift_and_variance_against_fifty_digits(size, divisor):
    with mpmath.workdps(50):
        half, m = mpmath.mpf(size - 1) / 2, size if divisor == "n" else size - 1
        drift = float(mpmath.digamma(half) - mpmath.log(mpmath.mpf(m) / 2))
        variance = float(mpmath.polygamma(1, half))
    assert exact.log_drift(sample_size=size, divisor=divisor) == pytest.approx(drift, rel=1e-13, abs=0)
    assert exact.log_drift_variance(sample_size=size, divisor=divisor) == pytest.approx(
        variance, rel=1e-13, abs=0
    )


def test_drift_is_the_slope_of_the_log_moment_at_zero():
    step = 1e-5
    for divisor in ("n", "n-1"):
        low, high = (exact.log_moment(s, sample_size=10, divisor=divisor) for s in (-step, step))
        slope = (high - low) / (2 * step)
        curvature = (high + low) / step**2
        assert 2 * slope == pytest.approx(exact.log_drift(sample_size=10, divisor=divisor), rel=1e-8)
        assert 4 * curvature == pytest.approx(
            exact.log_drift_variance(sample_size=10, divisor=divisor), rel=1e-4
        )


def test_the_divisors_differ_by_the_log_of_their_ratio():
    gap = exact.log_drift(sample_size=10, divisor="n") - exact.log_drift(sample_size=10, divisor="n-1")
    assert gap == pytest.approx(np.log(0.9), rel=1e-14)
    assert exact.log_drift_variance(sample_size=10, divisor="n") == exact.log_drift_variance(
        sample_size=10, divisor="n-1"
    )


@pytest.mark.parametrize("function", [exact.log_drift, exact.log_drift_variance])
def test_a_sequence_of_sizes_gives_an_array_of_the_single_values(function):
    found = function(sample_size=SIZES, divisor="n")
    assert isinstance(found, np.ndarray)
    assert found.shape == (len(SIZES),)
    singles = [function(sample_size=n, divisor="n") for n in SIZES]
    assert all(isinstance(value, float) for value in singles)
    # A small size in the sequence shifts the recurrence of all, so the last bits may differ.
    assert found == pytest.approx(singles, rel=1e-14)


def test_moments_of_a_sequence_of_sizes():
    found = exact.log_moment(1.0, sample_size=SIZES, divisor="n-1")
    assert found == pytest.approx(
        [exact.log_moment(1.0, sample_size=n, divisor="n-1") for n in SIZES], rel=1e-12, abs=1e-16
    )
