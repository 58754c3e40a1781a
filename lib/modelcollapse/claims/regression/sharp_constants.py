"""The constants of the power laws, and the ridge that they give."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Identity, Inequality
from modelcollapse.claims.claim import Claim, Comparison, Outcome
from modelcollapse.claims.regression import source
from modelcollapse.exact import regression as exact
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CLAIM", "KAPPA", "PAIRS", "SIZES", "excess", "ratios", "worth"]

# (β, r), and the effective ridge at which the sums are compared with their limits.
PAIRS = ((2.0, 0.375), (2.0, 0.7), (3.0, 0.25))
KAPPA = 1e-6
SUMS = (1e-6, 1e-3, 1.0)
# Labels of the last fit, for T₀ = T^0.8 = 2d, one generator with noise 1 and no other noise.
SIZES = (10**5, 10**6, 10**7)
SIZE_EXPONENT = 0.8
BETA, SOURCE = 2.0, 0.375


def ratios() -> np.ndarray:
    """Sums at KAPPA over what the constants predict: df₁, df₂ and bias, one pair of exponents after the other."""
    found = []
    for beta, r in PAIRS:
        law, limits = exact.PowerLaw(beta, r), exact.constants(beta, r)
        scale = KAPPA ** (-1 / beta)
        found += [
            law.df(KAPPA, 1) / (limits.first * scale),
            law.df(KAPPA, 2) / (limits.second * scale),
            law.missing(KAPPA) / (limits.bias * KAPPA ** (2 * r)),
        ]
    return np.array(found)


def _points() -> tuple[float, ...]:
    return tuple(float(i) for i in range(1, 3 * len(PAIRS) + 1))


def worth(samples: int, dimension: int, generator_samples: int) -> float:
    """T_eff for one generator with unit noise, and noiseless last labels."""
    return (generator_samples - dimension - 1) / (1 + dimension / samples)


def _each(samples: int, ridge: float | None = None) -> tuple[float, float]:
    """(ridge, error over the least error): of the sharp ridge, or of the one that is given."""
    given = round(samples**SIZE_EXPONENT)
    law = exact.PowerLaw(BETA, SOURCE, given // 2)
    setting: dict[str, Any] = {
        "samples": samples,
        "noise": 0.0,
        "generator_samples": given,
        "generator_noise": 1.0,
        "generations": 1,
    }
    sharp = exact.sharp_ridge(BETA, SOURCE, effective_samples=worth(samples, given // 2, given))
    best = law.optimal_ridge(**setting)
    chosen = float(sharp.ridge) if ridge is None else ridge
    return chosen / best.ridge, float(law.risk(ridge=chosen, **setting).total) / best.total


def excess(exponent: float | None = None) -> np.ndarray:
    """Error over the least one, at SIZES: of the sharp ridge, or of T to the minus exponent."""
    return np.array([_each(T, None if exponent is None else T**-exponent)[1] for T in SIZES])


def _infinite() -> list[float]:
    law = exact.PowerLaw(2.0, 0.5)
    return [float(law.df(kappa, 1)) for kappa in SUMS]


def _truncated() -> list[float]:
    law = exact.PowerLaw(2.0, 0.5, 10**6)
    return [float(law.df(kappa, 1)) for kappa in SUMS]


def _closed() -> list[tuple[sp.Expr, dict[sp.Symbol, Any]]]:
    """Σ_j 1/(1 + κ j²), by the partial fractions of the hyperbolic cotangent."""
    form = sp.pi / (2 * sp.sqrt(symbolic.kappa)) * sp.coth(sp.pi / sp.sqrt(symbolic.kappa)) - sp.Rational(
        1, 2
    )
    return [(form, {symbolic.kappa: sp.Rational(kappa)}) for kappa in SUMS]


_UNIT = {symbolic.r: (0, 1)}

CLAIM = Claim(
    id="regression-sharp-constants",
    title="The power laws with their constants, and the ridge they recommend",
    ledger=("P3-D3",),
    paper=source.PAPER,
    locus="sharpens Theorem 5.1 and Corollary 5.2",
    statement=(
        "For $0 < r < 1$ and $\\kappa \\to 0$, $\\mathrm{df}_1 \\simeq C_1\\kappa^{-1/\\beta}$, $\\mathrm{df}_2 "
        "\\simeq "
        "C_2\\kappa^{-1/\\beta}$ and $\\kappa^2 w_0^\\top\\Sigma(\\Sigma+\\kappa)^{-2}w_0 \\simeq A\\kappa^{2r}$ "
        "with $C_1 = "
        "\\frac{\\pi/\\beta}{\\sin(\\pi/\\beta)}$, $C_2 = (1-\\tfrac1\\beta)C_1$, $A = "
        "\\tfrac1\\beta\\Gamma(2-2r)\\Gamma(2r)$. "
        "So $E \\simeq A\\lambda^{2r} + \\frac{C_2}{T_{\\mathrm{eff}}}\\lambda^{-1/\\beta}$ with "
        "$\\frac1{T_{\\mathrm{eff}}} = \\frac{\\sigma^2}{T} + n\\sigma_0^2\\frac{1+d/T}{T_0-d-1}$, least at "
        "$\\lambda_\\star = \\bigl(\\frac{C_2}{2r\\beta A\\,T_{\\mathrm{eff}}}\\bigr)^{\\beta/(2r\\beta+1)}$."
    ),
    assumptions=(
        source.POWER_LAW,
        "$T$, $T_{\\mathrm{eff}}$ and $d$ large, $d$ above $\\lambda^{-1/\\beta}$ by a large factor.",
    ),
    provenance=source.DERIVED,
    provenance_note=f"{source.DERIVED_NOTE} There the laws are stated up to constants.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "$\\mathrm{df}_1$, $\\mathrm{df}_2$, bias and error behave like powers, up to constants, and "
            "$\\lambda = T^{-\\ell_\\star}$ is recommended."
        ),
        ours=(
            "$\\mathrm{df}_1 \\simeq C_1\\kappa^{-1/\\beta}$, $\\mathrm{df}_2 \\simeq C_2\\kappa^{-1/\\beta}$, "
            "bias $\\simeq A\\kappa^{2r}$ with $C_1 = \\frac{\\pi/\\beta}{\\sin(\\pi/\\beta)}$, $C_2 = "
            "(1-\\frac1\\beta)C_1$, $A = \\frac1\\beta\\Gamma(2-2r)\\Gamma(2r)$; so $\\lambda_\\star = "
            "\\bigl(\\frac{C_2}{2r\\beta A\\,T_{\\mathrm{eff}}}\\bigr)^{\\beta/(2r\\beta+1)}$."
        ),
        decided={"ratios": "C₁ in place of C₂, as the lower bound", "position": "", "price-of-a-power": ""},
    ),
    chapter=source.POWER_LAWS,
    evidence=(
        Identity(
            name="substitution",
            asserts="$x = y^{1/\\beta}$ turns $\\frac{x^p\\,dx}{(1+x^\\beta)^m}$ into the integrand of a beta "
            "function.",
            left=lambda: symbolic.integrals()["moved"].relation,
            right=lambda: symbolic.integrals()["standard"].relation,
            rivals={"without the 1/β": lambda: symbolic.integrals()["standard"].relation * symbolic.beta},
        ),
        Identity(
            name="first",
            asserts="$C_1$ is the integral for $p = 0$, $m = 1$.",
            left=lambda: symbolic.integral(sp.Integer(0), sp.Integer(1)),
            right=lambda: sp.pi / symbolic.beta / sp.sin(sp.pi / symbolic.beta),
            rivals={"without the sine": lambda: sp.pi / symbolic.beta},
        ),
        Identity(
            name="second",
            asserts="$C_2$, for $p = 0$, $m = 2$, is $C_1$ times $1-\\frac1\\beta$.",
            left=lambda: symbolic.integrals()["second"].relation,
            right=lambda: (1 - 1 / symbolic.beta) * symbolic.integrals()["first"].relation,
            rivals={"C₁": lambda: symbolic.integrals()["first"].relation},
        ),
        Identity(
            name="bias",
            asserts="$A$ is the integral for $p = \\beta-\\delta$, $m = 2$.",
            left=lambda: symbolic.integral(symbolic.beta - symbolic.delta, sp.Integer(2)),
            right=lambda: sp.gamma(2 - 2 * symbolic.r) * sp.gamma(2 * symbolic.r) / symbolic.beta,
            rivals={
                "for m = 1": lambda: (
                    sp.gamma(2 - 2 * symbolic.r) * sp.gamma(2 * symbolic.r - 1) / symbolic.beta
                )
            },
            domain=_UNIT,
        ),
        Identity(
            name="stationary",
            asserts="The slope in $\\lambda$ vanishes where $\\lambda^{2r+1/\\beta}$ is "
            "$\\frac{C_2}{2r\\beta A\\,T_{\\mathrm{eff}}}$.",
            left=lambda: (
                symbolic.sharp_optimum()["ridge"].relation
                ** ((2 * symbolic.r * symbolic.beta + 1) / symbolic.beta)
            ),
            right=lambda: symbolic.sharp_optimum()["ratio"].relation,
            rivals={
                "without the factor 2r": lambda: symbolic.sharp_optimum()["ratio"].relation * 2 * symbolic.r
            },
            domain=_UNIT,
        ),
        Agreement(
            name="infinite-sum",
            asserts="For $\\beta = 2$ the computed $\\mathrm{df}_1$ of infinitely many eigenvalues agrees with "
            "its closed "
            "form.",
            computed=_infinite,
            reference=_closed,
            bound=1e-13,
            rivals={"a million eigenvalues": _truncated},
        ),
        Inequality(
            name="ratios",
            asserts="At $\\kappa = 10^{-6}$ the three sums are within one per cent of their limits, for "
            "$(\\beta, r) = "
            "(2, 0.375), (2, 0.7), (3, 0.25)$.",
            points=_points(),
            curve=ratios,
            lower=lambda: np.full(3 * len(PAIRS), 0.99),
            upper=lambda: np.full(3 * len(PAIRS), 1.001),
            lower_rivals={"C₁ in place of C₂": lambda: np.tile([0.99, 1.485, 0.99], len(PAIRS))},
            upper_rivals={"A without Γ(2 − 2r)": lambda: np.tile([1.001, 1.001, 0.9], len(PAIRS))},
        ),
        Inequality(
            name="position",
            asserts="The sharp ridge is within 0.3 per cent of the best one, for $\\beta = 2$, $r = 0.375$, $T = "
            "10^5, "
            "10^6, 10^7$, $T_0 = T^{0.8} = 2d$, one generator with $\\sigma_0 = 1$, $\\sigma = 0$.",
            points=tuple(float(T) for T in SIZES),
            curve=lambda: [_each(T)[0] for T in SIZES],
            lower=lambda: np.full(3, 0.997),
            upper=lambda: np.full(3, 1.003),
            lower_rivals={"one per cent above": lambda: np.full(3, 1.01)},
            upper_rivals={"one per cent below": lambda: np.full(3, 0.99)},
            rounding=1e-6,
        ),
        Inequality(
            name="price",
            asserts="It costs less than $10^{-5}$ of the least error. The power $T^{-0.64}$ without a constant "
            "costs more "
            "than four per cent.",
            points=tuple(float(T) for T in SIZES),
            curve=excess,
            upper=lambda: np.full(3, 1 + 1e-5),
            upper_rivals={"less than nothing": lambda: np.full(3, 1 - 1e-6)},
        ),
        Inequality(
            name="price-of-a-power",
            asserts="The power $T^{-\\ell_\\star}$ alone, $\\ell_\\star = 0.64$, costs between four and seven "
            "per cent.",
            points=tuple(float(T) for T in SIZES),
            curve=lambda: excess(exact.adaptive_exponent(BETA, SOURCE, SIZE_EXPONENT, 0.0)),
            lower=lambda: np.full(3, 1.04),
            upper=lambda: np.full(3, 1.07),
            lower_rivals={"ten per cent": lambda: np.full(3, 1.1)},
            upper_rivals={"one per cent": lambda: np.full(3, 1.01)},
        ),
    ),
    not_established=("The errors of the limits are shown at a few points; no rate is asserted for them.",),
)
