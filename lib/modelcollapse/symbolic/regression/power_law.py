"""Power laws: the constants' integrals, the best ridge they give, and the exponents.

Eigenvalues are j^(−β), squared coordinates of w₀ j^(−δ). The labels are worth T_eff clean ones with unit noise;
T₀ = T^b and nσ₀² = T^a.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step
from modelcollapse.symbolic.regression.symbols import (
    dimension,
    generations,
    generator_noise,
    generator_samples,
    kappa,
    noise,
    ridge,
    samples,
    value,
)

__all__ = [
    "a",
    "b",
    "beta",
    "borderline",
    "collapsed",
    "delta",
    "effective_samples",
    "exponents",
    "index",
    "integral",
    "integrals",
    "power_sum",
    "r",
    "sharp_optimum",
    "usage",
]

beta, r = sp.symbols("beta r", positive=True)
# T₀ = T^b, nσ₀² = T^a.
b = sp.Symbol("b", positive=True)
a = sp.Symbol("a", real=True)
delta = 1 + beta * (2 * r - 1)
effective_samples = sp.Symbol("T_eff", positive=True)

# u = df₂(κ)/T.
usage = sp.Symbol("u", positive=True)

_x, _y, index = sp.symbols("x y j", positive=True)


def integral(power: sp.Expr, order: sp.Expr) -> sp.Expr:
    """∫₀^∞ x^p (1 + x^β)^(−m) dx, a beta function, as gamma functions; 0 < (p + 1)/β < m."""
    at = sp.simplify((power + 1) / beta)
    return sp.gamma(at) * sp.gamma(order - at) / sp.gamma(order) / beta


@cache
def integrals() -> Derivation:
    """C₁, C₂ and A. Source: derived here (P3-D3)."""
    p, m = sp.symbols("p m", positive=True)
    at = (p + 1) / beta
    replaced = _y ** (1 / beta)
    moved = replaced**p * (1 + replaced**beta) ** -m * sp.diff(replaced, _y)
    first = sp.gammasimp(integral(sp.Integer(0), sp.Integer(1)))
    return Derivation(
        replace=Step("with x replaced by", replaced),
        moved=Step("the integrand becomes", moved),
        standard=Step("that is, of a beta function", _y ** (at - 1) * (1 + _y) ** -m / beta),
        first=Step("C₁", first),
        second=Step("C₂", sp.gammasimp(integral(sp.Integer(0), sp.Integer(2)))),
        bias=Step("A", integral(beta - delta, sp.Integer(2))),
    )


@cache
def power_sum() -> Derivation:
    """One term of Lemma I.1, in the scale where it changes. Source: Lemma I.1 of P3 (P3-T12)."""
    n, m, large = sp.symbols("n m D", positive=True)
    index = large ** (1 / beta) * _x
    # s^n (1 + D s)^(−m) dj with s = j^(−β) and j = D^(1/β) x.
    term = index ** (-beta * n) * (1 + large * index**-beta) ** -m * sp.diff(index, _x)
    scaled = large ** (1 / beta - n) * _x ** (beta * (m - n)) * (1 + _x**beta) ** -m
    return Derivation(
        index=Step("the index is", index),
        term=Step("a term times the width of its index", term),
        scaled=Step("which is", scaled),
    )


@cache
def borderline() -> Derivation:
    """The source condition at the quoted decay of the coordinates. Source: section 5 of P3 (P3-T13)."""
    value = index**-beta
    return Derivation(
        term=Step(
            "a term of the source condition", sp.powsimp(sp.expand(value ** (1 - 2 * r) * index**-delta))
        ),
        bias=Step("a term of the null predictor's error", sp.powsimp(sp.expand(value * index**-delta))),
    )


@cache
def sharp_optimum() -> Derivation:
    """The ridge that balances A λ^(2r) and C₂ λ^(−1/β)/T_eff. Source: derived here (P3-D3, P3-T14)."""
    shape, second = sp.symbols("A C2", positive=True)
    total = shape * ridge ** (2 * r) + second * ridge ** (-1 / beta) / effective_samples
    # λ times the slope of each term.
    pull, push = (
        ridge * sp.diff(shape * ridge ** (2 * r), ridge),
        second * ridge ** (-1 / beta) / (beta * effective_samples),
    )
    best = (second / (2 * r * beta * shape * effective_samples)) ** (beta / (2 * r * beta + 1))
    power = 2 * r + 1 / beta
    inverse = noise**2 / samples + generations * generator_noise**2 * (1 + dimension / samples) / (
        generator_samples - dimension - 1
    )
    return Derivation(
        total=Step("the error", total),
        balance=Step("is least where", sp.Eq(pull, push)),
        ridge=Step("that is at", best),
        power=Step("λ to this power", power),
        ratio=Step("is there", sp.powsimp(sp.expand(push / pull * ridge**power))),
        least=Step(
            "where the error is",
            shape * (1 + 2 * r * beta) * best ** (2 * r),
        ),
        samples=Step("one over the worth of the labels", inverse),
    )


@cache
def exponents() -> Derivation:
    """ℓ_crit, ℓ⋆, c and the rates. Source: section 5 and Corollary 5.2 of P3 (P3-T13, P3-T14)."""
    ell = sp.Symbol("ell", positive=True)
    bias, variance, collapse = -2 * r * ell, ell / beta - 1, ell / beta - (b - a)
    critical, best = (sp.factor(sp.solve(sp.Eq(bias, other), ell)[0]) for other in (variance, collapse))
    return Derivation(
        bias=Step("exponent of the bias", bias),
        variance=Step("of the variance", variance),
        collapse=Step("of the collapse term, for T₀ at most T", collapse),
        critical=Step("bias and variance balance at ℓ_crit", critical),
        rate=Step("and then fall with the exponent c", sp.factor(-bias.subs(ell, critical))),
        best=Step("bias and collapse term balance at ℓ =", best),
        best_rate=Step("and then fall with", sp.factor(-bias.subs(ell, best))),
    )


@cache
def collapsed() -> Derivation:
    """What ℓ_crit does to the collapse term. Source: the remark after Corollary 5.2 of P3 (P3-T15)."""
    steps = exponents()
    ell = sp.Symbol("ell", positive=True)
    at = steps["collapse"].relation.subs(ell, steps["critical"].relation)
    return Derivation(
        exponent=Step("at ℓ_crit the collapse term has the exponent", sp.factor(at)),
        share=Step(
            "a direction's share in the collapse term, u = df₂/T",
            (value**2 + kappa**2 * usage / (1 - usage)) / (value + kappa) ** 2,
        ),
        turning=Step("which vanishes at b =", sp.factor(sp.solve(sp.Eq(at, 0), b)[0])),
        window=Step(
            "the collapse term falls for ℓ below", sp.solve(sp.Eq(steps["collapse"].relation, 0), ell)[0]
        ),
    )
