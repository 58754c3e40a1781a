"""Judge a claim: draw its samples, ask every piece of evidence, write the record."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse import streams
from modelcollapse.checks import Finding, Verdict
from modelcollapse.checks.verdict import combine
from modelcollapse.claims.claim import Claim, Outcome

__all__ = ["judge", "samples"]


def samples(claim: Claim, profile: str, *, root: int = streams.ROOT) -> tuple[dict[str, np.ndarray], int]:
    """Simulate the claim's samples, block by block, each from its own stream; also return the variates drawn."""
    if claim.simulation is None:
        return {}, 0
    sizes = streams.block_sizes(claim.simulation.replicates[profile], claim.simulation.block_size)
    parts, draws = [], 0
    for rng, size in zip(streams.blocks(claim.id, profile, root=root), sizes, strict=False):
        parts.append(claim.simulation.block(rng, size))
        draws += rng.draws
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}, draws


def judge(claim: Claim, profile: str, *, root: int = streams.ROOT) -> dict[str, Any]:
    """Compute the record of a claim; nothing is read or written."""
    drawn, draws = samples(claim, profile, root=root)
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
