"""The claims of the book: what is asserted, and who testifies."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from modelcollapse import arguments, files, records, streams
from modelcollapse.claims import discrete, gaussian, language, mixture, regression, walk
from modelcollapse.claims.claim import PROFILES, Claim, Outcome, Provenance, Simulation
from modelcollapse.claims.judge import judge as _compute
from modelcollapse.errors import CorruptRecord

__all__ = ["PROFILES", "Claim", "Outcome", "Provenance", "Simulation", "get", "ids", "judge", "ledger"]

_log = logging.getLogger(__name__)

# The families, in the order of the book.
_ALL: dict[str, Claim] = {
    claim.id: claim
    for family in (discrete, gaussian, mixture, language, walk, regression)
    for claim in family.CLAIMS
}


def ids() -> list[str]:
    """Return the ids of all claims, in the order of the book."""
    return list(_ALL)


def get(claim: str) -> Claim:
    """Return a claim.

    Raises:
        InvalidArgument: for an id that does not exist; a near miss gets a suggestion.
    """
    return _ALL[arguments.choice("claim", claim, ids())]


def judge(claim: str, *, profile: str = "full", build: Path | None = None) -> dict[str, Any]:
    """Return the claim's record, computing and storing it unless an up-to-date one is stored.

    Args:
        claim: id.
        profile: "smoke" or "full".
        build: folder of generated files, default ``records.build_directory()``.

    Raises:
        InvalidArgument: for an unknown claim or profile.
    """
    known = get(claim)
    arguments.choice("profile", profile, PROFILES)
    try:
        stored = records.read(claim, profile, build)
        if stored["key"] == records.source_key() and stored["seed"]["root"] == streams.ROOT:
            return stored
    except FileNotFoundError:
        pass
    except CorruptRecord as damage:
        _log.warning("%s; judged again", damage)
        files.discard(records.path(claim, profile, build))
    return records.write(_compute(known, profile), build)


def ledger(profile: str = "full", build: Path | None = None) -> dict[str, Any]:
    """Judge every claim and gather the verdicts."""
    return records.ledger([judge(claim, profile=profile, build=build) for claim in ids()], profile)
