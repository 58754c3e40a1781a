"""The law of the first passage against the trapezoid rule, integrals, identities and a finer grid."""

from functools import cache

import numpy as np
import pytest
from scipy.integrate import quad

from modelcollapse.exact import gaussian as exact
from modelcollapse.exact.gaussian import passage
from science import oracles

SETTINGS = [(2, "n-1", 0.1), (2, "n", 0.5), (3, "n", 0.1), (10, "n-1", 0.1), (10, "n", 0.1), (12, "n-1", 0.9)]


@cache
def solved(size, divisor, threshold):
    """The library's solution, computed once for all tests that only look at it."""
    return exact.first_passage(threshold, sample_size=size, divisor=divisor)


@pytest.mark.parametrize(("size", "divisor", "threshold"), SETTINGS)
def test_extrapolated_trapezoid_rule_agrees(size, divisor, threshold):
    found = solved(size, divisor, threshold)
    mean, overshoot = oracles.romberg(
        lambda spacing: oracles.passage_by_trapezoid(threshold, size, divisor, spacing), 0.05
    )
    assert found.mean == pytest.approx(mean, rel=3e-9)
    assert found.overshoot == pytest.approx(overshoot, rel=3e-8)


@pytest.mark.parametrize(("size", "divisor", "threshold"), [*SETTINGS, (20, "n-1", 0.05)])
def test_walds_identity_ties_mean_and_overshoot(size, divisor, threshold):
    found = solved(size, divisor, threshold)
    drift = exact.log_drift(sample_size=size, divisor=divisor) / 2
    assert found.mean == pytest.approx((-np.log(threshold) + found.overshoot) / -drift, rel=1e-10)


@pytest.mark.parametrize(("size", "divisor", "threshold"), SETTINGS)
def test_survival_sums_to_the_moments(size, divisor, threshold):
    found = solved(size, divisor, threshold)
    k = np.arange(len(found.survival))
    assert found.survival.sum() == pytest.approx(found.mean, rel=1e-9)
    second = np.sum((2 * k + 1) * found.survival)
    assert second - found.survival.sum() ** 2 == pytest.approx(found.variance, rel=1e-7)


@pytest.mark.parametrize(("size", "divisor", "threshold"), SETTINGS)
def test_first_two_generations_are_integrals(size, divisor, threshold):
    found = solved(size, divisor, threshold).survival
    level = np.log(threshold)
    once = oracles.step_tail(level, size, divisor)
    twice, _ = quad(
        lambda x: oracles.step_density(x, size, divisor) * oracles.step_tail(level - x, size, divisor),
        level,
        5,
        epsabs=1e-13,
        epsrel=1e-13,
        limit=200,
    )
    assert found[:3] == pytest.approx([1, once, twice], rel=0, abs=1e-11)


@pytest.mark.parametrize(
    ("size", "divisor", "threshold"), [(2, "n-1", 0.1), (6, "n-1", 0.1), (10, "n", 0.99)]
)
def test_a_finer_grid_and_a_higher_cut_change_nothing(monkeypatch, size, divisor, threshold):
    coarse = exact.first_passage(threshold, sample_size=size, divisor=divisor)
    monkeypatch.setattr(passage, "_PANEL", 2.0)
    monkeypatch.setattr(passage, "_NODES_PER_PANEL", 18)
    monkeypatch.setattr(passage, "_CUT", 20.0)
    fine = exact.first_passage(threshold, sample_size=size, divisor=divisor)
    assert coarse.mean != fine.mean  # the knobs were turned
    assert coarse.mean == pytest.approx(fine.mean, rel=1e-9)
    assert coarse.variance == pytest.approx(fine.variance, rel=1e-8)
    assert coarse.overshoot == pytest.approx(fine.overshoot, rel=1e-9)
    shared = min(len(coarse.survival), len(fine.survival))
    assert coarse.survival[:shared] == pytest.approx(fine.survival[:shared], rel=0, abs=1e-11)


@pytest.mark.parametrize(("size", "divisor", "threshold"), SETTINGS)
def test_survival_is_that_of_a_time(size, divisor, threshold):
    found = solved(size, divisor, threshold)
    assert found.survival[0] == 1.0
    assert np.diff(found.survival).max() <= 0
    assert 0 < found.survival[-1] <= 1e-12
    assert found.survival[-2] > 1e-12
    assert found.survival[found.median] <= 0.5 < found.survival[found.median - 1]


@pytest.mark.parametrize(
    ("survival", "median"),
    [([1, 0.5, 0.2], 1), ([1, 0.50001, 0.49999], 2), ([1, 0.4], 1), ([1, 0.9, 0.6, 0.5], 3)],
)
def test_the_median_is_the_first_time_reached_by_half(survival, median):
    assert exact.FirstPassage(1.0, 1.0, 0.0, np.array(survival)).median == median


def test_a_path_that_has_passed_may_come_back():
    k = range(1, 60)
    ever = solved(10, "n-1", 0.1).survival[1:60]
    now = exact.survival(0.1, sample_size=10, generations=k, divisor="n-1")
    assert (ever <= now + 1e-12).all()
    assert (now - ever).max() > 0.02
    assert ever[0] == pytest.approx(now[0], abs=1e-11)


def test_the_other_divisor_passes_sooner():
    found = {d: solved(10, d, 0.1) for d in ("n", "n-1")}
    assert found["n"].mean < 0.6 * found["n-1"].mean
    assert found["n"].median < found["n-1"].median


def test_unit_of_measurement_does_not_matter():
    plain = exact.first_passage(0.1, sample_size=6, divisor="n-1")
    scaled = exact.first_passage(25.0, sample_size=6, divisor="n-1", sigma0=250.0)
    assert scaled.mean == pytest.approx(plain.mean, rel=1e-12)


def test_scale_of_the_mean_time():
    # Leading term 2(n − 1) log(σ₀/threshold); what is left is the overshoot, of relative order 1/√n.
    small, large = solved(10, "n-1", 0.1), solved(20, "n-1", 0.05)
    excess = small.mean / (18 * np.log(10)) - 1, large.mean / (38 * np.log(20)) - 1
    assert 0 < excess[1] < excess[0] < 0.06


def test_against_a_thousand_chains_refitted_from_raw_draws():
    rng = np.random.default_rng(20260)
    found = exact.first_passage(0.3, sample_size=5, divisor="n-1")
    times, depths = oracles.passage_by_refit(0.3, 5, "n-1", 3000, rng)
    assert abs(times.mean() - found.mean) <= oracles.REACH * np.sqrt(found.variance / len(times))
    assert abs(depths.mean() - found.overshoot) <= oracles.REACH * depths.std() / np.sqrt(len(times))
    reached = np.array([(times > k).mean() for k in range(len(found.survival))])
    envelope = np.sqrt(np.log(2 / oracles.LEVEL) / (2 * len(times)))
    assert np.abs(reached - found.survival).max() <= envelope
