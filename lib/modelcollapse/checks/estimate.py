"""Estimate: a simulated mean or share against theory, by equivalence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from modelcollapse.checks import mutants, planning, tail
from modelcollapse.checks.budget import ALPHA
from modelcollapse.checks.equivalence import decide
from modelcollapse.checks.evidence import Samples, per_profile, pick
from modelcollapse.checks.measured import Measured, measure, usable
from modelcollapse.checks.value import Value
from modelcollapse.checks.verdict import Control, Finding, Verdict
from modelcollapse.errors import UnusableSample

__all__ = ["Estimate"]


@dataclass(frozen=True)
class Estimate:
    """The mean of a sample equals (or is bounded by) an asserted value.

    Attributes:
        name: slug.
        asserts: one sentence of Markdown.
        sample: name of a sample of shape (replicates,); booleans are judged as a share, exactly.
        theory: the asserted value.
        spread: standard deviation of one replicate by theory, for planning.
        margin: half-width of agreement, a number or one for each profile.
        margin_reason: why this margin.
        rivals: false values by name.
        kind: see ``equivalence.decide``.
        remainder: for the kind "asymptotic", a bound on its distance from the truth.
        mutate: whether one-off mutants are far enough to be asked for (said on the card where not).
    """

    name: str
    asserts: str
    sample: str
    theory: Value
    spread: Callable[[], float]
    margin: float | Mapping[str, float]
    margin_reason: str
    rivals: Mapping[str, Callable[[], float]] = field(default_factory=dict)
    kind: str = "exact"
    remainder: float = 0.0
    mutate: bool = True

    def declared(self, profile: str) -> dict[str, Any]:
        """Return what is fixed beforehand."""
        return {"kind": self.kind, "margin": per_profile(self.margin, profile), "remainder": self.remainder}

    def statistic(self, samples: Samples) -> np.ndarray:
        """Return the numbers whose mean is judged."""
        return usable(pick(samples, self.sample))

    def judge(self, samples: Samples, profile: str) -> Finding:
        """Judge the sample against theory, then the rivals and (full profile) the mutants on the same sample.

        Where theory has a derived and a computed form, they have to be one number first.

        Raises:
            UnusableSample: for a sample or margin that supports no verdict.
        """
        numbers = self.statistic(samples)
        measured = measure(numbers)
        theory = self.theory()
        margin = per_profile(self.margin, profile)
        if not margin > 0:
            raise UnusableSample(f"{self.name}: margin is {margin}: must be above 0")
        guard = None if measured.successes is not None else tail.inspect(numbers)
        complaint = guard.complaint if guard else None

        def said(value: float) -> Verdict:
            if complaint:
                return Verdict.INCONCLUSIVE
            return decide(measured, value, margin, kind=self.kind, remainder=self.remainder)[0]

        disagreement = self.theory.disagreement()
        if disagreement:
            verdict, reason = Verdict.REFUTED, disagreement
        elif complaint:
            verdict = Verdict.INCONCLUSIVE
            reason = f"This sample cannot support a mean: {complaint}; {tail.REMEDY}."
        else:
            verdict, reason = decide(measured, theory, margin, kind=self.kind, remainder=self.remainder)

        def control(name: str, value: float) -> Control:
            return Control(name, said(value), value, abs(value - theory) / margin)

        return Finding(
            verdict,
            reason,
            {**self._numbers(measured, theory, margin, profile), **(_tail_values(guard) if guard else {})},
            tuple(control(name, rival()) for name, rival in self.rivals.items()),
            tuple(
                control(name, number)
                for name, mutant in mutants.of_value(self.theory)
                if (number := mutant()) is not None
            )
            if profile == "full" and self.mutate
            else (),
        ).settled()

    def plan(self, profile: str, replicates: int) -> dict[str, Any]:
        """Return what this check costs and sees, before anything is drawn."""
        spread, margin = float(self.spread()), per_profile(self.margin, profile)
        error = spread / float(np.sqrt(replicates))
        exact = self.kind == "exact"
        theory = self.theory()
        gaps = {name: abs(rival() - theory) for name, rival in self.rivals.items()}
        nearest = min(gaps, key=gaps.__getitem__, default=None)
        return {
            "theory": theory,
            "margin": margin,
            "spread": spread,
            "replicates": replicates,
            "replicates_needed": planning.replicates_needed(spread, margin),
            "verified_rate": planning.verified_rate(error, margin, exact=exact),
            "detectable": planning.detectable(error, margin, exact=exact),
            "nearest_rival": nearest,
            "power": planning.power(gaps[nearest], error, margin, exact=exact) if nearest else None,
        }

    def _numbers(self, measured: Measured, theory: float, margin: float, profile: str) -> dict[str, Any]:
        low, high = measured.limits(ALPHA)
        # Power is a promise of the design, so it uses the spread by theory, not the one that was seen.
        planned = self.plan(profile, measured.replicates)
        return {
            "theory": theory,
            "estimate": measured.estimate,
            "standard_error": measured.standard_error,
            "planned_error": planned["spread"] / float(np.sqrt(measured.replicates)),
            "interval": [low, high],
            "margin": margin,
            "alpha": ALPHA,
            **{
                name: planned[name]
                for name in (
                    "replicates",
                    "replicates_needed",
                    "verified_rate",
                    "detectable",
                    "nearest_rival",
                    "power",
                )
                if planned[name] is not None
            },
        }


def _tail_values(report: tail.TailReport) -> dict[str, Any]:
    return {
        "effective_terms": report.effective_terms,
        "largest_share": report.largest_share,
        "tail_correction": report.tail_correction,
    }
