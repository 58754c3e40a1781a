"""Derivations for draws from a window of generations, and from all of them."""

from __future__ import annotations

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "finite_product",
    "first_order",
    "generation",
    "history",
    "kept",
    "last",
    "last_factor",
    "limit_product",
    "pair_polynomial",
    "product_factor",
    "root",
    "sine",
    "size",
    "window",
]

size = sp.Symbol("n", integer=True, positive=True)
generation = sp.Symbol("m", integer=True, positive=True)

_a = sp.Symbol("A", positive=True)
root = sp.Symbol("z", positive=True)
last = sp.Symbol("M", integer=True, positive=True)


def product_factor() -> sp.Expr:
    """Return what generation m leaves of the diversity of the pooled mean. Source: derived here (P4-Fig6)."""
    # E of the newest square and of its product with the pooled mean before, whose expected square is A.
    newest = 1 / size + (1 - 1 / size) * _a
    pooled = (generation**2 * _a + 2 * generation * _a + newest) / (generation + 1) ** 2
    return sp.factor(sp.simplify((1 - pooled) / (1 - _a)))


def finite_product(upto: sp.Expr = last) -> sp.Expr:
    """Return ∏_{j=2}^{M} (1 − z²/j²) by gamma functions. Source: the factors (j − z)(j + z)/j²."""
    gammas = sp.gamma(upto + 1 - root) * sp.gamma(upto + 1 + root)
    return gammas / (sp.gamma(2 - root) * sp.gamma(2 + root) * sp.gamma(upto + 1) ** 2)


def last_factor() -> sp.Expr:
    """Return 1 − z²/(M + 1)². Source: definition."""
    return 1 - root**2 / (last + 1) ** 2


def limit_product() -> sp.Expr:
    """Return (1 − z²) times its limit. Source: Γ(M + 1 − z)Γ(M + 1 + z)/Γ(M + 1)² tends to 1."""
    return (1 - root**2) / (sp.gamma(2 - root) * sp.gamma(2 + root))


def sine() -> sp.Expr:
    """Return sin(πz)/(πz). Source: Euler."""
    return sp.sin(sp.pi * root) / (sp.pi * root)


def history() -> Derivation:
    """Diversity when each token comes from a random past generation. Source: derived here (P4-Fig6)."""
    ratio = sp.gammasimp(finite_product(last + 1) / finite_product(last))
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


def kept(width: int, *, equal: bool = False) -> tuple[sp.Expr, sp.Expr]:
    """Return the weighted mean of the window before and after a generation, in the mean.

    Source: derived here (P4-Fig6): weights 2(K − j)/(K(K + 1)), or all alike.
    """
    past = sp.symbols(f"p_0:{width}")
    weights = [
        sp.Rational(1, width) if equal else sp.Rational(2 * (width - j), width * (width + 1))
        for j in range(width)
    ]
    after = [sum(past) / width, *past[:-1]]
    before = sum(w * b for w, b in zip(weights, past, strict=True))
    return sp.expand(before), sp.expand(sum(w * a for w, a in zip(weights, after, strict=True)))


def first_order(width: int) -> sp.Expr:
    """Return n times the share of its diversity that a window loses in a generation, for large n.

    Source: derived here (P4-Fig6): the largest root of ``pair_polynomial``, expanded at λ = 1.
    """
    rate = sp.Symbol("lambda")
    lost, small = sp.symbols("delta epsilon", positive=True)
    polynomial = pair_polynomial(width).subs(rate, 1 - lost * small).subs(size, 1 / small)
    return sp.solve(sp.series(sp.expand(polynomial), small, 0, 2).removeO().coeff(small, 1), lost)[0]


def window() -> Derivation:
    """What a window conserves, and how fast its diversity decays. Source: derived here (P4-Fig6)."""
    before, after = kept(4)
    widths = (1, 2, 3)
    return Derivation(
        before=Step("weights 2(K − j)/(K(K + 1)) on the last K generations, K = 4", before),
        change=Step("mean after a generation, less before", sp.expand(after - before)),
        polynomial=Step("for K = 2, λ solves", sp.Eq(sp.factor(pair_polynomial(2)), 0)),
        slow=Step(
            "share lost per generation, times n, for K = 1, 2, 3",
            sp.Matrix([[first_order(k) for k in widths]]),
        ),
        square=Step(
            "which is the square of 2/(K + 1)", sp.Matrix([[sp.Rational(4, (k + 1) ** 2) for k in widths]])
        ),
    )
