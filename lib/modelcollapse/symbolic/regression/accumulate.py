"""Derivations for data that are kept: least squares on all sets so far, and π²/6 for regular parametric models.

n counts the fits, generation 1 being the one on real data; T is the size of a set and d the dimension.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step
from modelcollapse.symbolic.regression.least_squares import inverse_moment
from modelcollapse.symbolic.regression.symbols import degrees, dimension, generations, samples

__all__ = [
    "closed_sum",
    "dimension",
    "exponential",
    "fit",
    "harmonic",
    "index",
    "integral",
    "least_squares",
    "ratio",
    "samples",
    "share",
    "share_of_a_set",
    "subsample",
    "term",
    "total",
]

# Fits are counted by the letter that elsewhere counts generators.
fit = generations
index = sp.Symbol("i", positive=True, integer=True)
# (d + 1)/T, and a harmonic number, 1 + 1/2 + … + 1/n.
share = sp.Symbol("x", positive=True)
total = sp.Symbol("H", positive=True)


def _mean_inverse(count: sp.Expr) -> sp.Expr:
    """E[1/χ²] with so many degrees of freedom."""
    return sp.factor(sp.gammasimp(inverse_moment(1))).subs(degrees, count)


def share_of_a_set() -> sp.Expr:
    """E[χ²_T/(χ²_T + χ²_(n−1)T)²] for d = 1, from a beta share and an independent total.

    Source: derived here (P3-F1).
    """
    first, second = samples / 2, (fit - 1) * samples / 2
    beta_mean = sp.gammasimp(sp.beta(first + 1, second).rewrite(sp.gamma)) / sp.gammasimp(
        sp.beta(first, second).rewrite(sp.gamma)
    )
    return sp.gammasimp(beta_mean) * _mean_inverse(fit * samples)


def term(n: sp.Expr = fit) -> sp.Expr:
    """What the n-th fit adds to the risk, in units of the noise variance. Source: derived here (P3-F1)."""
    return dimension / (n * (n * samples - dimension - 1))


def closed_sum() -> sp.Expr:
    """The sum of ``term`` over 1, …, n in digamma functions. Source: derived here (P3-F1)."""
    a = dimension + 1
    return (dimension / a) * (
        sp.digamma(fit + 1 - a / samples)
        - sp.digamma(1 - a / samples)
        - sp.digamma(fit + 1)
        + sp.digamma(sp.Integer(1))
    )


@cache
def least_squares() -> Derivation:
    """The exact risk of the accumulating chain. Source: derived here (P3-F1)."""
    a = dimension + 1
    # Each diagonal entry of the inverse of Z'Z, Z with m rows, is 1/χ²_(m − d + 1).
    whole = dimension * _mean_inverse(fit * samples - dimension + 1)
    return Derivation(
        moment=Step("the mean of one over a chi-square with m degrees of freedom", _mean_inverse(degrees)),
        whole=Step("so a fit to nT fresh rows has the risk", whole),
        part=Step("and one set's share of it is", whole / fit),
        split=Step(
            "in partial fractions",
            (dimension / a) * (1 / (fit - a / samples) - 1 / fit),
        ),
        total=Step("the sum up to n", closed_sum()),
        limit=Step("and its limit", -(dimension / a) * (sp.EulerGamma + sp.digamma(1 - a / samples))),
    )


def integral() -> sp.Integral:
    """Σ x/(i(i − x)) as an integral: each term is ∫ (e^(−(i−x)y) − e^(−iy)) dy. Source: derived here (P3-F1)."""
    y = sp.Symbol("y", positive=True)
    return sp.Integral((sp.exp(-(1 - share) * y) - sp.exp(-y)) / (1 - sp.exp(-y)), (y, 0, sp.oo))


@cache
def ratio() -> Derivation:
    """The limit against the first fit, in x = (d + 1)/T. Source: derived here (P3-F1)."""
    one = (1 - share) / (index * (index - share))
    value = -(sp.EulerGamma + sp.digamma(1 - share)) * (1 - share) / share
    return Derivation(
        term=Step("the i-th fit adds, in units of the first one's risk", one),
        slope=Step("which falls as x grows, for every i above 1", sp.factor(sp.diff(one, share))),
        value=Step("the sum over all i", value),
        first=Step("at x → 0", sp.limit(value, share, 0)),
        series=Step("and near it", sp.series(value, share, 0, 2).removeO()),
        half=Step("at x = ½", sp.expand(value.subs(share, sp.Rational(1, 2)))),
    )


@cache
def harmonic() -> Derivation:
    """Regular models in the limit of large sets. Source: Dey and Donoho (2024), abstract; derived here (P3-F2)."""
    return Derivation(
        replace=Step("replace", sp.summation(sp.Integer(1), (index, 1, fit))),
        accumulate=Step("accumulate", sp.Sum(1 / index**2, (index, 1, fit))),
        limit=Step("whose limit is", sp.summation(1 / index**2, (index, 1, sp.oo))),
        efficiency=Step("an efficiency of at least", 1 / sp.summation(1 / index**2, (index, 1, sp.oo))),
    )


@cache
def exponential() -> Derivation:
    """The mean of an exponential law, at any size of the sets. Source: derived here (P3-F2)."""
    root = sp.Symbol("s", positive=True)
    limit = (sp.sinh(sp.pi * root) / (sp.pi * root) - 1) / root**2
    return Derivation(
        growth=Step("accumulate", samples * (sp.Product(1 + 1 / (index**2 * samples), (index, 1, fit)) - 1)),
        replace=Step("replace", samples * ((1 + 1 / samples) ** fit - 1)),
        limit=Step("for n → ∞ the first tends to", limit.subs(root, 1 / sp.sqrt(samples))),
        large=Step("and that, for T → ∞, to", sp.limit(limit, root, 0)),
        next=Step(
            "with the next term, in 1/T",
            sp.series(limit, root, 0, 4).removeO().coeff(root, 2),
        ),
    )


@cache
def subsample() -> Derivation:
    """Subsamples of the pool, by counting the values that two subsamples share. Source: derived here (P3-F2).

    In units of 1/T: the fit is θ_n = z_n + Σ_(j<n) z_j/(j + 1), Var z_n = 1 and Cov(z_n, z_j) = 1/n for j < n, because
    each value of subsample j is in subsample n with probability 1/n. H is the harmonic number of n.
    """
    own = 2 * (total - 1) / fit
    later = own.subs({total: total + 1 / (fit + 1), fit: fit + 1}, simultaneous=True)
    centre = 1 / (fit + 1) ** 2 + 2 * (total - 1) / (fit * (fit + 1))
    step = sp.factor(sp.cancel(sp.together(centre + later - own)))
    limit = 1 + sp.summation(step.subs(fit, index), (index, 1, sp.oo))
    return Derivation(
        centre=Step("from fit n to n + 1 the variance of the mean label grows by", centre),
        cross=Step("twice its covariance with the fit's own noise is", own),
        step=Step("so the fit's variance grows by", step),
        limit=Step("and tends to", limit),
    )
