"""Derivations for draws from a window of generations, and from all of them."""

from __future__ import annotations

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "drift",
    "finite_product",
    "generation",
    "history",
    "limit_product",
    "pair_polynomial",
    "product_factor",
    "sine",
    "size",
    "window",
]

size = sp.Symbol("n", integer=True, positive=True)
generation = sp.Symbol("m", integer=True, positive=True)

_a = sp.Symbol("A", positive=True)
_z = sp.Symbol("z", positive=True)
_last = sp.Symbol("M", integer=True, positive=True)


def product_factor() -> sp.Expr:
    """Return what generation m leaves of the diversity of the pooled mean. Source: derived here (P4-Fig6)."""
    # E of the newest square and of its product with the pooled mean before, whose expected square is A.
    newest = 1 / size + (1 - 1 / size) * _a
    pooled = (generation**2 * _a + 2 * generation * _a + newest) / (generation + 1) ** 2
    return sp.factor(sp.simplify((1 - pooled) / (1 - _a)))


def finite_product(last: sp.Expr = _last) -> sp.Expr:
    """Return ∏_{j=2}^{M} (1 − z²/j²) by gamma functions. Source: the factors (j − z)(j + z)/j²."""
    gammas = sp.gamma(last + 1 - _z) * sp.gamma(last + 1 + _z)
    return gammas / (sp.gamma(2 - _z) * sp.gamma(2 + _z) * sp.gamma(last + 1) ** 2)


def limit_product() -> sp.Expr:
    """Return (1 − z²) times its limit. Source: Γ(M + 1 − z)Γ(M + 1 + z)/Γ(M + 1)² tends to 1."""
    return (1 - _z**2) / (sp.gamma(2 - _z) * sp.gamma(2 + _z))


def sine() -> sp.Expr:
    """Return sin(πz)/(πz). Source: Euler."""
    return sp.sin(sp.pi * _z) / (sp.pi * _z)


def history() -> Derivation:
    """Diversity when each token comes from a random past generation. Source: derived here (P4-Fig6)."""
    ratio = sp.gammasimp(finite_product(_last + 1) / finite_product(_last))
    return Derivation(
        factor=Step("generation m leaves, of the diversity of all generations pooled", product_factor()),
        ratio=Step(
            "a product of factors 1 − z²/j² up to M, by gamma functions; its last factor is",
            sp.factor(ratio),
        ),
        limit=Step("with 1 − 1/n = 1 − z² for the last draw, the limit", limit_product()),
        sine=Step("which is Euler's", sine()),
    )


def pair_polynomial(width: int) -> sp.Expr:
    """Characteristic polynomial of the second moments of a window, in λ. Source: derived here (P4-Fig6).

    Unknowns are the chances G_ab that draws from the generations a and b back differ; n is kept as a symbol.
    """
    rate = sp.Symbol("lambda")
    index = [(a, b) for a in range(width) for b in range(a, width)]
    position = {pair: i for i, pair in enumerate(index)}
    matrix = sp.zeros(len(index))

    def add(row: int, a: int, b: int, weight: sp.Expr) -> None:
        matrix[row, position[min(a, b), max(a, b)]] += weight

    for a in range(width):
        for b in range(width):
            # Two different tokens of one parent: with chance K/n they copy the same draw.
            weight = 1 - width / size if a == b else sp.Integer(1)
            add(position[0, 0], a, b, weight / width**2)
    for b in range(1, width):
        for a in range(width):
            add(position[0, b], a, b - 1, sp.Rational(1, width))
    for a, b in index:
        if a:
            add(position[a, b], a - 1, b - 1, sp.Integer(1))
    return matrix.charpoly(rate).as_expr()


def drift(width: int) -> sp.Expr:
    """Return the mean of the weighted window after a generation, less before. Source: derived here (P4-Fig6)."""
    past = sp.symbols(f"p_0:{width}")
    weights = [sp.Rational(2 * (width - j), width * (width + 1)) for j in range(width)]
    after = [sum(past) / width, *past[:-1]]
    return sp.expand(sum(w * (b - a) for w, a, b in zip(weights, past, after, strict=True)))


def window() -> Derivation:
    """What a window conserves, and how fast its diversity decays. Source: derived here (P4-Fig6)."""
    rate = sp.Symbol("lambda")
    gone, small = sp.symbols("delta epsilon", positive=True)
    # Diversity lost per generation, to first order in 1/n, for windows of 1, 2, 3.
    first_order = []
    for width in (1, 2, 3):
        polynomial = pair_polynomial(width).subs(rate, 1 - gone * small).subs(size, 1 / small)
        series = sp.series(sp.expand(polynomial), small, 0, 2).removeO()
        first_order.append(sp.solve(series.coeff(small, 1), gone)[0])
    return Derivation(
        conserved=Step(
            "weights 2(K − j)/(K(K + 1)) on the last K generations: mean change for K = 4", drift(4)
        ),
        polynomial=Step("for K = 2, λ solves", sp.Eq(sp.factor(pair_polynomial(2)), 0)),
        slow=Step("share lost per generation, times n, for K = 1, 2, 3", sp.Matrix([first_order])),
        factor=Step(
            "which is the square of 2/(K + 1)",
            sp.Matrix([[sp.Rational(4, (width + 1) ** 2) for width in (1, 2, 3)]]),
        ),
    )
