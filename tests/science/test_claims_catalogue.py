"""What the book asserts: permanent ids, covered statements, and declarations that are complete."""

import re

import pytest

from modelcollapse import claims
from modelcollapse.checks import Estimate, Law, budget
from modelcollapse.claims import PROFILES, Outcome, Provenance

# Ids are permanent: never rename one here, only add.
CHAPTERS = {
    "discrete-g-iteration": "forgetting-symbols",
    "discrete-survival-bound": "forgetting-symbols",
    "discrete-survival-curve": "forgetting-symbols",
    "discrete-undecided-bound": "forgetting-symbols",
    "discrete-absorption-rate": "forgetting-symbols",
    "discrete-fixation": "forgetting-symbols",
    "discrete-poisson-survival": "forgetting-symbols",
    "discrete-time-to-forget": "forgetting-symbols",
    "discrete-expected-time": "forgetting-symbols",
    "discrete-survivors": "forgetting-symbols",
    "discrete-vocabulary": "vocabulary",
    "discrete-vocabulary-spread": "vocabulary",
    "discrete-vocabulary-end": "vocabulary",
    "discrete-zipf-vocabulary": "vocabulary",
    "discrete-text-vocabulary": "vocabulary",
    "gaussian-sigma-decay": "vanishing-variance",
    "gaussian-log-drift": "vanishing-variance",
    "gaussian-typical-rate": "vanishing-variance",
    "gaussian-survival-curve": "vanishing-variance",
    "gaussian-first-passage": "vanishing-variance",
    "gaussian-variance-trap": "vanishing-variance",
    "gaussian-mean-variance": "frozen-mean",
    "gaussian-frozen-mean": "frozen-mean",
    "gaussian-mean-tail": "frozen-mean",
    "mixture-estimator": "mixture",
    "mixture-sigma-decay": "mixture",
    "mixture-survival-curve": "mixture",
    "mixture-estimator-bias": "mixture",
    "mixture-joint-root": "mixture",
    "language-ngram-conserved": "ngram",
    "language-first-text": "ngram",
    "language-whole-sentences": "ngram",
    "language-start-bias": "ngram",
    "language-collision": "synthetic-only",
    "language-collapse-probability": "synthetic-only",
    "language-collapse-time": "synthetic-only",
    "language-survivor": "synthetic-only",
    "language-trajectories": "synthetic-only",
    "language-simplex-figure": "synthetic-only",
    "language-mixed-collision": "mixing-real-data",
    "language-mixed-floor": "mixing-real-data",
    "language-mixed-deviation": "mixing-real-data",
    "language-deviation-bounds": "mixing-real-data",
    "language-synthetic-share": "mixing-real-data",
    "language-window": "windows",
    "language-history": "windows",
    "language-softmax-counts": "character-model",
    "language-character-deviation": "character-model",
    "language-character-loss": "character-model",
    "walk-error-adds-up": "random-walk",
    "walk-bounded-error": "random-walk",
    "walk-uniform-rate": "random-walk",
    "walk-fixed-budget": "random-walk",
    "walk-conservation": "random-walk",
    "walk-fitted-variance": "random-walk",
    "walk-degeneracy": "random-walk",
    "walk-categorical": "random-walk",
    "walk-bias-threshold": "biased-walk",
    "walk-small-bias": "biased-walk",
    "walk-uniform-bias": "biased-walk",
    "walk-shrinkage": "biased-walk",
    "walk-improvement-line": "beating-real-data",
    "walk-improvement-dimensions": "beating-real-data",
    "walk-improvement-directions": "beating-real-data",
    "walk-improvement-fitted-variance": "beating-real-data",
    "walk-improvement-half": "beating-real-data",
    "walk-family-moments": "parametric-families",
    "walk-family-heavy-tail": "parametric-families",
    "walk-family-limit": "parametric-families",
    "walk-family-misspecified": "parametric-families",
    "walk-family-inflation": "parametric-families",
    "walk-table-drift": "real-table",
    "walk-table-improvement": "real-table",
    "walk-table-coverage": "real-table",
    "walk-table-regression": "real-table",
    "walk-table-classifier": "real-table",
    "regression-least-squares-mean": "least-squares-chain",
    "regression-least-squares-law": "least-squares-chain",
    "regression-plateau": "least-squares-chain",
    "regression-dataset-growth": "least-squares-chain",
    "regression-null-predictor": "least-squares-chain",
    "regression-effective-ridge": "ridge",
    "regression-ridge-clean": "ridge",
    "regression-ridge-identity": "ridge",
    "regression-ridge-collapse": "ridge",
    "regression-sweet-spot": "ridge",
    "regression-forgetting": "overparametrised",
    "regression-noise-reversal": "overparametrised",
    "regression-projections": "overparametrised",
    "regression-bias-inequality": "overparametrised",
    "regression-scalar-chain": "overparametrised",
    "regression-power-sums": "power-laws",
    "regression-sharp-constants": "power-laws",
    "regression-scaling-law": "power-laws",
    "regression-adaptive-exponent": "adaptive-regularisation",
    "regression-collapsed-ridge": "adaptive-regularisation",
    "regression-noisy-labels": "adaptive-regularisation",
    "regression-digits": "adaptive-regularisation",
    "regression-accumulate-sum": "accumulate",
    "regression-accumulate-limit": "accumulate",
    "regression-pi-squared": "accumulate",
    "regression-subsample": "accumulate",
}
# The statements that the book covers so far.
COVERED = {
    *("P2-C1", "P2-F2a", "P2-F2b", "P2-F3", "P2-F3g", "P2-F4", "P2-F5"),
    *("P2-F6", "P2-F7", "P2-F8", "P2-F9", "P2-L1", "P2-L1s", "P2-L4", "P2-R1"),
    *("P2-R1x", "P2-R2", "P2-S0", "P2-T1", "P2-T1a", "P2-T1b", "P2-T1c"),
    *("P2-T1d", "P2-T1x", "P2-T2", "P2-T3", "P2-T3c", "P2-T3m", "P2-T3s"),
    *("P2-T3t", "P2-T3x", "P2-T4"),
    *("P1-T1", "P1-T2", "P1-T3", "P1-C1", "P1-C2", "P1-C3", "P1-C4", "P1-W1"),
    *("P1-R",),
    *("P1-E1", "P1-E2", "P1-E3", "P1-E6", "X9", "X10", "X12", "X13"),
    *("P1-T4", "P1-T5", "P1-T6", "P1-T7", "P1-E4", "P1-E5", "X11"),
    *("P3-D2", "P3-D4", "P3-F1", "P3-F2", "P3-T10", "P3-T11", "P3-T6", "P3-T7", "P3-T8", "P3-T9"),
    *("P3-C0", "P3-D1", "P3-T1", "P3-T1b", "P3-T1c", "P3-T1d"),
    *("P3-T2", "P3-T3", "P3-T4", "P3-T4b", "P3-T5"),
    *("P4-D1", "P4-D2", "P4-D3", "P4-E11", "P4-Fig1", "P4-Fig2", "P4-Fig3"),
    *("P4-Fig4", "P4-Fig6", "P4-M0", "P4-P1", "P4-T1a", "P4-T1b"),
    *("P4-T1c", "P4-T1d", "P4-T2", "P4-T2b", "P4-T3", "P4-T4"),
    *("P4-F2", "P4-Fig5"),
    *("P3-D3", "P3-T12", "P3-T13", "P3-T14", "P3-T15", "P3-T16", "P3-E"),
}

