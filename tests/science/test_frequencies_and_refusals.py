"""Counts against probabilities, and samples on which the judge has to decline."""

import numpy as np
import pytest
from scipy import stats

from modelcollapse import streams
from modelcollapse.checks import Frequencies, Refusal, Verdict
from modelcollapse.checks.frequencies import FEWEST_EXPECTED, effect_limits, pooled
from modelcollapse.errors import UnusableSample

FAIR = np.full(6, 1 / 6)
LOADED = np.array([0.19, 0.15, 0.17, 0.17, 0.15, 0.17])


@pytest.fixture
def rng(request):
    return next(streams.blocks(f"tests {request.node.name}", "smoke"))


def dice(probabilities=FAIR, margin=0.05, rivals=None):
    return Frequencies(
        name="dice",
        asserts="the die is fair",
        sample="eyes",
        probabilities=lambda: np.asarray(probabilities),
        margin=margin,
        margin_reason="chosen",
        rivals=rivals if rivals is not None else {"loaded": lambda: LOADED},
    )


def test_a_fair_die_is_verified_and_the_loaded_one_refuted(rng):
    finding = dice(margin=0.03).judge({"eyes": rng.integers(0, 6, 200_000)}, "smoke")
    assert finding.verdict is Verdict.VERIFIED, finding.reason
    assert [control.verdict for control in finding.controls] == [Verdict.REFUTED]
    gap = np.sqrt(np.sum((FAIR - LOADED) ** 2 / LOADED)) / 0.03
    assert finding.controls[0].gap_in_margins == pytest.approx(gap)


def test_a_loaded_die_is_refuted(rng):
    eyes = np.searchsorted(np.cumsum(LOADED), rng.random(200_000))
    assert dice().judge({"eyes": eyes}, "smoke").verdict is Verdict.REFUTED


def test_few_throws_are_inconclusive(rng):
    assert dice().judge({"eyes": rng.integers(0, 6, 1_000)}, "smoke").verdict is Verdict.INCONCLUSIVE


def test_values_beyond_the_last_cell_fall_into_it():
    half = dice(probabilities=[0.5, 0.5], rivals={"uneven": lambda: np.array([0.6, 0.4])})
    finding = half.judge({"eyes": np.array([0, 7] * 10_000)}, "smoke")
    assert finding.values["cells"] == 2
    assert finding.verdict is Verdict.VERIFIED


def test_cells_are_pooled_until_each_expects_enough():
    probabilities = stats.poisson(3).pmf(np.arange(20))
    probabilities[-1] += 1 - probabilities.sum()
    counts, expected = pooled(np.bincount([3] * 1_000, minlength=20), probabilities)
    assert counts.sum() == 1_000
    assert expected.sum() == pytest.approx(1_000)
    assert expected.min() >= FEWEST_EXPECTED
    assert 4 < len(expected) < 20


def test_the_limits_cover_the_true_effect_size(rng):
    true = np.sqrt(np.sum((FAIR - LOADED) ** 2 / FAIR))
    level, replicates, misses = 0.05, 5_000, [0, 0]
    for _ in range(2_000):
        counts = rng.multinomial(replicates, LOADED)
        statistic = stats.chisquare(counts).statistic
        low, high = effect_limits(float(statistic), 6, replicates, level)
        misses[0] += true < low
        misses[1] += true > high
    # Binomial(2000, 0.05): five standard deviations are 49.
    assert all(abs(count - 100) < 49 for count in misses), misses


@pytest.mark.parametrize(
    ("eyes", "probabilities", "margin"),
    [
        ([0.5, 1.0], FAIR, 0.05),
        ([-1, 1], FAIR, 0.05),
        ([1, float("nan")], FAIR, 0.05),
        ([1] * 400, FAIR * 2, 0.05),
        ([1] * 400, FAIR, 0.0),
        ([1] * 10, FAIR, 0.05),
        ([1], FAIR, 0.05),
    ],
)
def test_bad_counts_get_no_verdict(eyes, probabilities, margin):
    with pytest.raises(UnusableSample):
        dice(probabilities, margin).judge({"eyes": np.array(eyes)}, "smoke")


def refusal():
    return Refusal(
        name="naive",
        asserts="the judge declines",
        sample="product",
        truth=lambda: 1.0,
        sound={"a light tail": "light"},
    )


def test_the_judge_declines_a_mean_that_was_not_drawn(rng):
    product = np.exp(4 * rng.standard_normal(10_000) - 8)
    finding = refusal().judge({"product": product, "light": rng.random(10_000)}, "smoke")
    assert finding.verdict is Verdict.VERIFIED
    assert finding.values["naive_refutes_truth"]
    assert [control.verdict for control in finding.controls] == [Verdict.REFUTED]


def test_a_sound_sample_is_no_ground_for_declining(rng):
    light = rng.random(10_000)
    assert refusal().judge({"product": light, "light": light}, "smoke").verdict is Verdict.REFUTED


def test_a_guard_that_declines_everything_proves_nothing(rng):
    product = np.exp(4 * rng.standard_normal(10_000) - 8)
    finding = refusal().judge({"product": product, "light": product}, "smoke")
    assert finding.verdict is Verdict.INCONCLUSIVE


def test_a_share_has_no_tail():
    with pytest.raises(UnusableSample, match="no tail"):
        refusal().judge({"product": np.array([True, False]), "light": np.arange(9.0)}, "smoke")
