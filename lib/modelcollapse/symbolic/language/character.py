"""Derivations for the trained character model: what training returns, and what the loss on other text becomes.

Of s tokens r have followed a context in the text and z = s − r have not; k is the number of training steps and η
their length.
"""

from __future__ import annotations

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "bend",
    "descent",
    "gap",
    "gradient",
    "minimiser",
    "never",
    "passed",
    "rise",
    "seen",
    "share",
    "speed",
    "spread",
    "step",
]

_TOKENS = 3
_counts = sp.symbols(f"N_1:{_TOKENS + 1}", positive=True)
_logits = sp.symbols(f"w_1:{_TOKENS + 1}", real=True)
_shares = sp.symbols(f"q_1:{_TOKENS + 1}", positive=True)
seen, never, step = sp.symbols("r z eta", positive=True)
# Logit of a seen token less that of one never seen.
gap = sp.Symbol("d", positive=True)
_time = sp.Symbol("k", positive=True)
# Variance of a token's probability over q(1 − q).
spread = sp.Symbol("V", positive=True)

share = sp.Symbol("x", positive=True)


def gradient() -> sp.Expr:
    """Slope of the cross-entropy of one context in a logit. Source: Seddik et al. (2024), setting."""
    loss = sum(_counts) * sp.log(sum(sp.exp(w) for w in _logits)) - sum(
        n * w for n, w in zip(_counts, _logits, strict=True)
    )
    return sp.diff(loss, _logits[0])


def minimiser(extra: int = 0) -> sp.Expr:
    """Return that slope where the logits are those of the frequencies, with so much added to each count."""
    at = {w: sp.log(n + extra) for w, n in zip(_logits, _counts, strict=True)}
    return gradient().subs(at)


def speed(answer: sp.Expr = 1 / seen) -> sp.Expr:
    """Return dd/dk for equal frequencies: training moves the logits of both kinds apart. Source: derived (P4-F2)."""
    mass = never / (never + seen * sp.exp(gap))
    return step * mass * (1 / never + answer)


def passed(distance: sp.Expr = gap) -> sp.Expr:
    """Return after how many steps the gap is d, for small steps. Source: derived here (P4-F2)."""
    return seen * (never * distance + seen * (sp.exp(distance) - 1)) / (step * (seen + never))


def descent() -> Derivation:
    """Training by gradient descent, for a context with tokens that never followed it. Source: derived (P4-F2)."""
    each = 1 / (never + seen * sp.exp(gap))
    return Derivation(
        gradient=Step("slope in the first logit", gradient()),
        zero=Step("where every logit is the logarithm of its count", sp.simplify(minimiser())),
        speed=Step("speed at which the two kinds of logits part", sp.factor(speed())),
        passed=Step("so the number of steps that a gap d takes", passed()),
        check=Step("its slope times the speed, less one", sp.simplify(sp.diff(passed(), gap) * speed() - 1)),
        limit=Step(
            "steps times the probability of one token never seen, in the long run",
            sp.factor(sp.limit(sp.expand(passed() * each), gap, sp.oo)),
        ),
    )


def bend(draws: int = 4) -> tuple[sp.Expr, sp.Expr]:
    """Second derivative in x of E f(X/n), X ~ Bin(n, x), and the mean of f's second differences. Source: Bernstein."""
    values = sp.symbols(f"f_0:{draws + 1}", real=True)

    def law(size: int, count: int) -> sp.Expr:
        return sp.binomial(size, count) * share**count * (1 - share) ** (size - count)

    mean = sum(value * law(draws, i) for i, value in enumerate(values))
    inner = sum((values[i + 2] - 2 * values[i + 1] + values[i]) * law(draws - 2, i) for i in range(draws - 1))
    return sp.diff(mean, share, 2), draws * (draws - 1) * inner


def _three_draws() -> sp.Expr:
    """That second derivative for three draws, with D_i in place of f_i − 2f_{i+1} + f_{i+2}."""
    first, second = sp.symbols("D_0 D_1")
    values = sp.symbols("f_0:4", real=True)
    third = first - values[0] + 2 * values[1]
    fourth = second - values[1] + 2 * third
    found = sp.expand(bend(3)[0].subs({values[3]: fourth}).subs({values[2]: third}))
    return sp.collect(found, [first, second])


def rise() -> Derivation:
    """The expected loss, to second order, on text like the training text. Source: derived here (P4-Fig5)."""
    p, q = sp.symbols("p q", positive=True)
    second = sp.diff(-sp.log(p), p, 2).subs(p, q)
    one = sp.Rational(1, 2) * second * spread * q * (1 - q)
    total = sum((s * one.subs(q, s) for s in _shares), sp.Integer(0))
    last = {_shares[-1]: 1 - sum(_shares[:-1])}
    return Derivation(
        bend=Step("second derivative of the mean of f(X/3), by second differences D of f", _three_draws()),
        second=Step("second derivative of −log p", second),
        one=Step("half of it times the variance", sp.simplify(one)),
        three=Step("weighted by q and summed, for three tokens", sp.simplify(total.subs(last))),
    )
