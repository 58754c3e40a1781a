"""Derivations for the symmetric mixture ½N(μ, σ²) + ½N(−μ, σ²): its estimators, the decay of σ̂, its joint likelihood.

q = m₁² is the squared mean of |Y|, w = s² its variance with the divisor n, so m₂ = q + w; κ is the inflation of the
approximate estimator and η its constant; ν = n − 1.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "RATE",
    "START",
    "defect",
    "deviation",
    "estimator",
    "eta",
    "fourth",
    "general_at_chosen",
    "inflation",
    "inflation_slope",
    "kappa",
    "log_inflation",
    "nu",
    "rate",
    "room",
    "root",
    "second",
    "shifted_bottom",
    "shifted_size",
    "sixth",
    "spread",
    "square",
]

square = sp.Symbol("q", positive=True)
spread = sp.Symbol("w", positive=True)
kappa = sp.Symbol("kappa", positive=True)
nu = sp.Symbol("nu", positive=True)
eta = sp.Symbol("eta", positive=True)
# Raw moments of Y, and the candidate t for μ.
second = sp.Symbol("m2", positive=True)
fourth = sp.Symbol("m4", positive=True)
sixth = sp.Symbol("m6", positive=True)
deviation = sp.Symbol("t", positive=True)
_a = sp.Symbol("a", positive=True)
_x = sp.Symbol("x", nonnegative=True)
_shift = sp.Symbol("j", nonnegative=True)

# The exponent of the sharpened rate, e^(−RATE k/(4n)), and the ν from which the polynomial proves it.
RATE = sp.Rational(23984, 10000)
START = 16


@cache
def estimator() -> Derivation:
    """The approximate estimator without its auxiliary a. Source: authors' code; simplified here (P2-T4)."""
    total = square + spread
    general = _a * total * spread / (_a * square + 2 * total)
    chosen = 2 * (1 + kappa) * total / (total - (1 + kappa) * square)
    limit = 2 * _a / (_a - 2) * square
    return Derivation(
        general=Step("the estimator for σ² with an auxiliary number a", general),
        chosen=Step("which, where m₂ > (1 + κ) m₁², is", chosen),
        shrunk=Step("turns into", sp.factor(sp.cancel(sp.together(general.subs(_a, chosen))))),
        room=Step(
            "the condition m₂ ≤ 2a/(a − 2) m₁² holds where this is not negative",
            sp.factor(sp.cancel(limit.subs(_a, chosen) - total)),
        ),
        fifty=Step("for a = 50 the estimator is", sp.factor(general.subs(_a, 50))),
        fifty_limit=Step("and the condition is m₂ ≤ m₁² times", limit.subs({_a: 50, square: 1})),
    )


def log_inflation() -> sp.Expr:
    """c = log(1 + κ) in terms of ν and η. Source: authors' code (P2-T4)."""
    return (eta - 1) * (nu / 2 + 4 * eta) / (eta * nu * (nu + 4 * eta))


@cache
def inflation() -> Derivation:
    """How the inflation depends on η. Source: derived here (P2-T4)."""
    c = log_inflation()
    return Derivation(
        value=Step("the log of the inflation", c),
        slope=Step(
            "grows with η, because its derivative is a quotient of positive terms", sp.factor(sp.diff(c, eta))
        ),
        limit=Step("and tends, as η → ∞, to", sp.limit(c, eta, sp.oo)),
        two=Step("at η = 2 it is", sp.factor(c.subs(eta, 2))),
    )


@cache
def rate() -> Derivation:
    """The sharpened rate at η = 2 for all ν ≥ START, by a polynomial without a negative coefficient.

    log of the one-step factor is c/2 + log a, a² = α² ν/(ν + 1); the first chapter proves log α < −½ log(1 + 1/(2ν)),
    and log(1 + x) > 2x/(2 + x). Source: derived here (P2-T4).
    """
    half = inflation()["two"].relation / 2
    below = 2 * _x / (2 + _x)
    first, next_ = (sp.simplify(below.subs(_x, value)) / 2 for value in (1 / nu, 1 / (2 * nu)))
    bound = half - first - next_
    room = sp.cancel(sp.together(-RATE / (4 * (nu + 1)) - bound))
    top, bottom = sp.fraction(room)
    return Derivation(
        bound=Step("the log of the one-step factor is below", bound),
        room=Step("which leaves, to the asserted rate, this room", sp.factor(top) / sp.factor(bottom)),
        shifted=Step(
            f"at ν = {START} + j the numerator has no negative coefficient",
            sp.expand(top.subs(nu, START + _shift)),
        ),
        bottom=Step("and the denominator is positive", sp.factor(bottom)),
        limit=Step("4n times the bound tends to", sp.limit(4 * (nu + 1) * bound, nu, sp.oo)),
    )


@cache
def defect() -> Derivation:
    """The extra slope of the branch with a = 50. Source: derived here; the constant is the authors' code's (P2-T4)."""
    ratio = estimator()["fifty"].relation / spread
    loss = sp.limit(ratio, spread, 0)
    return Derivation(
        ratio=Step("where the bumps are far apart the estimator is s² times", ratio),
        loss=Step("which tends, as s²/m₁² → 0, to", loss),
        slope=Step("so log σ̂ loses in each generation another", -sp.log(loss) / 2),
    )


@cache
def root() -> Derivation:
    """The joint likelihood equation near μ = 0. Source: equations of the authors' code; derived here (P2-L4)."""
    y = sp.Symbol("y", positive=True)
    equation = y * sp.tanh(deviation * y / (second - deviation**2))
    series = sp.expand(sp.series(equation, deviation, 0, 6).removeO())
    moments = {2: second, 4: fourth, 6: sixth}
    averaged = (
        sum(coefficient * moments[power[0]] for power, coefficient in sp.Poly(series, y).terms()) - deviation
    )
    averaged = sp.expand(sp.cancel(averaged))
    return Derivation(
        equation=Step("one draw's part of the likelihood equation", equation),
        linear=Step("the linear term of the mean, less t, vanishes", averaged.coeff(deviation, 1)),
        cubic=Step("the cubic coefficient is", sp.factor(averaged.coeff(deviation, 3))),
        quintic=Step("and the quintic", sp.factor(averaged.coeff(deviation, 5))),
    )


def general_at_chosen() -> sp.Expr:
    """The estimator with a put in, not simplified. Source: as ``estimator``."""
    steps = estimator()
    return steps["general"].relation.subs(_a, steps["chosen"].relation)


def inflation_slope(*, last: bool = True) -> sp.Expr:
    """dc/dη, written as a quotient of positive terms. Source: as ``inflation``."""
    top = 4 * eta**2 * nu + 32 * eta**2 + 8 * eta * nu + (nu**2 if last else 0)
    return top / (2 * eta**2 * nu * (4 * eta + nu) ** 2)


def room() -> sp.Expr:
    """The room of ``rate`` at ν = START + j, before any simplification. Source: as ``rate``."""
    asserted = -RATE / (4 * shifted_size())
    return asserted - rate()["bound"].relation.subs(nu, START + _shift)


def shifted_size() -> sp.Expr:
    """n = ν + 1 at ν = START + j."""
    return START + 1 + _shift


def shifted_bottom() -> sp.Expr:
    """The denominator of the room at ν = START + j, a product of positive terms."""
    return rate()["bottom"].relation.subs(nu, START + _shift)
