"""Where the vocabulary ends: at one symbol. The lower bound does not see it."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Inequality
from modelcollapse.claims.claim import Claim, Outcome
from modelcollapse.claims.discrete import source
from modelcollapse.claims.discrete.vocabulary import COUNTS, SIZE
from modelcollapse.exact import discrete as exact
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM"]

LATE = (3000, 5000, 10_000, 20_000)
TOKENS = 100
GENERATIONS = (1, 10, 100, 200, 500)


def _late() -> np.ndarray:
    return np.asarray(exact.distinct(COUNTS, sample_size=SIZE, generations=LATE))


def _lower_bound() -> np.ndarray:
    return np.asarray(exact.distinct_bounds(COUNTS, sample_size=SIZE, generations=LATE, form="theorem")[0])


def _from_distinct(generations: tuple[int, ...], tokens: int = TOKENS) -> np.ndarray:
    """Expected number of types when every token of the start is a type of its own."""
    return np.asarray(exact.distinct([1] * tokens, sample_size=tokens, generations=generations))


def _clock(shift: int = 1) -> np.ndarray:
    """n g_{k+1}: every token of its own type, c = 1 in Theorem 1's lower bound."""
    return TOKENS * np.asarray(exact.g([k + shift for k in GENERATIONS]))


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, int]]]:
    first = symbolic.vocabulary()["first"].relation
    return [(first, {symbolic.size: n}) for n in (2, 10, 100, 1000)]


CLAIM = Claim(
    id="discrete-vocabulary-end",
    title="In the end one symbol is left",
    ledger=("P2-C1",),
    paper=source.PAPER,
    locus="process of Corollary 1",
    statement=(
        "The expected number of different symbols tends to 1, while the corollary's lower bound tends to 0. Starting "
        "from $n$ different tokens, the number of types is the number of ancestors, $n\\,(1 - "
        "(1-\\frac1n)^n)$ on average "
        "after one generation, and at least $n\\,g_{k+1}$ after $k$."
    ),
    assumptions=source.SETTING,
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.VOCABULARY,
    evidence=(
        Agreement(
            name="one-generation",
            asserts="From $n$ different tokens, one generation leaves $n\\,(1-(1-\\frac1n)^n)$ on average.",
            computed=lambda: [float(_from_distinct((1,), n)[0]) for n in (2, 10, 100, 1000)],
            reference=_reference,
            bound=1e-12,
            rivals={
                "n (1 − 1/e)": lambda: -np.expm1(-1) * np.array([2, 10, 100, 1000]),
                "two generations": lambda: [float(_from_distinct((2,), n)[0]) for n in (2, 10, 100, 1000)],
            },
        ),
        Inequality(
            name="ancestors",
            asserts="From 100 different tokens the number lies between $n\\,g_{k+1}$ and $n\\,g_{k+1} + 1$ "
            "in these generations.",
            points=GENERATIONS,
            curve=lambda: _from_distinct(GENERATIONS),
            lower=_clock,
            upper=lambda: _clock() + 1,
            lower_rivals={"n g_k": lambda: _clock(0)},
            upper_rivals={"one half in place of 1": lambda: _clock() + 0.5},
        ),
        Inequality(
            name="ends-at-one",
            asserts="On the small corpus (573 tokens) the expected number is between 1 and 1.05 from "
            "generation 3000 on.",
            points=LATE,
            curve=_late,
            lower=lambda: np.full(len(LATE), 1 - 1e-9),
            upper=lambda: np.full(len(LATE), 1.05),
            lower_rivals={"two symbols": lambda: np.full(len(LATE), 2.0)},
            upper_rivals={"below 0.9": lambda: np.full(len(LATE), 0.9)},
        ),
        Inequality(
            name="bound-below-one",
            asserts="There the corollary's lower bound is below 0.4 and falling.",
            points=LATE,
            curve=_lower_bound,
            upper=lambda: np.full(len(LATE), 0.4),
            upper_rivals={"0.3": lambda: np.full(len(LATE), 0.3)},
        ),
    ),
)
