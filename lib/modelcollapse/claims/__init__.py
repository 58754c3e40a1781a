"""The claims of the book: what is asserted, and who testifies."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from modelcollapse import arguments, files, parallel, records, streams
from modelcollapse.claims import discrete, gaussian, language, mixture, regression, walk
from modelcollapse.claims.claim import PROFILES, Claim, Comparison, Outcome, Provenance, Simulation
from modelcollapse.claims.judge import judge as _compute
from modelcollapse.errors import CorruptRecord
from modelcollapse.parallel import Engine

__all__ = [
    "PROFILES",
    "Claim",
    "Comparison",
    "Outcome",
    "Provenance",
    "Simulation",
    "get",
    "ids",
    "judge",
    "judge_all",
    "ledger",
]

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


def judge(
    claim: str, *, profile: str = "full", build: Path | None = None, engine: Engine = parallel.SERIAL
) -> dict[str, Any]:
    """Return the claim's record, computing and storing it unless an up-to-date one is stored.

    Args:
        claim: id.
        profile: "smoke" or "full".
        build: folder of generated files, default ``records.build_directory()``.
        engine: where its blocks of replicates run; the record is the same on each.

    Raises:
        InvalidArgument: for an unknown claim or profile.
        RunFailed: the engine could not finish.
    """
    return next(judge_all([claim], profile=profile, build=build, engine=engine))


def judge_all(
    wanted: Sequence[str],
    *,
    profile: str = "full",
    build: Path | None = None,
    engine: Engine = parallel.SERIAL,
) -> Iterator[dict[str, Any]]:
    """Yield the records of claims in the order given; arguments and errors as for ``judge``.

    Several claims that have to be judged run side by side, a single one spreads its blocks.
    """
    arguments.choice("profile", profile, PROFILES)
    known = [get(claim).id for claim in wanted]
    found = {claim: _stored(claim, profile, build) for claim in known}
    new = [claim for claim, record in found.items() if record is None]
    if len(new) == 1:
        fresh = iter([_compute(get(new[0]), profile, engine=engine)])
    else:
        fresh = engine.run([(f"claim {claim}", partial(_computed, claim, profile)) for claim in new])
    for claim in known:
        record = found[claim]
        if record is None:
            record = found[claim] = records.write(next(fresh), build)
        yield record


def _stored(claim: str, profile: str, build: Path | None) -> dict[str, Any] | None:
    """The stored record where there is one that is up to date; a damaged one is to be replaced."""
    try:
        record = records.read(claim, profile, build)
    except FileNotFoundError:
        return None
    except CorruptRecord as damage:
        _log.warning("%s; judged again", damage)
        files.discard(records.path(claim, profile, build))
        return None
    current = record["key"] == records.source_key() and record["seed"]["root"] == streams.ROOT
    return record if current else None


def _computed(claim: str, profile: str) -> dict[str, Any]:
    # By id: a claim holds functions that no message can carry.
    return _compute(get(claim), profile)


def ledger(profile: str = "full", build: Path | None = None) -> dict[str, Any]:
    """Judge every claim and gather the verdicts."""
    return records.ledger(judge_all(ids(), profile=profile, build=build), profile)
