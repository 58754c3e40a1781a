"""Walks whose every fit is a little off: when the offs add up without bound.

a is the growth exponent of the sizes, v the exponent of the bias c·size^(−v), h the share that a fit shrinks.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "coefficient",
    "exponent",
    "growth",
    "limit_of_error",
    "rounds",
    "share",
    "shrinking",
    "size",
    "threshold",
]

growth = sp.Symbol("a", positive=True)
exponent = sp.Symbol("v", positive=True)
rounds = sp.Symbol("T", positive=True)
size = sp.Symbol("n", positive=True)
share = sp.Symbol("h", positive=True)
coefficient = sp.Symbol("c", positive=True)
_u = sp.Symbol("u", positive=True)
_excess = sp.Symbol("epsilon", positive=True)


@cache
def threshold() -> Derivation:
    """Which growth keeps both sums finite. Source: derived here (P1-T3, X10)."""
    term = sp.powsimp((_u**growth) ** -exponent)
    power = growth * exponent
    grown = sp.simplify((rounds ** (1 - power) - 1) / (1 - power))
    return Derivation(
        term=Step("the bias of round t, in units of c·n^(−v), with u for t", term),
        grown=Step("T rounds add up to about", grown),
        slope=Step("whose derivative in T is the term again", sp.simplify(sp.diff(grown, rounds))),
        border=Step(
            "on the border a·v = 1 it is", sp.limit(grown.subs(growth, _excess / exponent), _excess, 1)
        ),
        exponent=Step("so below it the squared error grows with the exponent", sp.factor(2 * (1 - power))),
    )


def limit_of_error() -> sp.Expr:
    """Limit of the squared error in units of σ = 1, where it is finite. Source: derived here (P1-T3)."""
    noise = (1 + sp.zeta(growth)) / size
    off = coefficient * size**-exponent * (1 + sp.zeta(growth * exponent))
    return noise + off**2


@cache
def shrinking() -> Derivation:
    """A mean that every fit multiplies by 1 − h: bounds on log(1 − h). Source: derived here (P1-T3)."""
    below = -share / (1 - share)
    return Derivation(
        upper=Step(
            "−h − log(1 − h) has the derivative", sp.factor(sp.diff(-share - sp.log(1 - share), share))
        ),
        lower=Step(
            "log(1 − h) + h/(1 − h) has the derivative", sp.factor(sp.diff(sp.log(1 - share) - below, share))
        ),
    )
