"""What changed between two ledgers; changes of verdict come first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from modelcollapse.errors import InvalidArgument

__all__ = ["compared", "read", "told"]

Ledger = dict[str, Any]

# What a claim states about itself, apart from its verdict and its results.
STATED = ("outcome", "revision", "declaration")
_NEEDED = {"id": str, "verdict": str, "outcome": str, "revision": int, "digest": str}


def read(argument: str, path: Path) -> Ledger:
    """Return the ledger in a file that ``check --json`` or a build wrote.

    Raises:
        InvalidArgument: there is no such file, or it holds no ledger.
    """
    try:
        found: Ledger = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidArgument(argument, str(path), f"must be a ledger: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise InvalidArgument(argument, str(path), "must be a ledger, but is not JSON") from None
    fault = _fault(found)
    if fault:
        raise InvalidArgument(argument, str(path), f"must be a ledger: {fault}")
    return found


def _fault(found: Any) -> str | None:
    """What keeps a JSON value from being a ledger."""
    if not isinstance(found, dict) or not isinstance(found.get("profile"), str):
        return "it names no profile"
    if not isinstance(found.get("claims"), list):
        return "it lists no claims"
    seen = set()
    for position, claim in enumerate(found["claims"]):
        for key, kind in _NEEDED.items():
            if not isinstance(claim, dict) or not isinstance(claim.get(key), kind):
                return f"claim {position} has no {key}"
        if claim["id"] in seen:
            return f"it lists {claim['id']} twice"
        seen.add(claim["id"])
    return None


def compared(old: Ledger, new: Ledger) -> dict[str, Any]:
    """Return the differences of two ledgers.

    Returns:
        ``profiles`` (old, new); ``verdicts``, the claims in both whose verdict changed, with the reason of the
        new one; ``new`` and ``gone`` claims with their verdict; ``stated``, changes of outcome, revision or
        declaration; ``digests``, the ids of claims of unchanged verdict whose result has another digest.
    """
    before = {claim["id"]: claim for claim in old["claims"]}
    after = {claim["id"]: claim for claim in new["claims"]}
    both = [name for name in after if name in before]
    return {
        "profiles": [old["profile"], new["profile"]],
        "verdicts": [
            {
                "id": name,
                "old": before[name]["verdict"],
                "new": after[name]["verdict"],
                "reason": after[name].get("reason", ""),
            }
            for name in both
            if before[name]["verdict"] != after[name]["verdict"]
        ],
        "new": [_named(after[name]) for name in after if name not in before],
        "gone": [_named(before[name]) for name in before if name not in after],
        "stated": [
            {"id": name, "what": key, "old": before[name][key], "new": after[name][key]}
            for name in both
            for key in STATED
            if key in before[name] and key in after[name] and before[name][key] != after[name][key]
        ],
        "digests": [
            name
            for name in both
            if before[name]["verdict"] == after[name]["verdict"]
            and before[name]["digest"] != after[name]["digest"]
        ],
    }


def _named(claim: dict[str, Any]) -> dict[str, str]:
    return {"id": claim["id"], "verdict": claim["verdict"]}


def told(found: dict[str, Any]) -> str:
    """Return the differences as text, one line each."""
    old, new = found["profiles"]
    same = f"profile {new}"
    lines = [
        same if old == new else f"profile {old} against {new}: other sizes, so digests differ throughout"
    ]
    lines += _part("verdicts changed", (_verdict(change) for change in found["verdicts"]))
    for word in ("new", "gone"):
        lines += _part(f"claims {word}", (f"{claim['id']}  {claim['verdict']}" for claim in found[word]))
    lines += _part(
        "statements changed",
        (f"{c['id']}  {c['what']}: {_short(c['old'])} → {_short(c['new'])}" for c in found["stated"]),
    )
    lines += _part("same verdict, another digest", found["digests"])
    return "\n".join(lines)


def _verdict(change: dict[str, str]) -> str:
    reason = f": {' '.join(change['reason'].split())}" if change["reason"] else ""
    return f"{change['id']}  {change['old']} → {change['new']}{reason}"


def _part(title: str, lines: Iterable[str]) -> list[str]:
    listed = [f"    {line}" for line in lines]
    return [f"{title}: {len(listed)}", *listed]


def _short(value: object) -> str:
    """A digest by its first 16 digits; anything else as it is."""
    return str(value)[:16] if len(str(value)) == 64 else str(value)
