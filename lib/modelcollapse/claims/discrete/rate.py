"""The comparator attributed to Seddik et al., its sharper constant, and the exact one."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Identity, Inequality
from modelcollapse.claims.claim import Claim, Comparison, Outcome
from modelcollapse.claims.discrete import source
from modelcollapse.exact import discrete as exact
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM"]

# (p0, n, k) where the comparator is judged; the first shows that the upper constant cannot be lowered.
PLACES = tuple((p, n, k) for n in (4, 10, 100) for p in (1e-4, 0.3) for k in (1, 5, 50))
SIZES = (4, 5, 10, 20, 50, 100, 200, 400, 1000)
SMALL = (2, 3, 4, 5, 8)
LATE = (200, 300, 400, 600)


def _ratio() -> np.ndarray:
    """Pr(undecided) over p0 (1 − p0) (1 − 1/n)^k."""
    return np.array(
        [
            exact.undecided(p, sample_size=n, generations=k) / (p * (1 - p) * (1 - 1 / n) ** k)
            for p, n, k in PLACES
        ]
    )


def _late() -> np.ndarray:
    k = np.array(LATE)
    return np.asarray(exact.undecided(0.01, sample_size=100, generations=k) / (0.01 * 0.99 * 0.99**k))


def _sizes() -> np.ndarray:
    return np.array([float(n) for _, n, _ in PLACES])


def _constants() -> np.ndarray:
    return np.array([exact.undecided_constant(n) for n in SIZES])


def _product(n: int, shift: int = 0) -> sp.Expr:
    """Polynomial with the closed eigenvalues as its roots."""
    roots = (symbolic.spectrum(j + shift).subs(symbolic.size, n) for j in range(n + 1))
    return sp.Mul(*(symbolic.x - root for root in roots))


CLAIM = Claim(
    id="discrete-absorption-rate",
    title="In the long run everything is decided at the rate 1 − 1/n",
    ledger=("P2-R1", "P2-R1x"),
    paper=source.PAPER,
    locus="comparison with Seddik et al.",
    statement=(
        "Let $D_k = p_0(1-p_0)(1-\\frac1n)^k$ and $n \\ge 2$. Then $4D_k \\le \\Pr(P_k \\notin \\{0,1\\}) \\le "
        "\\frac{n^2}{n-1}D_k$, and for $k \\to \\infty$ the probability is asymptotic to $c(n)\\,D_k$ with a constant "
        "$c(n)$ between 4 and 6. The upper constant that the notebook attributes to Seddik et al. is $2n$."
    ),
    assumptions=source.SETTING,
    provenance=source.NOTEBOOK,
    provenance_note="The comparator was read in the authors' public notebook, which attributes it to Seddik et al.; "
    "the constants n²/(n − 1) and c(n) are derived here.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "$4D_k \\le \\Pr(P_k \\notin \\{0,1\\}) \\le 2n\\,D_k$ with $D_k = p_0(1-p_0)(1-\\frac1n)^k$, "
            "attributed to Seddik et al."
        ),
        ours=(
            "$4D_k \\le \\Pr(P_k \\notin \\{0,1\\}) \\le \\frac{n^2}{n-1}D_k$, and for $k \\to \\infty$ the "
            "probability is asymptotic to $c(n)\\,D_k$ with $c(n)$ between 4 and 6."
        ),
        decided={
            "comparator": "",
            "printed": "",
            "settled": "4, the comparator's constant, as the upper bound",
        },
    ),
    chapter=source.SYMBOLS,
    evidence=(
        Identity(
            name="product",
            asserts="$\\mathbb{E}[P'(1-P')\\mid P] = (1-\\frac1n)\\,P(1-P)$.",
            left=lambda: symbolic.moments()["factor"].relation,
            right=lambda: 1 - 1 / symbolic.size,
            rivals={"1 − 1/n²": lambda: 1 - 1 / symbolic.size**2},
        ),
        *(
            Identity(
                name=f"eigenvalues-{n}",
                asserts=f"For $n = {n}$ the characteristic polynomial of the chain has the roots $\\lambda_j = "
                "n(n-1)\\cdots(n-j+1)/n^j$, $j = 0, \\dots, n$.",
                left=lambda n=n: symbolic.characteristic(n),  # type: ignore[misc]
                right=lambda n=n: _product(n),  # type: ignore[misc]
                rivals={"one factor more in each": lambda n=n: _product(n, 1)},  # type: ignore[misc]
            )
            for n in (2, 3, 4)
        ),
        Inequality(
            name="comparator",
            asserts="The ratio of the probability to $p_0(1-p_0)(1-\\frac1n)^k$ lies between $4$ and "
            "$\\frac{n^2}{n-1}$ for $n = 4, 10, 100$; for rare symbols the upper constant is attained.",
            points=tuple(float(k) for _, _, k in PLACES),
            curve=_ratio,
            lower=lambda: np.full(len(PLACES), 4.0),
            upper=lambda: _sizes() ** 2 / (_sizes() - 1),
            lower_rivals={"5": lambda: np.full(len(PLACES), 5.0)},
            upper_rivals={
                "n": _sizes,
                "one per cent below n²/(n−1)": lambda: 0.99 * _sizes() ** 2 / (_sizes() - 1),
            },
        ),
        Inequality(
            name="printed",
            asserts="$\\frac{n^2}{n-1} < 2n$ for $n \\ge 3$; the two are equal at $n=2$.",
            points=SIZES,
            curve=lambda: np.array([n**2 / (n - 1) for n in SIZES]),
            upper=lambda: 2.0 * np.array(SIZES),
            upper_rivals={"n": lambda: 1.0 * np.array(SIZES)},
        ),
        Agreement(
            name="constant",
            asserts="The computed $c(n)$ agrees with the quasi-stationary law in rational numbers, $n$ up to 8.",
            computed=lambda: [exact.undecided_constant(n) for n in SMALL],
            reference=lambda: [(symbolic.undecided_constant(n), {}) for n in SMALL],
            bound=1e-13,
            rivals={
                "6 for all": lambda: np.full(len(SMALL), 6.0),
                "the next n": lambda: [exact.undecided_constant(n + 1) for n in SMALL],
            },
        ),
        Inequality(
            name="between-four-and-six",
            asserts="$4 < c(n) < 6$ at these $n$, growing to 5.98 at $n = 1000$.",
            points=SIZES,
            curve=_constants,
            lower=lambda: np.full(len(SIZES), 4.0),
            upper=lambda: np.full(len(SIZES), 6.0),
            lower_rivals={"the constant of the next size": lambda: np.append(_constants()[1:], 6.0)},
            upper_rivals={"5.98": lambda: np.full(len(SIZES), 5.98)},
        ),
        Inequality(
            name="settled",
            asserts="At $p_0 = 0.01$, $n = 100$ the ratio is within 0.1 per cent of $c(100)$ from $k = 200$ on.",
            points=LATE,
            curve=_late,
            lower=lambda: np.full(len(LATE), 0.999 * exact.undecided_constant(100)),
            upper=lambda: np.full(len(LATE), 1.001 * exact.undecided_constant(100)),
            lower_rivals={"6, the limit of c(n)": lambda: np.full(len(LATE), 6.0)},
            upper_rivals={"4, the comparator's constant": lambda: np.full(len(LATE), 4.0)},
        ),
    ),
    not_established=("That $c(n)$ tends to 6 is computed at many $n$, not proved.",),
)
