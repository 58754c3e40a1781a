"""The claims on regression: verified, and every wrong variant refuted."""

import pytest

from modelcollapse import claims
from modelcollapse.claims.regression import CLAIMS, collapse


@pytest.mark.parametrize("claim", [claim.id for claim in CLAIMS])
def test_verified_and_every_control_refuted(judged, claim):
    record = judged.records[claim]
    assert record["verdict"] == "verified", record["reason"]
    assert {control["verdict"] for control in record["controls"]} == {"refuted"}
    assert all(entry["controls"] for entry in record["evidence"])


def test_the_ledger_keys_of_these_chapters():
    keys = {key for claim in CLAIMS for key in claim.ledger}
    assert {"P3-C0", "P3-T1", "P3-T1b", "P3-T1c", "P3-T1d", "P3-D1"} <= keys
    assert {"P3-T2", "P3-T3", "P3-T4", "P3-T4b", "P3-T5"} <= keys


def test_possible_slips_of_the_transcription_are_not_called_printed():
    claim = claims.get("regression-null-predictor")
    names = [name for evidence in claim.evidence for name in getattr(evidence, "rivals", {})]
    assert "the factor inverted" in names
    assert not [name for name in names if "printed" in name or "paper" in name]


def test_the_wrong_special_case():
    assert collapse.special_case(0.0, 40) == pytest.approx(1.169, abs=6e-4)
    assert collapse.special_case(0.0, 240) == pytest.approx(0.247, abs=6e-4)
    assert collapse.special_case(1.0, 90) == pytest.approx(0.124, abs=6e-4)
