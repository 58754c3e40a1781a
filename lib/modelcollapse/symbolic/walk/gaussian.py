"""Mean and covariance of a normal law, both fitted: what is conserved, and what vanishes.

n is the size of one sample, ν = n − 1, m the divisor of the covariance, b the mean of a fitted variance.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic import gaussian
from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = ["conservation", "degeneracy", "size", "variance"]

size = sp.Symbol("n", positive=True)
variance = sp.Symbol("b", positive=True)


def _moment(order: int, divisor: sp.Expr) -> sp.Expr:
    """Mean of (χ²_{n−1}/divisor)^(order/2), from the chi-square integral of the first chapter on variances."""
    value = gaussian.moment()["value"].relation.subs(gaussian.order, order)
    ratio = sp.expand_func(sp.gammasimp(value.subs(gaussian.nu, size - 1)))
    return sp.factor(sp.gammasimp(ratio).subs(gaussian.divisor, divisor))


@cache
def conservation() -> Derivation:
    """One generation of both fits, on average. Source: derived here (P1-C2, P1-C3)."""
    moved = variance / size
    likely, unbiased = (sp.expand(variance * _moment(2, m)) for m in (size, size - 1))
    return Derivation(
        moved=Step("the squared error of the mean grows by", moved),
        likely=Step("with the divisor n the mean variance becomes", likely),
        unbiased=Step("with the divisor n − 1", sp.simplify(unbiased)),
        conserved=Step(
            "with the divisor n the sum of both changes by", sp.simplify(moved + likely - variance)
        ),
        grown=Step("with n − 1 by", sp.simplify(moved + unbiased - variance)),
        fourth=Step(
            "with n − 1 the mean square of a variance is multiplied by", sp.factor(_moment(4, size - 1))
        ),
    )


@cache
def degeneracy() -> Derivation:
    """Bounds on the mean factor α_ν of σ̂, from the product of two neighbours. Source: derived here (P1-C2)."""
    squared = sp.simplify(gaussian.decay()["neighbours"].relation.rhs)
    above = sp.log(sp.simplify(squared**2)) / 4
    return Derivation(
        neighbours=Step("two neighbouring factors multiply to", squared),
        above=Step("the smaller of them, squared, is at most that, so its log is at most", above),
        below=Step(
            "and the larger one, with ν − 1 for ν, gives that the log is at least",
            above.subs(gaussian.nu, gaussian.nu - 1),
        ),
        above_order=Step(
            "ν times the upper bound tends to", sp.limit(gaussian.nu * above, gaussian.nu, sp.oo)
        ),
    )