ALL = [claims.get(claim) for claim in claims.ids()]
EVIDENCE = [pytest.param(c, e, id=f"{c.id}:{e.name}") for c in ALL for e in c.evidence]


def test_the_ids_and_their_chapters():
    assert {claim.id: claim.chapter for claim in ALL} == CHAPTERS
    assert claims.ids() == list(CHAPTERS)


def test_the_statements_that_are_covered():
    assert {key for claim in ALL for key in claim.ledger} == COVERED


def test_the_edition_stays_within_its_error_budget():
    checks = sum(len(claim.evidence) for claim in ALL)
    assert 0 < checks <= budget.LARGEST
    assert checks * budget.ALPHA <= budget.family_wise()


@pytest.mark.parametrize("claim", ALL, ids=lambda claim: claim.id)
def test_a_claim_says_all_that_its_card_shows(claim):
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", claim.id)
    assert claim.family == claim.id.split("-")[0]
    assert isinstance(claim.provenance, Provenance)
    assert isinstance(claim.outcome, Outcome)
    for text in (claim.title, claim.paper, claim.locus, claim.statement, claim.provenance_note):
        assert text.strip() == text != ""
    assert claim.statement.count("$") % 2 == 0
    # Plain mathematics needs no assumption beyond its statement.
    assert claim.assumptions or claim.simulation is None
    assert claim.ledger
    assert len(set(claim.ledger)) == len(claim.ledger)
    # A revision after the first says what was changed.
    assert len(claim.history) == claim.revision - 1


@pytest.mark.parametrize("claim", ALL, ids=lambda claim: claim.id)
def test_an_examined_claim_has_evidence_with_names_of_its_own(claim):
    names = [evidence.name for evidence in claim.evidence]
    assert len(set(names)) == len(names)
    assert names or claim.outcome is Outcome.NOT_EXAMINED
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)


@pytest.mark.parametrize("claim", ALL, ids=lambda claim: claim.id)
def test_sizes_are_declared_for_every_profile(claim):
    if claim.simulation is not None:
        assert set(claim.simulation.replicates) == set(PROFILES)
        assert claim.simulation.replicates["smoke"] < claim.simulation.replicates["full"]


@pytest.mark.parametrize(("claim", "evidence"), EVIDENCE)
def test_evidence_is_declared_before_it_is_judged(claim, evidence):
    assert evidence.asserts.endswith(".")
    assert evidence.asserts.count("$") % 2 == 0
    for profile in PROFILES:
        declared = evidence.declared(profile)
        assert declared["kind"]
        if isinstance(evidence, Estimate | Law):
            assert evidence.margin_reason
            assert declared["margin"] > 0


@pytest.mark.parametrize(("claim", "evidence"), [p for p in EVIDENCE if isinstance(p.values[1], Estimate)])
def test_estimates_are_planned_to_succeed(claim, evidence):
    for profile in PROFILES:
        plan = evidence.plan(profile, claim.simulation.size(evidence.sample, profile))
        # A true claim falls short once in fifty, at most; the nearest rival is all but always seen.
        assert plan["power"] >= 0.95
        if evidence.kind in ("exact", "asymptotic"):
            # The plan of a one-sided bound is for the worst case, a bound that is attained.
            assert plan["verified_rate"] >= 0.98
            assert plan["replicates"] >= 0.9 * plan["replicates_needed"]


def test_a_declaration_changes_with_what_it_declares():
    one, other = (claims.get(claim).described()["declaration"] for claim in list(CHAPTERS)[:2])
    assert re.fullmatch("[0-9a-f]{64}", one)
    assert one != other
