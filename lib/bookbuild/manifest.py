"""What a build consists of, file by file, and what it was made from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bookbuild import digests
from bookbuild.identity import Identity
from bookbuild.project import Project
from modelcollapse import machine
from modelcollapse.errors import InvalidArgument

SCHEMA = 2


def folders(project: Project, profile: str, site: Path) -> dict[str, Path]:
    """Where each part of a build lies, by the name it has in the manifest."""
    return {
        "html": site,
        "notebooks": project.notebooks(profile),
        "records": project.records(profile),
        "ledger.json": project.ledger(profile),
    }


def sources(project: Project) -> dict[str, str]:
    """Digests of what a build is made from."""
    return {"lock": digests.of_bytes(project.lock.read_bytes()), "sources": digests.of_sources(project)}


def make(
    project: Project,
    profile: str,
    site: Path,
    records: Mapping[str, Mapping[str, Any]],
    identity: Identity,
) -> dict[str, Any]:
    """The manifest of what a build has just written."""
    return {
        "schema": SCHEMA,
        "profile": profile,
        "seed_roots": sorted({record["seed"]["root"] for record in records.values() if record.get("seed")}),
        "identity": identity.stated(),
        **sources(project),
        "machine": machine.cpu_class(),
        "files": _files(folders(project, profile, site), records),
    }


def _files(parts: Mapping[str, Path], claims: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, place in parts.items():
        if place.is_dir():
            found |= {f"{name}/{path}": digest for path, digest in digests.of_tree(place).items()}
        elif place.is_file():
            found[name] = digests.of_bytes(place.read_bytes())
    # A record of a claim that is no longer registered may still lie in the folder.
    stale = {name for name in found if name.startswith("records/") and Path(name).stem not in claims}
    return {name: found[name] for name in sorted(found.keys() - stale)}


def load(path: Path) -> dict[str, Any]:
    """A stored manifest.

    Raises:
        InvalidArgument: there is none, or it is none.
    """
    try:
        found = json.loads(path.read_bytes())
        if found["schema"] != SCHEMA or not isinstance(found["files"], dict):
            raise ValueError(found["schema"])
    except FileNotFoundError:
        raise InvalidArgument("manifest", str(path), "must exist; build the book first") from None
    except (ValueError, KeyError, TypeError):
        raise InvalidArgument("manifest", str(path), f"must be a manifest of schema {SCHEMA}") from None
    return dict(found)


@dataclass(frozen=True)
class Difference:
    """How two lists of files differ, by name."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.added)

    @property
    def first(self) -> str:
        """The first difference, in words."""
        for noun in ("changed", "missing", "added"):
            names = getattr(self, noun)
            if names:
                return f"{noun}: {names[0]}"
        return "none"


def compare(expected: Mapping[str, str], found: Mapping[str, str]) -> Difference:
    """What is missing from, changed in or added to ``expected``."""
    return Difference(
        tuple(sorted(expected.keys() - found.keys())),
        tuple(sorted(name for name in expected.keys() & found.keys() if expected[name] != found[name])),
        tuple(sorted(found.keys() - expected.keys())),
    )


def verify(project: Project, profile: str, *, out: Path | None = None) -> tuple[dict[str, Any], Difference]:
    """Recompute the digest of every file of a build; nothing is executed.

    Raises:
        InvalidArgument: the build has no manifest.
    """
    stated = load(project.manifest(profile))
    claims = {Path(name).stem for name in stated["files"] if name.startswith("records/")}
    parts = folders(project, profile, (out or project.site(profile)).resolve())
    return stated, compare(stated["files"], _files(parts, dict.fromkeys(claims)))
