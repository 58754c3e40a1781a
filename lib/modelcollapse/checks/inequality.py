"""Inequality: a bound against an exact curve, at every stated point, each side reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from modelcollapse.checks.evidence import Samples
from modelcollapse.checks.verdict import Control, Finding, Verdict
from modelcollapse.errors import UnusableSample

__all__ = ["Inequality"]


@dataclass(frozen=True)
class Inequality:
    """``lower ≤ curve ≤ upper`` at every point; either bound may be left out.

    Attributes:
        name: slug.
        asserts: one sentence of Markdown.
        points: what the curve is evaluated at, for the report.
        curve: returns the exact numbers, shape (points,).
        lower, upper: return the bounds, or None.
        lower_rivals, upper_rivals: false bounds, tighter in the direction that makes them false.
        rounding: relative error of the numbers; a violation or a slack smaller than this decides nothing.
    """

    name: str
    asserts: str
    points: tuple[float, ...]
    curve: Callable[[], Any]
    lower: Callable[[], Any] | None = None
    upper: Callable[[], Any] | None = None
    lower_rivals: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    upper_rivals: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    rounding: float = 1e-12

    def declared(self, profile: str) -> dict[str, Any]:
        """Return what is fixed beforehand, the same in every profile."""
        return {
            "kind": "inequality",
            "points": list(self.points),
            "rounding": self.rounding,
            "profile": profile,
        }

    def _slack(self, curve: np.ndarray, bound: Any, sign: int) -> tuple[Verdict, float, float]:
        """Verdict, smallest slack and the point where it occurs, for one side."""
        limit = np.asarray(bound, dtype=float)
        if limit.shape not in ((), curve.shape):
            raise UnusableSample(
                f"{self.name}: a bound of shape {limit.shape} for a curve of shape {curve.shape}"
            )
        if not (np.isfinite(curve).all() and np.isfinite(limit).all()):
            raise UnusableSample(f"{self.name}: the curve or a bound is not finite")
        slack = sign * (limit - curve)
        allowance = self.rounding * np.maximum(np.abs(limit), np.abs(curve))
        worst = int(np.argmin(slack - allowance))
        if (slack < -allowance).any():
            verdict = Verdict.REFUTED
        elif (slack <= allowance).any():
            verdict = Verdict.INCONCLUSIVE
        else:
            verdict = Verdict.VERIFIED
        return verdict, float(slack[worst]), float(self.points[worst])

    def judge(self, samples: Samples, profile: str) -> Finding:
        """Compare both sides; then the rivals of each.

        Raises:
            UnusableSample: if the curve has another shape than the points, or anything is not finite.
        """
        del samples, profile
        curve = np.atleast_1d(np.asarray(self.curve(), dtype=float))
        if curve.shape != (len(self.points),):
            raise UnusableSample(f"{self.name}: {len(self.points)} numbers expected, got shape {curve.shape}")
        sides = []
        values: dict[str, Any] = {"points": len(self.points)}
        controls = []
        for side, sign, bound, rivals in (
            ("lower", -1, self.lower, self.lower_rivals),
            ("upper", 1, self.upper, self.upper_rivals),
        ):
            if bound is not None:
                verdict, slack, where = self._slack(curve, bound(), sign)
                sides.append((side, verdict, slack, where))
                values[f"{side}_slack"], values[f"{side}_slack_at"] = slack, where
            controls += [
                Control(f"{name}, as the {side} bound", self._slack(curve, rival(), sign)[0])
                for name, rival in rivals.items()
            ]
        order = (Verdict.REFUTED, Verdict.INCONCLUSIVE, Verdict.VERIFIED)
        verdict = min((found for _, found, _, _ in sides), key=order.index)
        told = "; ".join(f"{side} slack {slack:.2g} at {where:g}" for side, _, slack, where in sides)
        places = "the one point" if len(curve) == 1 else f"all {len(curve)} points"
        reason = {
            Verdict.VERIFIED: f"The inequality holds at {places} ({told}).",
            Verdict.REFUTED: f"The inequality fails ({told}).",
            Verdict.INCONCLUSIVE: f"Rounding hides which side is larger ({told}).",
        }[verdict]
        return Finding(verdict, reason, values, tuple(controls)).settled()
