"""Small vocabularies in rational numbers, by listing every table of counts: slow, and without any formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import sympy as sp

__all__ = [
    "collapse_mean",
    "collision",
    "entropy",
    "fitted_mean",
    "history_collision",
    "mixed_collision",
    "mixed_distance",
    "multinomial",
    "uncollapsed",
    "window_collision",
]

Counts = tuple[int, ...]
Law = dict[Counts, sp.Rational]
Shares = dict[tuple[sp.Rational, ...], sp.Rational]


def _tables(draws: int, tokens: int) -> Iterator[Counts]:
    if tokens == 1:
        yield (draws,)
        return
    for first in range(draws + 1):
        for rest in _tables(draws - first, tokens - 1):
            yield (first, *rest)


def multinomial(shares: Sequence[sp.Rational], draws: int) -> Law:
    """Law of the counts of so many draws, without those of probability zero. Source: definition."""
    law = {}
    for counts in _tables(draws, len(shares)):
        chance = sp.factorial(draws)
        for share, count in zip(shares, counts, strict=True):
            chance *= share**count / sp.factorial(count)
        if chance != 0:
            law[counts] = chance
    return law


def _shares(counts: Counts) -> tuple[sp.Rational, ...]:
    total = sum(counts)
    return tuple(sp.Rational(count, total) for count in counts)


def _law(p: Sequence[sp.Rational], draws: int, generations: int) -> Law:
    law = multinomial(p, draws)
    for _ in range(generations - 1):
        following: Law = {}
        for counts, chance in law.items():
            for after, step in multinomial(_shares(counts), draws).items():
                following[after] = following.get(after, sp.Integer(0)) + chance * step
        law = following
    return law


def _squares(shares: Sequence[sp.Rational]) -> sp.Rational:
    return sum((share**2 for share in shares), sp.Integer(0))


def _mean(law: Mapping[Counts, sp.Rational]) -> sp.Rational:
    return sum((chance * _squares(_shares(counts)) for counts, chance in law.items()), sp.Integer(0))


def collision(p: Sequence[sp.Rational], draws: int, generations: int) -> sp.Rational:
    """E Σ p² after some generations, synthetic data only. Source: definition."""
    return _mean(_law(p, draws, generations))


def uncollapsed(p: Sequence[sp.Rational], draws: int, generations: int) -> sp.Rational:
    """Probability that two tokens or more are left. Source: definition."""
    law = _law(p, draws, generations)
    return sum((chance for counts, chance in law.items() if max(counts) < draws), sp.Integer(0))


def entropy(p: Sequence[sp.Rational], draws: int, generations: int) -> sp.Expr:
    """Expected entropy. Source: definition."""
    law = _law(p, draws, generations)
    return sum(
        (
            -chance * share * sp.log(share)
            for counts, chance in law.items()
            for share in _shares(counts)
            if share > 0
        ),
        sp.Integer(0),
    )


def collapse_mean(p: Sequence[sp.Rational], draws: int) -> sp.Rational:
    """E T by the linear system over all tables of counts that are not collapsed. Source: first-step analysis."""
    inner = [counts for counts in _tables(draws, len(p)) if max(counts) < draws]
    steps = [multinomial(_shares(counts), draws) for counts in inner]
    zero = sp.Integer(0)
    system = sp.Matrix(
        [
            [sp.Integer(i == j) - steps[i].get(counts, zero) for j, counts in enumerate(inner)]
            for i in range(len(inner))
        ]
    )
    times = system.LUsolve(sp.ones(len(inner), 1))
    first = multinomial(p, draws)
    return 1 + sum((first.get(counts, zero) * times[i] for i, counts in enumerate(inner)), zero)


def _later(held: Counts, kept: Counts, synthetic: int, generations: int) -> Shares:
    """Law of generation m, given the counts of generation 1 and those that stay in every table."""
    law: Shares = {_shares(held): sp.Integer(1)}
    for _ in range(generations - 1):
        following: Shares = {}
        for shares, weight in law.items():
            for drawn, step in multinomial(shares, synthetic).items():
                after = _shares(tuple(a + b for a, b in zip(kept, drawn, strict=True)))
                following[after] = following.get(after, sp.Integer(0)) + weight * step
        law = following
    return law


def fitted_mean(
    function: Callable[[sp.Rational, sp.Rational], sp.Expr],
    held: Counts,
    *,
    synthetic: int,
    keep: bool,
    generations: int,
) -> sp.Expr:
    """E Σ f(p⁽ᵐ⁾, p⁽¹⁾) over the tokens, given the counts of generation 1. Source: definition."""
    first = _shares(held)
    law = _later(held, held if keep else (0,) * len(held), synthetic, generations)
    return sum(
        (
            weight * function(a, b)
            for shares, weight in law.items()
            for a, b in zip(shares, first, strict=True)
        ),
        sp.Integer(0),
    )


def _mixed(
    p: Sequence[sp.Rational], real: int, synthetic: int, generations: int
) -> Iterator[tuple[sp.Rational, tuple[sp.Rational, ...], Shares]]:
    """Chance of the real counts, generation 1, and the law of generation m given it."""
    for held, chance in multinomial(p, real).items():
        yield chance, _shares(held), _later(held, held, synthetic, generations)


def mixed_collision(p: Sequence[sp.Rational], real: int, synthetic: int, generations: int) -> sp.Rational:
    """E Σ p² with the same real tokens kept and fresh synthetic ones added. Source: definition."""
    return sum(
        (
            chance * weight * _squares(shares)
            for chance, _, law in _mixed(p, real, synthetic, generations)
            for shares, weight in law.items()
        ),
        sp.Integer(0),
    )


def mixed_distance(
    p: Sequence[sp.Rational], real: int, synthetic: int, generations: int, power: int
) -> sp.Rational:
    """E Σ |p⁽ᵐ⁾ − p⁽¹⁾|^power, for the power 1 or 2. Source: definition."""
    return sum(
        (
            chance * weight * sum((abs(a - b) ** power for a, b in zip(shares, fitted, strict=True)))
            for chance, fitted, law in _mixed(p, real, synthetic, generations)
            for shares, weight in law.items()
        ),
        sp.Integer(0),
    )


def window_collision(p: Sequence[sp.Rational], each: int, window: int, generations: int) -> sp.Rational:
    """E Σ p² when ``each`` tokens come from each of the last generations. Source: definition."""
    # A state is the window, oldest generation first.
    law: dict[tuple[tuple[sp.Rational, ...], ...], sp.Rational] = {(tuple(p),): sp.Integer(1)}
    for _ in range(generations):
        following: dict[tuple[tuple[sp.Rational, ...], ...], sp.Rational] = {}
        for past, chance in law.items():
            totals: Law = {(0,) * len(p): sp.Integer(1)}
            for shares in past:
                sums: Law = {}
                for before, weight in totals.items():
                    for drawn, step in multinomial(shares, each).items():
                        after = tuple(a + b for a, b in zip(before, drawn, strict=True))
                        sums[after] = sums.get(after, sp.Integer(0)) + weight * step
                totals = sums
            for counts, weight in totals.items():
                state = (*past, _shares(counts))[-window:]
                following[state] = following.get(state, sp.Integer(0)) + chance * weight
        law = following
    return sum((chance * _squares(past[-1]) for past, chance in law.items()), sp.Integer(0))


def history_collision(p: Sequence[sp.Rational], draws: int, generations: int) -> sp.Rational:
    """E Σ p² when each token comes from a random past generation. Source: definition."""
    law = {tuple(p): sp.Integer(1)}
    answer = sp.Integer(0)
    for past in range(1, generations + 1):
        following: dict[tuple[sp.Rational, ...], sp.Rational] = {}
        answer = sp.Integer(0)
        for pooled, chance in law.items():
            for counts, step in multinomial(pooled, draws).items():
                shares = _shares(counts)
                answer += chance * step * _squares(shares)
                after = tuple((past * a + b) / (past + 1) for a, b in zip(pooled, shares, strict=True))
                following[after] = following.get(after, sp.Integer(0)) + chance * step
        law = following
    return answer
