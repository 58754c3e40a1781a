"""The claims of the family: verified at small sizes, every control caught, the ledger covered."""

import pytest

from modelcollapse import claims
from modelcollapse.claims import language
from modelcollapse.claims.judge import judge

# Those on n-grams have tests of their own.
CLAIMS = [claim for claim in language.CLAIMS if claim.chapter != "ngram"]


@pytest.fixture(scope="module", params=[claim.id for claim in CLAIMS])
def record(request):
    return judge(claims.get(request.param), "smoke")


def test_verified_and_every_control_refuted(record):
    assert record["verdict"] == "verified", record["reason"]
    assert {control["verdict"] for control in record["controls"]} == {"refuted"}
    assert all(entry["controls"] for entry in record["evidence"])


def test_full_sizes_suffice_for_the_margins():
    for claim in CLAIMS:
        for evidence in claim.evidence:
            if hasattr(evidence, "plan"):
                planned = evidence.plan("full", claim.simulation.size(evidence.sample, "full"))
                assert planned["replicates"] >= planned["replicates_needed"], (claim.id, evidence.name)


def test_corrections_say_which_version_was_read():
    for claim in CLAIMS:
        if claim.paper == "seddik2024bad" and str(claim.provenance) == "full text":
            assert "text extraction of the first arXiv version" in claim.provenance_note
