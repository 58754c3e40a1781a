"""Derivations for n-gram models trained on their own output: what is conserved, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "balance",
    "conservation",
    "count",
    "first_text",
    "holding",
    "moves",
    "sentences",
    "spread",
    "visits",
]

_WORDS = 3
# Occurrences of a word, sentences of the text, and mean visits of a sentence to the word once it is visited.
count, sentences, visits = sp.symbols("c S G", positive=True)


def moves() -> sp.Matrix:
    """Counts of the moves of a text with three words, as symbols; row and column 0 are the sentence's edge.

    What enters a word leaves it, so the moves to the edge are not free.
    """
    free = {
        (i, j): sp.Symbol(f"N_{i}{j}", positive=True) for i in range(_WORDS + 1) for j in range(1, _WORDS + 1)
    }
    table = sp.zeros(_WORDS + 1)
    for (i, j), symbol in free.items():
        table[i, j] = symbol
    for j in range(1, _WORDS + 1):
        table[j, 0] = sum(table[i, j] for i in range(_WORDS + 1)) - sum(
            table[j, i] for i in range(1, _WORDS + 1)
        )
    return table


def balance(start: str = "sentence") -> tuple[sp.Expr, sp.Expr]:
    """Both sides of the equation that the mean visits to the first word solve, counts per sentence inserted.

    Visits are openings with the word, plus visits to each word times the share of its moves that lead here.
    With the start "anywhere" a sentence begins with a word in proportion to its count instead.
    """
    table = moves()
    many = sum(table[0, j] for j in range(1, _WORDS + 1))
    counts = [sum(table[i, j] for i in range(_WORDS + 1)) for j in range(1, _WORDS + 1)]
    opening = table[0, 1] / many if start == "sentence" else counts[0] / sum(counts)
    follow = sum(counts[i - 1] / many * table[i, 1] / counts[i - 1] for i in range(1, _WORDS + 1))
    return opening + follow, counts[0] / many


def conservation() -> Derivation:
    """The mean number of visits to a word in one written sentence is its count per sentence.

    Source: derived here; flow balance of a text cut into sentences.
    """
    table = moves()
    left, right = balance()
    return Derivation(
        counts=Step(
            "the count of the first word, by the moves into it", sum(table[i, 1] for i in range(_WORDS + 1))
        ),
        sentences=Step(
            "the number of sentences, by the moves out of the edge",
            sum(table[0, j] for j in range(1, _WORDS + 1)),
        ),
        balance=Step("the two sides of the equation for its visits differ by", sp.simplify(left - right)),
    )


def holding() -> Derivation:
    """A sentence holds a word with probability visits per sentence over visits per visiting sentence.

    Source: derived here; strong Markov property at the first visit.
    """
    held, returns = sp.symbols("h r", positive=True)
    j = sp.Symbol("j", integer=True)
    again = sp.summation(returns**j, (j, 0, sp.oo))
    green = 1 / (1 - returns)
    solved = sp.solve(sp.Eq(held * green, count / sentences), held)[0]
    return Derivation(
        visits=Step("once visited, the word is visited again and again, each time with probability r", again),
        held=Step("so the probability that a sentence holds it is", sp.Eq(held, solved)),
        absent=Step("and all sentences lack it with probability", (1 - solved) ** sentences),
    )


def spread() -> Derivation:
    """The variance of a word's count in the first text, from the visits of one sentence.

    Source: derived here; a geometric number of visits, once there is one.
    """
    r = sp.Symbol("r", positive=True)
    # Σ j² r^{j−1} (1 − r), by two derivatives of the geometric series.
    second = sp.factor((1 - r) * sp.diff(r * sp.diff(1 / (1 - r), r), r))
    held = count / (sentences * visits)
    square = sp.factor(held * second.subs(r, 1 - 1 / visits))
    return Derivation(
        second=Step("the mean square of the visits, once there is one", second),
        square=Step("the same for a sentence that need not hold the word", square),
        variance=Step(
            "the variance of the count, in a text of S independent sentences",
            sp.expand(sentences * (square - (held * visits) ** 2)),
        ),
    )


def first_text(tokens: Sequence[int], *, order: int) -> list[sp.Rational]:
    """Exact rational survival of each word of a short text in the first text of order 2 or more.

    The routine for long texts uses floating-point linear algebra; this one eliminates in rationals and gets
    the probability that a sentence visits the word from the chain stopped there, not from the Green function.
    The result is in increasing order of the words.
    """
    states: list[tuple[int, ...]] = []
    said: list[int] = []
    for token in [-1, *tokens]:
        said = [-1] if token == -1 else [*said, token]
        # The mark of the beginning is part of a short context.
        states.append(tuple(said[1 - order :]))
    edge = (-1,)
    contexts = sorted(set(states) - {edge})
    numbers = {context: i for i, context in enumerate([edge, *contexts])}
    table = sp.zeros(len(numbers))
    for one, two in pairwise(states):
        table[numbers[one], numbers[two]] += 1
    shares = sp.Matrix([list(table.row(i) / sum(table.row(i))) for i in range(len(numbers))])
    many = list(tokens).count(-1)
    survival = []
    for word in sorted(set(tokens) - {-1}):
        goal = [numbers[context] for context in contexts if context[-1] == word]
        others = [numbers[context] for context in contexts if context[-1] != word]
        # Probability to meet the word before the edge: 1 at the word, 0 at the edge.
        step = shares.extract(others, goal) * sp.ones(len(goal), 1) if others else sp.zeros(0, 1)
        meets = (sp.eye(len(others)) - shares.extract(others, others)).LUsolve(step) if others else step
        held = sum((shares[0, i] for i in goal), start=sp.Integer(0)) + sum(
            (shares[0, i] * meets[k] for k, i in enumerate(others)), start=sp.Integer(0)
        )
        survival.append(1 - (1 - held) ** many)
    return survival
