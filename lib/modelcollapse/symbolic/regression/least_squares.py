"""Least squares after least squares: mean and spread of the test error, and what follows from them."""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step
from modelcollapse.symbolic.regression.symbols import (
    degrees,
    dimension,
    generations,
    generator_noise,
    generator_ratio,
    generator_samples,
    noise,
    ratio,
    samples,
    signal,
    tidy,
)

__all__ = ["chain", "growth", "inverse_moment", "null_predictor", "spread"]


def inverse_moment(order: int) -> sp.Expr:
    """E[(1/χ²_m)^order], from the chi-square density, as a quotient of gamma functions."""
    return sp.gamma(degrees / 2 - order) / (2**order * sp.gamma(degrees / 2))


def _moment(order: int, spare: sp.Expr) -> sp.Expr:
    return sp.factor(sp.gammasimp(inverse_moment(order))).subs(degrees, spare)


@cache
def chain() -> Derivation:
    """The mean test error, its limit, its plateau. Source: Theorem 4.1 of P3 and its proof (P3-T1, P3-T1c)."""
    d, size, given = dimension, samples, generator_samples
    own = noise**2 * d * _moment(1, size - d + 1)
    theirs = generations * generator_noise**2 * d * _moment(1, given - d + 1)
    mean = own + theirs
    proportional = sp.limit(own.subs(d, ratio * size), size, sp.oo) + sp.limit(
        theirs.subs(d, generator_ratio * given), given, sp.oo
    )
    plateau = sp.limit(mean, size, sp.oo)
    at_ratio = sp.limit(theirs.subs(d, generator_ratio * given), given, sp.oo).subs(
        generator_ratio, d / given
    )
    return Derivation(
        first=Step("the mean of an inverse chi-square with m degrees of freedom", _moment(1, degrees)),
        second=Step("the mean of its square", _moment(2, degrees)),
        mean=Step("the mean test error", mean),
        limit=Step("tends, for sizes that grow in proportion, to", proportional),
        excess=Step("the exact collapse term is the limit's times", tidy(sp.cancel(theirs / at_ratio))),
        plateau=Step("for T → ∞ alone the mean error tends to", plateau),
        approach=Step("and T times the rest tends to", sp.limit(size * (mean - plateau), size, sp.oo)),
    )


@cache
def spread() -> Derivation:
    """The variance of the generators' part, for both designs. Source: derived here (P3-D1)."""
    d, n = dimension, generations
    m1, m2 = (_moment(order, degrees) for order in (1, 2))
    scale = n * m1
    independent = n * (m2 - m1**2) + n**2 * m1**2
    same = n**2 * m2

    def variance(square: sp.Expr) -> sp.Expr:
        return sp.factor(generator_noise**4 * (d * (d + 2) * square - (d * scale) ** 2))

    def late(square: sp.Expr) -> sp.Expr:
        relative = sp.cancel(d * (d + 2) * square / (d * scale) ** 2 - 1)
        return sp.factor(sp.limit(relative, n, sp.oo))

    return Derivation(
        independent=Step("the variance with independent inputs", variance(independent)),
        same=Step("the variance with the same inputs", variance(same)),
        late_independent=Step(
            "squared ratio of deviation to mean, many generations, independent", late(independent)
        ),
        late_same=Step("squared ratio of deviation to mean, the same inputs", late(same)),
    )


@cache
def growth() -> Derivation:
    """What one larger generator adds, relative to clean training with T₀. Source: derived here (P3-T1b)."""
    d, given = dimension, generator_samples
    factor = sp.Symbol("g", positive=True)
    share = (given - d - 1) / (factor * given - d - 1)
    return Derivation(
        share=Step("a generator with g T₀ samples adds this share of the clean error", share),
        many=Step("which for many samples is", sp.limit(share, given, sp.oo)),
    )


@cache
def null_predictor() -> Derivation:
    """After how many generations the fit is worse than predicting zero. Source: Theorem 4.1 (P3-T1d)."""
    n, d, given = generations, dimension, generator_samples
    limit = n * generator_noise**2 * generator_ratio / (1 - generator_ratio)
    exact = n * generator_noise**2 * d * _moment(1, given - d + 1)
    return Derivation(
        limit=Step("the threshold in the limit", tidy(sp.solve(sp.Eq(limit, signal), n)[0])),
        exact=Step("the exact threshold", tidy(sp.solve(sp.Eq(exact, signal), n)[0])),
    )
