"""The chain of one symbol's count in rational numbers, forwards and backwards: references without rounding."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import sympy as sp

from modelcollapse.symbolic.discrete.steps import p, x

__all__ = [
    "absent_by_ancestors",
    "absent_by_chain",
    "absorption_mean",
    "characteristic",
    "distinct",
    "eigenvalues",
    "survival",
    "undecided_constant",
]


@cache
def _matrix(n: int) -> tuple[tuple[Fraction, ...], ...]:
    """Transition matrix of the count of one symbol, in rational numbers."""
    chances = []
    for held in range(n + 1):
        share = Fraction(held, n)
        chances.append(tuple(sp.binomial(n, y).p * share**y * (1 - share) ** (n - y) for y in range(n + 1)))
    return tuple(chances)


def _rational(number: Fraction) -> sp.Rational:
    return sp.Rational(number.numerator, number.denominator)


def characteristic(n: int) -> sp.Expr:
    """Characteristic polynomial of the transition matrix, in x. Source: definition."""
    matrix = sp.Matrix([[_rational(entry) for entry in row] for row in _matrix(n)])
    return matrix.charpoly(x).as_expr(x)


def eigenvalues(n: int) -> list[sp.Rational]:
    """Eigenvalues of the transition matrix, largest first. Source: roots of ``characteristic``."""
    found = sp.roots(characteristic(n), x)
    return sorted((value for value, times in found.items() for _ in range(times)), reverse=True)


def _first(n: int, share: Fraction) -> list[Fraction]:
    return [sp.binomial(n, y).p * share**y * (1 - share) ** (n - y) for y in range(n + 1)]


def _law(share: sp.Rational, n: int, generations: int) -> list[Fraction]:
    """Law of the count after some generations, forwards, in rational numbers."""
    law = _first(n, Fraction(int(share.p), int(share.q)))
    matrix = _matrix(n)
    for _ in range(generations - 1):
        law = [sum((law[i] * matrix[i][j] for i in range(n + 1)), Fraction(0)) for j in range(n + 1)]
    return law


def survival(share: sp.Rational, n: int, generations: int) -> sp.Rational:
    """Pr(P_k ≠ 0) by the forward chain. Source: the definition of the process; a reference without rounding."""
    return _rational(1 - _law(share, n, generations)[0])


def distinct(counts: tuple[int, ...], generations: int) -> sp.Rational:
    """Expected number of different symbols, sample size equal to the corpus. Source: linearity, and ``survival``."""
    n = sum(counts)
    return sp.Add(*(survival(sp.Rational(count, n), n, generations) for count in counts if count))


def absorption_mean(held: int, n: int) -> sp.Rational:
    """E min{k : P_k ∈ {0, 1}} from a count, by the linear system of the chain. Source: first-step analysis."""
    inner = range(1, n)
    matrix = _matrix(n)
    system = sp.Matrix([[sp.Integer(i == j) - _rational(matrix[i][j]) for j in inner] for i in inner])
    return system.LUsolve(sp.ones(n - 1, 1))[held - 1]


def undecided_constant(n: int) -> sp.Rational:
    """Constant c(n) from the quasi-stationary law: 1/Σ π_x (x/n)(1 − x/n). Source: left eigenvector of 1 − 1/n."""
    inner = range(1, n)
    matrix = _matrix(n)
    value = 1 - sp.Rational(1, n)
    shifted = sp.Matrix([[_rational(matrix[j][i]) - value * int(i == j) for j in inner] for i in inner])
    (vector,) = shifted.nullspace()
    law = vector / sum(vector)
    return 1 / sum(law[i - 1] * sp.Rational(i * (n - i), n * n) for i in inner)


def absent_by_chain(n: int, generations: int) -> sp.Expr:
    """Pr(P_k = 0) as a polynomial in p, by the forward chain. Source: definition."""
    value = [sp.Integer(int(held == 0)) for held in range(n + 1)]
    matrix = _matrix(n)
    for _ in range(generations - 1):
        value = [
            sum((_rational(matrix[i][j]) * value[j] for j in range(n + 1)), sp.Integer(0))
            for i in range(n + 1)
        ]
    return sum(
        (sp.binomial(n, y) * p**y * (1 - p) ** (n - y) * value[y] for y in range(n + 1)), sp.Integer(0)
    )


def absent_by_ancestors(n: int, generations: int) -> sp.Expr:
    """E (1 − p)^A, with A the ancestors of n tokens k − 1 generations back. Source: derived here (P2-T1x)."""
    law = {n: sp.Integer(1)}
    for _ in range(generations - 1):
        following: dict[int, sp.Rational] = {}
        for balls, chance in law.items():
            for boxes in range(1, balls + 1):
                ways = sp.ff(n, boxes) * sp.functions.combinatorial.numbers.stirling(balls, boxes)
                following[boxes] = following.get(boxes, sp.Integer(0)) + chance * sp.Rational(
                    int(ways), n**balls
                )
        law = following
    return sum((chance * (1 - p) ** number for number, chance in law.items()), sp.Integer(0))
