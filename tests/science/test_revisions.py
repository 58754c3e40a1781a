"""What is fixed beforehand stays fixed: a change of margin, size, seed or wording is a new revision."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from modelcollapse import claims
from modelcollapse.claims import Simulation

# Id to revision and declaration digest. To change a declaration: raise the claim's revision, say what changed
# in its history, and write the new pair here.
DECLARED = json.loads(Path(__file__).with_name("declared.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", claims.ids())
def test_a_changed_declaration_is_a_new_revision(name):
    described = claims.get(name).described()
    assert [described["revision"], described["declaration"]] == DECLARED.get(name), (
        f"{name}: the declaration changed; raise its revision, add a line to its history, "
        f'and put "{name}": [{described["revision"] + 1}, <new digest>] into declared.json'
    )


def test_no_claim_has_left_the_list():
    assert set(DECLARED) == set(claims.ids())


def test_margins_sizes_and_wording_are_part_of_the_declaration():
    claim = claims.get("gaussian-typical-rate")
    evidence = claim.evidence[2]
    sizes = {"smoke": 1, "full": 2}
    changed = (
        replace(claim, statement="Something else."),
        replace(claim, simulation=Simulation(claim.simulation.block, sizes)),
        replace(claim, evidence=(*claim.evidence[:2], replace(evidence, margin=0.5), claim.evidence[3])),
        replace(claim, evidence=claim.evidence[:3]),
    )
    digests = {variant.described()["declaration"] for variant in (claim, *changed)}
    assert len(digests) == 5
