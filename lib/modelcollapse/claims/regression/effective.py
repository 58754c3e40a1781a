"""The effective ridge and its derivative."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.regression import source
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CLAIM"]

# (λ, T) with d = 60 equal eigenvalues.
ISOTROPIC = ((0.01, 120), (1.0, 120), (0.01, 30), (1.0, 30), (0.1, 60))
DIMENSION = 60
# κ chosen beforehand for the spectrum 1/j, j ≤ 30; the λ that belongs to it is rational.
CHOSEN = (Fraction(1, 100), Fraction(1, 10), Fraction(1), Fraction(10))
SIZES = (20, 30, 50)
# A simulated fit: eigenvalues 1/j, j ≤ 60.
RIDGE, SAMPLES = 0.02, 90


def _isotropic() -> np.ndarray:
    ridges, sizes = (np.array(column) for column in zip(*ISOTROPIC, strict=True))
    return np.asarray(exact.kappa(np.ones(DIMENSION), ridge=ridges, samples=sizes.astype(int)))


def _isotropic_reference() -> list[tuple[sp.Expr, dict[sp.Symbol, Any]]]:
    form = symbolic.effective()["root"].relation
    return [
        (form, {symbolic.ridge: sp.Rational(ridge), symbolic.ratio: sp.Rational(DIMENSION, size)})
        for ridge, size in ISOTROPIC
    ]


def _rational_ridges(order: int) -> list[tuple[Fraction, int, Fraction]]:
    """(λ, T, κ) with λ = κ(1 − df_order/T), where that is positive, in exact arithmetic."""
    cases = []
    for size in SIZES:
        for kappa in CHOSEN:
            degrees = sum((Fraction(1, 1 + j * kappa) ** order for j in range(1, 31)), Fraction(0))
            ridge = kappa * (1 - degrees / size)
            if ridge > 0:
                cases.append((ridge, size, kappa))
    return cases


def _power_law(order: int = 1) -> np.ndarray:
    spectrum = 1 / np.arange(1.0, 31)
    first = _rational_ridges(1)
    wrong = {(size, kappa): ridge for ridge, size, kappa in _rational_ridges(order)}
    ridges = [float(wrong.get((size, kappa), ridge)) for ridge, size, kappa in first]
    return np.asarray(exact.kappa(spectrum, ridge=ridges, samples=[size for _, size, _ in first]))


def _power_law_reference() -> list[tuple[sp.Expr, dict[sp.Symbol, Any]]]:
    return [(sp.Rational(kappa.numerator, kappa.denominator), {}) for _, _, kappa in _rational_ridges(1)]


def _at_root(expression: sp.Expr) -> sp.Expr:
    return expression.subs(symbolic.kappa, symbolic.effective()["root"].relation)


def _degrees(ridge: float, order: int) -> float:
    return float(exact.df(1 / np.arange(1.0, DIMENSION + 1), ridge, order))


def _effective_degrees(samples: int, order: int = 1) -> float:
    spectrum = 1 / np.arange(1.0, DIMENSION + 1)
    return _degrees(float(exact.kappa(spectrum, ridge=RIDGE, samples=samples)), order)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    spectrum = 1 / np.arange(1.0, DIMENSION + 1)
    drawn = simulate.conditional(
        spectrum,
        np.ones(DIMENSION),
        ridge=RIDGE,
        samples=SAMPLES,
        replicates=replicates,
        rng=rng,
    )
    return {"degrees": drawn.degrees}


CLAIM = Claim(
    id="regression-effective-ridge",
    title="A finite sample regularises by itself: the effective ridge",
    ledger=("P3-T2",),
    paper=source.PAPER,
    locus="equations 9 and 10",
    statement=(
        "Let $\\mathrm{df}_m(\\kappa) = \\mathrm{tr}\\,\\Sigma^m(\\Sigma+\\kappa)^{-m}$. The root $\\kappa$ of "
        "$\\kappa\\,(1 - \\mathrm{df}_1(\\kappa)/T) = \\lambda$ grows with $\\lambda$ at the rate "
        "$\\frac{1}{1-\\mathrm{df}_2(\\kappa)/T} \\ge 1$. For $\\Sigma = 1$, $\\kappa = "
        "\\tfrac12\\bigl(\\lambda+\\phi-1 + "
        "\\sqrt{(\\lambda+\\phi-1)^2+4\\lambda}\\bigr)$. A ridge fit with $\\lambda$ on $T$ samples has about "
        "$\\mathrm{df}_1(\\kappa)$ degrees of freedom."
    ),
    assumptions=(
        "$\\lambda > 0$, or $\\lambda = 0$ and $T$ below the rank of $\\Sigma$.",
        "For the degrees of freedom: Gaussian inputs, $d$ and $T$ large and of the same order.",
    ),
    provenance=source.FULL_TEXT,
    provenance_note=source.FULL_TEXT_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.RIDGE,
    evidence=(
        Identity(
            name="slope",
            asserts="Each eigenvalue's part of $\\kappa\\,\\mathrm{df}_1(\\kappa)$, $\\frac{\\kappa s}{s+\\kappa}$, "
            "has the slope $\\frac{s^2}{(s+\\kappa)^2}$, so that of the whole is $\\mathrm{df}_2(\\kappa)$.",
            left=lambda: sp.diff(symbolic.effective()["term"].relation, symbolic.kappa),
            right=lambda: symbolic.value**2 / (symbolic.value + symbolic.kappa) ** 2,
            rivals={"the part of df₁": lambda: symbolic.value / (symbolic.value + symbolic.kappa)},
        ),
        Identity(
            name="isotropic-root",
            asserts="The closed form for $\\Sigma = 1$ solves the equation.",
            left=lambda: _at_root(symbolic.effective()["isotropic"].relation) + symbolic.ridge,
            right=lambda: symbolic.ridge,
            rivals={"twice the ridge": lambda: 2 * symbolic.ridge},
        ),
        Identity(
            name="isotropic-slope",
            asserts="Its derivative is $\\frac{1}{1-\\phi/(1+\\kappa)^2}$.",
            left=lambda: symbolic.effective()["root_slope"].relation,
            right=lambda: _at_root(1 / (1 - symbolic.ratio / (1 + symbolic.kappa) ** 2)),
            rivals={"with df₁": lambda: _at_root(1 / (1 - symbolic.ratio / (1 + symbolic.kappa)))},
        ),
        Agreement(
            name="isotropic",
            asserts="The computed root agrees with the closed form.",
            computed=_isotropic,
            reference=_isotropic_reference,
            bound=1e-13,
            rivals={"the ridge itself": lambda: np.array([ridge for ridge, _ in ISOTROPIC])},
        ),
        Agreement(
            name="power-law",
            asserts="For the eigenvalues $1/j$ it recovers $\\kappa$ from the rational $\\lambda$ that belongs to it.",
            computed=_power_law,
            reference=_power_law_reference,
            bound=1e-13,
            rivals={"df₂ in place of df₁": lambda: _power_law(2)},
        ),
        Estimate(
            name="degrees-of-freedom",
            asserts="The mean of $\\mathrm{tr}\\,(\\hat\\Sigma+\\lambda)^{-1}\\hat\\Sigma$ over simulated inputs: "
            f"eigenvalues $1/j$, $d={DIMENSION}$, $T={SAMPLES}$, $\\lambda={RIDGE}$.",
            sample="degrees",
            theory=Value(_effective_degrees, {"samples": SAMPLES}),
            # From a pilot run with other streams, for planning only.
            spread=lambda: 0.26,
            margin={"smoke": 0.12, "full": 0.06},
            margin_reason="a fraction of one degree of freedom",
            rivals={
                "with the ridge itself": lambda: _degrees(RIDGE, 1),
                "df₂": lambda: _effective_degrees(SAMPLES, 2),
            },
            kind="asymptotic",
            # Of the order one on a trace of the order d; the isotropic slopes of the next claim show the rate.
            remainder=0.12,
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 1_100, "full": 3_000}, block_size=1_000),
    not_established=(
        "That the degrees of freedom of a random fit tend to $\\mathrm{df}_1(\\kappa)$ is a theorem of random matrix "
        "theory, used here and checked at one size, not proved.",
    ),
)
