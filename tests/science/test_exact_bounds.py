"""Upper bounds on the survival probability: their order, their shape, and how sharp they are."""

import numpy as np
import pytest

from modelcollapse.exact import gaussian as exact

GENERATIONS = (0, 1, 3, 10, 40, 100, 300, 1000)
SIZES = (2, 3, 5, 10, 50)


def minimised(threshold, size, divisor, generations):
    """Best moment bound from a fine grid of orders, wherever the best order lies."""
    orders = np.concatenate([np.linspace(1e-4, 2, 4001), np.linspace(2, 40, 2001)])
    moments = np.array([exact.log_moment(s, sample_size=size, divisor=divisor) for s in orders])
    logs = -orders * np.log(threshold) + np.outer(generations, moments)
    return np.minimum(1, np.exp(logs.min(axis=1)))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("threshold", [0.01, 0.1, 0.7])
def test_bounds_lie_above_the_law_and_in_order(size, threshold):
    settings = {"sample_size": size, "generations": GENERATIONS, "divisor": "n-1"}
    law = exact.survival(threshold, **settings)
    best = exact.chernoff_bound(threshold, **settings)
    mean = exact.mean_bound(threshold, **settings)
    ours = exact.decay_bound(threshold, sample_size=size, generations=GENERATIONS)
    theirs = exact.decay_bound(threshold, sample_size=size, generations=GENERATIONS, constant=1.0)
    assert (law <= best + 1e-12).all()
    assert (best <= np.minimum(1, mean) * (1 + 1e-12)).all()
    assert (mean <= ours * (1 + 1e-12)).all()
    assert (ours <= theirs).all()
    assert (ours[1:] < theirs[1:]).all()


def test_the_law_lies_below_the_best_bound_for_the_other_divisor_too():
    settings = {"sample_size": 10, "generations": GENERATIONS, "divisor": "n"}
    assert (exact.survival(0.1, **settings) <= exact.chernoff_bound(0.1, **settings) + 1e-12).all()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("threshold", [0.01, 0.1, 0.7])
def test_the_best_order_is_the_best_for_the_unbiased_divisor(size, threshold):
    found = exact.chernoff_bound(threshold, sample_size=size, generations=GENERATIONS, divisor="n-1")
    # The grid's own error is second order in its spacing of 5e-4.
    assert found == pytest.approx(minimised(threshold, size, "n-1", GENERATIONS), rel=2e-4)


def test_the_sharpened_constant_is_the_default():
    default = exact.decay_bound(0.1, sample_size=10, generations=[7])
    assert default == pytest.approx(10 * np.exp(-7 / 37), rel=1e-14)


def test_closed_bound_at_other_constants_and_scales():
    found = exact.decay_bound(0.5, sample_size=3, generations=[0, 11], constant=1.0, sigma0=4.0)
    assert found == pytest.approx([8.0, 8 * np.exp(-1.0)], rel=1e-14)


def test_a_larger_constant_than_four_is_false():
    # The mean is already above exp(−k/(4n − 5)), so Markov's inequality gives no such bound.
    k = [200]
    mean = exact.mean_bound(0.1, sample_size=10, generations=k, divisor="n-1")
    assert exact.decay_bound(0.1, sample_size=10, generations=k, constant=5.0) < mean
    assert exact.decay_bound(0.1, sample_size=10, generations=k, constant=4.0) < mean


def test_single_order_is_the_definition():
    found = exact.chernoff_bound(0.1, sample_size=10, generations=[5], divisor="n", order=2.5, sigma0=3.0)
    moment = exact.log_moment(2.5, sample_size=10, divisor="n")
    assert found == pytest.approx(30**2.5 * np.exp(5 * moment), rel=1e-13)


def test_bounds_are_arrays_and_say_nothing_at_the_start():
    settings = {"sample_size": 10, "generations": [0], "divisor": "n-1"}
    assert exact.chernoff_bound(0.1, **settings).tolist() == [1.0]
    assert exact.mean_bound(0.1, **settings) == pytest.approx([10.0], rel=1e-14)


@pytest.mark.parametrize("size", [*range(2, 60), 100, 1000, 10**4])
def test_the_mean_factor_lies_between_the_closed_forms(size):
    found = exact.log_moment(1.0, sample_size=size, divisor="n-1")
    assert -1 / (4 * size - 4) < found < -1 / (4 * size - 3.57) < -1 / (4 * size - 3)
