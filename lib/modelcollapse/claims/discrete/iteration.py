"""The sequence g_k of the theorems, between two explicit curves."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Identity, Inequality
from modelcollapse.claims.claim import Claim, Comparison, Outcome
from modelcollapse.claims.discrete import source
from modelcollapse.exact import discrete as exact
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM"]

# At k = 1 all bounds but 3/k are equalities, so the comparison starts at 2.
POINTS = (2, 3, 4, 5, 10, 20, 50, 100, 500, 1000, 10**4, 10**5)
FEW = (1, 2, 3, 5, 10, 20, 40)

_k = np.array(POINTS, dtype=float)
_HARMONIC = np.cumsum(1 / np.arange(1.0, POINTS[-1] + 1))[np.array(POINTS) - 1]


def _curve() -> np.ndarray:
    return np.asarray(exact.g(POINTS))


def _with(coefficient: float) -> np.ndarray:
    return np.asarray(2 / (_k + 1 + coefficient * (_HARMONIC - 1)))


def _gain() -> sp.Expr:
    """What one step adds to 1/g beyond one half."""
    x = symbolic.x
    return 1 / (1 - sp.exp(-x)) - 1 / x - sp.Rational(1, 2)


def _over(step: str) -> sp.Expr:
    x = symbolic.x
    numerator = symbolic.iteration()[step].relation.rewrite(sp.exp)
    return numerator / (2 * x * sp.sinh(x / 2).rewrite(sp.exp))


CLAIM = Claim(
    id="discrete-g-iteration",
    title="The clock of forgetting: g is close to 2/k",
    ledger=("P2-L1", "P2-L1s"),
    paper=source.PAPER,
    locus="sequence of Theorem 1",
    statement=(
        "Let $g_1 = 1$ and $g_{k+1} = 1 - e^{-g_k}$. With $H_k = \\sum_{j \\le k} 1/j$, "
        "$\\frac{2}{k+1+\\frac13(H_k-1)} \\le g_k \\le \\frac{2}{k+1}$ for all $k \\ge 1$. "
        "Printed are $\\frac1k \\le g_k \\le \\frac3k$, which are looser on both sides."
    ),
    assumptions=(),
    provenance=source.NOTEBOOK,
    provenance_note="The bounds 1/k and 3/k were read in the authors' public notebook, not in the paper; the "
    "sharper ones are derived here.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed="$\\frac1k \\le g_k \\le \\frac3k$.",
        ours=(
            "$\\frac{2}{k+1+\\frac13(H_k-1)} \\le g_k \\le \\frac{2}{k+1}$, with $H_k = \\sum_{j\\le k} 1/j$: "
            "both sides are close to $2/k$."
        ),
        decided={"two-sided": "", "printed": ""},
    ),
    chapter=source.SYMBOLS,
    evidence=(
        Identity(
            name="gain",
            asserts="$\\frac{1}{1-e^{-x}} - \\frac1x - \\frac12$ is $F(x) = x\\cosh\\frac x2 - 2\\sinh\\frac x2$ over "
            "$2x\\sinh\\frac x2$.",
            left=_gain,
            right=lambda: _over("left"),
            rivals={"one third in place of one half": lambda: _over("left") + sp.Rational(1, 6)},
        ),
        Identity(
            name="room",
            asserts="$\\frac{x}{12}$ less the gain is $G(x) = (2+\\frac{x^2}{6})\\sinh\\frac x2 - x\\cosh\\frac x2$ "
            "over $2x\\sinh\\frac x2$.",
            left=lambda: symbolic.x / 12 - _gain(),
            right=lambda: _over("right"),
            rivals={"x/13 in place of x/12": lambda: _over("right") + symbolic.x / 13 - symbolic.x / 12},
        ),
        Identity(
            name="slopes",
            asserts="$G' = \\frac{x}{12} F$ and $F' = \\frac x2\\sinh\\frac x2 > 0$, both from 0 at 0; so both are "
            "positive.",
            left=lambda: sp.diff(symbolic.iteration()["right"].relation, symbolic.x),
            right=lambda: symbolic.x / 12 * symbolic.iteration()["left"].relation,
            rivals={"x/6 times": lambda: symbolic.x / 6 * symbolic.iteration()["left"].relation},
        ),
        Agreement(
            name="computed",
            asserts="The computed $g_k$ agrees with the nested exponentials.",
            computed=lambda: exact.g(FEW),
            reference=lambda: [(symbolic.iterate(k), {}) for k in FEW],
            bound=1e-14,
            rivals={"one step more": lambda: exact.g([k + 1 for k in FEW])},
        ),
        Inequality(
            name="two-sided",
            asserts="The two curves enclose $g_k$ at these $k$.",
            points=POINTS,
            curve=_curve,
            lower=lambda: _with(1 / 3),
            upper=lambda: 2 / (_k + 1),
            lower_rivals={
                "without the harmonic sum": lambda: 2 / (_k + 1),
                "1/4 in place of 1/3": lambda: _with(1 / 4),
            },
            upper_rivals={"2/(k+2)": lambda: 2 / (_k + 2), "1.99/(k+1)": lambda: 1.99 / (_k + 1)},
        ),
        Inequality(
            name="printed",
            asserts="The printed bounds hold as well: $1/k < g_k < 3/k$ for these $k$.",
            points=POINTS,
            curve=_curve,
            lower=lambda: 1 / _k,
            upper=lambda: 3 / _k,
            lower_rivals={"2/k": lambda: 2 / _k},
            upper_rivals={"1.9/k": lambda: 1.9 / _k},
        ),
    ),
    not_established=(
        "That $1/g_k - k/2 - \\frac16\\log k$ tends to a constant near 0.399 is computed, not proved.",
    ),
)
