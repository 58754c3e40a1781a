"""The extension of Theorem 1 to both ends: neither forgotten nor the only one left."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Inequality
from modelcollapse.claims.claim import Claim, Outcome
from modelcollapse.claims.discrete import source
from modelcollapse.exact import discrete as exact
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM"]

RARE = (0.002, 1000, tuple(range(2, 51)))
COMMON = (0.2, 100, tuple(range(1, 401)))
# Where the lower bound for the common symbol has become negative.
NEGATIVE = tuple(range(40, 60))
# (numerator, denominator of p0; n; k), for rational arithmetic.
SMALL = ((1, 2, 2, 3), (1, 7, 5, 2), (1, 3, 12, 10))


def _curve(setting: tuple[float, int, tuple[int, ...]]) -> np.ndarray:
    p, n, k = setting
    return np.asarray(exact.undecided(p, sample_size=n, generations=k))


def _bounds(setting: tuple[float, int, tuple[int, ...]]) -> tuple[np.ndarray, np.ndarray]:
    p, n, k = setting
    lower, upper = exact.undecided_bounds(p, sample_size=n, generations=k)
    return np.asarray(lower), np.asarray(upper)


def _one_sided(setting: tuple[float, int, tuple[int, ...]]) -> np.ndarray:
    p, n, k = setting
    return np.asarray(exact.survival_lower(p, sample_size=n, generations=k))


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, int]]]:
    found: list[tuple[sp.Expr, dict[sp.Symbol, int]]] = []
    for a, b, n, k in SMALL:
        share = sp.Rational(a, b)
        # Both occur: neither this one nor the others are forgotten.
        found.append((symbolic.survival(share, n, k) + symbolic.survival(1 - share, n, k) - 1, {}))
    return found


def _computed(more: int = 0) -> list[float]:
    return [float(exact.undecided(a / b, sample_size=n, generations=k + more)) for a, b, n, k in SMALL]


CLAIM = Claim(
    id="discrete-undecided-bound",
    title="Neither forgotten nor alone: two bounds for rare symbols, none for common ones",
    ledger=("P2-T1c",),
    paper=source.PAPER,
    locus="extension of Theorem 1",
    statement=(
        "Write $B(r) = \\max(1 - 3nr^2 - 3kr,\\, 0)$ and $q_0 = 1 - p_0$. The chance that the symbol "
        "is neither forgotten "
        "nor alone, $\\Pr(P_k \\notin \\{0,1\\})$, is at least $1 - e^{-np_0g_k} - e^{-nq_0g_k}$ and at most "
        "$1 - B(p_0)\\,e^{-np_0g_k} - B(q_0)\\,e^{-nq_0g_k}$. For a symbol with $3np_0^2 \\ge 1$ "
        "(and $p_0 \\le \\frac12$) the "
        "upper bound is 1, and after many generations the lower one is negative."
    ),
    assumptions=source.SETTING,
    provenance=source.NOTEBOOK,
    provenance_note=source.NOTEBOOK_NOTE + " Where the bounds say nothing is worked out here.",
    outcome=Outcome.HOLDS,
    chapter=source.SYMBOLS,
    evidence=(
        Agreement(
            name="rational",
            asserts="The computed probability agrees with the forward chain in rational numbers.",
            computed=_computed,
            reference=_reference,
            bound=1e-13,
            rivals={"one generation more": lambda: _computed(1)},
        ),
        Inequality(
            name="rare",
            asserts="At $p_0 = 0.002$, $n = 1000$ both bounds enclose the exact probability.",
            points=RARE[2],
            curve=lambda: _curve(RARE),
            lower=lambda: _bounds(RARE)[0],
            upper=lambda: _bounds(RARE)[1],
            lower_rivals={"the theorem's upper bound": lambda: _bounds(RARE)[1]},
            upper_rivals={"the theorem's lower bound": lambda: _bounds(RARE)[0]},
        ),
        Inequality(
            name="common",
            asserts="At $p_0 = 0.2$, $n = 100$ the lower bound holds, too; it needs both exponentials.",
            points=COMMON[2],
            curve=lambda: _curve(COMMON),
            lower=lambda: _bounds(COMMON)[0],
            lower_rivals={"the exponential of the rarer symbol alone": lambda: _one_sided(COMMON)},
        ),
        Inequality(
            name="silent-above",
            asserts="There the upper bound is 1 in every generation.",
            points=COMMON[2],
            curve=lambda: _bounds(COMMON)[1],
            lower=lambda: np.full(len(COMMON[2]), 1 - 1e-9),
            lower_rivals={"1.001": lambda: np.full(len(COMMON[2]), 1.001)},
        ),
        Inequality(
            name="silent-below",
            asserts="At $p_0 = \\frac12$, $n = 10$ the lower bound is below 0 from generation 40 to 59.",
            points=NEGATIVE,
            curve=lambda: exact.undecided_bounds(0.5, sample_size=10, generations=NEGATIVE)[0],
            upper=lambda: np.zeros(len(NEGATIVE)),
            upper_rivals={"−0.9": lambda: np.full(len(NEGATIVE), -0.9)},
        ),
    ),
)
