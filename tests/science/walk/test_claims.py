"""The claims of the chapters: sized for their margins, and open about what was not read."""

import pytest

from modelcollapse import claims
from modelcollapse.claims.judge import judge
from modelcollapse.claims.walk import (
    adds_up,
    bounded,
    categorical,
    conservation,
    degeneracy,
    fixed_budget,
    moments,
    shrinkage,
    small_bias,
    threshold,
    uniform_bias,
    uniform_rate,
)

CLAIMS = [
    module.CLAIM
    for module in (
        adds_up,
        bounded,
        uniform_rate,
        fixed_budget,
        conservation,
        moments,
        degeneracy,
        categorical,
        threshold,
        small_bias,
        uniform_bias,
        shrinkage,
    )
]


def test_full_sizes_suffice_for_the_margins():
    for claim in CLAIMS:
        for evidence in claim.evidence:
            if hasattr(evidence, "plan"):
                planned = evidence.plan("full", claim.simulation.size(evidence.sample, "full"))
                assert planned["replicates"] >= planned["replicates_needed"], (claim.id, evidence.name)
                assert planned["verified_rate"] >= 0.99, (claim.id, evidence.name)


def test_every_ledger_key_is_covered():
    assert {key for claim in CLAIMS for key in claim.ledger} == {
        *("P1-T1", "P1-T2", "P1-T3", "P1-C1", "P1-C2", "P1-C3", "P1-C4", "P1-W1"),
        *("P1-E1", "P1-E2", "P1-E3", "P1-E6", "X9", "X10", "X12", "X13"),
    }


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_every_card_says_that_the_paper_was_not_read(claim):
    assert str(claim.provenance) == "derived here"
    assert "only the abstract and public summaries were read" in claim.provenance_note
    assert "speaks to" in claim.provenance_note
    assert str(claim.outcome) in {"holds", "conditional"}


def test_a_heavy_tailed_average_is_declined_and_never_judged():
    record = judge(claims.get("walk-fitted-variance"), "smoke")
    entries = {entry["name"]: entry for entry in record["evidence"]}
    naive = entries["naive-variance"]["values"]
    assert naive["naive_refutes_truth"]
    assert naive["naive_estimate"] < 0.5
    assert entries["naive-square"]["values"]["naive_estimate"] < 15
