"""Appendix G: noise in the last labels, too."""

from __future__ import annotations

import numpy as np

from modelcollapse.checks import Identity, Inequality
from modelcollapse.claims.claim import Claim, Comparison, Outcome
from modelcollapse.claims.regression import source
from modelcollapse.claims.regression.adaptive_slopes import at_exponent, best
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CLAIM", "ELLS"]

BETA, SOURCE, SIZE_EXPONENT, GROWTH = 2.0, 0.375, 0.8, 0.0
RATE, CRITICAL = 0.6, 0.8
ELLS = (0.64, 0.8, 1.0, 1.3, 1.5)


def _best() -> np.ndarray:
    return np.array(best(BETA, SOURCE, SIZE_EXPONENT, GROWTH, 1.0))


def _slopes() -> np.ndarray:
    return np.array([at_exponent(BETA, SOURCE, SIZE_EXPONENT, GROWTH, ell, 1.0) for ell in ELLS])


def _asserted() -> np.ndarray:
    """The larger of the exponents of bias and collapse term."""
    ell = np.array(ELLS)
    return np.maximum(-2 * SOURCE * ell, ell / BETA - (SIZE_EXPONENT - GROWTH))


CLAIM = Claim(
    id="regression-noisy-labels",
    title="With noise everywhere: the best exponent, and a wide window of consistent ones",
    ledger=("P3-T16",),
    paper=source.PAPER,
    locus="Appendix G",
    statement=(
        "With $\\sigma = 1$, $T_0 = T^b$, $n\\sigma_0^2 = T^a$ and $g = \\min(1, b-a) > 0$ the best ridge is of "
        "the order "
        "$T^{-g\\ell_{\\mathrm{crit}}}$ and the least error of the order $T^{-gc}$. But the error tends to zero with "
        "$\\lambda = T^{-\\ell}$ for every $\\ell$ between $0$ and $g\\beta$, not only up to "
        "$g\\ell_{\\mathrm{crit}}$."
    ),
    assumptions=(*source.SETTING, source.POWER_LAW, "$b \\le 1$, $\\phi_0 = d/T_0$ fixed."),
    provenance=source.FULL_TEXT,
    provenance_note=f"{source.FULL_TEXT_NOTE} In the version we read the appendix asks for $\\ell$ of at most "
    "$\\ell_\\star$ for the error to vanish.",
    outcome=Outcome.CORRECTED,
    compared=Comparison(
        printed=(
            "With label noise everywhere the error tends to zero only for $\\ell \\le \\ell_\\star = \\min(1, "
            "b-a)\\,\\ell_{\\mathrm{crit}}$."
        ),
        ours="It tends to zero for every $\\ell$ between $0$ and $\\min(1, b-a)\\,\\beta$.",
        decided={"window": "ℓ⋆", "decay": "as printed: no decay above ℓ⋆, as the lower bound"},
    ),
    chapter=source.ADAPTIVE,
    evidence=(
        Identity(
            name="window",
            asserts="The collapse term falls for $\\ell$ below $\\beta(b-a)$.",
            left=lambda: symbolic.collapsed()["window"].relation,
            right=lambda: symbolic.beta * (symbolic.b - symbolic.a),
            rivals={"ℓ⋆": lambda: symbolic.exponents()["best"].relation},
        ),
        Inequality(
            name="best",
            asserts="For $\\beta = 2$, $r = 0.375$, $b = 0.8$, $a = 0$, $T_0 = 2d$ the slopes of the logs of "
            "least error and best "
            "ridge are within 0.015 of $-0.48$ and $-0.64$.",
            points=(1.0, 2.0),
            curve=_best,
            lower=lambda: [-SIZE_EXPONENT * RATE - 0.015, -SIZE_EXPONENT * CRITICAL - 0.015],
            upper=lambda: [-SIZE_EXPONENT * RATE + 0.015, -SIZE_EXPONENT * CRITICAL + 0.015],
            upper_rivals={"the exponents for clean labels": lambda: [-RATE + 0.015, -CRITICAL + 0.015]},
            rounding=1e-5,
        ),
        Inequality(
            name="decay",
            asserts="There the error falls with $T$ at each of $\\ell = 0.64, 0.8, 1, 1.3, 1.5$, with slopes "
            "within 0.025 of the "
            "exponents.",
            points=ELLS,
            curve=_slopes,
            lower=lambda: _asserted() - 0.025,
            upper=lambda: np.minimum(_asserted() + 0.025, -0.005),
            lower_rivals={
                "as printed: no decay above ℓ⋆": lambda: np.where(
                    np.array(ELLS) > 0.65, 0.0, _asserted() - 0.025
                )
            },
            upper_rivals={
                "the best slope at every ℓ": lambda: np.full(len(ELLS), -SIZE_EXPONENT * RATE + 0.005)
            },
        ),
    ),
    not_established=("The slopes are those of the formulas for large $d$, at one set of exponents.",),
)
