"""The decision: an interval against a margin, for every kind, and never from numbers that support none."""

import math

import numpy as np
import pytest
from scipy.stats import beta

from modelcollapse.checks import Verdict
from modelcollapse.checks.budget import ALPHA, normal_quantile
from modelcollapse.checks.equivalence import KINDS, decide
from modelcollapse.checks.measured import Measured, measure, usable
from modelcollapse.errors import UnusableSample

Z = 4.753424308822899  # upper quantile of the standard normal law at 1e-6
STRICT = 4.891638475698698  # at half of it


def mean(estimate, error=0.01):
    return Measured(estimate, error, 10_000)


def said(estimate, theory=0.0, margin=0.1, **options):
    return decide(mean(estimate), theory, margin, **options)[0]


def test_quantiles_of_the_budget():
    assert normal_quantile(ALPHA) == pytest.approx(Z, rel=1e-12)
    assert normal_quantile(ALPHA / 2) == pytest.approx(STRICT, rel=1e-12)


# Standard error 0.01: the one-sided reach is 0.0475, the two-sided one 0.0489; margin 0.1.
@pytest.mark.parametrize(
    ("estimate", "verdict"),
    [
        (0.0, Verdict.VERIFIED),
        (0.04, Verdict.VERIFIED),
        (-0.04, Verdict.VERIFIED),
        (0.0488, Verdict.VERIFIED),
        (0.0490, Verdict.REFUTED),  # inside the margin, yet chance does not explain it
        (-0.0490, Verdict.REFUTED),
        (0.2, Verdict.REFUTED),
    ],
)
def test_exact_equality(estimate, verdict):
    assert said(estimate) is verdict


@pytest.mark.parametrize(
    ("estimate", "verdict"),
    [
        (0.0524, Verdict.VERIFIED),
        (0.0526, Verdict.INCONCLUSIVE),
        (-0.0526, Verdict.INCONCLUSIVE),
        (0.1475, Verdict.INCONCLUSIVE),
        (0.1476, Verdict.REFUTED),
        (-0.1476, Verdict.REFUTED),
    ],
)
def test_asymptotic_equality(estimate, verdict):
    assert said(estimate, kind="asymptotic") is verdict
    # A remainder widens what is allowed by as much, on both sides.
    shifted = estimate + math.copysign(0.02, estimate)
    assert said(shifted, kind="asymptotic", remainder=0.02) is verdict


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("estimate", "verdict"),
    [
        (-7.0, Verdict.VERIFIED),
        (0.0524, Verdict.VERIFIED),
        (0.0526, Verdict.INCONCLUSIVE),
        (0.1474, Verdict.INCONCLUSIVE),
        (0.1476, Verdict.REFUTED),
    ],
)
def test_one_sided_bounds(sign, estimate, verdict):
    assert said(sign * estimate, kind="at most" if sign > 0 else "at least") is verdict


@pytest.mark.parametrize(
    ("estimate", "verdict"),
    [
        (0.0476, Verdict.VERIFIED),
        (0.0475, Verdict.INCONCLUSIVE),
        (0.0, Verdict.INCONCLUSIVE),
        (-0.0475, Verdict.INCONCLUSIVE),
        (-0.0476, Verdict.REFUTED),
    ],
)
def test_ordering_of_a_paired_difference(estimate, verdict):
    assert said(estimate, kind="ordering") is verdict


def test_an_interval_wider_than_the_margin_decides_nothing():
    for kind in KINDS:
        assert decide(mean(0.01, error=0.05), 0.0, 0.1, kind=kind)[0] is Verdict.INCONCLUSIVE


