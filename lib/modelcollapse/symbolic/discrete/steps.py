"""Derivations for the forgetting of symbols: the iteration, Theorem 1, eigenvalues, the Poisson process.

x stands for any positive number, n for the sample size, p for a probability, k for a generation.
"""

from __future__ import annotations

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "diffusion",
    "forgetting",
    "generation",
    "iterate",
    "iteration",
    "median",
    "moments",
    "p",
    "poisson",
    "poisson_pgf",
    "s",
    "size",
    "spectrum",
    "total",
    "vocabulary",
    "x",
]

x = sp.Symbol("x", positive=True)
p = sp.Symbol("p", positive=True)
s = sp.Symbol("s", positive=True)
size = sp.Symbol("n", integer=True, positive=True)
generation = sp.Symbol("k", integer=True, positive=True)
total = sp.Symbol("c", positive=True)

_before = sp.Symbol("P", positive=True)
_g = sp.Function("g")
_H = sp.Function("H")


def _pgf() -> sp.Expr:
    """E s^{N'} of a binomial count of n draws with probability P."""
    return (1 - _before * (1 - s)) ** size


def _mean_square() -> sp.Expr:
    """E[P'² | P], from the first two derivatives of the generating function at 1."""
    first, second = (sp.diff(_pgf(), s, order).subs(s, 1) for order in (1, 2))
    return sp.simplify((first + second) / size**2)


def iterate(generations: int) -> sp.Expr:
    """Return g_k as a nested expression. Source: definition."""
    value = sp.Integer(1)
    for _ in range(generations - 1):
        value = 1 - sp.exp(-value)
    return value


def iteration() -> Derivation:
    """The two-sided bound on g_k. Source: the iteration is that of Theorem 1; the bound is derived here (P2-L1s)."""
    half_sinh, half_cosh = sp.sinh(x / 2), sp.cosh(x / 2)
    reciprocal = 1 / (1 - sp.exp(-x)) - 1 / x - sp.Rational(1, 2)
    left = x * half_cosh - 2 * half_sinh
    right = (2 + x**2 / 6) * half_sinh - x * half_cosh
    right_slope = sp.diff(right, x)
    harmonic = _H(generation)
    return Derivation(
        map=Step(
            "one step, written for reciprocals",
            sp.Eq(1 / _g(generation + 1), 1 / (1 - sp.exp(-_g(generation)))),
        ),
        series=Step("its expansion near zero", sp.series(1 / (1 - sp.exp(-x)), x, 0, 4)),
        coth=Step(
            "the gain beyond one half, with the hyperbolic cotangent", x * sp.coth(x / 2) / (2 * x) - 1 / x
        ),
        same=Step(
            "this is the same function: the difference is",
            sp.simplify((reciprocal - (half_cosh / half_sinh / 2 - 1 / x)).rewrite(sp.exp)),
        ),
        left=Step("the gain is positive if this is", left),
        left_slope=Step("it starts at 0, and its slope is positive", sp.simplify(sp.diff(left, x))),
        right=Step("the gain is below x/12 if this is positive", right),
        right_slope=Step(
            "it starts at 0, too, and its slope is the first function once more", sp.factor(right_slope)
        ),
        right_ratio=Step("times", sp.simplify(right_slope / left)),
        gain=Step(
            "the gain is the first function over 2x sinh(x/2): the difference is",
            sp.simplify((left / (2 * x * half_sinh) - reciprocal).rewrite(sp.exp)),
        ),
        room=Step(
            "and x/12 less the gain is the second one over the same: the difference is",
            sp.simplify((right / (2 * x * half_sinh) - (x / 12 - reciprocal)).rewrite(sp.exp)),
        ),
        upper=Step(
            "k − 1 gains of at least one half, from 1/g_1 = 1",
            sp.Ge(1 / _g(generation), sp.together(1 + (generation - 1) / sp.Integer(2))),
        ),
        lower=Step(
            "with g_j ≤ 2/(j+1) in every gain, the sum of 1/(6(j+1)) for j < k is a harmonic sum less one",
            sp.Le(1 / _g(generation), (generation + 1) / sp.Integer(2) + (harmonic - 1) / 6),
        ),
    )


def forgetting() -> Derivation:
    """Both sides of Theorem 1, one generation at a time. Source: derived here (P2-T1a, P2-T1b)."""
    i = sp.Symbol("i", integer=True, nonnegative=True)
    a = sp.Symbol("a", positive=True)
    pgf = (1 - p * (1 - s)) ** size
    square = sp.expand(_mean_square())
    second = sp.Symbol("m_i", positive=True)
    closed = p**2 + p * (1 - p) * (1 - (1 - 1 / size) ** i)
    return Derivation(
        pgf=Step("the generating function of a binomial count of n draws", pgf),
        exponential=Step("with s = exp(−a)", pgf.subs(s, sp.exp(-a))),
        below=Step(
            "(1 − x)^n ≤ exp(−n x), since log(1 − x) + x falls from 0 with the slope",
            sp.factor(sp.diff(sp.log(1 - x) + x, x)),
        ),
        step=Step(
            "so the exponent a becomes 1 − exp(−a), the next iterate", sp.exp(-size * p * (1 - sp.exp(-a)))
        ),
        square=Step(
            "from the other side, 1 − x = (1 − x²)/(1 + x): the difference is",
            sp.simplify(1 - x - (1 - x**2) / (1 + x)),
        ),
        above=Step(
            "exp(x) ≥ 1 + x, since their difference grows from 0 with the slope",
            sp.diff(sp.exp(x) - 1 - x, x),
        ),
        bernoulli=Step(
            "hence, with Bernoulli's inequality",
            sp.Ge((1 - x) ** size, sp.exp(-size * x) * (1 - size * x**2)),
        ),
        moment=Step("one generation's mean square", square),
        recursion=Step(
            "in terms of the mean square m before",
            sp.collect(sp.expand(second * (1 - 1 / size) + p / size), second),
        ),
        closed=Step("and after i generations", closed),
        check=Step(
            "which satisfies the recursion: the difference is",
            sp.simplify(sp.expand(closed.subs(i, i + 1) - (closed * (1 - 1 / size) + p / size))),
        ),
    )


