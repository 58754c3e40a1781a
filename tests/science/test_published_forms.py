"""The published form beside ours: given where something is sharpened or corrected, and nowhere else."""

import dataclasses

import pytest

from modelcollapse import claims
from modelcollapse.claims import Comparison, Outcome, Provenance, published
from science.test_claims_catalogue import COVERED

ALL = [claims.get(claim) for claim in claims.ids()]
COMPARED = [claim for claim in ALL if claim.compared]
# Of this paper no theorem was read.
UNREAD = "xu2025probabilistic"


def test_what_is_sharpened_or_corrected_is_compared_and_nothing_else():
    changed = {claim.id for claim in ALL if claim.outcome in (Outcome.SHARPENED, Outcome.CORRECTED)}
    assert changed == {claim.id for claim in COMPARED}
    assert changed


@pytest.mark.parametrize("claim", COMPARED, ids=lambda claim: claim.id)
def test_both_forms_are_given(claim):
    for form in (claim.compared.printed, claim.compared.ours):
        assert form.strip() == form != ""
        assert form.endswith(".")
        assert form.count("$") % 2 == 0
    assert claim.compared.printed != claim.compared.ours


@pytest.mark.parametrize("claim", COMPARED, ids=lambda claim: claim.id)
def test_what_decides_is_in_the_record(judged, claim):
    record = judged.records[claim.id]
    evidence = {entry["name"]: entry for entry in record["evidence"]}
    assert record["compared"]["decided"]
    for shown in record["compared"]["decided"]:
        controls = [control["name"] for control in evidence[shown["evidence"]]["controls"]]
        assert shown["control"] in ["", *controls]


def test_nothing_is_corrected_in_a_paper_that_was_not_read():
    unread = [claim for claim in ALL if claim.paper == UNREAD]
    assert unread
    assert {claim.provenance for claim in unread} == {Provenance.DERIVED_HERE}
    assert {claim.outcome for claim in unread} <= {Outcome.HOLDS, Outcome.CONDITIONAL}
    assert not any(item["published"] for claim in unread for item in published.items(claim.ledger))


def test_every_key_has_one_name():
    tables = (published.PUBLISHED, published.SPOKEN_TO, published.DERIVED)
    assert set().union(*tables) == COVERED
    assert sum(map(len, tables)) == len(COVERED)
    with pytest.raises(KeyError):
        published.items(("P9-T1",))


def test_every_paper_says_what_of_it_was_read():
    assert {claim.paper for claim in ALL} == set(published.VERSIONS)


def test_the_comparison_is_no_part_of_what_is_declared():
    claim = COMPARED[0]
    other = dataclasses.replace(claim, compared=Comparison("a.", "b.", {"two-sided": ""}))
    assert other.declaration() == claim.declaration()
    assert other.described() != claim.described()