def test_every_verdict_comes_with_one_sentence():
    for kind in KINDS:
        for estimate in (-1.0, 0.0, 0.06, 1.0):
            verdict, reason = decide(mean(estimate), 0.0, 0.1, kind=kind)
            assert isinstance(verdict, Verdict)
            assert reason.endswith(".")
            assert "\n" not in reason


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"estimate": math.nan}, "estimate is nan"),
        ({"estimate": math.inf}, "estimate is inf"),
        ({"theory": math.nan}, "theory is nan"),
        ({"theory": -math.inf}, "theory is -inf"),
        ({"remainder": math.nan}, "remainder is nan"),
        ({"remainder": -0.05}, "remainder is -0.05"),
        ({"error": math.nan}, "standard error is nan"),
        ({"error": math.inf}, "standard error is inf"),
        ({"error": -0.1}, "standard error is -0.1"),
        ({"error": 0.0}, "standard error is 0.0"),
        ({"margin": 0.0}, "margin is 0.0"),
        ({"margin": -1.0}, "margin is -1.0"),
        ({"margin": math.nan}, "margin is nan"),
        ({"margin": math.inf}, "margin is inf"),
        ({"kind": "equal"}, "kind 'equal'"),
    ],
)
def test_numbers_that_support_no_verdict(options, names):
    numbers = {"estimate": 0.0, "error": 0.01, "theory": 0.0, "margin": 0.1, **options}
    measured = mean(numbers.pop("estimate"), numbers.pop("error"))
    with pytest.raises(UnusableSample, match=names):
        decide(measured, numbers.pop("theory"), numbers.pop("margin"), **numbers)


@pytest.mark.parametrize(("successes", "replicates"), [(0, 50), (50, 50), (1, 50), (300, 1000)])
@pytest.mark.parametrize("level", [1e-6, 0.025])
def test_limits_of_a_share_are_clopper_pearson(successes, replicates, level):
    share = Measured(successes / replicates, 0.0, replicates, successes)
    low = beta.ppf(level, successes, replicates - successes + 1) if successes else 0.0
    high = beta.isf(level, successes + 1, replicates - successes) if successes < replicates else 1.0
    assert share.limits(level) == pytest.approx((low, high), rel=1e-7, abs=1e-12)


def test_a_share_of_none_has_a_verdict_all_the_same():
    sample = measure(np.zeros(1000, dtype=bool))
    assert sample.successes == 0
    # The upper limit is 1 − 1e-6^(1/1000) = 0.0137.
    assert decide(sample, 0.0, 0.02)[0] is Verdict.VERIFIED
    assert decide(sample, 0.0, 0.01)[0] is Verdict.INCONCLUSIVE
    assert decide(sample, 0.1, 0.02)[0] is Verdict.REFUTED


def test_a_mean_is_measured_with_its_standard_error():
    values = np.array([1.0, 2.0, 4.0, 9.0])
    found = measure(values)
    assert found.estimate == 4.0
    assert found.standard_error == pytest.approx(np.sqrt(38 / 3 / 4), rel=1e-14)
    assert (found.replicates, found.successes) == (4, None)
    reach = 1.959963984540054 * found.standard_error
    assert found.limits(0.025) == pytest.approx((4 - reach, 4 + reach), rel=1e-12)


@pytest.mark.parametrize(
    ("sample", "names"),
    [
        ([1.0, math.nan, math.nan], "2 values that are NaN or infinite"),
        ([1.0, math.inf], "1 values that are NaN"),
        ([1.0], "1 replicates"),
        ([], "0 replicates"),
        ([True], "1 replicates"),
        ([[1.0, 2.0], [3.0, 4.0]], "2 axes"),
        (3.0, "0 axes"),
        (["a", "b"], "real numbers"),
        ([1j, 2.0], "real numbers"),
        ([None, 1.0], "object"),
    ],
)
def test_samples_that_cannot_be_used(sample, names):
    with pytest.raises(UnusableSample, match=names):
        usable(sample)


@pytest.mark.parametrize("value", [0.0, 1.0, 0.1, 1 / 3, 1e10 / 3])
@pytest.mark.parametrize("replicates", [2, 1000, 1003, 5000])
def test_a_sample_without_spread_is_refused(value, replicates):
    # A constant's standard deviation may come out as a rounding error above zero.
    with pytest.raises(UnusableSample, match="no spread"):
        measure(np.full(replicates, value))


def test_whole_numbers_and_truth_values_are_usable():
    assert usable([1, 2, 3]).dtype == float
    assert usable([True, False]).dtype == bool
    assert usable(np.ones((4, 3)), dimensions=2).shape == (4, 3)
