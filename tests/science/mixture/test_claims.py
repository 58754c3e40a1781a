"""The claims of the chapter: verified, sized for their margins, and careful about what they do not show."""

from modelcollapse import claims
from modelcollapse.claims.mixture import CLAIMS


def test_full_sizes_suffice_for_the_margins():
    for claim in CLAIMS:
        for evidence in claim.evidence:
            # The slow witnesses of the joint fit see one replicate in twenty.
            share = 20 if claim.id == "mixture-joint-root" and evidence.name != "low-kurtosis" else 1
            if hasattr(evidence, "plan"):
                planned = evidence.plan("full", claim.simulation.replicates["full"] // share)
                assert planned["replicates"] >= planned["replicates_needed"], (claim.id, evidence.name)


def test_every_ledger_key_is_covered():
    keys = {key for claim in CLAIMS for key in claim.ledger}
    assert {"P2-T4", "P2-L4", "P2-F8", "P2-F9"} <= keys


def test_the_theorem_is_sharpened_for_eta_two_only():
    claim = claims.get("mixture-sigma-decay")
    assert str(claim.outcome) == "sharpened"
    assert str(claim.provenance) == "authors' notebook"
    assert "\\eta = 2" in claim.statement
    assert any("unresolved" in sentence for sentence in claim.not_established)
