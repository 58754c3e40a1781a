"""Judge a claim: draw its samples, ask every piece of evidence, write the record."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse import parallel, streams, threads
from modelcollapse.checks import Finding, Verdict
from modelcollapse.checks.verdict import combine
from modelcollapse.claims.claim import Claim, Outcome
from modelcollapse.parallel import Engine

__all__ = ["judge", "samples"]


def samples(
    claim: Claim, profile: str, *, root: int = streams.ROOT, engine: Engine = parallel.SERIAL
) -> tuple[dict[str, np.ndarray], int]:
    """Simulate the claim's samples, block by block, on an engine; also return the variates drawn."""
    if claim.simulation is None:
        return {}, 0
    return parallel.sweep(
        claim.simulation.block,
        name=claim.id,
        replicates=claim.simulation.replicates[profile],
        profile=profile,
        block_size=claim.simulation.block_size,
        root=root,
        engine=engine,
    )


def judge(
    claim: Claim, profile: str, *, root: int = streams.ROOT, engine: Engine = parallel.SERIAL
) -> dict[str, Any]:
    """Compute the record of a claim, its blocks on an engine; nothing is read or written."""
    drawn, draws = samples(claim, profile, root=root, engine=engine)
    # Several threads add in another order: a record must not depend on how many there are.
    with threads.single():
        return _judged(claim, profile, root, drawn, draws)


def _judged(
    claim: Claim, profile: str, root: int, drawn: dict[str, np.ndarray], draws: int
) -> dict[str, Any]:
    findings = [(evidence, evidence.judge(drawn, profile)) for evidence in claim.evidence]
    if claim.outcome is Outcome.NOT_EXAMINED:
        verdict, reason = Verdict.INCONCLUSIVE, "The book holds no evidence on this statement."
    else:
        verdict, reason = combine((evidence.name, finding) for evidence, finding in findings)
    return {
        "schema": 1,
        **claim.described(),
        "profile": profile,
        "seed": {"root": root, "spawn_key": list(streams.key(claim.id, profile))},
        "replicates": claim.simulation.replicates[profile] if claim.simulation else 0,
        "block_size": claim.simulation.block_size if claim.simulation else 0,
        "draws": draws,
        "facts": dict(claim.facts()),
        "verdict": str(verdict),
        "reason": reason,
        "evidence": [
            {
                "name": evidence.name,
                "kind": type(evidence).__name__,
                "asserts": evidence.asserts,
                "declared": evidence.declared(profile),
                "verdict": str(finding.verdict),
                "reason": finding.reason,
                "values": finding.values,
                "controls": [_control(control) for control in finding.controls],
            }
            for evidence, finding in findings
        ],
        "controls": [
            {"name": control.name, "evidence": evidence.name, "verdict": str(control.verdict)}
            for evidence, finding in findings
            for control in finding.controls
        ],
        "mutants": _mutants([finding for _, finding in findings]) if profile == "full" else None,
    }


def _control(control: Any) -> dict[str, Any]:
    return {
        "name": control.name,
        "verdict": str(control.verdict),
        "value": control.value,
        "gap_in_margins": control.gap_in_margins,
    }


def _mutants(findings: list[Finding]) -> dict[str, Any]:
    """Count what became of the generated mutants; the score is the share that was not verified."""
    all_of_them = [mutant for finding in findings for mutant in finding.mutants]
    counts = {str(verdict): sum(m.verdict is verdict for m in all_of_them) for verdict in Verdict}
    total = len(all_of_them)
    return {
        "total": total,
        **counts,
        "score": (total - counts["verified"]) / total if total else None,
    }
