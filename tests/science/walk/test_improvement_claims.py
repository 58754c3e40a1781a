"""The claims of the two chapters: sized for their margins, and a broken simulator is found out."""

import dataclasses

import numpy as np
import pytest

from modelcollapse import claims
from modelcollapse.claims.judge import judge
from modelcollapse.simulate import walk

CHAPTERS = ("beating-real-data", "parametric-families")
IDS = [claim for claim in claims.ids() if claims.get(claim).chapter in CHAPTERS]


def test_every_ledger_key_is_covered():
    keys = {key for claim in IDS for key in claims.get(claim).ledger}
    assert keys == {"X11", *(f"P1-{key}" for key in ("C4", "E4", "E5", "E6", "T4", "T5", "T6", "T7", "W1"))}


@pytest.mark.parametrize("claim", IDS)
def test_nothing_is_called_the_papers(claim):
    known = claims.get(claim)
    assert str(known.provenance) == "derived here"
    assert "speaks to" in known.provenance_note
    assert str(known.outcome) in ("holds", "conditional")


@pytest.mark.parametrize("claim", IDS)
def test_full_sizes_suffice_for_the_margins(claim):
    known = claims.get(claim)
    for evidence in known.evidence:
        if hasattr(evidence, "plan") and evidence.kind != "ordering":
            planned = evidence.plan("full", known.simulation.size(evidence.sample, "full"))
            assert planned["replicates"] >= planned["replicates_needed"], evidence.name


def with_broken(claim, monkeypatch, name, replacement):
    """Names of the simulated evidence that a broken simulator gets refuted."""
    known = claims.get(claim)
    kept = tuple(evidence for evidence in known.evidence if hasattr(evidence, "sample"))
    monkeypatch.setattr(walk, name, replacement)
    found = judge(dataclasses.replace(known, evidence=kept), "smoke")
    return {entry["name"] for entry in found["evidence"] if entry["verdict"] == "refuted"}


def test_a_simulator_whose_steps_are_too_long_is_found_out(monkeypatch):
    right = walk.errors

    def longer(*positional, **named):
        first, last = right(*positional, **named)
        return first, first + 1.2 * (last - first)

    broken = with_broken("walk-improvement-line", monkeypatch, "errors", longer)
    assert broken >= {"share-d-1-s-0", "law-d-1-s-0", "law-d-1-s-1", "law-d-1-s-2"}


def test_a_simulator_that_draws_the_real_data_from_the_family_is_found_out(monkeypatch):
    right = walk.errors

    def inside(*positional, real, **named):
        return right(*positional, **named)

    assert with_broken("walk-family-misspecified", monkeypatch, "errors", inside) == {"counts", "regression"}


def test_counting_ties_as_better_is_found_out(monkeypatch):
    def lenient(first, last, *, metric=None):
        weights = np.eye(first.shape[1]) if metric is None else metric
        squared = [np.einsum("ri,ij,rj->r", e, weights, e) for e in (first, last)]
        return squared[1] <= squared[0] * (1 + 1e-9)

    assert "small-bernoulli" in with_broken("walk-family-limit", monkeypatch, "improved", lenient)
