"""Lemma I.1: sums over a power-law spectrum fall like a power."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from modelcollapse.checks import Identity, Inequality
from modelcollapse.claims.claim import Claim, Outcome
from modelcollapse.claims.regression import source
from modelcollapse.exact import regression as exact
from modelcollapse.symbolic import regression as symbolic

__all__ = ["BETA", "CASES", "CLAIM", "scaled"]

BETA = 2.0
POINTS = tuple(float(10**k) for k in range(2, 9))
# (n, m): the smaller exponent, the larger one, and between which bounds the scaled sum stays.
CASES: dict[str, tuple[float, int, float, float, float, float]] = {
    "spectrum": (1.0, 2, 0.5, 2.0, 0.785, 0.786),
    "spectrum-steeper": (1.25, 2, 0.75, 2.0, 0.555, 0.556),
    "order": (2.0, 1, 1.0, 1.5, 1.49, 1.65),
}
# Where both exponents are equal the sum has a logarithm.
TIE = (2.5, 2, 0.5, 0.52)

_D = np.array(POINTS)


def scaled(n: float, m: int, exponent: float) -> np.ndarray:
    """D^exponent times Σ s_j^n (1 + D s_j)^(−m) over infinitely many eigenvalues, at POINTS."""
    law = exact.PowerLaw(BETA, 0.5)
    return np.asarray(law.resolvent_sum(1 / _D, power=n, order=m) * _D ** (exponent - m))


def _bound(value: float, exponent: float = 0.0) -> Callable[[], np.ndarray]:
    """A bound that changes with D like a power, from D = 100 on."""
    return lambda: value * (_D / _D[0]) ** exponent


def _case(name: str) -> Inequality:
    n, m, exponent, other, low, high = CASES[name]
    return Inequality(
        name=name,
        asserts=f"For $\\beta = 2$, $n = {n:g}$, $m = {m}$ the sum times $D^{{{exponent:g}}}$ stays between "
        f"${low:g}$ "
        f"and ${high:g}$ for $D = 10^2, \\dots, 10^8$.",
        points=POINTS,
        curve=lambda: scaled(n, m, exponent),
        lower=_bound(low),
        upper=_bound(high),
        lower_rivals={"an exponent smaller by 0.1": _bound(low, 0.1)},
        upper_rivals={"the larger of the two exponents": _bound(high, exponent - other)},
    )


CLAIM = Claim(
    id="regression-power-sums",
    title="Sums over a power-law spectrum are power laws",
    ledger=("P3-T12",),
    paper=source.PAPER,
    locus="Lemma I.1",
    statement=(
        "For $s_j = j^{-\\beta}$ and $n\\beta > 1$ the sum $\\sum_j \\frac{s_j^n}{(1+Ds_j)^m}$ is of the order of "
        "$D^{-\\min(m,\\,n-1/\\beta)}$ as $D \\to \\infty$, with another factor $\\log D$ where both exponents "
        "are equal."
    ),
    assumptions=("Infinitely many eigenvalues, or $d$ above $D^{1/\\beta}$ by a large factor.",),
    provenance=source.FULL_TEXT,
    provenance_note=source.FULL_TEXT_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.POWER_LAWS,
    evidence=(
        Identity(
            name="scale",
            asserts="With $j = D^{1/\\beta} x$ a term times the width of its index is $D^{1/\\beta-n}$ times a "
            "function of $x$ alone.",
            left=lambda: symbolic.power_sum()["term"].relation,
            right=lambda: symbolic.power_sum()["scaled"].relation,
            rivals={
                "without the width": lambda: (
                    symbolic.power_sum()["scaled"].relation
                    * symbolic.beta
                    / symbolic.power_sum()["index"].relation
                )
            },
        ),
        *(_case(name) for name in CASES),
        Inequality(
            name="tie",
            asserts=f"For $n = {TIE[0]:g}$, $m = {TIE[1]}$ both exponents are 2, and the sum times $D^2/\\log D$ "
            f"stays "
            f"between ${TIE[2]:g}$ and ${TIE[3]:g}$.",
            points=POINTS,
            curve=lambda: scaled(TIE[0], TIE[1], 2.0) / np.log(_D),
            lower=_bound(TIE[2]),
            upper=_bound(TIE[3]),
            lower_rivals={"with the square of the logarithm": lambda: TIE[2] * np.log(_D) / np.log(_D[0])},
            upper_rivals={"without the logarithm": lambda: TIE[3] * np.log(_D[0]) / np.log(_D)},
        ),
    ),
    not_established=(
        "The order is shown for one exponent $\\beta$, over six powers of ten, and by the scale of the terms. It "
        "is not "
        "proved for all.",
    ),
)
