"""Frequencies of n draws: what one generation does to the chance that two draws agree.

p is the probability of a symbol, n the size of a sample, S the collision probability; n·t² are growing sizes.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = ["collision", "probability", "rounds", "size", "step"]

probability = sp.Symbol("p", positive=True)
size = sp.Symbol("n", positive=True)
collision = sp.Symbol("S", positive=True)
rounds = sp.Symbol("T", positive=True)
_z = sp.Symbol("z", positive=True)


@cache
def step() -> Derivation:
    """One generation, and the product over growing sizes. Source: derived here (P1-C4, X13; P4-T1a)."""
    generating = (1 - probability + probability * _z) ** size
    first = sp.diff(generating, _z).subs(_z, 1)
    second = sp.simplify(sp.diff(generating, _z, 2).subs(_z, 1)) + first
    square = sp.expand(sp.simplify(second / size**2))
    # Σ p = 1 and Σ p² = S.
    after = square.coeff(probability, 1) + square.coeff(probability, 2) * collision
    root = 1 / sp.sqrt(size)
    product = (
        sp.gamma(rounds + 1 - root)
        * sp.gamma(rounds + 1 + root)
        / (sp.gamma(1 - root) * sp.gamma(1 + root) * sp.gamma(rounds + 1) ** 2)
    )
    return Derivation(
        square=Step("the mean square of a frequency", square),
        after=Step("summed over the symbols", sp.expand(after)),
        factor=Step(
            "so the chance that two draws differ is multiplied by", sp.factor((1 - after) / (1 - collision))
        ),
        product=Step("T rounds of sizes n·t² multiply it by", product),
        ratio=Step(
            "whose ratio from T − 1 to T is",
            sp.factor(sp.expand_func(sp.gammasimp(product / product.subs(rounds, rounds - 1)))),
        ),
        # The other gamma functions tend to one together: their arguments have the same sum above and below.
        endless=Step(
            "and all of them by", sp.gammasimp(1 / (sp.gamma(1 - _z) * sp.gamma(1 + _z))).subs(_z, root)
        ),
    )
