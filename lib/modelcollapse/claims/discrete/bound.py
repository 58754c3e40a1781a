"""Theorem 1: two bounds on the chance that a symbol is still there, the upper one with sharper constants."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import sympy as sp

from modelcollapse.checks import Identity, Inequality
from modelcollapse.claims.claim import Claim, Comparison, Outcome
from modelcollapse.claims.discrete import source
from modelcollapse.exact import discrete as exact
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM"]

# (p0, n, last generation): the two settings of the figure and one between. At p0 = 0.01 the theorem's upper
# bound says nothing from generation 33 on; at k = 1 two of the bounds coincide.
SETTINGS = ((0.001, 10**4, 50), (0.01, 100, 32), (0.002, 1000, 50))
POINTS = tuple(float(k) for _, _, last in SETTINGS for k in range(2, last + 1))
SILENT = tuple(range(33, 51))


def _along(function: Callable[[float, int, list[int]], object]) -> np.ndarray:
    """A function of (p0, n, generations) at every setting, one after the other."""
    return np.concatenate([np.asarray(function(p, n, list(range(2, last + 1)))) for p, n, last in SETTINGS])


def _curve() -> np.ndarray:
    return _along(lambda p, n, k: exact.survival(p, sample_size=n, generations=k))


def _lower() -> np.ndarray:
    return _along(lambda p, n, k: exact.survival_lower(p, sample_size=n, generations=k))


def _upper(form: str) -> np.ndarray:
    return _along(lambda p, n, k: exact.survival_upper(p, sample_size=n, generations=k, form=form))


def _shifted(by: int) -> np.ndarray:
    return _along(lambda p, n, k: exact.survival_lower(p, sample_size=n, generations=[one + by for one in k]))


def _halved() -> np.ndarray:
    """The theorem's upper bound with 3/2 for 3."""

    def bound(p: float, n: int, k: list[int]) -> np.ndarray:
        kept = 1 - 1.5 * n * p**2 - 1.5 * np.array(k) * p
        return np.asarray(1 - kept * np.exp(-n * p * np.asarray(exact.g(k))))

    return _along(bound)


def _loss() -> np.ndarray:
    p, n, _ = SETTINGS[1]
    return 3 * n * p**2 + 3 * np.array(SILENT) * p


def _recursion() -> tuple[sp.Expr, sp.Expr]:
    steps = symbolic.forgetting()
    closed = steps["closed"].relation
    (i,) = (symbol for symbol in closed.free_symbols if symbol.name == "i")
    return closed.subs(i, i + 1), closed * (1 - 1 / symbolic.size) + symbolic.p / symbolic.size


