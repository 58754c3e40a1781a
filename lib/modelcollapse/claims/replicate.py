"""Fresh rounds: draw new entropy, judge again, and keep an anytime-valid score. Nothing is stored."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from modelcollapse.arguments import integer
from modelcollapse.checks.estimate import Estimate
from modelcollapse.checks.evalue import LEVEL, alarm_at, log_e_process
from modelcollapse.claims.claim import Claim
from modelcollapse.claims.judge import judge

__all__ = ["fresh_root", "replicate"]


def fresh_root() -> int:
    """Return 64 bits of entropy from the operating system."""
    return secrets.randbits(64)


def replicate(
    claims: Sequence[Claim],
    *,
    rounds: int,
    profile: str,
    entropy: Callable[[], int] = fresh_root,
    done: Callable[[], object] = lambda: None,
) -> dict[str, Any]:
    """Judge claims anew in several rounds, each from fresh entropy.

    Args:
        claims: what to judge; those without a simulation would repeat themselves and are left out.
        rounds: how many, at least 1.
        profile: "smoke" or "full".
        entropy: where a round's root comes from.
        done: called after each judged claim.

    Returns:
        ``roots``, ``alarm_at`` and ``claims``: for each its verdicts by round, and the largest e-value of each
        of its estimates. A true claim's e-value reaches ``alarm_at`` with probability at most ``level``,
        all watched estimates and all rounds together.

    Raises:
        InvalidArgument: for fewer than one round.
    """
    rounds = integer("rounds", rounds, minimum=1, maximum=100_000)
    watched = [claim for claim in claims if claim.simulation is not None]
    roots = [entropy() for _ in range(rounds)]
    verdicts: dict[str, list[str]] = {claim.id: [] for claim in watched}
    deviations: dict[tuple[str, str], list[float]] = {}
    for root in roots:
        for claim in watched:
            record = judge(claim, profile, root=root)
            verdicts[claim.id].append(record["verdict"])
            for evidence, entry in zip(claim.evidence, record["evidence"], strict=True):
                if isinstance(evidence, Estimate) and evidence.kind == "exact":
                    numbers = entry["values"]
                    z = (numbers["estimate"] - numbers["theory"]) / numbers["planned_error"]
                    deviations.setdefault((claim.id, evidence.name), []).append(z)
            done()
    # Logs are compared: a broken claim's e-value soon exceeds the largest float.
    largest = {key: float(np.max(log_e_process(zs))) for key, zs in deviations.items()}
    alarm = alarm_at(max(1, len(deviations)))
    return {
        "profile": profile,
        "rounds": rounds,
        "roots": roots,
        "level": LEVEL,
        "alarm_at": alarm,
        "claims": [
            {
                "id": claim.id,
                "agree": sum(verdict == "verified" for verdict in verdicts[claim.id]),
                "verdicts": verdicts[claim.id],
                "alarm": any(value >= np.log(alarm) for key, value in largest.items() if key[0] == claim.id),
                "log_e_values": {key[1]: value for key, value in largest.items() if key[0] == claim.id},
            }
            for claim in watched
        ],
    }
