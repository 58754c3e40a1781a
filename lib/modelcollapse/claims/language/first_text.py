"""The first text of an n-gram model, exactly: outside what Corollary 1 allows."""

from __future__ import annotations

from functools import cache

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.language import source
from modelcollapse.exact import discrete
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import ngram as symbolic

__all__ = ["CLAIM", "LONG", "ORDERS", "expected"]

ORDERS = (1, 2, 3, 4, 8)
DRAWN = (2, 3, 8)
GENERATIONS = tuple(range(1, 11))
# Two sentences of two hundred words, no word twice.
LONG = (*range(200), -1, *range(200, 400), -1)
SMALL = (
    (0, 1, 0, 1, 1, -1, 1, 2, 0, -1, 2, -1),
    (0, 0, 0, -1, 0, 1, -1),
    (3, 1, 3, 2, 3, 1, -1, 1, 1, 2, -1, 3, 1, -1),
)
MARGIN = {2: {"smoke": 1.8, "full": 1.2}, 3: {"smoke": 2.5, "full": 1.7}, 8: {"smoke": 2.8, "full": 1.9}}


@cache
def expected(order: int) -> float:
    """Expected number of distinct words in the first text of the piece."""
    return float(exact.first_text(source.piece(), order=order).sum())


def _corollary() -> float:
    lower, _ = discrete.distinct_bounds(
        source.counts(), sample_size=source.size(), generations=1, form="theorem"
    )
    return float(lower)


@cache
def _spread(order: int) -> float:
    """Standard deviation: exact for the bigram; else that of whole sentences, which is larger."""
    if order == 2:
        return float(np.sqrt(exact.bigram_vocabulary(source.piece())[1]))
    return float(np.sqrt(exact.whole_sentences(source.piece(), generation=1)[1]))


def _small(order: int) -> list[float]:
    return [float(value) for text in SMALL for value in exact.first_text(text, order=order)]


def _independent() -> list[float]:
    """As if a word never came twice in a sentence."""
    return [
        1 - (1 - min(1.0, text.count(word) / text.count(-1))) ** text.count(-1)
        for text in SMALL
        for word in sorted(set(text) - {-1})
    ]


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, int]]]:
    return [
        (value, {}) for order in (2, 3) for text in SMALL for value in symbolic.first_text(text, order=order)
    ]


def _upper() -> np.ndarray:
    size = len(LONG) - 2
    _, upper = discrete.distinct_bounds(
        np.ones(size, dtype=int), sample_size=size, generations=GENERATIONS, form="theorem"
    )
    return np.asarray(upper)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    return {
        f"order-{order}": simulate.ngram(
            source.piece(), order=order, generations=1, replicates=replicates, rng=rng
        )
        .distinct[:, 1]
        .astype(float)
        for order in DRAWN
    }


def _estimate(order: int) -> Estimate:
    return Estimate(
        name=f"order-{order}",
        asserts=f"Mean number of different words in the first text, order {order}.",
        sample=f"order-{order}",
        theory=Value(lambda: expected(order)),
        spread=lambda: _spread(order),
        margin=MARGIN[order],
        margin_reason="at most half the gap to the corollary",
        rivals={"Corollary 1's lower bound, as if it were exact": _corollary},
    )


CLAIM = Claim(
    id="language-first-text",
    title="The first text, exactly: not what the corollary allows",
    ledger=("P2-F7", "P2-C1"),
    paper=source.PAPER,
    locus=source.LOCUS,
    statement=(
        "In the first text of a bigram model of $S$ sentences, a word with $c$ occurrences is left with probability "
        "$1-(1-c/(SG))^S$, with $G \\ge 1$ the mean number of visits of a sentence to the word, once it is visited. "
        "Corollary 1 does not extend to n-gram models: for a real text the expected vocabulary of the first text lies "
        "below its lower bound at the orders 1 (with end marks), 2, 3, 4 and 8, by less than three per cent; for two "
        "long sentences without a repeated word it lies above its upper bound in each of the first ten generations."
    ),
    assumptions=(*source.SETTING, "Sentences begin as the text's sentences begin, and as many are written."),
    provenance=source.DERIVED,
    provenance_note="The authors' public notebook draws n-gram curves beside the corollary's and claims no theorem; "
    "that they lie close was read there. The exact numbers are derived here.",
    outcome=Outcome.CONDITIONAL,
    chapter=source.CHAPTER,
    evidence=(
        Agreement(
            name="rational",
            asserts="The computed probabilities agree with elimination in rational numbers, for three tiny texts at "
            "orders 2 and 3.",
            computed=lambda: _small(2) + _small(3),
            reference=_reference,
            bound=1e-13,
            rivals={
                "no word twice in a sentence": lambda: 2 * _independent(),
                "one order more": lambda: _small(3) + _small(4),
            },
        ),
        Inequality(
            name="below",
            asserts="At the orders 1, 2, 3, 4 and 8 the expected vocabulary of the piece lies below the corollary's "
            "lower bound, and above 0.97 of it.",
            points=ORDERS,
            curve=lambda: [expected(order) for order in ORDERS],
            lower=lambda: 0.97 * _corollary(),
            upper=_corollary,
            lower_rivals={"0.99 of it": lambda: 0.99 * _corollary()},
            upper_rivals={
                "the value for whole sentences": lambda: exact.whole_sentences(source.piece(), generation=1)[
                    0
                ]
            },
            rounding=1e-11,
        ),
        Inequality(
            name="above",
            asserts="For two sentences of 200 words, no word twice, the expected vocabulary lies above the corollary's "
            "upper bound in each of the first ten generations, at any order from 2.",
            points=GENERATIONS,
            curve=lambda: [exact.whole_sentences(LONG, generation=k)[0] for k in GENERATIONS],
            lower=_upper,
            lower_rivals={"all words": lambda: np.full(len(GENERATIONS), 400.0)},
        ),
        *(_estimate(order) for order in DRAWN),
    ),
    simulation=Simulation(_block, {"smoke": 3_200, "full": 7_600}, block_size=512),
    not_established=(
        "The first vocabulary need not shrink with the order: on the piece it does, and on other pieces of the same "
        "text it does not.",
    ),
    facts=source.facts,
)
