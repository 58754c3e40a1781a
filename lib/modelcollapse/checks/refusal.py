"""Refusal: a sample on which the judge must decline, because its mean lies outside what was drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from modelcollapse.checks import tail
from modelcollapse.checks.budget import ALPHA
from modelcollapse.checks.evidence import Samples, pick
from modelcollapse.checks.measured import measure, usable
from modelcollapse.checks.verdict import Control, Finding, Verdict
from modelcollapse.errors import UnusableSample

__all__ = ["Refusal"]


@dataclass(frozen=True)
class Refusal:
    """The tail guard declines a sample whose normal interval would mislead.

    Attributes:
        name: slug.
        asserts: one sentence of Markdown.
        sample: name of a sample of shape (replicates,).
        truth: the true mean, which the naive interval is compared with.
        sound: names of samples, by what they are called, that the guard must not decline; a guard that
            declines everything would prove nothing.
        misleads: whether it is also asserted that the normal interval misses the truth.
    """

    name: str
    asserts: str
    sample: str
    truth: Callable[[], float]
    sound: Mapping[str, str]
    misleads: bool = True

    def declared(self, profile: str) -> dict[str, Any]:
        """Return what is fixed beforehand, the same in every profile."""
        limits = {"fewest_terms": tail.FEWEST_TERMS, "largest_share": tail.LARGEST_SHARE}
        return {
            "kind": "refusal",
            "tail_correction": tail.LARGEST_CORRECTION,
            "profile": profile,
            "misleads": self.misleads,
            **limits,
        }

    def judge(self, samples: Samples, profile: str) -> Finding:
        """Ask the guard, and report what a normal interval would have said.

        Raises:
            UnusableSample: for a sample that supports no verdict, a boolean one included.
        """
        del profile
        numbers = usable(pick(samples, self.sample))
        if numbers.dtype == bool:
            raise UnusableSample(f"{self.name}: a share of yes and no has no tail to guard")
        measured = measure(numbers)
        report = tail.inspect(numbers)
        low, high = measured.limits(ALPHA / 2)
        truth = self.truth()
        misled = not low <= truth <= high
        naive = "would refute the truth" if misled else "contains the truth, by luck"
        complaint = report.complaint
        if complaint:
            verdict = Verdict.VERIFIED if misled or not self.misleads else Verdict.INCONCLUSIVE
            reason = f"The judge declines: {complaint}. The normal interval [{low:.3g}, {high:.3g}] {naive}."
        else:
            verdict = Verdict.REFUTED
            reason = f"The judge does not decline. The normal interval [{low:.3g}, {high:.3g}] {naive}."
        controls = []
        for name, sound in self.sound.items():
            declined = tail.inspect(usable(pick(samples, sound))).complaint
            controls.append(
                Control(f"the judge declines {name}, too", Verdict.VERIFIED if declined else Verdict.REFUTED)
            )
        values = {
            "truth": truth,
            "naive_estimate": measured.estimate,
            "naive_interval": [low, high],
            "naive_refutes_truth": misled,
            "effective_terms": report.effective_terms,
            "largest_share": report.largest_share,
            "tail_correction": report.tail_correction,
            "replicates": measured.replicates,
        }
        return Finding(verdict, reason, values, tuple(controls)).settled()
