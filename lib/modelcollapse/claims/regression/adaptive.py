"""Corollary 5.2: the exponent of the best ridge on synthetic labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy as sp

from modelcollapse.checks import Identity, Inequality
from modelcollapse.claims.claim import Claim, Comparison, Outcome
from modelcollapse.claims.regression import source
from modelcollapse.claims.regression.adaptive_slopes import LARGE, LARGER, best
from modelcollapse.exact import regression as exact
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CASES", "CLAIM", "MANY"]

# (β, r, b, a) with b at most one; then with b above one.
CASES = (
    (2.0, 0.375, 0.8, 0.0),
    (2.0, 0.375, 0.8, 0.2),
    (2.0, 0.375, 1.0, 0.0),
    (2.0, 0.375, 0.5, 0.0),
    (1.5, 0.25, 0.8, 0.0),
    (1.5, 0.25, 0.8, 0.2),
    (1.5, 0.25, 0.5, 0.0),
    (2.0, 1.5, 0.8, 0.0),
    (2.0, 1.5, 0.8, 0.2),
)
MANY = ((2.0, 0.375, 1.2, 0.0), (2.0, 0.375, 1.4, 0.0))

Case = tuple[float, float, float, float]


def _measured(cases: Sequence[Case], which: int) -> np.ndarray:
    """Slope of the least error (0) or of the best ridge (1) in each case."""
    return np.array([best(*case, sizes=LARGER if case[2] < 0.8 else LARGE)[which] for case in cases])


def _asserted(cases: Sequence[Case], which: int, *, fixed_ratio: bool = True) -> np.ndarray:
    """−2r̲ℓ⋆, which is −(b − a)c, or −ℓ⋆."""
    ells = np.array([exact.adaptive_exponent(*case, fixed_ratio=fixed_ratio) for case in cases])
    factors = np.array([2 * min(r, 1.0) if which == 0 else 1.0 for _, r, _, _ in cases])
    return np.asarray(-factors * ells)


def _collapsed(cases: Sequence[Case], which: int) -> np.ndarray:
    """The same with ℓ_crit in place of ℓ⋆."""
    ells = np.array([exact.critical_exponent(beta, r) for beta, r, _, _ in cases])
    factors = np.array([2 * min(r, 1.0) if which == 0 else 1.0 for _, r, _, _ in cases])
    return np.asarray(-factors * ells)


def _points(cases: Sequence[Case]) -> tuple[float, ...]:
    return tuple(float(i) for i in range(1, len(cases) + 1))


def _slopes(which: int, name: str, what: str) -> Inequality:
    return Inequality(
        name=name,
        asserts=f"The slope of the log of {what} against $\\log T$ is within 0.02 of the asserted exponent in "
        f"nine cases "
        "with $b \\le 1$; $T_0 = 2d$.",
        points=_points(CASES),
        curve=lambda: _measured(CASES, which),
        lower=lambda: _asserted(CASES, which) - 0.02,
        upper=lambda: _asserted(CASES, which) + 0.02,
        upper_rivals={"the exponents for clean labels": lambda: _collapsed(CASES, which) + 0.02},
        rounding=1e-5,
    )


def _many(which: int, name: str, what: str) -> Inequality:
    return Inequality(
        name=name,
        asserts=f"For $b = 1.2$ and $1.4$, $a = 0$ and $d = T_0/2$ the slope of the log of {what} is within 0.04 "
        f"of the "
        "exponent for $b = 1$.",
        points=_points(MANY),
        curve=lambda: _measured(MANY, which),
        lower=lambda: _asserted(MANY, which) - 0.04,
        upper=lambda: _asserted(MANY, which) + 0.04,
        upper_rivals={
            "as printed, with b above one": lambda: _asserted(MANY, which, fixed_ratio=False) + 0.04
        },
        rounding=1e-5,
    )


def _worth() -> sp.Expr:
    """T_eff without noise in the last labels, as many of them as one likes."""
    inverse = symbolic.sharp_optimum()["samples"].relation.subs(symbolic.noise, 0)
    return sp.limit(1 / inverse, symbolic.samples, sp.oo)


CLAIM = Claim(
    id="regression-adaptive-exponent",
    title="Regularise as if you had as many labels as the generators are worth",
    ledger=("P3-T14",),
    paper=source.PAPER,
    locus="Corollary 5.2",
    statement=(
        "Without noise in the last labels, with $T_0 = T^b$, $n\\sigma_0^2 = T^a$ and $d$ in proportion to "
        "$T_0$, the best "
        "ridge is of the order $T^{-\\ell_\\star}$, $\\ell_\\star = (b'-a)\\,\\ell_{\\mathrm{crit}}$ with $b' = "
        "\\min(b, 1)$, as "
        "long as this is below $\\beta$. The least error is of the order $T^{-(b'-a)c}$. For $b \\le 1$ that is the "
        "ridge, and the error, of a clean fit to $T_0/(n\\sigma_0^2)$ labels with unit noise."
    ),
    assumptions=(
        *source.SETTING,
        source.POWER_LAW,
        "$a < b'$, and $\\phi_0 = d/T_0$ fixed. Here $\\ell_{\\mathrm{crit}} = \\beta/(2\\beta\\underline r+1)$, "
        "$c = 2\\beta\\underline r/(2\\beta\\underline r+1)$ and $\\underline r = \\min(r, 1)$.",
    ),
    provenance=source.FULL_TEXT,
    provenance_note=f"{source.FULL_TEXT_NOTE} In the version we read $b$ is used above one, too, which at a fixed "
    "$\\phi_0$ is too optimistic; for $d$ of the order of $T$ at most it is right. The reading is ours.",
    outcome=Outcome.CORRECTED,
    compared=Comparison(
        printed=(
            "$\\ell_\\star = (b-a)\\,\\ell_{\\mathrm{crit}}$ and $E \\asymp T^{-(b-a)c}$, used for $b > 1$ as "
            "well."
        ),
        ours=(
            "At a fixed $\\phi_0 = d/T_0$ both hold with $\\min(b, 1)$ in place of $b$. For $d$ of the order of "
            "$T$ at most there is nothing to correct."
        ),
        decided={
            "many-error": "as printed, with b above one, as the upper bound",
            "many-ridge": "as printed, with b above one, as the upper bound",
            "least-error": "",
        },
    ),
    chapter=source.ADAPTIVE,
    evidence=(
        Identity(
            name="balance",
            asserts="Bias and collapse term, $-2r\\ell$ and $\\ell/\\beta-(b-a)$, balance at "
            "$\\ell = (b-a)\\,\\ell_{\\mathrm{crit}}$.",
            left=lambda: symbolic.exponents()["best"].relation,
            right=lambda: (symbolic.b - symbolic.a) * symbolic.exponents()["critical"].relation,
            rivals={"b in place of b − a": lambda: symbolic.b * symbolic.exponents()["critical"].relation},
        ),
        Identity(
            name="rate",
            asserts="There both fall with the exponent $(b-a)c$.",
            left=lambda: symbolic.exponents()["best_rate"].relation,
            right=lambda: (symbolic.b - symbolic.a) * symbolic.exponents()["rate"].relation,
            rivals={"c": lambda: symbolic.exponents()["rate"].relation},
        ),
        Identity(
            name="worth",
            asserts="For $\\sigma = 0$ and $T \\to \\infty$ the labels are worth $\\frac{T_0-d-1}{n\\sigma_0^2}$ "
            "clean ones.",
            left=_worth,
            right=lambda: (
                (symbolic.generator_samples - symbolic.dimension - 1)
                / (symbolic.generations * symbolic.generator_noise**2)
            ),
            rivals={"as many as one has": lambda: symbolic.samples},
            domain={symbolic.dimension: (1, 5), symbolic.generator_samples: (20, 30)},
        ),
        _slopes(0, "least-error", "the least error"),
        _slopes(1, "best-ridge", "the best ridge"),
        _many(0, "many-error", "the least error"),
        _many(1, "many-ridge", "the best ridge"),
    ),
    not_established=(
        "The slopes are those of the formulas for large $d$, at nine pairs of exponents; fits of this size are not "
        "simulated.",
    ),
)
