"""Law: a sample against a distribution, by the Dvoretzky-Kiefer-Wolfowitz envelope (Massart's constant)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse.checks.budget import ALPHA
from modelcollapse.checks.evidence import Samples, per_profile, pick
from modelcollapse.checks.measured import usable
from modelcollapse.checks.verdict import Control, Finding, Verdict
from modelcollapse.errors import UnusableSample

__all__ = ["Law", "distance", "envelope"]

Cdf = Callable[[np.ndarray], np.ndarray]


def envelope(replicates: int, alpha: float = ALPHA) -> float:
    """Half-width √(log(2/α)/2N) that contains the whole distribution function with probability 1 − α."""
    return float(np.sqrt(np.log(2 / alpha) / (2 * replicates)))


def distance(sample: np.ndarray, cdf: Cdf, *, whole: bool) -> float:
    """Largest distance between the empirical distribution function and ``cdf``.

    Args:
        sample: shape (replicates,).
        cdf: the asserted Pr(X ≤ x).
        whole: the law lives on whole numbers, so that Pr(X < x) = cdf(x − 1).
    """
    points, counts = np.unique(sample, return_counts=True)
    reached = np.cumsum(counts) / len(sample)
    before = np.concatenate([[0.0], reached[:-1]])
    asserted = np.asarray(cdf(points), dtype=float)
    if asserted.shape != points.shape or not np.isfinite(asserted).all():
        raise UnusableSample(
            f"the distribution function gave shape {asserted.shape} for {len(points)} points, or numbers that are not "
            "finite: one finite number for each point is needed"
        )
    asserted_before = cdf(points - 1) if whole else asserted
    return float(max(np.abs(reached - asserted).max(), np.abs(before - asserted_before).max()))


@dataclass(frozen=True)
class Law:
    """The sample follows a distribution.

    Attributes:
        name: slug.
        asserts: one sentence of Markdown.
        sample: name of a sample of shape (replicates,).
        cdf: the asserted distribution function, vectorised.
        margin: largest distance between distribution functions that counts as agreement.
        margin_reason: why this margin.
        rivals: false distribution functions by name.
        whole: the law lives on whole numbers.
    """

    name: str
    asserts: str
    sample: str
    cdf: Cdf
    margin: float | Mapping[str, float]
    margin_reason: str
    rivals: Mapping[str, Cdf]
    whole: bool = False

    def declared(self, profile: str) -> dict[str, Any]:
        """Return what is fixed beforehand."""
        return {"kind": "law", "margin": per_profile(self.margin, profile), "whole": self.whole}

    def judge(self, samples: Samples, profile: str) -> Finding:
        """Judge the sample's distribution function, then the rivals'.

        Raises:
            UnusableSample: for a sample that supports no verdict.
        """
        numbers = usable(pick(samples, self.sample)).astype(float)
        margin = per_profile(self.margin, profile)
        if not margin > 0:
            raise UnusableSample(f"{self.name}: margin is {margin}: must be above 0")
        width = envelope(len(numbers))

        def said(far: float) -> Verdict:
            # The envelope holds for the true law, so a distance beyond it refutes even inside the margin.
            if far > width:
                return Verdict.REFUTED
            return Verdict.VERIFIED if far + width <= margin else Verdict.INCONCLUSIVE

        far = distance(numbers, self.cdf, whole=self.whole)
        verdict = said(far)
        reason = {
            Verdict.VERIFIED: f"The largest distance {far:.2g} and the envelope {width:.2g} fit within {margin:.2g}.",
            Verdict.REFUTED: f"The largest distance {far:.2g} exceeds the envelope {width:.2g} that chance explains.",
            Verdict.INCONCLUSIVE: f"The envelope {width:.2g} is too wide for the margin {margin:.2g}.",
        }[verdict]
        controls = []
        points = np.unique(numbers)
        for name, rival in self.rivals.items():
            gap = float(np.abs(rival(points) - self.cdf(points)).max())
            controls.append(
                Control(name, said(distance(numbers, rival, whole=self.whole)), None, gap / margin)
            )
        values = {
            "distance": far,
            "envelope": width,
            "margin": margin,
            "replicates": len(numbers),
            "alpha": ALPHA,
            "detectable": 2 * width,
        }
        return Finding(verdict, reason, values, tuple(controls)).settled()
