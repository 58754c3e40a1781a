"""Derivations for synthetic data only: diversity, and the time until one token is left.

n is the sample size, m a generation, x a token's probability, q = 1 − x, k = nx its expected count.
"""

from __future__ import annotations

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "bracket",
    "collision",
    "collision_closed",
    "different",
    "diffusion",
    "generation",
    "size",
    "start",
    "taylor_floor",
    "taylor_room",
    "token",
]

size = sp.Symbol("n", integer=True, positive=True)
generation = sp.Symbol("m", integer=True, positive=True)
start = sp.Symbol("S_0", positive=True)
token = sp.Symbol("x", positive=True)
different = sp.Symbol("D", positive=True)

_s = sp.Symbol("s", positive=True)
_q = sp.Symbol("Q", positive=True)
_tokens = sp.Symbol("K", positive=True)


def _pgf() -> sp.Expr:
    return (1 - token * (1 - _s)) ** size


def collision_closed(first: sp.Expr = start, generations: sp.Expr = generation) -> sp.Expr:
    """Return S_m = 1 − (1 − 1/n)^m (1 − S₀). Source: Seddik et al. (2024), Theorem 1."""
    return 1 - (1 - 1 / size) ** generations * (1 - first)


def collision() -> Derivation:
    """One generation's second moment, and the diversity it leaves. Source: binomial moments (P4-T1a, P4-M0)."""
    first, second = (sp.diff(_pgf(), _s, order).subs(_s, 1) for order in (1, 2))
    square = sp.expand(sp.simplify((first + second) / size**2))
    return Derivation(
        pgf=Step("generating function of a token's count", _pgf()),
        mean=Step("its slope at 1, over n: the mean of the new frequency", sp.simplify(first / size)),
        square=Step("the mean of its square", square),
        summed=Step(
            "summed over the tokens: S = 1 − D and the frequencies sum to one",
            sp.Eq(sp.Symbol("S'"), sp.expand(1 / size + (1 - 1 / size) * (1 - different))),
        ),
        factor=Step(
            "so the chance D that two draws differ is multiplied by",
            sp.simplify((1 - (1 / size + (1 - 1 / size) * (1 - different))) / different),
        ),
        closed=Step("and after m generations", collision_closed()),
    )


def diffusion() -> Derivation:
    """The mean collapse time in the limit of many draws. Source: Wright-Fisher diffusion; derived here (P4-T1c)."""
    time = -2 * size * _q * sp.log(_q)
    drift = _q * (1 - _q) / (2 * size) * sp.diff(time, _q, 2)
    return Derivation(
        term=Step("what one token adds to the mean time, with Q = 1 − p_i", time),
        generator=Step(
            "half the variance of a generation's change, Q(1 − Q)/n, times its curvature", sp.simplify(drift)
        ),
        uniform=Step(
            "for K equally likely tokens 2h is",
            2 * (_tokens - 1) * sp.log(_tokens / (_tokens - 1)),
        ),
    )


def _central(order: int) -> sp.Expr:
    """Central moment of X/n for X ~ Bin(n, x), from the cumulants of one draw."""
    t = sp.Symbol("t")
    n = sp.Symbol("n", positive=True)
    # n cumulants of one draw, from its log generating function.
    log_one = sp.log(1 - token + token * sp.exp(t))
    cumulant = {j: n * sp.diff(log_one, t, j).subs(t, 0) for j in range(2, order + 1)}
    moments: list[sp.Expr] = [sp.Integer(1), sp.Integer(0)]
    for j in range(2, order + 1):
        moments.append(sum(sp.binomial(j - 1, i - 1) * cumulant[i] * moments[j - i] for i in range(2, j + 1)))
    return sp.simplify(moments[order].subs(n, size) / size**order)


def _polynomial(order: int) -> sp.Expr:
    """Mean of the Taylor polynomial of y log y at x, less its value there, for y = X/n."""
    y = sp.Symbol("y", positive=True)
    slope = y * sp.log(y)
    total = sp.Integer(0)
    for j in range(1, order + 1):
        slope = sp.diff(slope, y)
        if j > 1:
            total += slope.subs(y, token) * _central(j) / sp.factorial(j)
    return total


def taylor_room() -> sp.Expr:
    """Return (D₅ − q/2n)·12 x n²/q with D₅ from the fifth-order polynomial, in x and k = nx."""
    k = sp.Symbol("k", positive=True)
    room = (_polynomial(5) - (1 - token) / (2 * size)) * 12 * token * size**2 / (1 - token)
    return sp.expand(sp.simplify(room.subs(size, k / token)))


def taylor_floor() -> sp.Expr:
    """Return what is left of that for k ≥ 6, x ≤ ½: 0.15 and a product of non-negative factors."""
    return sp.Rational(3, 20) + token * (sp.Rational(91, 30) - token)


def bracket() -> Derivation:
    """One generation moves Σ x log x by at least half of what the diffusion says. Source: derived here (P4-T1c)."""
    kept = 1 - 1 / size
    third = sp.factor(sp.simplify(_polynomial(3) - (1 - token) / (2 * size)))
    return Derivation(
        third=Step("third-order polynomial, less (1 − x)/2n", third),
        fifth=Step("fifth-order polynomial, in the same way, times 12xn²/(1 − x)", taylor_room()),
        worst=Step("at k = 6, with the last term replaced by something smaller still", taylor_floor()),
        jensen=Step(
            "the other side: log of the mean of the size-biased frequency, times x",
            token * sp.log(1 + (1 - token) / (size * token)),
        ),
        jensen_bound=Step("which is at most", (1 - token) / size),
        summed=Step(
            "summing Pr(T > m) ≤ n²/(2(n − 1)) (1 − S₀)(1 − 1/n)^m instead bounds the mean time by",
            sp.simplify(1 + size**2 / (2 * (size - 1)) * (1 - start) * kept / (1 - kept)),
        ),
    )
