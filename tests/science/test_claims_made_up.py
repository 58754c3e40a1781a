"""One claim that is false and one that is underpowered, through the whole machinery."""

import dataclasses
import json

import numpy as np
import pytest

from modelcollapse import __main__ as command_line
from modelcollapse import claims, records, streams
from modelcollapse.checks import Estimate, Value
from modelcollapse.claims import Claim, Outcome, Provenance, Simulation
from modelcollapse.claims.judge import judge, samples


def made_up(name, *, theory=0.0, margin=0.05, replicates=20_000, **changes):
    """A claim about the mean of standard normal draws, whose truth is 0."""
    evidence = Estimate(
        name="mean",
        asserts="The mean.",
        sample="draws",
        theory=Value(lambda: theory),
        spread=lambda: 1.0,
        margin=margin,
        margin_reason="made up",
        rivals={"one": lambda: theory + 1.0},
    )
    settings = {
        "id": f"made-{name}",
        "title": "A mean",
        "ledger": ("P2-S0",),
        "paper": "suresh2024rate",
        "locus": "nowhere",
        "statement": "The mean is as stated.",
        "assumptions": ("Draws are independent.",),
        "provenance": Provenance.DERIVED_HERE,
        "provenance_note": "Made up.",
        "outcome": Outcome.HOLDS,
        "chapter": "none",
        "evidence": (evidence,),
        "simulation": Simulation(
            lambda rng, size: {"draws": rng.standard_normal(size)},
            {"smoke": replicates, "full": 2 * replicates},
        ),
    }
    return Claim(**{**settings, **changes})


CLAIMS = {
    "verified": made_up("true"),
    "refuted": made_up("false", theory=0.1),
    "inconclusive": made_up("underpowered", replicates=2_000),
}


@pytest.fixture
def registered(monkeypatch):
    for claim in CLAIMS.values():
        monkeypatch.setitem(claims._ALL, claim.id, claim)
    return {verdict: claim.id for verdict, claim in CLAIMS.items()}


@pytest.mark.parametrize("verdict", CLAIMS)
def test_verdicts_through_the_registry_and_back_from_the_store(registered, tmp_path, verdict):
    first = claims.judge(registered[verdict], profile="smoke", build=tmp_path)
    assert first["verdict"] == verdict
    assert first["reason"].startswith("mean: " if verdict != "verified" else "The one piece")
    assert records.read(registered[verdict], "smoke", tmp_path) == first


@pytest.mark.parametrize(("verdict", "status"), [("verified", 0), ("refuted", 1), ("inconclusive", 1)])
def test_exit_status_of_the_command_line(registered, tmp_path, monkeypatch, capsys, verdict, status):
    monkeypatch.setenv("MODELCOLLAPSE_BUILD", str(tmp_path))
    with pytest.raises(SystemExit) as left:
        command_line.main(["check", registered[verdict], "--profile", "smoke", "--json"])
    assert left.value.code == status
    assert json.loads(capsys.readouterr().out)["claims"][0]["verdict"] == verdict
    with pytest.raises(SystemExit) as left:
        command_line.main(["check", registered[verdict], "--profile", "smoke"])
    assert left.value.code == status
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{verdict:<12}")
    # The reason is told where something is wrong.
    assert len(lines) == 1 + status


def test_the_false_claim_is_refuted_because_of_its_number():
    record = judge(CLAIMS["refuted"], "smoke")
    assert "lies below what 0.1" in record["reason"]
    assert record["evidence"][0]["values"]["estimate"] == pytest.approx(0, abs=0.05)


def test_the_underpowered_claim_says_how_many_replicates_it_lacks():
    values = judge(CLAIMS["inconclusive"], "smoke")["evidence"][0]["values"]
    assert values["replicates"] == 2_000 < values["replicates_needed"] == 22_865
    assert values["verified_rate"] == 0.0
    assert values["detectable"] > 0.1


def test_a_statement_without_evidence_is_never_verified():
    silent = made_up("silent", evidence=(), simulation=None)
    assert judge(silent, "smoke")["verdict"] == "inconclusive"
    unexamined = dataclasses.replace(silent, outcome=Outcome.NOT_EXAMINED)
    assert judge(unexamined, "smoke")["reason"] == "The book holds no evidence on this statement."


def test_samples_come_block_by_block_from_named_streams():
    claim = made_up("blocks", replicates=5_000)
    drawn, draws = samples(claim, "smoke")
    assert draws == 5_000
    wanted = [
        rng.standard_normal(size)
        for rng, size in zip(streams.blocks("made-blocks", "smoke"), (2048, 2048, 904), strict=False)
    ]
    assert drawn["draws"].tobytes() == np.concatenate(wanted).tobytes()
    # Another claim in the book, or more replicates of this one, moves none of these numbers.
    more, _ = samples(made_up("blocks", replicates=4_096), "smoke")
    assert more["draws"].tobytes() == drawn["draws"][:4096].tobytes()


def test_the_profile_and_the_root_choose_other_streams():
    claim = made_up("streams", replicates=100)
    smoke, full = (samples(claim, profile)[0]["draws"] for profile in ("smoke", "full"))
    other = samples(claim, "smoke", root=1)[0]["draws"]
    assert len({smoke.tobytes(), full[:100].tobytes(), other.tobytes()}) == 3


def test_mutants_are_asked_at_full_size_only():
    generated = made_up("mutants")
    (evidence,) = generated.evidence
    # A value with an argument: its mutants are one off, and two of these are within the margin.
    blunt = dataclasses.replace(
        evidence, theory=Value(lambda sample_size: (sample_size - 10) / 1000, {"sample_size": 10})
    )
    claim = dataclasses.replace(generated, evidence=(blunt,))
    assert judge(claim, "smoke")["verdict"] == "verified"
    assert judge(claim, "smoke")["mutants"] is None
    full = judge(claim, "full")
    assert full["verdict"] == "inconclusive"
    assert full["mutants"]["verified"] == 2
    assert full["mutants"]["score"] == 0.0
