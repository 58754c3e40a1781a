"""Ridge regression: the effective ridge, the deterministic equivalents, their isotropic forms, the best ridge."""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step
from modelcollapse.symbolic.regression.symbols import (
    generations,
    generator_noise,
    generator_ratio,
    kappa,
    noise,
    ratio,
    ridge,
    samples,
    tidy,
    value,
)

__all__ = ["collapse", "effective", "fixed_point", "optimum", "test_error"]


@cache
def effective() -> Derivation:
    """κ and its derivative. Source: equations 9 and 10 of P3 (P3-T2)."""
    k = sp.Symbol("k", real=True)
    term = kappa * value / (value + kappa)
    quadratic = k * (1 - ratio / (1 + k)) - ridge
    roots = sp.solve(sp.Eq(k * (1 + k) - ratio * k, ridge * (1 + k)), k)
    root = next(r for r in roots if r.subs({ratio: 1, ridge: 1}) > 0)
    return Derivation(
        term=Step("an eigenvalue s contributes to κ df₁(κ)", term),
        slope=Step("with the derivative", sp.factor(sp.diff(term, kappa))),
        isotropic=Step("for Σ = 1 the equation says that this vanishes", quadratic.subs(k, kappa)),
        root=Step("and its positive root is", root),
        root_slope=Step("with the derivative", sp.diff(root, ridge)),
    )


@cache
def fixed_point() -> Derivation:
    """The residual that feeds itself. Source: derived here; it gives Proposition 4.2 of P3 (P3-T3)."""
    residual, missing, u = sp.symbols("tau2 b u", positive=True)
    solved = sp.solve(sp.Eq(residual, noise**2 + missing + residual * u), residual)[0]
    total = tidy(missing + u * solved)
    return Derivation(
        residual=Step("the mean squared residual of a fresh label is", tidy(solved)),
        total=Step("and the test error", total),
        bias=Step("of which without noise", total.subs(noise, 0)),
        variance=Step("and with noise alone", total.subs(missing, 0)),
    )


def _degrees(order: int) -> sp.Expr:
    """df_order/T for Σ = 1."""
    return ratio / (1 + kappa) ** order


@cache
def test_error() -> Derivation:
    """Bias and variance for Σ = 1 and ‖w₀‖ = 1. Source: Proposition 4.2 of P3 (P3-T3)."""
    u = _degrees(2)
    bias = sp.factor(kappa**2 / (1 + kappa) ** 2 / (1 - u))
    variance = sp.factor(noise**2 * u / (1 - u))
    return Derivation(
        bias=Step("bias", bias),
        variance=Step("variance", variance),
        total=Step("their sum", (kappa**2 + noise**2 * ratio) / ((1 + kappa) ** 2 - ratio)),
        no_ridge=Step(
            "for more samples than dimensions κ vanishes with λ, and the sum becomes",
            tidy(sp.limit(bias + variance, kappa, 0)),
        ),
    )


@cache
def collapse() -> Derivation:
    """What one generator adds for Σ = 1, per unit of its noise variance. Source: Corollary 4.4 of P3 (P3-T4)."""
    c = sp.Symbol("c", positive=True)
    size = samples
    d = ratio * size
    second = d / (1 + kappa) ** 2
    numerator = second + kappa**2 * d / (1 + kappa) ** 2 * second / (size - second)
    # c = d/(T₀ − d − 1), or φ₀/(1 − φ₀) in the limit.
    share = sp.factor(sp.cancel(numerator / d))
    return Derivation(
        general=Step("the numerator over d", share),
        added=Step("one generator adds, with c = d/(T₀ − d − 1)", c * share),
        no_ridge=Step("without a ridge", sp.limit(c * share, kappa, 0)),
        limit=Step("where c tends to", generator_ratio / (1 - generator_ratio)),
    )


@cache
def optimum() -> Derivation:
    """The best ridge for Σ = 1 and ‖w₀‖ = 1. Source: derived here (P3-T4b)."""
    c = sp.Symbol("c", positive=True)
    lam = kappa * (1 - ratio / (1 + kappa))
    clean = (kappa**2 + noise**2 * ratio) / ((1 + kappa) ** 2 - ratio)
    total = clean + generations * generator_noise**2 * c * collapse()["general"].relation
    clean_slope = sp.factor(sp.diff(clean, kappa))
    at = sp.simplify(sp.solve(sp.Eq(sp.numer(clean_slope), 0), kappa)[-1])
    slope, positive = sp.fraction(sp.factor(sp.cancel(sp.diff(total, kappa))))
    polynomial = sp.expand(slope / 2)
    pull = polynomial.subs(generations, 0)
    push = sp.cancel((pull - polynomial) / (c * generations * generator_noise**2))
    return Derivation(
        ridge=Step("the ridge as a function of κ", sp.factor(lam)),
        total=Step("the error as a function of κ", total),
        clean=Step("without generators the error changes with κ as", clean_slope),
        clean_at=Step("which vanishes where κ is", at),
        pull=Step("with generators κ is best where this", sp.factor(pull)),
        push=Step("equals c n σ₀² times this", sp.collect(sp.expand(push), kappa)),
        polynomial=Step("that is at a root of their difference", polynomial),
        positive=Step("twice which, over this, is the slope", positive),
    )