CLAIM = Claim(
    id="discrete-survival-bound",
    title="How long a rare symbol is remembered: two bounds",
    ledger=("P2-T1", "P2-T1a", "P2-T1b"),
    paper=source.PAPER,
    locus="Theorem 1",
    statement=(
        "For a symbol of probability $p_0$, $\\Pr(P_k \\ne 0) \\ge 1 - e^{-np_0g_k}$ and "
        "$\\Pr(P_k \\ne 0) \\le 1 - C_k\\,e^{-np_0g_k}$ with $C_k = 1 - S_k\\,np_0^2 - T_k\\,p_0$, "
        "$S_k = \\sum_{j\\le k} g_j^2$ and $T_k = \\sum_{j \\le k} (k-j)\\,g_j^2$. The theorem has "
        "$3$ for $S_k$ and $3k$ "
        "for $T_k$; it follows, because $S_k < 3$. The exact $\\mathbb{E}\\,P_i^2$ in the proof gives a little more."
    ),
    assumptions=source.SETTING,
    provenance=source.NOTEBOOK,
    provenance_note=source.NOTEBOOK_NOTE + " The sharper constants are derived here.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed="$1 - e^{-np_0g_k} \\le \\Pr(P_k \\ne 0) \\le 1 - (1 - 3np_0^2 - 3kp_0)\\,e^{-np_0g_k}$.",
        ours=(
            "The lower bound stays; $\\Pr(P_k \\ne 0) \\le 1 - (1 - S_k\\,np_0^2 - T_k\\,p_0)\\,e^{-np_0g_k}$ "
            "with $S_k = \\sum_{j\\le k} g_j^2 < 3$ and $T_k = \\sum_{j\\le k}(k-j)\\,g_j^2 < 3k$."
        ),
        decided={"sums-below-theorem": "", "sum-of-squares": "", "silent": ""},
    ),
    chapter=source.SYMBOLS,
    evidence=(
        Identity(
            name="next-iterate",
            asserts="$1 - p(1-s)$ at $s = e^{-a}$ is $1 - p\\,(1 - e^{-a})$: the exponent moves to the next iterate.",
            left=lambda: symbolic.forgetting()["pgf"].relation.subs(symbolic.s, sp.exp(-symbolic.x)),
            right=lambda: (1 - symbolic.p * (1 - sp.exp(-symbolic.x))) ** symbolic.size,
            rivals={"the same iterate": lambda: (1 - symbolic.p * symbolic.x) ** symbolic.size},
            domain={symbolic.p: (0, 1)},
        ),
        Identity(
            name="second-moment",
            asserts="$\\mathbb{E}\\,P_i^2 = p_0^2 + p_0(1-p_0)\\,(1 - (1-\\tfrac1n)^i)$ satisfies the recursion of the "
            "chain.",
            left=lambda: _recursion()[0],
            right=lambda: _recursion()[1],
            rivals={"no sampling noise": lambda: _recursion()[1] - symbolic.p / symbolic.size},
            domain={symbolic.p: (0, 1), symbolic.size: (3, 12)},
        ),
        Inequality(
            name="exact-between",
            asserts="The exact probability lies above the lower bound and below the upper one with the exact "
            "second moments.",
            points=POINTS,
            curve=_curve,
            lower=_lower,
            upper=lambda: _upper("moments"),
            lower_rivals={"one generation fewer": lambda: _shifted(-1)},
            upper_rivals={"without the correction": _lower},
        ),
        Inequality(
            name="moments-below-sums",
            asserts="The sums $S_k$, $T_k$ give a larger upper bound than the exact second moments.",
            points=POINTS,
            curve=lambda: _upper("moments"),
            upper=lambda: _upper("sums"),
            upper_rivals={"without the correction": _lower},
        ),
        Inequality(
            name="sums-below-theorem",
            asserts="The theorem's upper bound, with $3$ and $3k$, is larger still.",
            points=POINTS,
            curve=lambda: _upper("sums"),
            upper=lambda: _upper("theorem"),
            upper_rivals={"3/2 in place of 3": _halved},
        ),
        Inequality(
            name="sum-of-squares",
            asserts="$S_k < 2.4181 < 3$.",
            points=(1, 10, 100, 1000, 10**5),
            curve=lambda: exact.g_square_sums([1, 10, 100, 1000, 10**5])[0],
            upper=lambda: np.full(5, 2.4181),
            upper_rivals={"2.4": lambda: np.full(5, 2.4), "2": lambda: np.full(5, 2.0)},
        ),
        Inequality(
            name="silent",
            asserts="At $p_0 = 0.01$, $n = 100$ the theorem's correction $3np_0^2 + 3kp_0$ exceeds 1 from $k = 33$ on: "
            "the upper bound says nothing.",
            points=SILENT,
            curve=_loss,
            lower=lambda: np.ones(len(SILENT)),
            lower_rivals={"exceeds 1.1": lambda: np.full(len(SILENT), 1.1)},
        ),
    ),
    not_established=(
        "The upper bound is proved, not best possible; the exact curve of the next claim replaces it up to "
        "$n = 20{,}000$.",
    ),
)
