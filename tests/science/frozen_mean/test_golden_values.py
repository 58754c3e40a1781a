"""Numbers worked out beforehand, by other programs than this library."""

import numpy as np
import pytest

from modelcollapse.exact import gaussian as exact

INDEX_LIKELY = {5: 4.2294, 10: 4.1070, 50: 4.0203, 100: 4.0101}
CONSTANT = {10: 0.9344419, 100: 0.9933445}
DISTANCES = [0.5, 1, 2, 4]
LIMIT = {"n-1": [0.6667, 0.4226, 0.1835, 0.0572], "n": [0.5185, 0.2302, 0.0474, 0.0048]}
# Measured at n = 100, with a standard error of 0.002.
MEASURED = {"n-1": [0.6654, 0.4190, 0.1808, 0.0560], "n": [0.5192, 0.2310, 0.0465, 0.0046]}


def within(places):
    return 0.5000001 * 10.0**-places


@pytest.mark.parametrize("n", INDEX_LIKELY)
def test_tail_index(n):
    assert exact.tail_index(sample_size=n, divisor="n") == pytest.approx(INDEX_LIKELY[n], abs=within(4))
    assert exact.tail_index(sample_size=n, divisor="n-1") == 2


@pytest.mark.parametrize("n", CONSTANT)
def test_tail_constant(n):
    assert exact.tail_constant(sample_size=n, divisor="n-1") == pytest.approx(CONSTANT[n], abs=within(7))


@pytest.mark.parametrize("divisor", LIMIT)
def test_student_limits(divisor):
    assert exact.student_tail(DISTANCES, divisor=divisor) == pytest.approx(LIMIT[divisor], abs=within(4))


@pytest.mark.parametrize("divisor", MEASURED)
def test_exact_law_against_measured_shares(divisor):
    found = exact.frozen_mean_tail(DISTANCES, sample_size=100, divisor=divisor)
    assert found.probability == pytest.approx(MEASURED[divisor], abs=4 * 0.002)


@pytest.mark.parametrize(("k", "variance"), [(1, 0.0999), (5, 0.5015), (10, 0.9962), (20, 2.010)])
def test_measured_variance_divisor_n_minus_1(k, variance):
    found = exact.mean_variance(sample_size=10, generations=k, divisor="n-1")
    assert found == k / 10
    assert variance == pytest.approx(found, rel=0.01)


@pytest.mark.parametrize(("k", "variance"), [(5, 0.40951), (10, 0.65132), (20, 0.87842)])
def test_variance_divisor_n(k, variance):
    assert exact.mean_variance(sample_size=10, generations=k, divisor="n") == pytest.approx(
        variance, abs=within(5)
    )


def test_far_tail_approaches_its_constant_from_below():
    # Measured at n = 10: 0.924, 0.954, 0.945; the exact values grow towards 0.93444.
    x = np.array([8.0, 16.0, 32.0])
    found = exact.frozen_mean_tail(x, sample_size=10, divisor="n-1")
    scaled = found.probability * x**2
    assert scaled == pytest.approx([0.924, 0.954, 0.945], abs=0.03)
    assert (np.diff(scaled) > 0).all()
    assert scaled[-1] < found.constant
