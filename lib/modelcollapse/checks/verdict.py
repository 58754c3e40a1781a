"""Verdicts, and what a judged piece of evidence reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

__all__ = ["Control", "Finding", "Verdict", "combine"]


class Verdict(StrEnum):
    """What the evidence allows us to say."""

    VERIFIED = "verified"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True)
class Control:
    """A false variant judged on the same numbers.

    Attributes:
        name: what was changed, in words.
        verdict: what the judge said of it.
        value: the variant's number, or None where it is a curve or an expression.
        gap_in_margins: distance from the asserted value in margins, or None where there is no margin.
    """

    name: str
    verdict: Verdict
    value: float | None = None
    gap_in_margins: float | None = None

    @property
    def must_fall(self) -> bool:
        """Whether the check is sharp enough that anything but a refutation is a failure of the check."""
        return self.gap_in_margins is None or self.gap_in_margins >= 2


@dataclass(frozen=True)
class Finding:
    """A judged piece of evidence: its verdict, one sentence why, its numbers, its controls and its mutants.

    Controls are chosen by hand and have to be refuted. Mutants are generated; none may come out verified.
    """

    verdict: Verdict
    reason: str
    values: dict[str, Any] = field(default_factory=dict)
    controls: tuple[Control, ...] = ()
    mutants: tuple[Control, ...] = ()

    def settled(self) -> Finding:
        """Withhold a verdict that the controls do not support: a check that passes a wrong variant proves nothing."""
        if self.verdict is not Verdict.VERIFIED:
            return self
        missed = [c.name for c in self.controls if c.must_fall and c.verdict is not Verdict.REFUTED]
        fooled = [c.name for c in (*self.controls, *self.mutants) if c.verdict is Verdict.VERIFIED]
        if missed or fooled:
            name = (fooled or missed)[0]
            said = "passes" if fooled else "does not refute"
            reason = f"The numbers agree, but the check also {said} a wrong variant ({name}), so it proves nothing."
            return replace(self, verdict=Verdict.INCONCLUSIVE, reason=reason)
        return self


def combine(findings: Iterable[tuple[str, Finding]]) -> tuple[Verdict, str]:
    """Judge a claim by its evidence: refuted by any refutation, verified only if every piece is."""
    named = list(findings)
    if not named:
        return Verdict.INCONCLUSIVE, "There is no evidence."
    for verdict in (Verdict.REFUTED, Verdict.INCONCLUSIVE):
        for name, finding in named:
            if finding.verdict is verdict:
                return verdict, f"{name}: {finding.reason}"
    count = len(named)
    controls = sum(len(finding.controls) for _, finding in named)
    pieces = "The one piece of evidence holds" if count == 1 else f"All {count} pieces of evidence hold"
    variants = "the one wrong variant was" if controls == 1 else f"all {controls} wrong variants were"
    return Verdict.VERIFIED, f"{pieces}, and {variants} caught."
