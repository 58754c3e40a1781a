"""Agreement: an exact routine against another route, with the error of both taken from a 50-digit reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from modelcollapse.checks.evidence import Samples
from modelcollapse.checks.verdict import Control, Finding, Verdict
from modelcollapse.errors import UnusableSample

__all__ = ["Agreement"]

DIGITS = 50
# Guard digits for sums and quadrature inside a reference.
WORKING = 60


def _fifty_digits(form: Any, point: Mapping[Any, Any]) -> Any:
    """Evaluate by mpmath, not ``evalf``: SymPy would expand a digamma of a large half-integer term by term."""
    function = sp.lambdify(list(point), form, modules="mpmath")
    with mpmath.workdps(WORKING):
        value = function(*(mpmath.mpf(number) for number in point.values()))
    return sp.Float(value, DIGITS)


@dataclass(frozen=True)
class Agreement:
    """A floating-point routine agrees with an independent route at stated points.

    Attributes:
        name: slug.
        asserts: one sentence of Markdown.
        computed: returns the routine's numbers.
        reference: returns the same numbers as pairs (SymPy expression, values of its symbols), evaluated here
            to 50 digits.
        bound: largest error allowed, relative to max(|reference|, ``scale``).
        rivals: functions that return false numbers of the same shape.
        scale: below this size errors are judged absolutely (1 for probabilities).
    """

    name: str
    asserts: str
    computed: Callable[[], Any]
    reference: Callable[[], Sequence[tuple[Any, Mapping[Any, Any]]]]
    bound: float
    rivals: Mapping[str, Callable[[], Any]]
    scale: float = 0.0

    def declared(self, profile: str) -> dict[str, Any]:
        """Return what is fixed beforehand, the same in every profile."""
        return {
            "kind": "agreement",
            "bound": self.bound,
            "scale": self.scale,
            "digits": DIGITS,
            "profile": profile,
        }

    def judge(self, samples: Samples, profile: str) -> Finding:
        """Compare with the reference; then the rivals.

        Raises:
            UnusableSample: if the two routes return different shapes or numbers that are not finite.
        """
        del samples, profile
        reference = [_fifty_digits(form, point) for form, point in self.reference()]

        def error(numbers: Any) -> float:
            array = np.atleast_1d(np.asarray(numbers, dtype=float))
            if array.shape != (len(reference),) or not np.isfinite(array).all():
                raise UnusableSample(
                    f"{self.name}: {len(reference)} finite numbers expected, got {array.size}"
                )
            gaps = [
                abs(sp.Float(float(value), DIGITS) - exact) / max(abs(exact), sp.Float(self.scale, DIGITS))
                for value, exact in zip(array, reference, strict=True)
            ]
            return float(max(gaps))

        gap = error(self.computed())
        verdict = Verdict.VERIFIED if gap <= self.bound else Verdict.REFUTED
        relation = "is within" if verdict is Verdict.VERIFIED else "exceeds"
        reason = (
            f"The largest error against {DIGITS} digits, {gap:.1e}, {relation} the bound {self.bound:.0e}."
        )
        controls = []
        for name, rival in self.rivals.items():
            far = error(rival())
            controls.append(
                Control(
                    name,
                    Verdict.REFUTED if far > self.bound else Verdict.VERIFIED,
                    None,
                    far / self.bound,
                )
            )
        values = {"largest_error": gap, "bound": self.bound, "points": len(reference), "digits": DIGITS}
        return Finding(verdict, reason, values, tuple(controls)).settled()
