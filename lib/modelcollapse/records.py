"""Records: what the judge found, as canonical JSON with a schema and a digest."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterable
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from modelcollapse import files
from modelcollapse.errors import CorruptRecord

__all__ = [
    "build_directory",
    "canonical",
    "digest",
    "path",
    "read",
    "schema",
    "source_digest",
    "source_key",
    "write",
]

Record = dict[str, Any]

# What identifies a result's origin but is not part of the result.
_OUTSIDE_DIGEST = ("digest", "key")


def build_directory() -> Path:
    """Where generated files go: ``$MODELCOLLAPSE_BUILD``, else ``_build`` of the project around the current folder."""
    named = os.environ.get("MODELCOLLAPSE_BUILD")
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "_toc.yml").is_file() and (folder / "lib" / "modelcollapse").is_dir():
            return folder / "_build"
    return here / "_build"


def path(claim: str, profile: str, build: Path | None = None) -> Path:
    """Where a claim's record of a profile lies."""
    return (build or build_directory()) / "records" / profile / f"{claim}.json"


def _plain(value: Any) -> Any:
    """Turn NumPy scalars, arrays and tuples into JSON values; floats must be finite."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"a record cannot hold {value}")
    return str(value) if isinstance(value, str) else value


def canonical(content: Any) -> str:
    """Serialise with sorted keys and the shortest floats that read back the same; no NaN, no infinity."""
    return json.dumps(_plain(content), sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def digest(record: Record) -> str:
    """SHA-256 of the record without its own digest and key."""
    body = {key: value for key, value in record.items() if key not in _OUTSIDE_DIGEST}
    return hashlib.sha256(canonical(body).encode()).hexdigest()


@cache
def source_digest() -> str:
    """SHA-256 of the library's source."""
    package = Path(str(resources.files("modelcollapse")))
    sums = hashlib.sha256()
    for file in sorted(package.rglob("*")):
        if file.suffix in {".py", ".json"}:
            sums.update(f"{file.relative_to(package).as_posix()}\0".encode())
            sums.update(file.read_bytes())
    return sums.hexdigest()


@cache
def source_key() -> str:
    """Hash of the library's source and of the packages that compute: a record of another key is out of date."""
    sums = hashlib.sha256(source_digest().encode())
    for name in ("numpy", "scipy", "sympy", "mpmath"):
        sums.update(f"{name} {metadata.version(name)}\0".encode())
    return sums.hexdigest()


def schema() -> Record:
    """Return the JSON Schema (draft 2020-12) that every record satisfies."""
    text = resources.files("modelcollapse").joinpath("record.schema.json").read_text(encoding="utf-8")
    found: Record = json.loads(text)
    return found


def write(record: Record, build: Path | None = None) -> Record:
    """Add digest and key, store the record, and return it as it reads back."""
    complete = {**record, "digest": digest(record), "key": source_key()}
    text = canonical(complete)
    files.write(path(record["id"], record["profile"], build), text.encode())
    stored: Record = json.loads(text)
    return stored


def read(claim: str, profile: str, build: Path | None = None) -> Record:
    """Read a stored record and check its digest.

    Raises:
        FileNotFoundError: if there is none.
        CorruptRecord: if it cannot be read, is not JSON, or is not byte for byte what was written.
    """
    file = path(claim, profile, build)
    try:
        text = file.read_text(encoding="utf-8")
        record: Record = json.loads(text)
        intact = record["digest"] == digest(record) and isinstance(record["key"], str)
        intact = intact and (record["id"], record["profile"]) == (claim, profile)
        # The digest is of the values: the exponent of a float, say, could be written in another way.
        intact = intact and text == canonical(record)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise CorruptRecord(f"{file.name}: cannot be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptRecord(f"{file.name}: not a record ({error})") from None
    if not intact:
        raise CorruptRecord(f"{file.name}: the content does not match its digest")
    return record


def ledger(records: Iterable[Record], profile: str) -> Record:
    """Gather records into the ledger that ``check --json`` prints and the book publishes."""
    kept = ("id", "title", "verdict", "reason", "revision", "declaration", "ledger", "paper", "locus", "outcome",
            "chapter", "evidence", "controls", "mutants", "digest")  # fmt: skip
    return {"profile": profile, "claims": [{key: record[key] for key in kept} for record in records]}
