"""Fresh rounds and the e-values they feed."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from modelcollapse import claims
from modelcollapse.checks.evalue import alarm_at, log_e_process
from modelcollapse.checks.value import Value
from modelcollapse.claims.replicate import fresh_root, replicate
from modelcollapse.errors import InvalidArgument, UnusableSample


def test_the_e_process_is_the_closed_formula():
    z = np.array([1.0, -2.0, 0.5])
    total = np.cumsum(z)
    k = np.arange(1, 4)
    expected = np.sqrt(1 / (1 + k)) * np.exp(total**2 / (2 * (1 + k)))
    np.testing.assert_allclose(np.exp(log_e_process(z)), expected, rtol=1e-14)


def test_the_e_process_has_mean_one_under_the_truth():
    # After one round E = exp(z²/4)/√2; its mean over the standard normal law is exactly 1.
    z, weights = np.polynomial.hermite_e.hermegauss(80)
    mean = weights @ np.exp(log_e_process(z[:, None]))[:, 0] / weights.sum()
    assert mean == pytest.approx(1.0, rel=1e-6)


def test_deviations_that_are_not_finite_are_refused():
    with pytest.raises(UnusableSample):
        log_e_process([1.0, float("inf")])


def test_the_alarm_shares_its_level_among_the_watched():
    assert alarm_at(300) == pytest.approx(30_000)
    assert alarm_at(["a", "b"], level=0.1) == pytest.approx(20)


@pytest.fixture(scope="module")
def rate():
    return claims.get("gaussian-typical-rate")


def test_true_claims_agree_in_fresh_rounds(rate):
    roots = itertools.count(900)
    report = replicate([rate], rounds=3, profile="smoke", entropy=lambda: next(roots))
    assert report["roots"] == [900, 901, 902]
    (found,) = report["claims"]
    assert found["agree"] == 3
    assert not found["alarm"]
    assert set(found["log_e_values"]) == {"path-slope", "share-above-mean"}


def test_a_false_claim_raises_the_alarm(rate):
    *others, slope, share = rate.evidence
    truth = slope.theory()
    wrong = replace(slope, theory=Value(lambda: 1.02 * truth))
    roots = itertools.count(900)
    report = replicate(
        [replace(rate, evidence=(*others, wrong, share))],
        rounds=3,
        profile="smoke",
        entropy=lambda: next(roots),
    )
    assert report["claims"][0]["alarm"]
    assert report["claims"][0]["log_e_values"]["path-slope"] > np.log(report["alarm_at"])


def test_entropy_is_fresh():
    assert len({fresh_root() for _ in range(100)}) == 100


@pytest.mark.parametrize("rounds", [0, -1, True, 1.5, "2"])
def test_rounds_are_whole_numbers_above_zero(rate, rounds):
    with pytest.raises(InvalidArgument, match="rounds"):
        replicate([rate], rounds=rounds, profile="smoke")
