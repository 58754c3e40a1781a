"""Derivations for the same real data mixed with fresh synthetic data in every generation.

N real tokens, n synthetic ones, α = n/(N + n); m synthetic rounds after generation 1, the fit to the real data.
"""

from __future__ import annotations

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "allowed",
    "beta",
    "compact",
    "corrected",
    "deviation",
    "fading",
    "next_deviation",
    "next_moment",
    "printed",
    "printed_error",
    "real",
    "recursion",
    "room",
    "rounds",
    "second_moment",
    "start",
    "synthetic",
]

real = sp.Symbol("N", integer=True, positive=True)
synthetic = sp.Symbol("n", integer=True, positive=True)
rounds = sp.Symbol("m", integer=True, nonnegative=True)
# Stands for β^m, so that what remains is a quotient of polynomials.
fading = sp.Symbol("b", positive=True)
start = sp.Symbol("S_0", positive=True)

_alpha = sp.Symbol("alpha", positive=True)
_beta = sp.Symbol("beta", positive=True)
_p = sp.Symbol("p", positive=True)
_q = sp.Symbol("q", positive=True)
_v = sp.Symbol("V", positive=True)
_nu = sp.Symbol("nu", positive=True)


def _share() -> sp.Expr:
    return synthetic / (real + synthetic)


def beta() -> sp.Expr:
    """Return β = n(n − 1)/(N + n)². Source: derived here (P4-T2)."""
    return synthetic * (synthetic - 1) / (real + synthetic) ** 2


def _power(given: sp.Expr | None) -> sp.Expr:
    """Return β^m, or what is given in its place."""
    return beta() ** rounds if given is None else given


def _formula(sign: int, power: sp.Expr) -> sp.Expr:
    """Return the published form of S_{m+1} with a sign for its last term and a value for β^m."""
    share = _share()
    bottom = 1 + (1 + 1 / real) * share
    first = (1 + 2 * share - (1 - 1 / real) * share * power) / (real * bottom)
    return first + (1 - 1 / real) * start / bottom * (1 + share + sign * share / real * power)


def corrected(power: sp.Expr | None = None) -> sp.Expr:
    """Return the published form of S_{m+1} with a plus in its last term. Source: corrected here (P4-T2)."""
    return _formula(1, _power(power))


def printed(power: sp.Expr | None = None) -> sp.Expr:
    """Return the form with a minus there. Source: Seddik et al. (2024), Theorem 2, in the version we read."""
    return _formula(-1, _power(power))


def printed_error(power: sp.Expr | None = None) -> sp.Expr:
    """Return by how much the printed form misses S_{m+1}. Source: derived here (P4-T2)."""
    bottom = real * (real**2 + 2 * real * synthetic + synthetic)
    return -2 * start * synthetic * (real - 1) / bottom * _power(power)


def compact(power: sp.Expr | None = None) -> sp.Expr:
    """Return S_{m+1} from the diversity of generation 1. Source: derived here (P4-T2)."""
    lost = synthetic * (1 - _power(power)) / (real**2 + (2 * real + 1) * synthetic)
    return 1 - (1 - start) * (1 - 1 / real) * (1 - lost)


def room(below: sp.Expr = 1 / real) -> sp.Expr:
    """Return the paper's γ; ``below`` is what its denominator adds to 1. Source: Seddik et al. (2024), Theorem 2."""
    share = _share()
    return (1 - 1 / real) * (1 + share) * (1 - start) / (1 + (1 + below) * share)


def second_moment(power: sp.Expr | None = None) -> sp.Expr:
    """Return E‖p⁽ᵐ⁺¹⁾ − q‖² over 1 − ‖q‖². Source: derived here (P4-D3)."""
    return synthetic * (1 - _power(power)) / (real**2 + 2 * real * synthetic + synthetic)


def next_moment(before: sp.Expr) -> sp.Expr:
    """One generation: Σν⁽ᵐ⁺¹⁾ from Σν⁽ᵐ⁾, the expected squares. Source: conditional moments (P4-T2)."""
    share = _share()
    held = 1 / real + (1 - 1 / real) * start
    # E q_i p_i⁽ᵐ⁾ = E q_i², since the mean of p⁽ᵐ⁾ given q is q.
    fresh = 1 / synthetic + (1 - 1 / synthetic) * before
    return (1 - share) ** 2 * held + 2 * share * (1 - share) * held + share**2 * fresh


