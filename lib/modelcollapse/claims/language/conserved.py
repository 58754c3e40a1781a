"""What an n-gram model keeps: the expected count of every word, if sentences begin as sentences do."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.language import source
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import ngram as symbolic

__all__ = ["CLAIM"]

ORDERS = (2, 3, 8)
DRAWN = (2, 3)
LAST = 3
FREQUENT = 5


@cache
def _law(order: int, start: str) -> exact.SentenceLaw:
    return exact.sentence_law(source.piece(), order=order, start=start)


def _frequent() -> np.ndarray:
    return np.argsort(-source.counts(), kind="stable")[:FREQUENT]


def _counted(start: str) -> list[float]:
    """Expected counts of the most frequent words in a text of as many sentences."""
    chosen = _frequent()
    return [
        float(value) * source.SENTENCES
        for order in ORDERS
        for value in _law(order, start).occurrences[chosen]
    ]


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, int]]]:
    return [(sp.Integer(int(source.counts()[word])), {}) for _ in ORDERS for word in _frequent()]


def _length() -> float:
    return source.size() / source.SENTENCES


def _variance(word: int) -> float:
    visits = exact.bigram_survival(source.piece())[1][word]
    count = source.counts()[word]
    return float(count * (2 * visits - 1) - count**2 / source.SENTENCES)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    drawn = {}
    for order in DRAWN:
        chain = simulate.ngram(source.piece(), order=order, generations=LAST, replicates=replicates, rng=rng)
        for k in (1, LAST):
            drawn[f"order-{order}-k-{k}"] = chain.words[:, k] / chain.sentences[:, k]
        if order == DRAWN[0]:
            text = chain.last
            texts = np.repeat(np.arange(replicates), chain.sentences[:, -1])[np.cumsum(text < 0) - (text < 0)]
            drawn["count"] = np.bincount(texts[text == _frequent()[0]], minlength=replicates).astype(float)
    return drawn


def _estimate(order: int, k: int) -> Estimate:
    rivals = {"end marks counted as words": lambda: _length() + 1}
    if k == 1:
        rivals["a start anywhere"] = lambda: _law(order, "anywhere").mean
    return Estimate(
        name=f"order-{order}-k-{k}",
        asserts=f"Mean number of words of a sentence in generation {k}, order {order}.",
        sample=f"order-{order}-k-{k}",
        theory=Value(_length),
        # For planning: each generation adds about the variance of the first.
        spread=lambda: _law(order, "sentence").deviation * float(np.sqrt(k / source.SENTENCES)),
        margin={"smoke": 0.3 if k == 1 else 0.45, "full": 0.2 if k == 1 else 0.35},
        margin_reason="a fraction of a word",
        rivals=rivals,
    )


CLAIM = Claim(
    id="language-ngram-conserved",
    title="Expected counts stay, whatever the order",
    ledger=("P2-F7",),
    paper=source.PAPER,
    locus=source.LOCUS,
    statement=(
        "If sentences begin as the text's sentences begin, and as many are written, then the expected number of "
        "occurrences of every word is the same in all generations, for a model of any order. In the first text of a "
        "bigram model the count of a word with $c$ occurrences has the variance $c\\,(2G-1) - c^2/S$, with $S$ the "
        "number of sentences and $G$ the mean number of visits of a sentence to the word, once it is visited."
    ),
    assumptions=source.SETTING,
    provenance=source.DERIVED,
    provenance_note=source.NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="balance",
            asserts="Counts per sentence solve the equation for the mean visits of a sentence, for any bigram counts "
            "of three words.",
            left=lambda: symbolic.balance()[0],
            right=lambda: symbolic.balance()[1],
            rivals={"a start anywhere": lambda: symbolic.balance("anywhere")[0]},
        ),
        Identity(
            name="variance",
            asserts="The variance of a word's count in the first bigram text.",
            left=lambda: symbolic.spread()["variance"].relation,
            right=lambda: symbolic.count * (2 * symbolic.visits - 1) - symbolic.count**2 / symbolic.sentences,
            rivals={
                "each word once in a sentence": lambda: (
                    symbolic.count - symbolic.count**2 / symbolic.sentences
                )
            },
        ),
        Agreement(
            name="orders",
            asserts="Expected counts of the five most frequent words in the first text, at orders 2, 3 and 8, by "
            "linear algebra, are the counts of the text.",
            computed=partial(_counted, "sentence"),
            reference=_reference,
            bound=1e-11,
            rivals={"a start anywhere": partial(_counted, "anywhere")},
        ),
        *(_estimate(order, k) for order in DRAWN for k in (1, LAST)),
        Estimate(
            name="count",
            asserts=f"Mean count of the most frequent word in generation {LAST}, order {DRAWN[0]}.",
            sample="count",
            theory=Value(lambda: float(source.counts()[_frequent()[0]])),
            spread=lambda: float(np.sqrt(LAST * _variance(int(_frequent()[0])))),
            margin={"smoke": 3.4, "full": 2.5},
            margin_reason="at most half the gap to a start anywhere",
            rivals={
                "a start anywhere": lambda: (
                    source.SENTENCES * float(_law(DRAWN[0], "anywhere").occurrences[_frequent()[0]])
                )
            },
        ),
    ),
    simulation=Simulation(_block, {"smoke": 1_200, "full": 2_400}, block_size=512),
    not_established=(
        "The identity is shown for three words and one word of memory; longer memory is the same equation, with "
        "contexts in place of words, and is checked by numbers.",
    ),
    facts=source.facts,
)
