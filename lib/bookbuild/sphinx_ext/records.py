"""The records in the stage, read as JSON."""

import difflib
import json
from pathlib import Path
from typing import Any

from bookbuild.stage import RECORDS, RUN

Record = dict[str, Any]

NOT_EXAMINED = "not examined"


class UnknownName(LookupError):
    """A claim, or a part of its record, that does not exist; the message says what does."""


class Records:
    """The run and its records, below the source directory of Sphinx."""

    def __init__(self, source: str | Path) -> None:
        self._source = Path(source)

    def run(self) -> dict[str, Any]:
        """What the run states about itself."""
        found: dict[str, Any] = json.loads((self._source / RUN).read_text(encoding="utf-8"))
        return found

    def all(self) -> list[Record]:
        """Every record, in the order of the registry of claims."""
        return [self.get(name) for name in self.run()["claims"]]

    def get(self, name: str) -> Record:
        """The record of a claim.

        Raises:
            UnknownName: there is no such claim.
        """
        known = self.run()["claims"]
        if name not in known:
            raise UnknownName(f"no claim {name!r}{_near(name, known)}")
        path = self._source / RECORDS / f"{name}.json"
        found: Record = json.loads(path.read_text(encoding="utf-8"))
        return found


def anchor(name: str) -> str:
    """The permanent anchor of a claim."""
    return f"claim-{name}"


def verdict(record: Record) -> str:
    """The verdict of a claim, or that nobody examined it."""
    return NOT_EXAMINED if record["outcome"] == NOT_EXAMINED else str(record["verdict"])


def look_up(record: Record, path: str) -> Any:
    """A value of a record: ``verdict``, ``evidence-name.field``, ``evidence-name.interval.0``, ….

    The first step is a field of the record or the name of an evidence; a field of an evidence is one of its
    own or one of its ``values``.

    Raises:
        UnknownName: a step of the path does not exist.
    """
    here: Any = record
    for depth, step in enumerate(path.split(".")):
        options = _options(here, with_evidence=depth == 0)
        if step not in options:
            raise UnknownName(f"no {step!r} in {record['id']} ({path}){_near(step, list(options))}")
        here = options[step]
    return here


def _options(here: Any, *, with_evidence: bool) -> dict[str, Any]:
    """What can be named next: keys, values of an evidence, named or numbered entries of a list."""
    if isinstance(here, list):
        named = {entry["name"]: entry for entry in here if isinstance(entry, dict) and "name" in entry}
        return {str(index): entry for index, entry in enumerate(here)} | named
    if not isinstance(here, dict):
        return {}
    inner = here.get("values")
    options = (inner if isinstance(inner, dict) else {}) | here
    if with_evidence:
        options = {entry["name"]: entry for entry in here["evidence"]} | options
    return options


def _near(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(known) or 'none'}"
