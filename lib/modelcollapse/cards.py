"""Claims as plain text: the card on a terminal, the plan, the report of fresh rounds."""

from __future__ import annotations

import math
import textwrap
from typing import Any

from modelcollapse import streams
from modelcollapse.checks.budget import ALPHA, MISSED
from modelcollapse.checks.estimate import Estimate
from modelcollapse.claims.claim import PROFILES, Claim

__all__ = ["card", "planned", "replication"]


def _wrap(label: str, text: str) -> str:
    return textwrap.fill(text, 100, initial_indent=f"{label:<13}", subsequent_indent=" " * 13)


def card(claim: Claim) -> str:
    """Return what a claim asserts, where it comes from and what is fixed before it is judged."""
    lines = [
        f"{claim.id} (revision {claim.revision})",
        claim.title,
        "",
        _wrap("statement", claim.statement),
        _wrap(
            "source", f"{claim.paper}, {claim.locus}; read from: {claim.provenance}. {claim.provenance_note}"
        ),
        _wrap("outcome", claim.outcome),
        *(_wrap("assumes", assumption) for assumption in claim.assumptions),
        "",
    ]
    for evidence in claim.evidence:
        lines.append(_wrap(type(evidence).__name__.lower(), f"{evidence.name}: {evidence.asserts}"))
        margins = {profile: evidence.declared(profile).get("margin") for profile in PROFILES}
        if margins["full"] is not None:
            lines.append(
                _wrap("", "margin " + ", ".join(f"{value:g} ({key})" for key, value in margins.items()))
            )
    if claim.simulation is not None:
        sizes = ", ".join(f"{claim.simulation.replicates[profile]:,} ({profile})" for profile in PROFILES)
        key = streams.key(claim.id, "full")
        lines += ["", _wrap("replicates", sizes), _wrap("seed", f"root {streams.ROOT}, key {key} (full)")]
    lines += [_wrap("not shown", sentence) for sentence in claim.not_established]
    lines += ["", _wrap("rerun", f"modelcollapse check {claim.id}")]
    return "\n".join(lines)


def planned(claim: Claim, profile: str) -> str:
    """Return, for each simulated mean or slope of a claim, its margin, cost, resolution and power."""
    lines = [
        f"{claim.id}, {profile} profile",
        f"each limit errs with probability {ALPHA:g}; planned for {1 - MISSED:.1%} verified if true",
        "",
    ]
    estimates = [evidence for evidence in claim.evidence if isinstance(evidence, Estimate)]
    for evidence in estimates:
        replicates = claim.simulation.size(evidence.sample, profile) if claim.simulation else 0
        plan = evidence.plan(profile, replicates)
        rival = (
            f"; power {plan['power']:.4f} against {plan['nearest_rival']}" if plan["nearest_rival"] else ""
        )
        lines += [
            f"{evidence.name}: theory {plan['theory']:.6g}, margin {plan['margin']:g}, spread {plan['spread']:.4g}",
            f"    replicates {replicates:,}, needed {plan['replicates_needed']:,}",
            f"    verified if true {plan['verified_rate']:.4f}; smallest detectable deviation "
            f"{plan['detectable']:.3g}{rival}",
        ]
    if not estimates:
        lines.append("no simulated mean: nothing to plan")
    return "\n".join(lines)


def replication(report: dict[str, Any]) -> str:
    """Return the report of fresh rounds as a short table."""
    lines = [
        f"{report['rounds']} fresh rounds at the {report['profile']} profile, roots "
        + ", ".join(str(root) for root in report["roots"][:5])
        + (", …" if report["rounds"] > 5 else ""),
        f"an e-value of {report['alarm_at']:g} would be an alarm (chance {report['level']:.0%} if all claims are true)",
        "",
    ]
    for claim in report["claims"]:
        largest = max(claim["log_e_values"].values(), default=0.0) / math.log(10)
        alarm = "  ALARM" if claim["alarm"] else ""
        lines.append(
            f"{claim['agree']:>3} of {report['rounds']} agree  10^{largest:+.1f}  {claim['id']}{alarm}"
        )
    return "\n".join(lines)
