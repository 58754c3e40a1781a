"""Derivations for parametric families: moments along the walk, Fisher information, the sandwich, the first bias."""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step
from modelcollapse.symbolic.walk import categorical

__all__ = [
    "bernoulli",
    "bias",
    "bias_form",
    "diversity",
    "exponential",
    "information",
    "length",
    "logistic_bias",
    "mean",
    "mixing",
    "poisson",
    "regression_information",
    "regression_meat",
    "size",
]

size = sp.Symbol("n", integer=True, positive=True)
mean = sp.Symbol("theta", positive=True)
mixing = sp.Symbol("k", positive=True)
length = sp.Symbol("b", positive=True)
_x = sp.Symbol("x", positive=True)
_u = sp.Symbol("u", real=True)
_p = sp.Symbol("p", positive=True)


def _gamma_moment(order: sp.Expr) -> sp.Expr:
    """E G^order for G ~ Γ(n)/n, by its integral."""
    density = _x ** (size - 1 + order) * sp.exp(-_x) / sp.gamma(size)
    return sp.gammasimp(sp.integrate(density, (_x, 0, sp.oo)) / size**order)


@cache
def exponential() -> Derivation:
    """One round of the exponential family multiplies the mean by G ~ Γ(n)/n. Source: derived here (P1-C4)."""
    order = sp.Symbol("s", positive=True)
    log_moment = sp.loggamma(size + order) - sp.loggamma(size) - order * sp.log(size)
    return Derivation(
        mean=Step("the mean factor", sp.simplify(_gamma_moment(sp.Integer(1)))),
        second=Step("the mean square factor", sp.simplify(_gamma_moment(sp.Integer(2)))),
        root=Step("the mean root factor", _gamma_moment(sp.Rational(1, 2))),
        drift=Step("the mean log factor", sp.diff(log_moment, order).subs(order, 0)),
        log_variance=Step("the variance of the log factor", sp.diff(log_moment, order, 2).subs(order, 0)),
    )


@cache
def bernoulli() -> Derivation:
    """One round of frequencies, from the mean square of one. Source: derived here (P1-C4)."""
    square = categorical.step()["square"].relation.subs({categorical.probability: _p, categorical.size: size})
    return Derivation(
        diversity=Step(
            "the mean of p̂(1 − p̂) after one round, as the mean of p̂ stays", sp.factor(_p - square)
        ),
    )


@cache
def poisson() -> Derivation:
    """One round of Poisson means, from the generating function of the total. Source: derived here (P1-C4)."""
    s = sp.Symbol("s", positive=True)
    generating = sp.exp(size * mean * (s - 1))
    first = sp.diff(generating, s).subs(s, 1) / size
    second = (sp.diff(generating, s, 2) + sp.diff(generating, s)).subs(s, 1) / size**2
    return Derivation(
        mean=Step("the mean stays", sp.simplify(first)),
        variance=Step("one round adds the variance", sp.simplify(sp.expand(second - first**2))),
    )


@cache
def information() -> Derivation:
    """Fisher's information of one draw, for three families given by their mean. Source: textbook."""
    chance = sp.Symbol("theta", positive=True)
    count = sp.Symbol("y", integer=True, nonnegative=True)
    exponential_slope = sp.diff(-sp.log(mean) - _x / mean, mean)
    curvature = {
        "exponential": sp.integrate(
            sp.expand(exponential_slope**2) * sp.exp(-_x / mean) / mean, (_x, 0, sp.oo)
        ),
        "bernoulli": sum(weight * sp.diff(sp.log(weight), chance) ** 2 for weight in (chance, 1 - chance)),
        "poisson": -sp.summation(
            sp.diff(count * sp.log(mean) - mean, mean, 2) * sp.exp(-mean) * mean**count / sp.factorial(count),
            (count, 0, sp.oo),
        ),
    }
    return Derivation(
        **{
            name: Step(f"information of one draw, {name}", sp.factor(sp.simplify(value)))
            for name, value in curvature.items()
        }
    )


def _gaussian(function: sp.Expr) -> sp.Expr:
    return sp.simplify(
        sp.integrate(sp.expand(function) * sp.exp(-(_u**2) / 2) / sp.sqrt(2 * sp.pi), (_u, -sp.oo, sp.oo))
    )


@cache
def regression_information() -> Derivation:
    """Information of Poisson regression with x ~ N(0, I), β of length b. Source: derived here (P1-T7)."""
    return Derivation(
        across=Step("orthogonal to β", _gaussian(sp.exp(length * _u))),
        along=Step("along β", sp.factor(_gaussian(_u**2 * sp.exp(length * _u)))),
    )


@cache
def regression_meat() -> Derivation:
    """Covariance of the Poisson score if counts have variance m + m²/k. Source: derived here (P1-T7)."""
    variance = sp.exp(length * _u) + sp.exp(2 * length * _u) / mixing
    return Derivation(
        across=Step("orthogonal to β", sp.factor(_gaussian(variance))),
        along=Step("along β", sp.expand(_gaussian(_u**2 * variance))),
    )


@cache
def bias() -> Derivation:
    """The bias of order 1/n of a maximum-likelihood fit with canonical link. Source: derived here (P1-T7)."""
    epsilon, score, step, second = sp.symbols("epsilon S delta_1 delta_2", real=True)
    weight, slope = sp.symbols("A kappa", positive=True)
    # The mean score, S of order n^(−1/2), less its decrease; ε counts the orders.
    error = epsilon * step + epsilon**2 * second
    equation = sp.expand(epsilon * score - weight * error - slope * error**2 / 2)
    first = sp.solve(equation.coeff(epsilon, 1), step)[0]
    next_order = sp.solve(equation.coeff(epsilon, 2).subs(step, first), second)[0]
    return Derivation(
        equation=Step(
            "the fit solves, with A = E w x² and κ = E w'x³,",
            sp.Eq(score - weight * step - slope * step**2 / 2, 0),
        ),
        first=Step("to first order", sp.Eq(step, first)),
        second=Step("and to second order, what is added is", next_order),
        # The score has the variance A/n, and mean zero for every design.
        value=Step("whose mean, times n, is", next_order.subs(score, sp.sqrt(weight))),
    )


def bias_form() -> sp.Expr:
    """The same, as it is usually written. Source: as ``bias``."""
    weight, slope = sp.symbols("A kappa", positive=True)
    return -slope / (2 * weight**2)


def diversity() -> sp.Expr:
    """p(1 − p). Source: notation."""
    return _p * (1 - _p)


def logistic_bias() -> sp.Expr:
    """The same for logistic regression with one coefficient b and x ~ N(0, 1), as integrals. Source: as ``bias``."""
    chance = 1 / (1 + sp.exp(-length * _u))
    weight = chance * (1 - chance)
    density = sp.exp(-(_u**2) / 2) / sp.sqrt(2 * sp.pi)
    information, curvature = (
        sp.Integral(_u**power * factor * density, (_u, -sp.oo, sp.oo))
        for power, factor in ((2, weight), (3, weight * (1 - 2 * chance)))
    )
    weight_symbol, slope = sp.symbols("A kappa", positive=True)
    return bias()["value"].relation.subs({weight_symbol: information, slope: curvature})
