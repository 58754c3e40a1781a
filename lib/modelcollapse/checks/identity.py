"""Identity: two symbolic forms are equal, by algebra and at random rational points."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from modelcollapse.checks import mutants
from modelcollapse.checks.evidence import Samples
from modelcollapse.checks.verdict import Control, Finding, Verdict

__all__ = ["Identity"]

POINTS = 20
DIGITS = 30
# Guard digits, so that agreement to DIGITS is not spoilt by the evaluation itself.
WORKING = 45


def _reduces_to_zero(left: sp.Expr, right: sp.Expr) -> bool:
    """Try cheap reductions of the difference and of the ratio first; ``simplify`` on gamma sums can take minutes."""
    difference = left - right
    reductions: tuple[Callable[[], Any], ...] = (
        lambda: difference,
        lambda: sp.expand(difference),
        lambda: sp.expand_log(difference, force=True),
        lambda: sp.factor(sp.expand_func(sp.gammasimp(left / right))) - 1,
        lambda: sp.radsimp(sp.powsimp(sp.gammasimp(left / right), force=True)) - 1,
        lambda: sp.simplify(difference),
    )
    return any(reduce() == 0 for reduce in reductions)


@dataclass(frozen=True)
class Identity:
    """``left`` equals ``right`` for all admissible values of their symbols.

    Attributes:
        name: slug; it also keys the random points.
        asserts: one sentence of Markdown.
        left, right: functions that return the two SymPy expressions.
        rivals: functions that return false right-hand sides.
        domain: bounds (low, high) for a symbol; default (1, 12). Integer symbols get whole numbers.
    """

    name: str
    asserts: str
    left: Callable[[], Any]
    right: Callable[[], Any]
    rivals: Mapping[str, Callable[[], Any]]
    domain: Mapping[Any, tuple[int, int]] = field(default_factory=dict)

    def declared(self, profile: str) -> dict[str, Any]:
        """Return what is fixed beforehand, the same in every profile."""
        return {"kind": "identity", "points": POINTS, "digits": DIGITS, "profile": profile}

    def _points(self, symbols: list[sp.Symbol]) -> list[dict[sp.Symbol, sp.Rational]]:
        seed = int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:8], "big")
        chance = random.Random(seed)
        points = []
        for _ in range(POINTS):
            point = {}
            for symbol in symbols:
                low, high = self.domain.get(symbol, (1, 12))
                # Denominators of 97 keep a point off the whole and half numbers where special cases hide.
                numerator = chance.randint(97 * low + 1, 97 * high - 1)
                point[symbol] = (
                    sp.Integer(chance.randint(low, high)) if symbol.is_integer else sp.Rational(numerator, 97)
                )
            points.append(point)
        return points

    def judge(self, samples: Samples, profile: str) -> Finding:
        """Reduce the difference to zero and compare at random points; then the rivals and mutants at the points."""
        del samples
        left, right = sp.sympify(self.left()), sp.sympify(self.right())
        symbols = sorted(left.free_symbols | right.free_symbols, key=str)
        points = self._points(symbols) if symbols else [{}]
        lefts = [left.subs(point).evalf(WORKING) for point in points]
        bound = sp.Float(10, WORKING) ** -DIGITS

        def gap_at(value: sp.Expr, candidate: sp.Expr, point: dict[sp.Symbol, Any]) -> sp.Expr:
            gap = abs(value - candidate.subs(point).evalf(WORKING)) / max(abs(value), sp.Integer(1))
            # A variant that has no value where the truth has one differs from it.
            return gap if gap.is_number and gap.is_finite else sp.oo

        def worst(candidate: sp.Expr) -> sp.Expr:
            return max(gap_at(value, candidate, point) for value, point in zip(lefts, points, strict=True))

        def said(candidate: sp.Expr) -> Verdict:
            return Verdict.REFUTED if worst(candidate) > bound else Verdict.INCONCLUSIVE

        gap = worst(right)
        reduces = gap <= bound and _reduces_to_zero(left, right)
        if gap > bound:
            verdict, reason = (
                Verdict.REFUTED,
                f"The two sides differ by {float(gap):.2g} at a rational point.",
            )
        elif reduces:
            verdict = Verdict.VERIFIED
            agree = "1 rational point agrees" if len(points) == 1 else f"{len(points)} rational points agree"
            reason = f"SymPy reduces the difference to zero; {agree} to {DIGITS} digits."
        else:
            verdict = Verdict.INCONCLUSIVE
            reason = "The two sides agree at every point, but SymPy does not reduce their difference to zero."
        return Finding(
            verdict,
            reason,
            {
                "points": len(points),
                "digits": DIGITS,
                "largest_gap": float(gap) if gap.is_finite else None,
                "reduces_to_zero": reduces,
            },
            tuple(Control(name, said(sp.sympify(rival()))) for name, rival in self.rivals.items()),
            tuple(Control(name, said(mutant)) for name, mutant in mutants.of_expression(right))
            if profile == "full"
            else (),
        ).settled()
