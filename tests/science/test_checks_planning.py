"""Planning and the budget: what the formulas promise is what brute force finds."""

import math

import numpy as np
import pytest

from modelcollapse.checks import Verdict, budget, planning
from modelcollapse.checks.equivalence import decide
from modelcollapse.checks.measured import Measured
from modelcollapse.errors import InvalidArgument

RERUNS = 4000


def rates(gap, error, margin, kind):
    """Shares of verified and refuted among many estimates of a statement that is off by ``gap``."""
    rng = np.random.default_rng(5)
    verdicts = [
        decide(Measured(estimate, error, 100), 0.0, margin, kind=kind)[0]
        for estimate in gap + error * rng.standard_normal(RERUNS)
    ]
    return (verdicts.count(Verdict.VERIFIED) / RERUNS, verdicts.count(Verdict.REFUTED) / RERUNS)


def allowed(rate):
    """Five standard errors of a share, and a count for shares near 0 and 1."""
    return 5 * math.sqrt(rate * (1 - rate) / RERUNS) + 5 / RERUNS


def test_the_budget_of_the_edition():
    assert budget.ALPHA == 1e-6
    assert budget.LARGEST == 1000
    assert budget.family_wise() == pytest.approx(1e-3)


@pytest.mark.parametrize("kind", ["exact", "asymptotic"])
@pytest.mark.parametrize("margin", [4.8, 5.5, 6.5, 8.0, 10.0])
def test_a_true_claim_is_verified_as_often_as_planned(kind, margin):
    error = 0.7
    planned = planning.verified_rate(error, margin * error, exact=kind == "exact")
    assert rates(0.0, error, margin * error, kind)[0] == pytest.approx(planned, abs=allowed(planned))


@pytest.mark.parametrize("kind", ["exact", "asymptotic"])
@pytest.mark.parametrize("gap", [3.0, 4.9, 7.0, 11.0, 12.5, 15.0])
def test_a_false_claim_is_refuted_as_often_as_planned(kind, gap):
    error, margin = 0.7, 7.0
    planned = planning.power(gap * error, error, margin * error, exact=kind == "exact")
    assert rates(gap * error, error, margin * error, kind)[1] == pytest.approx(planned, abs=allowed(planned))
    assert planning.power(-gap * error, error, margin * error, exact=kind == "exact") == planned


def test_the_planned_size_verifies_the_truth_and_refutes_two_margins():
    spread, margin = 3.0, 0.05
    replicates = planning.replicates_needed(spread, margin)
    error = spread / math.sqrt(replicates)
    for exact in (True, False):
        assert planning.verified_rate(error, margin, exact=exact) >= 1 - budget.MISSED
        assert planning.power(2 * margin, error, margin, exact=exact) >= 1 - budget.MISSED
    # One replicate in a hundred less is not enough, so the formula asks for no more than it must.
    fewer = spread / math.sqrt(0.99 * replicates)
    assert planning.verified_rate(fewer, margin, exact=False) < 1 - budget.MISSED


def test_the_formula_for_replicates():
    # (σ (z_α + z_{β/2}) / d)² with z of 1e-6 and of 0.0025.
    reach = 4.753424308822899 + 2.807033768343811
    assert planning.replicates_needed(2.0, 0.1) == math.ceil((2.0 * reach / 0.1) ** 2)
    wide = planning.replicates_needed(2.0, 0.1, alpha=0.025, missed=0.05)
    assert wide == math.ceil((2.0 * 2 * 1.959963984540054 / 0.1) ** 2)


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("margin", [2.0, 7.0, 30.0])
def test_the_smallest_deviation_that_is_seen(exact, margin):
    seen = planning.detectable(1.0, margin, exact=exact)
    assert planning.power(seen, 1.0, margin, exact=exact) == pytest.approx(1 - budget.MISSED, abs=1e-9)


def test_no_plan_for_a_margin_within_the_noise():
    assert planning.verified_rate(1.0, 4.0) == 0.0


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_bad_plans(bad):
    for call in (
        lambda: planning.replicates_needed(bad, 1.0),
        lambda: planning.replicates_needed(1.0, bad),
        lambda: planning.verified_rate(bad, 1.0),
        lambda: planning.power(1.0, 1.0, bad),
        lambda: planning.detectable(bad, 1.0),
    ):
        with pytest.raises(InvalidArgument, match="must be a finite number above 0"):
            call()
