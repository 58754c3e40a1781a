"""Derivations for n-gram models trained on their own output: what is conserved, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = ["bigram_survival", "conservation", "holding", "moves"]

_WORDS = 3


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


def conservation() -> Derivation:
    """The mean number of visits to a word in one written sentence is its count per sentence.

    Source: derived here; flow balance of a text cut into sentences.
    """
    table = moves()
    sentences = sum(table[0, j] for j in range(1, _WORDS + 1))
    counts = [sum(table[i, j] for i in range(_WORDS + 1)) for j in range(1, _WORDS + 1)]
    # Visits v solve v = opening + v P, with P the observed shares of moves; insert v = counts / sentences.
    balance = [
        sp.simplify(
            table[0, j] / sentences
            + sum(counts[i - 1] / sentences * table[i, j] / counts[i - 1] for i in range(1, _WORDS + 1))
            - counts[j - 1] / sentences
        )
        for j in range(1, _WORDS + 1)
    ]
    return Derivation(
        counts=Step("the count of the first word, by the moves into it", counts[0]),
        sentences=Step("the number of sentences, by the moves out of the edge", sentences),
        balance=Step(
            "visits solve a linear system; the counts per sentence leave no remainder", sp.Matrix(balance)
        ),
    )


def holding() -> Derivation:
    """A sentence holds a word with probability visits per sentence over visits per visiting sentence.

    Source: derived here; strong Markov property at the first visit.
    """
    held, returns, count, sentences = sp.symbols("h r c S", positive=True)
    visits = sp.summation(returns ** sp.Symbol("j", integer=True), (sp.Symbol("j", integer=True), 0, sp.oo))
    green = 1 / (1 - returns)
    solved = sp.solve(sp.Eq(held * green, count / sentences), held)[0]
    return Derivation(
        visits=Step(
            "once visited, the word is visited again and again, each time with probability r", visits
        ),
        held=Step("so the probability that a sentence holds it is", sp.Eq(held, solved)),
        absent=Step("and all sentences lack it with probability", (1 - solved) ** sentences),
    )


def bigram_survival(tokens: Sequence[int]) -> list[sp.Rational]:
    """Exact rational survival of each word of a short text under one bigram generation, in increasing order.

    The routine for long texts uses floating-point linear algebra; this one eliminates in rationals and gets
    the probability that a sentence visits the word from the chain stopped there, not from the Green function.
    """
    text = [-1, *tokens]
    vocabulary = sorted(set(tokens) - {-1})
    states = [-1, *vocabulary]
    table = sp.zeros(len(states))
    for one, two in pairwise(text):
        table[states.index(one), states.index(two)] += 1
    shares = sp.Matrix([list(table.row(i) / sum(table.row(i))) for i in range(len(states))])
    sentences = list(tokens).count(-1)
    survival = []
    for word in range(1, len(states)):
        # h_i: probability to visit the word before the edge, from i; 1 at the word, 0 at the edge.
        others = [i for i in range(1, len(states)) if i != word]
        system = sp.eye(len(others)) - shares.extract(others, others)
        hit = system.LUsolve(shares.extract(others, [word])) if others else sp.zeros(0, 1)
        held = shares[0, word] + sum(
            (shares[0, i] * hit[k] for k, i in enumerate(others)), start=sp.Integer(0)
        )
        survival.append(1 - (1 - held) ** sentences)
    return survival