def next_deviation(before: sp.Expr) -> sp.Expr:
    """One generation of E‖p⁽ᵐ⁾ − q‖² over 1 − ‖q‖². Source: conditional variance (P4-D3)."""
    return _share() ** 2 * (before + (1 - before) / synthetic)


def recursion() -> Derivation:
    """The second moment of the mixed recursion, and which sign solves it. Source: derived here (P4-T2)."""
    held = _p / real + (1 - 1 / real) * _p**2
    step = (
        (1 - _alpha) ** 2 * held
        + 2 * _alpha * (1 - _alpha) * held
        + _alpha**2 * (_nu + (_p - _nu) / synthetic)
    )
    miss = sp.factor(sp.simplify(printed(sp.Integer(1)) - (1 / real + (1 - 1 / real) * start)))
    return Derivation(
        first=Step("expected square of a token in generation 1", held),
        step=Step("in the next one, from the expected square ν before", sp.expand(step).coeff(_nu) * _nu),
        beta=Step("with α = n/(N + n) that factor is", sp.factor(beta())),
        solved=Step(
            "corrected formula in the recursion, left less right",
            sp.simplify(corrected(beta() * fading) - next_moment(corrected(fading))),
        ),
        begins=Step(
            "and at m = 0, less S_1",
            sp.simplify(corrected(sp.Integer(1)) - 1 / real - (1 - 1 / real) * start),
        ),
        printed_begins=Step("the printed form at m = 0, less S_1", miss),
        compact=Step("corrected less compact form", sp.simplify(corrected(fading) - compact(fading))),
        form=Step("the compact form of S_{m+1}", compact()),
        limit=Step(
            "share of the diversity of generation 1 that is left after many generations",
            sp.factor(sp.simplify(1 - synthetic / (real**2 + (2 * real + 1) * synthetic))),
        ),
        floor=Step(
            "and with as much synthetic data as one likes",
            sp.limit(1 - _v / (real**2 + (2 * real + 1) * _v), _v, sp.oo),
        ),
    )


def deviation() -> Derivation:
    """The deviation from generation 1, given it. Source: derived here (P4-D3)."""

    def following(before: sp.Expr, share: sp.Expr) -> sp.Expr:
        return share**2 * (before + (_q * (1 - _q) - before) / synthetic)

    moment = _q * (1 - _q) * second_moment(fading)
    return Derivation(
        step=Step(
            "variance of the next deviation of a token, from the one before, V",
            sp.collect(sp.expand(following(_v, _alpha)), _v),
        ),
        closed=Step("after m rounds", second_moment() * _q * (1 - _q)),
        check=Step(
            "in the recursion, left less right",
            sp.simplify(moment.subs(fading, beta() * fading) - following(moment, _share())),
        ),
        scale=Step("its limit, over q(1 − q)", synthetic / (real**2 + 2 * real * synthetic + synthetic)),
        most=Step("and for as much synthetic data as one likes", 1 / (2 * real + 1)),
        few=Step(
            "1/(2N + 1) less that limit is positive",
            sp.factor(1 / (2 * real + 1) - synthetic / (real**2 + 2 * real * synthetic + synthetic)),
        ),
        small=Step(
            "and so is n/N² less it",
            sp.factor(synthetic / real**2 - synthetic / (real**2 + 2 * real * synthetic + synthetic)),
        ),
    )


def allowed() -> Derivation:
    """How many synthetic tokens two of the bounds allow. Source: derived here (P4-E11)."""
    epsilon = sp.Symbol("epsilon", positive=True)
    support = sp.Symbol("s", positive=True)
    n = sp.Symbol("n", positive=True)
    sure = sp.solve(sp.Eq(2 * n / (real + n), epsilon), n)[0]
    sharp = sp.solve(sp.Eq((support - 1) * n, epsilon**2 * (real**2 + 2 * real * n + n)), n)[0]
    return Derivation(
        sure=Step("the sure bound is at most ε up to", sp.Eq(n, sp.factor(sure))),
        sharp=Step("the bound by moments is at most ε up to", sp.Eq(n, sharp)),
        enough=Step(
            "where the denominator is not positive, no limit is needed: from",
            sp.Ge(real, sp.solve(sp.Eq((2 * real + 1) * epsilon**2, support - 1), real)[0]),
        ),
    )
