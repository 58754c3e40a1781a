"""What the reader is told at the end of a build, and about the chapters there are."""

from collections import Counter

from bookbuild.build import Built
from bookbuild.chapters import Chapter

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
    return "\n".join(lines)
