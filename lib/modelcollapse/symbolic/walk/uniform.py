"""The largest of n draws from (0, 1), as an estimate of the upper end."""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = ["largest", "order", "size"]

size = sp.Symbol("n", positive=True)
order = sp.Symbol("j", positive=True)
_x = sp.Symbol("x", positive=True)


@cache
def largest() -> Derivation:
    """Moments of the largest draw, and of both estimators made from it. Source: derived here (P1-T2, P1-T3)."""
    density = sp.diff(_x**size, _x)
    moment = sp.simplify(sp.integrate(sp.powsimp(_x**order * density), (_x, 0, 1)))
    first, second = moment.subs(order, 1), moment.subs(order, 2)
    raise_by = 1 / first
    factor = sp.factor(sp.simplify(raise_by**2 * second))
    return Derivation(
        density=Step("all n draws lie below x with probability xⁿ; the density is", sp.powsimp(density)),
        moment=Step("the moment of order j", moment),
        first=Step("the mean, by which the likelihood estimate is multiplied in each generation", first),
        raised=Step("the unbiased estimate multiplies the largest draw by", sp.simplify(raise_by)),
        factor=Step("and its mean square is multiplied by", factor),
        excess=Step("which exceeds 1 by", sp.factor(factor - 1)),
        log_mean=Step(
            "the mean of the logarithm of the largest draw",
            sp.simplify(sp.integrate(sp.log(_x) * sp.powsimp(density), (_x, 0, 1))),
        ),
    )
