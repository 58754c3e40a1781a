"""What the reader is told at the end of a build, and about the chapters there are."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bookbuild.build import Built
from bookbuild.chapters import Chapter
from bookbuild.manifest import Difference
from bookbuild.reproduce import Reproduced

if TYPE_CHECKING:
    from bookbuild.release import Released

VERDICTS = ("verified", "refuted", "inconclusive")


def summary(built: Built) -> str:
    """The closing table; claims that are not verified come first, and loudly."""
    counts = Counter(record["verdict"] for record in built.records.values())
    lines = [f"NOT VERIFIED  {name}: {built.records[name]['reason']}" for name in built.not_verified]
    executed = f"{len(built.executed)} executed" if built.executed else "nothing re-executed"
    rendered = "" if built.rendered else ", site unchanged"
    rows = [(f"claims {verdict}", str(counts[verdict])) for verdict in VERDICTS]
    rows += [
        ("pages", str(built.pages)),
        ("chapters", executed + rendered),
        ("seconds", f"{built.seconds:.0f}"),
        ("open", str(built.site / "index.html")),
    ]
    return "\n".join([*lines, *(f"{name:<21}{value}" for name, value in rows)])


def chapter(found: Chapter) -> str:
    """One chapter and its parameters."""
    lines = [found.slug]
    for name, schema in found.parameters.schemas.items():
        unit = f" [{schema['unit']}]" if "unit" in schema else ""
        meaning = f": {schema['description']}" if "description" in schema else ""
        lines.append(f"  -p {name} {found.parameters.rule(name)}{unit}, default {schema['default']}{meaning}")
    cost = found.parameters.cost
    lines.append(f"  cost {cost.formula} {cost.unit}, at most {cost.budget:,g}")
    return "\n".join(lines)


def verified(stated: Mapping[str, Any], difference: Difference) -> str:
    """What recomputing the digests of a build showed."""
    return _compared(difference, len(stated["files"]), f"of the {stated['profile']} build")


def bundled(count: int, difference: Difference) -> str:
    """What recomputing the checksums of an unpacked bundle showed."""
    return _compared(difference, count, "of the bundle")


def _compared(difference: Difference, count: int, whose: str) -> str:
    lines = [
        f"{noun}: {name}" for noun in ("changed", "missing", "added") for name in getattr(difference, noun)
    ]
    shown = lines[:10] + ([f"… and {len(lines) - 10} more"] if len(lines) > 10 else [])
    word = "DIFFERENT" if lines else "intact"
    return "\n".join([*shown, f"{word}: {count} files {whose}"])


def released(done: "Released") -> str:
    """What a bundle holds, and where it lies."""
    lines = [f"{done.bundled} files, {done.identity.origin}", done.identity.directory]
    return "\n".join([*lines, *(f"wrote {path}" for path in done.files)])


def reproduced(done: Reproduced) -> str:
    """What building again showed; the first difference is named first."""
    how = "same class of machine, by bytes" if done.tier == "A" else "another machine, by verdict and value"
    lines = [f"tier {done.tier} ({how}): {done.files} files compared"]
    if not done.differences:
        return "\n".join([*lines, "REPRODUCED"])
    lines += [f"first difference: {done.differences[0]}", *done.differences[1:10]]
    return "\n".join([*lines, f"NOT REPRODUCED: {len(done.differences)} differences; see {done.scratch}"])
