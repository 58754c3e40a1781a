"""Evidence from samples: true, false and underpowered statements, and their rivals."""

import numpy as np
import pytest
import scipy.special as special
from scipy import stats

from modelcollapse.checks import Estimate, Frequencies, Law, Slope, Value, Verdict
from modelcollapse.checks.frequencies import effect_limits, pooled
from modelcollapse.checks.law import distance, envelope
from modelcollapse.checks.slope import least_squares_slopes
from modelcollapse.errors import UnusableSample

V, R, I = Verdict.VERIFIED, Verdict.REFUTED, Verdict.INCONCLUSIVE  # noqa: E741
RNG = np.random.default_rng(31)
NORMAL = RNG.normal(2.0, 1.0, 40_000)
SHARE = RNG.random(40_000) < 0.3
PATHS = RNG.normal(-0.5, 0.4, (40_000, 1)) * np.arange(5) + RNG.normal(0, 0.1, (40_000, 5))
UNIFORM = RNG.random(40_000)
COUNTS = RNG.poisson(2.0, 40_000)
SAMPLES = {"normal": NORMAL, "share": SHARE, "paths": PATHS, "uniform": UNIFORM, "counts": COUNTS}


def judged(evidence, profile="smoke"):
    return evidence.judge(SAMPLES, profile)


def estimate(theory, margin, rivals=(), kind=Estimate, **options):
    settings = {"sample": "normal", "spread": lambda: 1.0, "name": "e", "asserts": "", "margin_reason": ""}
    return kind(
        **{**settings, **options},
        theory=Value(lambda: theory),
        margin=margin,
        rivals={str(value): (lambda value=value: value) for value in rivals},
    )


# The reach of the interval is 4.75/200 = 0.024.
@pytest.mark.parametrize(
    ("theory", "margin", "verdict"), [(2.0, 0.05, V), (2.0, 0.02, I), (2.1, 0.05, R), (2.04, 0.05, R)]
)
def test_a_mean(theory, margin, verdict):
    finding = judged(estimate(theory, margin, rivals=[2.5]))
    assert finding.verdict is verdict
    assert finding.controls[0].verdict is R
    low, high = finding.values["interval"]
    assert low < finding.values["estimate"] < high
    assert finding.values["margin"] == margin


@pytest.mark.parametrize(("theory", "margin", "verdict"), [(0.3, 0.02, V), (0.3, 0.01, I), (0.35, 0.02, R)])
def test_a_share(theory, margin, verdict):
    finding = judged(estimate(theory, margin, sample="share", spread=lambda: 0.46))
    assert finding.verdict is verdict
    exact = stats.binomtest(int(SHARE.sum()), len(SHARE)).proportion_ci(1 - 2e-6, method="exact")
    assert finding.values["interval"] == pytest.approx(list(exact), rel=1e-9)


@pytest.mark.parametrize(
    ("theory", "margin", "verdict"), [(-0.5, 0.02, V), (-0.5, 0.005, I), (-0.4, 0.02, R)]
)
def test_a_slope(theory, margin, verdict):
    slope = estimate(theory, margin, kind=Slope, sample="paths", positions=range(5), spread=lambda: 0.401)
    assert judged(slope).verdict is verdict


@pytest.mark.parametrize(
    ("theory", "kind", "verdict"), [(3.0, "at most", V), (1.5, "at most", R), (1.5, "at least", V)]
)
def test_a_bound_on_a_mean(theory, kind, verdict):
    bound = Estimate("b", "", "normal", Value(lambda: theory), lambda: 1.0, 0.05, "", kind=kind)
    assert judged(bound).verdict is verdict


def test_a_rival_two_margins_away_has_to_be_refuted():
    finding = judged(estimate(2.0, 0.05, rivals=[2.1, 1.9, 2.06]))
    assert finding.verdict is V
    assert [control.must_fall for control in finding.controls] == [True, True, False]
    assert [control.gap_in_margins for control in finding.controls] == pytest.approx([2, 2, 1.2])


def test_a_check_that_passes_a_rival_proves_nothing():
    finding = judged(estimate(2.0, 0.2, rivals=[2.001]))
    assert finding.verdict is I
    assert "also passes a wrong variant (2.001)" in finding.reason


def test_margins_may_differ_between_profiles():
    both = estimate(2.0, {"smoke": 0.05, "full": 0.01})
    assert both.declared("smoke")["margin"] == 0.05
    assert both.declared("full")["margin"] == 0.01
    assert judged(both, "smoke").verdict is V
    assert judged(both, "full").verdict is I


def test_the_plan_of_an_estimate():
    plan = estimate(2.0, 0.05, rivals=[2.3, 2.2]).plan("smoke", 40_000)
    assert (plan["nearest_rival"], plan["replicates"], plan["margin"]) == ("2.2", 40_000, 0.05)
    # (4.7534 + 2.8070)² / 0.05² = 22 864.2.
    assert plan["replicates_needed"] == 22_865
    assert plan["verified_rate"] > 0.995
    assert plan["power"] > 0.999


def test_slopes_of_paths():
    assert least_squares_slopes([[1, 3, 5], [2, 2, 2]], [0, 2, 4]) == pytest.approx([1.0, 0.0])
    x = [0.0, 1.0, 5.0]
    rows = np.random.default_rng(1).normal(size=(4, 3))
    assert least_squares_slopes(rows, x) == pytest.approx(np.polyfit(x, rows.T, 1)[0])


