"""What a claim is: a statement, where it comes from, and the evidence that judges it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from modelcollapse.checks import Evidence
from modelcollapse.claims import published
from modelcollapse.records import canonical
from modelcollapse.streams import ROOT, key

__all__ = ["PROFILES", "Claim", "Comparison", "Outcome", "Provenance", "Simulation"]

PROFILES = ("smoke", "full")


class Provenance(StrEnum):
    """The weakest link that supports the wording of a statement."""

    FULL_TEXT = "full text"
    AUTHORS_NOTEBOOK = "authors' notebook"
    PUBLIC_SUMMARY = "public summary"
    ABSTRACT = "abstract"
    THIRD_PARTY_NOTE = "third-party note"
    DERIVED_HERE = "derived here"


class Outcome(StrEnum):
    """What became of the published statement; the claim itself is always the book's assertion."""

    HOLDS = "holds"
    SHARPENED = "sharpened"
    CORRECTED = "corrected"
    CONDITIONAL = "conditional"
    FAILS = "fails"
    NOT_EXAMINED = "not examined"


@dataclass(frozen=True)
class Simulation:
    """The random part of a claim.

    Attributes:
        block: simulates one block: (rng, replicates) → samples by name, replicates first.
        replicates: how many in each profile.
        block_size: replicates in a block; part of the claim, because it fixes the streams.
        entries: how many entries of a sample come from one replicate on average, for the samples where that
            is not one.
    """

    block: Callable[[np.random.Generator, int], Mapping[str, np.ndarray]]
    replicates: Mapping[str, int]
    block_size: int = 2048
    entries: Mapping[str, float] = field(default_factory=dict)

    def size(self, sample: str, profile: str) -> int:
        """Return how many entries a sample has in a profile, for planning."""
        return round(self.replicates[profile] * self.entries.get(sample, 1.0))


@dataclass(frozen=True)
class Comparison:
    """The published form beside the book's, for the page that compares them; it is no part of what is judged.

    Attributes:
        printed: the published form in the letters of the book, Markdown with TeX.
        ours: the sharpened or corrected form, Markdown with TeX.
        decided: the evidence that tells the two apart, and of each the control to show beside it, "" for none.
    """

    printed: str
    ours: str
    decided: Mapping[str, str]

    def described(self) -> dict[str, Any]:
        """Return the part of the record."""
        shown = [{"evidence": evidence, "control": control} for evidence, control in self.decided.items()]
        return {"printed": self.printed, "ours": self.ours, "decided": shown}


@dataclass(frozen=True)
class Claim:
    """One statement of the book.

    Attributes:
        id: permanent slug, ``<family>-<what>``.
        title: a headline a reader understands.
        ledger: keys of the statements it covers.
        paper: key in the bibliography.
        locus: theorem, equation or figure.
        statement: the book's assertion, Markdown with TeX.
        assumptions: under which it is asserted.
        provenance: how the published wording was read.
        provenance_note: one sentence that says so in full.
        outcome: what became of the published statement.
        chapter: slug of the chapter that shows it.
        evidence: what judges it.
        simulation: what the evidence draws its samples from, or None.
        not_established: what a reader might think is shown and is not.
        facts: what the claim was computed from, for the record: sizes and digests of a text.
        revision: raised when a margin, a size or the wording changes.
        history: one line for each revision after the first.
        compared: the published form and ours, where the outcome is sharpened or corrected.
    """

    id: str
    title: str
    ledger: tuple[str, ...]
    paper: str
    locus: str
    statement: str
    assumptions: tuple[str, ...]
    provenance: Provenance
    provenance_note: str
    outcome: Outcome
    chapter: str
    evidence: tuple[Evidence, ...]
    simulation: Simulation | None = None
    not_established: tuple[str, ...] = ()
    facts: Callable[[], Mapping[str, int | float | str]] = dict
    revision: int = 1
    history: tuple[str, ...] = field(default=())
    compared: Comparison | None = None

    @property
    def family(self) -> str:
        """The column of the grid: the first word of the id."""
        return self.id.partition("-")[0]

    def declaration(self) -> dict[str, Any]:
        """Return everything that is fixed before the claim is judged; a change of it is a new revision."""
        return {
            "id": self.id,
            "statement": self.statement,
            "assumptions": list(self.assumptions),
            "seed": {profile: [ROOT, *key(self.id, profile)] for profile in PROFILES},
            "replicates": dict(self.simulation.replicates) if self.simulation else {},
            "block_size": self.simulation.block_size if self.simulation else 0,
            "evidence": [
                {
                    "name": evidence.name,
                    "asserts": evidence.asserts,
                    "declared": {profile: evidence.declared(profile) for profile in PROFILES},
                    "rivals": [
                        name
                        for group in ("rivals", "lower_rivals", "upper_rivals", "sound")
                        for name in getattr(evidence, group, ())
                    ],
                }
                for evidence in self.evidence
            ],
        }

    def described(self) -> dict[str, Any]:
        """Return the part of the record that needs no computation."""
        return {
            "id": self.id,
            "title": self.title,
            "family": self.family,
            "ledger": list(self.ledger),
            "items": published.items(self.ledger),
            "paper": self.paper,
            "version": published.VERSIONS[self.paper],
            "locus": self.locus,
            "statement": self.statement,
            "compared": self.compared.described() if self.compared else None,
            "assumptions": list(self.assumptions),
            "provenance": str(self.provenance),
            "provenance_note": self.provenance_note,
            "outcome": str(self.outcome),
            "chapter": self.chapter,
            "not_established": list(self.not_established),
            "revision": self.revision,
            "history": list(self.history),
            "declaration": hashlib.sha256(canonical(self.declaration()).encode()).hexdigest(),
        }
