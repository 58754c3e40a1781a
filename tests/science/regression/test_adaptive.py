"""Adaptive regularisation: the ledger's slopes and figures."""

import numpy as np
import pytest

from modelcollapse import claims
from modelcollapse.claims.regression import collapsed
from modelcollapse.claims.regression.adaptive_slopes import LARGER, at_exponent, best
from modelcollapse.exact import regression as exact


@pytest.mark.parametrize(
    ("case", "error", "ridge"),
    [
        ((2.0, 0.375, 0.8, 0.0), -0.4816, -0.6445),
        ((2.0, 0.375, 0.8, 0.2), -0.3591, -0.4847),
        ((2.0, 0.375, 1.0, 0.0), -0.5990, -0.7996),
        ((1.5, 0.25, 0.8, 0.0), -0.3382, -0.6892),
        ((2.0, 1.5, 0.8, 0.0), -0.6351, -0.3281),
    ],
)
def test_golden_slopes(case, error, ridge):
    # The golden slopes were fitted through more sizes.
    assert best(*case) == pytest.approx((error, ridge), abs=6e-3)


@pytest.mark.parametrize(("b", "golden"), [(1.2, (-0.626, -0.833)), (1.4, (-0.617, -0.821))])
def test_many_labels_for_each_generator(b, golden):
    # The golden slopes belong to smaller sizes, further from the limit.
    error, ridge = best(2.0, 0.375, b, 0.0)
    assert golden[0] < error < -0.6
    assert golden[1] < ridge < -0.8


def test_golden_slopes_of_slow_generators():
    assert best(2.0, 0.375, 0.5, 0.0, sizes=LARGER) == pytest.approx((-0.2970, -0.4000), abs=6e-3)


@pytest.mark.parametrize(("a", "slope"), [(0.3, -0.105), (0.5, 0.095), (0.7, 0.295)])
def test_golden_growth_of_the_collapsed_error(a, slope):
    assert at_exponent(2.0, 0.375, 0.8, a, 0.8) == pytest.approx(slope, abs=3e-3)


@pytest.mark.parametrize(
    ("ell", "slope"), [(0.64, -0.487), (0.8, -0.414), (1.0, -0.310), (1.3, -0.153), (1.55, -0.016)]
)
def test_golden_window_of_consistency(ell, slope):
    assert at_exponent(2.0, 0.375, 0.8, 0.0, ell, 1.0) == pytest.approx(slope, abs=6e-3)


def test_the_best_ridge_is_that_of_as_many_clean_labels():
    given, dimension = 20_000, 10_000
    law = exact.PowerLaw(2.0, 0.375, dimension)
    synthetic = law.optimal_ridge(
        samples=10**9, noise=0.0, generator_samples=given, generator_noise=1.0, generations=5
    )
    worth = round((given - dimension - 1) / 5)
    clean = law.optimal_ridge(samples=worth, noise=1.0)
    assert synthetic.total == pytest.approx(clean.total, rel=0.06)
    assert synthetic.ridge == pytest.approx(clean.ridge, rel=0.06)


def test_the_rule_harms_below_the_generators_size():
    error = collapsed.totals(100)
    assert error["adapted to T₀"] > 1.9 * error["collapsed"]


def test_possible_slips_of_the_transcription_are_not_called_printed():
    for evidence in claims.get("regression-collapsed-ridge").evidence:
        for group in ("rivals", "lower_rivals", "upper_rivals"):
            assert not [name for name in getattr(evidence, group, {}) if "printed" in name]


def test_simulated_errors_are_those_of_the_formula():
    rng = np.random.Generator(np.random.SFC64(11))
    found = collapsed.adapted(rng, 3, 10_000).mean(axis=0)
    asserted = list(collapsed.totals(10_000).values())[:3]
    np.testing.assert_allclose(found, asserted, rtol=0.05)
