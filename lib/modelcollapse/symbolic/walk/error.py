"""How squared errors add up along a walk, and which schedules keep their sum finite.

n is the size of the real sample, K a generation, e an error before a fit and x what the fit adds to it, w the mean of
x²; t counts synthetic rounds, s is the exponent of sizes n·t^{1+s}.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "added",
    "adding",
    "budget",
    "dented",
    "dented_limit",
    "error",
    "excess",
    "generation",
    "half",
    "largest",
    "mean_size",
    "monotone",
    "noise",
    "one_size",
    "rounds",
    "schedules",
    "shift",
    "size",
    "tail",
    "zeta_limit",
]

size = sp.Symbol("n", positive=True)
generation = sp.Symbol("K", integer=True, positive=True)
rounds = sp.Symbol("T", integer=True, positive=True)
excess = sp.Symbol("s", positive=True)
error = sp.Symbol("e", real=True)
added = sp.Symbol("x", real=True)
noise = sp.Symbol("w", positive=True)
shift = sp.Symbol("b", real=True)
half = sp.Symbol("h", integer=True, positive=True)
largest = sp.Symbol("N", positive=True)
one_size = sp.Symbol("x", positive=True)
mean_size = sp.Symbol("m", positive=True)

_k = sp.Symbol("k", integer=True, positive=True)
_t = sp.Symbol("t", integer=True, positive=True)
_u = sp.Symbol("u", positive=True)
_M = sp.Function("M")


def _mean(expression: sp.Expr) -> sp.Expr:
    """Average over x, whose mean is 0 and whose mean square is w."""
    terms = sp.Poly(expression, added).terms()
    return sp.expand(sum(coefficient * {0: 1, 1: 0, 2: noise}[power] for (power,), coefficient in terms))


@cache
def adding() -> Derivation:
    """Errors of unbiased fits are orthogonal, so their squares add up. Source: derived here (P1-T1)."""
    square = sp.expand((error + added) ** 2)
    telescoped = sp.Sum(_M(_k) - _M(_k - 1), (_k, 1, generation)).doit()
    return Derivation(
        square=Step("the squared error after a fit that moves the estimate by x", square),
        mean=Step("averaged over the fit, whose move has the mean 0 and the mean square w", _mean(square)),
        gain=Step("so one generation adds", _mean(square) - error**2),
        telescoped=Step("the gains of all generations telescope", telescoped),
        biased=Step(
            "with a bias b the move is b + x, and the square of the mean error grows, too",
            sp.collect(_mean(sp.expand((error + shift + added) ** 2)), noise),
        ),
    )


@cache
def schedules() -> Derivation:
    """Σ 1/n_k in units of 1/n, for sizes n·t^{1+s}. Source: derived here (P1-T1, P1-T2)."""

    def total(power: sp.Expr, last: sp.Expr) -> sp.Expr:
        return 1 + sp.Sum(_t**-power, (_t, 1, last)).doit()

    return Derivation(
        constant=Step("constant size", sp.simplify(total(sp.Integer(0), generation - 1))),
        linear=Step("linear growth", total(sp.Integer(1), generation - 1)),
        square=Step("quadratic growth", total(sp.Integer(2), generation - 1)),
        linear_limit=Step("linear growth, all generations", sp.limit(sp.harmonic(rounds), rounds, sp.oo)),
        zeta=Step("growth t^{1+s}, all generations", total(1 + excess, sp.oo)),
    )


def zeta_limit(convention: str) -> sp.Expr:
    """n/σ² times the limit of the error for sizes n·t^{1+s}. Source: as ``schedules``."""
    value = schedules()["zeta"].relation
    return value if convention == "A" else value - 1


@cache
def tail() -> Derivation:
    """What is still to come after T rounds of growth t^{1+s}, by integrals. Source: derived here (P1-T2)."""
    curve = _u ** -(1 + excess)
    above = sp.integrate(curve, (_u, rounds, sp.oo))
    log_curve = 1 / ((_u + 1) * sp.log(_u + 1) ** 2)
    return Derivation(
        above=Step("the rounds after T add less than", sp.simplify(above)),
        below=Step("and more than", sp.simplify(above.subs(rounds, rounds + 1))),
        linear=Step("while T linear rounds add more than", sp.integrate(1 / _u, (_u, 1, rounds + 1))),
        logarithmic=Step("the integral that t·ln²(t + 1) needs", sp.simplify(sp.integrate(log_curve, _u))),
    )


@cache
def monotone() -> Derivation:
    """A schedule that never falls must be superlinear. Source: Olivier's argument (P1-T2, X9)."""
    block = sp.Sum(1 / largest, (_k, half + 1, 2 * half)).doit()
    return Derivation(
        block=Step("h rounds with sizes of at most N add at least", sp.simplify(block)),
        ratio=Step("which is half the ratio t/n_t at t = 2h", sp.simplify(2 * half / largest / 2)),
    )


@cache
def dented() -> Derivation:
    """Quadratic growth, but linear at the powers of two: bounded all the same. Source: derived here (P1-T2)."""
    squares = sp.Sum(1 / _t**2, (_t, 1, sp.oo)).doit()
    removed = sp.Sum(sp.Integer(4) ** -_k, (_k, 0, sp.oo)).doit()
    put_back = sp.Sum(sp.Integer(2) ** -_k, (_k, 0, sp.oo)).doit()
    return Derivation(
        squares=Step("all squares", squares),
        removed=Step("less those of the powers of two", removed),
        put_back=Step("plus the powers of two themselves", put_back),
        total=Step("together", squares - removed + put_back),
    )


def dented_limit() -> sp.Expr:
    """n/σ² times the limit of the error for the dented schedule. Source: as ``dented``."""
    return 1 + dented()["total"].relation


@cache
def budget() -> Derivation:
    """Of all splits of a budget the equal one adds least. Source: derived here, by the tangent (P1-T2)."""
    tangent = 2 / mean_size - one_size / mean_size**2
    return Derivation(
        tangent=Step("the tangent of 1/x at the mean size m", tangent),
        gap=Step("lies below it, because the difference is", sp.factor(1 / one_size - tangent)),
        total=Step(
            "summed over T sizes with the mean m the tangents give",
            sp.simplify(rounds * tangent.subs(one_size, mean_size)),
        ),
    )
