"""What keeping all data costs in the end, against a single clean fit."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Identity, Inequality
from modelcollapse.claims.claim import Claim, Comparison, Outcome
from modelcollapse.claims.regression import accumulate_source as source
from modelcollapse.exact.regression import accumulate as exact
from modelcollapse.symbolic.regression import accumulate as symbolic

__all__ = ["CLAIM", "SHARES"]

SHARES = (0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
_SIZES = ((1, 4), (9, 20), (99, 200), (300, 1000), (30, 10_000))


def _limits() -> list[float]:
    return [exact.accumulated_limit(dimension=d, samples=T) for d, T in _SIZES]


def _integral(d: int, T: int) -> sp.Expr:
    a = d + 1
    return sp.Rational(d, a) * symbolic.integral().subs(symbolic.share, sp.Rational(a, T))


CLAIM = Claim(
    id="regression-accumulate-limit",
    title="The price of keeping all data: at most π²/6",
    ledger=("P3-F1",),
    paper=source.UNIVERSAL,
    locus="abstract",
    statement=(
        "With $x = (d+1)/T$ the risk of the accumulating chain tends to "
        "$-\\frac{(1-x)\\,(\\gamma+\\psi(1-x))}{x}$ times that of its first fit. This factor falls from $\\pi^2/6$ at "
        "$x \\to 0$, over $2\\log 2$ at $x = \\tfrac12$, to $1$ at $x \\to 1$."
    ),
    assumptions=source.SETTING,
    provenance=source.ABSTRACT,
    provenance_note="The abstract names $\\pi^2/6$ and credits it, for regression, to Gerstgrasser and others. "
    + source.REGRESSION_NOTE,
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed="The factor $\\pi^2/6$ between the risk after many generations and that of the first fit.",
        ours=(
            "With $x = (d+1)/T$ the factor is $-\\frac{(1-x)(\\gamma+\\psi(1-x))}{x}$: $\\pi^2/6$ as $x \\to 0$, "
            "less for every other $x$."
        ),
        decided={"small-share": "", "half-share": "π²/6", "between-one-and-the-bound": ""},
    ),
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="terms-fall",
            asserts="The $i$-th fit's part of the factor, $(1-x)/(i(i-x))$, has the slope $-(i-1)/(i(i-x)^2)$ in $x$.",
            left=lambda: sp.diff(symbolic.ratio()["term"].relation, symbolic.share),
            right=lambda: (1 - symbolic.index) / (symbolic.index * (symbolic.index - symbolic.share) ** 2),
            rivals={
                "the other sign": lambda: (
                    (symbolic.index - 1) / (symbolic.index * (symbolic.index - symbolic.share) ** 2)
                ),
            },
            domain={symbolic.share: (0, 1), symbolic.index: (2, 30)},
        ),
        Identity(
            name="small-share",
            asserts="The factor tends to $\\pi^2/6$ as $x \\to 0$.",
            left=lambda: symbolic.ratio()["first"].relation,
            right=lambda: sp.pi**2 / 6,
            rivals={"2": lambda: sp.Integer(2), "ζ(3)": lambda: sp.zeta(3)},
        ),
        Identity(
            name="half-share",
            asserts="At $x = \\tfrac12$ it is $2\\log 2$.",
            left=lambda: symbolic.ratio()["half"].relation,
            right=lambda: 2 * sp.log(2),
            rivals={"π²/6": lambda: sp.pi**2 / 6, "√2": lambda: sp.sqrt(2)},
        ),
        Agreement(
            name="infinite-sum",
            asserts="The library's limit agrees with the infinite sum, written as an integral of geometric series.",
            computed=_limits,
            reference=lambda: [(_integral(d, T), {}) for d, T in _SIZES],
            bound=1e-12,
            rivals={
                "d/T in place of (d + 1)/T": lambda: [
                    float(exact.penalty([d / T])[0]) * d / (T - d) for d, T in _SIZES
                ],
                "π²/6 times the first risk": lambda: [np.pi**2 / 6 * d / (T - d - 1) for d, T in _SIZES],
            },
        ),
        Inequality(
            name="between-one-and-the-bound",
            asserts="The factor lies between $1$ and $\\pi^2/6$.",
            points=SHARES,
            curve=lambda: exact.penalty(SHARES),
            lower=lambda: np.ones(len(SHARES)),
            upper=lambda: np.full(len(SHARES), np.pi**2 / 6),
            lower_rivals={"1.1": lambda: np.full(len(SHARES), 1.1)},
            upper_rivals={"1.64": lambda: np.full(len(SHARES), 1.64)},
        ),
    ),
    not_established=(
        "Ridge regression on accumulated data, and sets with fewer rows than parameters, are not treated here.",
    ),
)
