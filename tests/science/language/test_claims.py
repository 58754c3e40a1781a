"""The claims of the family: verified at small sizes, every control caught, the ledger covered."""

from modelcollapse.claims import language

# Those on n-grams have tests of their own.
CLAIMS = [claim for claim in language.CLAIMS if claim.chapter != "ngram"]


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