@pytest.mark.parametrize(
    ("paths", "positions"), [([[1.0, 2], [3, 4]], [1]), ([[1.0, 2], [3, 4]], [5, 5]), ([1.0, 2], [1, 2])]
)
def test_paths_without_a_slope(paths, positions):
    with pytest.raises(UnusableSample):
        least_squares_slopes(paths, positions)


def law(cdf, margin, sample="uniform", whole=False, **rivals):
    return Law("l", "", sample, cdf, margin, "", rivals, whole=whole)


# The envelope of 40 000 replicates is 0.0135.
@pytest.mark.parametrize(
    ("cdf", "margin", "verdict"),
    [
        (lambda x: np.clip(x, 0, 1), 0.03, V),
        (lambda x: np.clip(x, 0, 1), 0.012, I),
        (lambda x: np.clip(x, 0, 1) ** 1.1, 0.03, R),
    ],
)
def test_a_law(cdf, margin, verdict):
    finding = judged(law(cdf, margin, squared=lambda x: x**2))
    assert finding.verdict is verdict
    assert finding.controls[0].verdict is R


def test_a_law_of_whole_numbers():
    right = law(lambda k: special.pdtr(k, 2.0), 0.03, "counts", True, more=lambda k: special.pdtr(k, 2.2))
    assert judged(right).verdict is V
    assert judged(law(lambda k: special.pdtr(k, 1.9), 0.03, "counts", True)).verdict is R
    # Read as a continuous law its steps would count against it.
    assert judged(law(lambda k: special.pdtr(k, 2.0), 0.03, "counts", False)).verdict is R


def test_the_envelope_is_that_of_massart():
    assert envelope(40_000) == pytest.approx(np.sqrt(np.log(2e6) / 80_000))
    assert envelope(500, 0.05) == pytest.approx(0.06073, abs=1e-5)


def test_the_distance_is_that_of_kolmogorov_and_smirnov():
    sample = np.random.default_rng(2).normal(size=300)
    assert distance(sample, special.ndtr, whole=False) == pytest.approx(
        stats.kstest(sample, "norm").statistic
    )
    whole = np.array([1, 1, 4])
    # Poisson(2): largest gap just below 4, where the sample still has reached 2/3 only.
    assert distance(whole, lambda k: special.pdtr(k, 2.0), whole=True) == pytest.approx(
        max(2 / 3 - special.pdtr(1, 2.0), special.pdtr(3, 2.0) - 2 / 3, special.pdtr(0, 2.0))
    )


@pytest.mark.parametrize("margin", [0.0, -1.0, np.nan])
def test_a_law_without_a_margin(margin):
    with pytest.raises(UnusableSample, match="margin"):
        judged(law(lambda x: x, margin))


@pytest.mark.parametrize("cdf", [lambda x: x * np.nan, lambda x: x[1:]])
def test_a_law_without_numbers(cdf):
    with pytest.raises(UnusableSample, match="distribution function"):
        judged(law(cdf, 0.1))


POISSON = np.append(stats.poisson.pmf(range(6), 2.0), stats.poisson.sf(5, 2.0))


def frequencies(probabilities, margin, **rivals):
    return Frequencies("f", "", "counts", lambda: probabilities, margin, "", rivals)


@pytest.mark.parametrize(
    ("probabilities", "margin", "verdict"),
    [(POISSON, 0.06, V), (POISSON, 0.02, I), (np.full(7, 1 / 7), 0.06, R)],
)
def test_frequencies(probabilities, margin, verdict):
    finding = judged(frequencies(probabilities, margin, shifted=lambda: np.roll(POISSON, 1)))
    assert finding.verdict is verdict
    assert finding.controls[0].verdict is R


def test_cells_are_pooled_until_each_expects_enough():
    observed, expected = pooled(np.array([10, 1, 60, 29, 0]), np.array([0.1, 0.2, 0.4, 0.29, 0.01]))
    assert observed.tolist() == [11, 60, 29]
    assert expected == pytest.approx([30, 40, 30])


def test_limits_of_the_effect_size():
    low, high = effect_limits(50.0, 6, 1000, 0.05)
    assert stats.ncx2.sf(50.0, 5, 1000 * low**2) == pytest.approx(0.05, rel=1e-6)
    assert stats.ncx2.cdf(50.0, 5, 1000 * high**2) == pytest.approx(0.05, rel=1e-6)
    assert effect_limits(0.01, 6, 1000, 0.05) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("counts", "probabilities"),
    [
        ([50, 50], [0.5, 0.6]),
        ([50, 50], [1.5, -0.5]),
        ([50, -1], [0.5, 0.5]),
        ([50], [0.5, 0.5]),
        ([3, 4], [0.5, 0.5]),
    ],
)
def test_frequencies_that_cannot_be_compared(counts, probabilities):
    with pytest.raises(UnusableSample):
        pooled(np.array(counts), np.array(probabilities))


@pytest.mark.parametrize("evidence", [estimate(2.0, 0.05, sample="one"), law(lambda x: x, 0.1, "one")])
def test_one_replicate_is_no_sample(evidence):
    with pytest.raises(UnusableSample, match="1 replicates"):
        evidence.judge({"one": np.array([2.0])}, "smoke")


@pytest.mark.parametrize("margin", [0.0, -0.1, np.nan, np.inf])
def test_an_estimate_without_a_margin(margin):
    with pytest.raises(UnusableSample, match="margin"):
        judged(estimate(2.0, margin))


def test_a_theory_or_a_rival_that_is_not_a_number():
    for evidence in (estimate(np.nan, 0.05), estimate(2.0, 0.05, rivals=[np.inf])):
        with pytest.raises(UnusableSample, match="theory is"):
            judged(evidence)
