"""The judge on trial: how often it errs where the truth is known."""

import numpy as np
import pytest

from modelcollapse import streams
from modelcollapse.checks import calibration


@pytest.fixture
def rng(request):
    return next(streams.blocks(f"tests {request.node.name}", "smoke"))


def test_a_thousand_true_claims(rng):
    counts = calibration.true_claims(rng, claims=1_000, replicates=20_000)
    assert sum(sum(tail.values()) for tail in counts.values()) == 1_000
    assert sum(tail["refuted"] for tail in counts.values()) <= 1
    assert counts["light"]["verified"] >= 0.98 * sum(counts["light"].values())
    assert counts["heavy"]["refuted"] == 0
    # A guard that declined everything would satisfy the lines above.
    assert counts["medium"]["verified"] > 0.5 * sum(counts["medium"].values())


@pytest.mark.parametrize("missed", [0.005, 0.2])
def test_measured_power_is_the_planned_one(rng, missed):
    for row in calibration.verified_rates(rng, reruns=2_000, replicates=5_000, missed=missed):
        assert row["predicted"] == pytest.approx(1 - missed, abs=1e-3), row
        assert abs(row["measured"] - row["predicted"]) <= 0.03, row
        assert row["rival refuted"] >= 0.95, row
        assert row["rival verified"] == 0, row


def test_watching_every_day_for_years_rarely_raises_an_alarm(rng):
    # The bound of one per cent is Ville's; 200 years would leave its measurement to chance.
    assert calibration.alarms_per_year(rng, years=3_000) <= 0.01


def test_a_biased_claim_does_raise_an_alarm(rng):
    from modelcollapse.checks.evalue import alarm_at, log_e_process

    nights = rng.standard_normal((200, 365)) + 0.5
    alarmed = (log_e_process(nights) >= np.log(alarm_at(300))).any(axis=1)
    assert alarmed.mean() > 0.98


@pytest.mark.parametrize(
    "law", [law for law in calibration.SYNTHETIC if law.tail != "heavy"], ids=lambda law: law.name
)
def test_the_synthetic_laws_have_the_stated_mean(rng, law):
    sample = law.draw(rng, 400_000).astype(float)
    assert abs(sample.mean() - law.mean) < 5 * law.spread / np.sqrt(len(sample))
    assert sample.std() == pytest.approx(law.spread, rel=0.05)


def test_the_heavy_laws_have_the_stated_moments():
    from scipy import stats

    by_name = {law.name: law for law in calibration.SYNTHETIC if law.tail == "heavy"}
    references = {
        "log-normal, width 3": stats.lognorm(3.0),
        "Pareto, index 2.1": stats.pareto(2.1),
        "Pareto, index 2.5": stats.pareto(2.5),
    }
    assert set(by_name) == set(references)
    for name, reference in references.items():
        assert by_name[name].mean == pytest.approx(reference.mean(), rel=1e-12)
        assert by_name[name].spread == pytest.approx(reference.std(), rel=1e-9)
