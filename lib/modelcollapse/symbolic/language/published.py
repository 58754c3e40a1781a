"""The paper's bounds as expressions, written as it prints them: without logarithms, and by plain sums of powers."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from modelcollapse.symbolic.language import chain

__all__ = ["deviation", "prefactor", "rate", "tail", "uncollapsed"]

_C0 = sp.E**3 / (2 * sp.pi)
_C1 = 6 * sp.E / sp.pi ** sp.Rational(3, 2)


def rate(x: sp.Expr) -> sp.Expr:
    """Return φ(x) = log((1 − x)/x)/(1 − 2x), and its limit at ½. Source: Seddik et al. (2024), Lemma 1."""
    if x == sp.Rational(1, 2):
        return sp.Integer(2)
    return sp.log((1 - x) / x) / (1 - 2 * x)


def prefactor(draws: int, tokens: int) -> sp.Expr:
    """Return G_n(s), in three ranges of s. Source: Seddik et al. (2024), Lemma 1."""
    if tokens >= _C0 * draws / sp.E + 2:
        return _C1 * tokens * sp.exp(_C0 * draws / (2 * sp.E))
    if tokens >= _C0 * draws / 4 + 2:
        return _C1 * tokens * (_C0 * draws / tokens) ** sp.Rational(tokens, 2)
    return sp.Integer(2) ** tokens - 2


def deviation(tokens: int, real: int, synthetic: int, balance: sp.Expr) -> sp.Expr:
    """Return the bound on E‖p⁽ᵐ⁾ − p⁽¹⁾‖₁. Source: Seddik et al. (2024), Theorem 4, and Theorem 3 at balance ¼."""
    half = sp.Rational(1, 2)
    centre = half - (half - 2 * balance) * sp.Rational(real, real + synthetic) ** 2
    return sp.sqrt(sp.pi * synthetic / rate(centre)) * prefactor(synthetic, tokens) / real


def tail(p: Sequence[sp.Rational], draws: int, distance: sp.Rational) -> sp.Rational:
    """Return Pr(‖p̂ − p‖₁ ≥ distance), every table in rational numbers. Source: definition."""
    return sum(
        (
            chance
            for counts, chance in chain.multinomial(p, draws).items()
            if sum(abs(sp.Rational(count, draws) - share) for count, share in zip(counts, p, strict=True))
            >= distance
        ),
        sp.Integer(0),
    )


def uncollapsed(
    p: Sequence[sp.Rational], draws: int, generations: int, *, sharp: bool
) -> tuple[sp.Rational, sp.Rational]:
    """Return the bounds on Pr(T > m). Source: Seddik et al. (2024), Theorem 1; the sharp ones are derived here."""
    n, s = sp.Integer(draws), sp.Integer(len(p))
    differ = sum((share * (1 - share) for share in p), sp.Integer(0)) * ((n - 1) / n) ** generations
    held = min(n, s) if sharp else s
    return held * differ / (held - 1), (n**2 / (2 * (n - 1)) if sharp else n) * differ
