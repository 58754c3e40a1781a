"""Judge first, present later: the records of every claim, in parallel, before any chapter runs."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """The records by claim id, the ledger made from them, and the seconds each claim took."""

    records: Mapping[str, Record]
    ledger: Mapping[str, Any]
    seconds: Mapping[str, float]


Judge = Callable[[str, Path, Executor, Callable[[str], None]], Judged]


def judge_claims(profile: str, build: Path, pool: Executor, say: Callable[[str], None]) -> Judged:
    """Judge every registered claim; a claim whose stored record is up to date costs nothing.

    Raises:
        ModelCollapseError: a claim could not be judged at all.
    """
    from modelcollapse import claims

    started = {pool.submit(_judge, name, profile, build): name for name in claims.ids()}
    records, seconds = {}, {}
    for future in as_completed(started):
        name = started[future]
        records[name], seconds[name] = future.result()
        say(f"{records[name]['verdict']:<12} {name}")
    return Judged(
        {name: records[name] for name in claims.ids()},
        claims.ledger(profile, build),
        seconds,
    )


def _judge(name: str, profile: str, build: Path) -> tuple[Record, float]:
    from modelcollapse import claims

    start = time.perf_counter()
    record = claims.judge(name, profile=profile, build=build)
    return record, time.perf_counter() - start


def not_verified(records: Mapping[str, Record]) -> list[str]:
    """The claims that were examined and not verified."""
    return [
        name
        for name, record in records.items()
        if record["verdict"] != "verified" and record["outcome"] != "not examined"
    ]
