"""The law of σ_k against convolution on a grid, at the extremes, and in every shape."""

import numpy as np
import pytest
import scipy.special as special

from modelcollapse.exact import gaussian as exact
from science import oracles

GENERATIONS = range(1, 51)
# Below 16 log units above its start the walk leaves less than e^-32.
CASES = [
    # n, divisor, threshold, lowest log σ on the grid, spacing
    (10, "n-1", 0.1, -14, 0.01),
    (10, "n-1", 1.5, -14, 0.01),
    (10, "n", 0.1, -20, 0.01),
    (2, "n-1", 0.1, -110, 0.01),
    (2, "n-1", 1.0, -110, 0.01),
    (2, "n", 0.3, -140, 0.01),
    (3, "n-1", 0.5, -60, 0.01),
    (50, "n", 0.9, -6, 0.005),
    (1000, "n", 0.98, -2, 0.002),
]


@pytest.mark.parametrize(("size", "divisor", "threshold", "low", "spacing"), CASES)
def test_convolution_agrees_in_every_generation(size, divisor, threshold, low, spacing):
    wanted = oracles.survival_by_convolution(threshold, [size] * 50, divisor, low, 17, spacing)
    found = exact.survival(threshold, sample_size=size, generations=GENERATIONS, divisor=divisor)
    assert found == pytest.approx(wanted, rel=0, abs=1e-12)


@pytest.mark.parametrize("divisor", ["n", "n-1"])
@pytest.mark.parametrize(
    "sizes", [[2, 3, 50, 3, 2, 10, 10, 10], [5 + k for k in range(20)], [64, 32, 16, 8, 4, 2]], ids=str
)
def test_schedules_agree_with_convolution(sizes, divisor):
    wanted = oracles.survival_by_convolution(0.4, sizes, divisor, -60, 17)
    found = exact.survival(0.4, sample_size=sizes, generations=range(1, len(sizes) + 1), divisor=divisor)
    assert found == pytest.approx(wanted, rel=0, abs=1e-12)


def test_a_schedule_longer_than_the_largest_generation_is_cut():
    short, long = ([4, 9, 20], [4, 9, 20, 2, 2])
    both = [exact.survival(0.5, sample_size=s, generations=3, divisor="n") for s in (short, long)]
    assert both[0] == both[1]


def test_a_constant_schedule_is_a_single_size():
    single = exact.survival(0.2, sample_size=10, generations=30, divisor="n-1")
    assert exact.survival(0.2, sample_size=[10] * 30, generations=30, divisor="n-1") == pytest.approx(
        single, rel=0, abs=1e-14
    )


@pytest.mark.parametrize("divisor", ["n", "n-1"])
@pytest.mark.parametrize("size", [2, 3, 10, 1000])
def test_one_generation_is_a_chi_square_tail(size, divisor):
    m = size if divisor == "n" else size - 1
    for threshold in (0.01, 0.5, 1.0, 1.1, 3.0):
        tail = special.chdtrc(size - 1, m * threshold**2)
        found = exact.survival(threshold, sample_size=size, generations=1, divisor=divisor)
        assert found == pytest.approx(tail, rel=1e-12, abs=1e-300)


def test_no_generation_leaves_the_truth():
    found = [
        exact.survival(threshold, sample_size=10, generations=0, divisor="n")
        for threshold in (0.999, 1.0, 1.001)
    ]
    assert found == [1.0, 0.0, 0.0]


def test_unit_of_measurement_does_not_matter():
    plain = exact.survival(0.3, sample_size=7, generations=9, divisor="n-1")
    for unit in (1e-12, 2.54, 1e12):
        assert exact.survival(
            0.3 * unit, sample_size=7, generations=9, divisor="n-1", sigma0=unit
        ) == pytest.approx(plain, rel=0, abs=1e-13)


@pytest.mark.parametrize(("size", "divisor"), [(2, "n-1"), (2, "n"), (10, "n-1"), (200, "n")])
def test_falls_with_the_threshold_and_stays_a_probability(size, divisor):
    levels = np.geomspace(1e-6, 50, 40)
    for k in (1, 2, 5, 60):
        values = [exact.survival(level, sample_size=size, generations=k, divisor=divisor) for level in levels]
        assert all(0 <= value <= 1 for value in values)
        assert np.diff(values).max() <= 1e-14
        assert values[0] > values[-1]


@pytest.mark.parametrize(("size", "divisor"), [(2, "n"), (10, "n"), (10, "n-1"), (50, "n-1")])
def test_falls_with_the_generation_below_the_truth(size, divisor):
    values = exact.survival(0.1, sample_size=size, generations=range(0, 301, 5), divisor=divisor)
    assert values[0] == 1.0
    assert np.diff(values).max() <= 1e-13
    assert values[-1] < 0.5


def test_the_smaller_divisor_keeps_more():
    for k in (1, 7, 40):
        large, small = (exact.survival(0.3, sample_size=10, generations=k, divisor=d) for d in ("n", "n-1"))
        assert small > large


def test_far_tails_are_zero_and_one_and_not_noise():
    assert exact.survival(1e-300, sample_size=10, generations=20, divisor="n-1") == 1.0
    assert exact.survival(1e300, sample_size=10, generations=20, divisor="n-1") == 0.0
    tiny = exact.survival(0.1, sample_size=2, generations=300, divisor="n")
    assert 0 <= tiny < 1e-12


def test_a_long_horizon_is_normal_on_the_log_scale():
    # With 20 000 steps the Edgeworth correction of the normal approximation is below 1e-3.
    n, k = 50, 20_000
    drift = exact.log_drift(sample_size=n, divisor="n-1") / 2
    deviation = np.sqrt(k * exact.log_drift_variance(sample_size=n, divisor="n-1") / 4)
    for z in (-1.0, 0.0, 2.0):
        level = np.exp(k * drift + z * deviation)
        found = exact.survival(level, sample_size=n, generations=k, divisor="n-1")
        assert found == pytest.approx(special.ndtr(-z), abs=1e-3)


@pytest.mark.parametrize("wanted", [[3], (1, 2, 3), range(4), np.array([2, 2, 0, 1])], ids=repr)
def test_a_sequence_of_generations_gives_an_array_in_its_order(wanted):
    found = exact.survival(0.5, sample_size=4, generations=wanted, divisor="n")
    assert isinstance(found, np.ndarray)
    assert found.dtype == float
    single = [exact.survival(0.5, sample_size=4, generations=int(k), divisor="n") for k in wanted]
    assert all(type(value) is float for value in single)
    assert found.tolist() == single
