"""The tail guard: light samples pass, samples that a few values carry do not."""

import numpy as np
import pytest

from modelcollapse.checks import Estimate, Refusal, Value, Verdict, tail
from modelcollapse.errors import UnusableSample

LIGHT = np.random.default_rng(1).standard_normal(20_000) + 3
# The variance after 200 generations of ten: its mean of 1 is carried by paths that a sample never sees.
COLLAPSED = np.prod(np.random.default_rng(2).chisquare(9, size=(20_000, 200)) / 9, axis=1)


def estimate(**changes):
    settings = {
        "name": "mean",
        "asserts": "the mean is 1",
        "sample": "x",
        "theory": Value(lambda: 1.0),
        "spread": lambda: 1.0,
        "margin": 0.1,
        "margin_reason": "",
        "rivals": {"2": lambda: 2.0},
    }
    return Estimate(**{**settings, **changes})


def test_what_the_guard_measures():
    report = tail.inspect(np.array([1.0, 1.0, 2.0]))
    assert report.effective_terms == pytest.approx(16 / 6)
    assert report.largest_share == pytest.approx(0.5)
    # Skewness 1/√2, first Edgeworth term |γ| z³ / (6 √N) at z of 1e-6.
    assert report.tail_correction == pytest.approx(4.753424308822899**3 / (6 * np.sqrt(2) * np.sqrt(3)))


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (np.append(LIGHT, 1e4), "one replicate carries"),
        (LIGHT[:900], "effective terms"),
        (np.append(np.random.default_rng(3).standard_gamma(0.01, 4000) + 0.2, np.full(2, 3.0)), "skewness"),
        (COLLAPSED, "one replicate carries"),
    ],
)
def test_what_the_guard_complains_about(sample, words):
    assert words in tail.inspect(sample).complaint


def test_the_guard_lets_light_samples_pass():
    assert tail.inspect(LIGHT).complaint is None
    assert tail.inspect(-LIGHT).complaint is None
    assert tail.inspect(LIGHT - 3).complaint is None


@pytest.mark.parametrize("sample", [np.zeros(5), np.array([1e200, 2e200, 3e200] * 1000)])
def test_nothing_that_cannot_be_measured_passes(sample):
    with np.errstate(all="ignore"):
        assert tail.inspect(sample).complaint is not None


def test_a_heavy_sample_is_declined_and_not_refuted():
    finding = estimate().judge({"x": COLLAPSED}, "smoke")
    assert finding.verdict is Verdict.INCONCLUSIVE
    assert "cannot support a mean" in finding.reason
    assert tail.REMEDY in finding.reason
    # A normal interval refutes the true value 1: this is what the guard is for.
    error = COLLAPSED.std() / np.sqrt(len(COLLAPSED))
    assert abs(COLLAPSED.mean() - 1) > 4.9 * error


def test_no_control_is_judged_on_a_declined_sample():
    finding = estimate().judge({"x": COLLAPSED}, "full")
    assert {control.verdict for control in finding.controls + finding.mutants} == {Verdict.INCONCLUSIVE}


def test_a_rare_share_needs_no_guard():
    rare = np.zeros(20_000, dtype=bool)
    rare[:3] = True
    finding = estimate(theory=Value(lambda: 3 / 20_000), spread=lambda: 0.01, margin=0.01).judge(
        {"x": rare}, "smoke"
    )
    assert finding.verdict is Verdict.VERIFIED
    assert "largest_share" not in finding.values


def refusal(sample, sound="light"):
    return Refusal(
        name="naive", asserts="", sample=sample, truth=lambda: 1.0, sound={"a light sample": sound}
    )


SAMPLES = {"light": LIGHT, "heavy": COLLAPSED, "other": LIGHT - 2}


def test_a_refusal_is_verified_where_the_guard_declines():
    finding = refusal("heavy").judge(SAMPLES, "smoke")
    assert finding.verdict is Verdict.VERIFIED
    assert finding.values["naive_refutes_truth"]
    assert [control.verdict for control in finding.controls] == [Verdict.REFUTED]


def test_a_refusal_is_refuted_where_the_guard_does_not_decline():
    assert refusal("other").judge(SAMPLES, "smoke").verdict is Verdict.REFUTED


def test_a_guard_that_declines_everything_proves_nothing():
    finding = refusal("heavy", sound="heavy").judge(SAMPLES, "smoke")
    assert finding.verdict is Verdict.INCONCLUSIVE
    assert "proves nothing" in finding.reason


def test_a_share_has_no_tail_to_decline():
    with pytest.raises(UnusableSample, match="no tail to guard"):
        refusal("share").judge({**SAMPLES, "share": LIGHT > 3}, "smoke")
