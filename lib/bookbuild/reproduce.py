"""Build again, elsewhere and from nothing, and compare: by bytes on one class of machine, else by value."""

import json
import math
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bookbuild import manifest
from bookbuild.build import build
from bookbuild.identity import Identity
from bookbuild.judging import Judge, judge_claims
from bookbuild.project import Project
from modelcollapse.errors import InvalidArgument

# Another linear algebra changes the last bits of a float; fifteen digits agree to about this much.
TOLERANCE = 1e-9
# Digests restate the values they are of.
_DERIVED = ("digest", "key")


@dataclass(frozen=True)
class Reproduced:
    """What a second build showed.

    Attributes:
        tier: "A", compared by bytes, or "B", another class of machine: by verdicts and values.
        files: how many files were compared.
        differences: one line each; none where the build was reproduced.
        scratch: where the second build lies; None once it was removed.
    """

    tier: str
    files: int
    differences: tuple[str, ...]
    scratch: Path | None


def reproduce(
    project: Project,
    profile: str,
    *,
    workers: int,
    judge: Judge = judge_claims,
    say: Callable[[str], None] = print,
) -> Reproduced:
    """Rebuild the book of ``profile`` in a scratch folder and compare it with the build there is.

    The scratch folder is removed unless something differs.

    Raises:
        InvalidArgument: there is no build, or it was made from other sources; nothing was started.
        PressError: the second build failed.
    """
    stated, damage = manifest.verify(project, profile)
    if damage:
        rule = f"must be intact before it can be reproduced; {damage.first}"
        raise InvalidArgument("build", str(project.published(profile)), rule)
    now = manifest.sources(project)
    for part in ("lock", "sources"):
        if stated[part] != now[part]:
            raise InvalidArgument(
                "build",
                str(project.published(profile)),
                f"was made from another {part}; build the book first",
            )
    scratch = Path(tempfile.mkdtemp(prefix="reproduce-"))
    say(f"building again in {scratch}")
    second = Project(project.root, scratch)
    try:
        # The same sources may have been committed since, which would change what the pages say of them.
        build(second, profile, workers=workers, judge=judge, identity=Identity(**stated["identity"]))
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    again = manifest.load(second.manifest(profile))
    if again["machine"] == stated["machine"]:
        tier, differences = "A", _by_bytes(stated, again)
    else:
        tier, differences = "B", _by_value(project, second, profile)
    if not differences:
        shutil.rmtree(scratch)
    return Reproduced(tier, len(again["files"]), differences, scratch if differences else None)


def _by_bytes(stated: Mapping[str, Any], again: Mapping[str, Any]) -> tuple[str, ...]:
    found = manifest.compare(stated["files"], again["files"])
    return tuple(
        f"{noun}: {name}" for noun in ("changed", "missing", "added") for name in getattr(found, noun)
    )


def _by_value(first: Project, second: Project, profile: str) -> tuple[str, ...]:
    """Differences of the ledgers: any in a verdict or a word, and floats beyond the tolerance."""
    ledgers = [json.loads(project.ledger(profile).read_bytes()) for project in (first, second)]
    return tuple(unequal(*ledgers))


def unequal(a: Any, b: Any, where: str = "ledger") -> Iterator[str]:
    """Where two JSON values differ: floats by the relative tolerance, everything else at all."""
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        for key in sorted(a.keys() - set(_DERIVED)):
            yield from unequal(a[key], b[key], f"{where}.{key}")
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for index, (left, right) in enumerate(zip(a, b, strict=True)):
            name = left.get("id", left.get("name", index)) if isinstance(left, dict) else index
            yield from unequal(left, right, f"{where}[{name}]")
    elif isinstance(a, float) and isinstance(b, float | int):
        if not math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            yield f"{where}: {a!r} and {b!r}"
    elif type(a) is not type(b) or a != b:
        yield f"{where}: {a!r} and {b!r}"
