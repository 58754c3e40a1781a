"""The claims of the chapter: verified, at an honest size, and blind to nothing."""

import dataclasses

import pytest

from modelcollapse import claims
from modelcollapse.claims.judge import judge

IDS = ("gaussian-mean-variance", "gaussian-frozen-mean", "gaussian-mean-tail")


@pytest.fixture(scope="module", params=IDS)
def record(request, judged):
    return judged.records[request.param]


def test_provenance_is_ours(record):
    assert record["provenance"] == "derived here"
    assert "P2-T3m" in record["ledger"]
    assert record["chapter"] == "frozen-mean"


def test_full_sizes_suffice_for_the_margins():
    for claim in map(claims.get, IDS):
        for evidence in claim.evidence:
            if hasattr(evidence, "plan"):
                planned = evidence.plan("full", claim.simulation.replicates["full"])
                assert planned["replicates"] >= planned["replicates_needed"], (claim.id, evidence.name)


@pytest.mark.parametrize("name", ["law-n-10-divisor-n-1", "law-n-10-divisor-n", "law-n-3-divisor-n-1"])
def test_a_shifted_law_is_not_verified(name):
    claim = claims.get("gaussian-frozen-mean")
    (evidence,) = (piece for piece in claim.evidence if piece.name == name)
    broken = dataclasses.replace(evidence, cdf=lambda points: evidence.cdf(0.9 * points))
    found = judge(dataclasses.replace(claim, evidence=(broken,)), "smoke")
    assert found["verdict"] != "verified"


def test_the_naive_mean_is_declined(judged):
    record = judged.records["gaussian-mean-variance"]
    entry = next(entry for entry in record["evidence"] if entry["name"] == "naive-mean")
    assert entry["values"]["truth"] == 10
    assert entry["values"]["naive_estimate"] < 10
