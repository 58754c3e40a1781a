"""The claims of the family: which there are, what they cover, and that they are verified at small sizes."""

import json

import jsonschema
import pytest

from modelcollapse import claims, records
from modelcollapse.claims.judge import judge
from modelcollapse.data import corpus

IDS = {
    "discrete-g-iteration",
    "discrete-survival-bound",
    "discrete-survival-curve",
    "discrete-undecided-bound",
    "discrete-absorption-rate",
    "discrete-fixation",
    "discrete-poisson-survival",
    "discrete-time-to-forget",
    "discrete-expected-time",
    "discrete-survivors",
    "discrete-vocabulary",
    "discrete-vocabulary-spread",
    "discrete-vocabulary-end",
    "discrete-zipf-vocabulary",
    "discrete-text-vocabulary",
}
LEDGER = {
    "P2-L1",
    "P2-L1s",
    "P2-T1",
    "P2-T1a",
    "P2-T1b",
    "P2-T1x",
    "P2-T1c",
    "P2-R1",
    "P2-R1x",
    "P2-T1d",
    "P2-F2b",
    "P2-F3",
    "P2-S0",
    "P2-T2",
    "P2-F4",
    "P2-C1",
    "P2-F5",
    "P2-F6",
}


def family():
    return [claims.get(name) for name in claims.ids() if name.startswith("discrete-")]


def test_ids_are_permanent_and_the_ledger_is_covered():
    assert {claim.id for claim in family()} == IDS
    assert {key for claim in family() for key in claim.ledger} == LEDGER


@pytest.mark.parametrize("name", sorted(IDS))
def test_the_claim_is_verified(name):
    record = judge(claims.get(name), "smoke")
    assert record["verdict"] == "verified", record["reason"]
    assert all(control["verdict"] != "verified" for control in record["controls"])


def test_the_record_of_the_text_says_which_words_it_was():
    record = judge(claims.get("discrete-text-vocabulary"), "smoke")
    facts = record["facts"]
    text = corpus.docstrings()
    assert facts["sha256"] == text.sha256
    assert (facts["tokens"], facts["types"]) == (len(text.tokens), len(text.types))
    written = {**record, "digest": records.digest(record), "key": records.source_key()}
    jsonschema.validate(json.loads(records.canonical(written)), records.schema())