def moments() -> Derivation:
    """What one generation does to mean and to P(1 − P). Source: binomial moments; derived here (P2-S0, P2-R1)."""
    mean = sp.simplify(sp.diff(_pgf(), s).subs(s, 1) / size)
    product = mean - _mean_square()
    return Derivation(
        mean=Step("the mean of P' is P: nothing moves on average", mean),
        product=Step("the mean of P'(1 − P')", sp.factor(product)),
        factor=Step(
            "so each generation multiplies it by",
            sp.apart(sp.simplify(product / (_before * (1 - _before))), size),
        ),
        smallest=Step("while both symbols are there, P(1 − P) is at least (at N = 1)", (size - 1) / size**2),
        largest=Step("and at most", sp.Rational(1, 4)),
    )


def spectrum(order: int) -> sp.Expr:
    """Eigenvalue λ_j = n(n−1)…(n−j+1)/n^j. Source: the dual chain is triangular with these on its diagonal."""
    return sp.Mul(*(1 - sp.Rational(i) / size for i in range(order)))


def poisson_pgf(generations: int) -> sp.Expr:
    """E s^{N_k} of the Poisson process, by composing generating functions. Source: Theorem 2."""
    exponent = 1 - s
    for _ in range(generations - 1):
        exponent = exponent.subs(s, sp.exp(-(1 - s)))
    return sp.exp(-total * exponent)


def poisson() -> Derivation:
    """Theorem 2, and the mean and the variance of the total. Source: Suresh et al. (2024), Theorem 2."""
    third = poisson_pgf(3)
    first_moment = sp.diff(third, s).subs(s, 1)
    second = sp.diff(third, s, 2).subs(s, 1)
    return Derivation(
        first=Step("the first total", poisson_pgf(1)),
        second=Step("s becomes exp(−(1 − s)): the second", poisson_pgf(2)),
        third=Step("and the third", third),
        never=Step("at s = 0 the exponent is the iterate g_3", third.subs(s, 0)),
        mean=Step("the slope at s = 1, the mean", sp.simplify(first_moment)),
        variance=Step(
            "and the variance, after three generations",
            sp.expand(sp.simplify(second + first_moment - first_moment**2)),
        ),
    )


def median() -> Derivation:
    """When is a symbol forgotten with probability one half? Source: derived here (P2-T1d)."""
    u = sp.Symbol("u", positive=True)
    harmonic = _H(generation)
    return Derivation(
        half=Step(
            "forgotten with probability one half", sp.Eq(sp.exp(-total * _g(generation)), sp.Rational(1, 2))
        ),
        solved=Step("that is", sp.Eq(_g(generation), sp.log(2) / total)),
        latest=Step(
            "with g ≤ 2/(k+1), at the latest at",
            sp.Eq(generation, sp.solve(sp.Eq(2 / (generation + 1), sp.log(2) / total), generation)[0]),
        ),
        earliest=Step("and not before", sp.Ge(generation, 2 * total / sp.log(2) - 1 - (harmonic - 1) / 3)),
        most=Step(
            "at k = u c generations the upper bound on g gives, for large c",
            sp.limit(sp.exp(-2 * total / (u * total + 1)), total, sp.oo),
        ),
        least=Step(
            "and the lower one, with H_k − 1 ≤ log k, the same",
            sp.limit(sp.exp(-2 * total / (u * total + 1 + sp.log(u * total) / 3)), total, sp.oo),
        ),
    )


def diffusion() -> Derivation:
    """Mean time until everything is decided, in the limit of many tokens. Source: Wright-Fisher diffusion (P2-T1d)."""
    mean = -2 * size * (p * sp.log(p) + (1 - p) * sp.log(1 - p))
    return Derivation(
        mean=Step("the mean time from a frequency p, in generations", mean),
        curvature=Step(
            "it solves the equation of the diffusion: half a step's variance p(1 − p)/n, times its curvature, is",
            sp.simplify(p * (1 - p) / (2 * size) * sp.diff(mean, p, 2)),
        ),
        rare=Step(
            "from c occurrences, per occurrence and less 2 log(n/c), for large n",
            sp.limit(sp.expand_log(mean.subs(p, 1 / x).subs(size, x) - 2 * sp.log(x), force=True), x, sp.oo),
        ),
    )


def vocabulary() -> Derivation:
    """One generation of a vocabulary of m equally frequent symbols. Source: linearity; derived here (P2-C1)."""
    together = (1 - 2 / size) ** size - (1 - 1 / size) ** (2 * size)
    return Derivation(
        first=Step(
            "n different tokens, resampled once: expected number left", size * (1 - (1 - 1 / size) ** size)
        ),
        share=Step("for large n, the share", sp.limit(1 - (1 - 1 / size) ** size, size, sp.oo)),
        together=Step("covariance of the absence of two of them", together),
        squares=Step(
            "negative, because (1 − 1/n)² exceeds 1 − 2/n by",
            sp.expand((1 - 1 / size) ** 2 - (1 - 2 / size)),
        ),
    )
