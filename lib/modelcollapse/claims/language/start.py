"""A start anywhere: what it does to sentences, to words and to the vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from modelcollapse.checks import Estimate, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.language import source
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate

__all__ = ["CLAIM", "LAST"]

ORDERS = (2, 3, 8)
COMPARED = 3
LAST = 3
# Sentences of a text that are looked at: the last ones are chosen by where the text stops.
FIRST = 40


@cache
def _law(order: int) -> exact.SentenceLaw:
    return exact.sentence_law(source.piece(), order=order, start="anywhere")


def _frequent() -> int:
    return int(np.argmax(source.counts()))


def _occurrences(start: str) -> float:
    return float(exact.sentence_law(source.piece(), order=2, start=start).occurrences[_frequent()])


def _occurrences_spread() -> float:
    """As for a text of forty sentences from their beginning, where the variance is known."""
    visits = exact.bigram_survival(source.piece())[1][_frequent()]
    return float(np.sqrt(_occurrences("sentence") * (2 * visits - 1) / FIRST))


def _first(values: np.ndarray, sentences: np.ndarray) -> np.ndarray:
    """Mean over the first sentences of each text, for values by sentence of all texts."""
    before = np.cumsum(sentences) - sentences
    return np.asarray(values[before[:, None] + np.arange(FIRST)].mean(axis=1))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    drawn = {}
    for order in ORDERS:
        chain = simulate.ngram(
            source.piece(), order=order, generations=1, replicates=replicates, rng=rng, start="anywhere"
        )
        ends = np.flatnonzero(chain.last < 0)
        lengths = np.diff(ends, prepend=-1) - 1
        drawn[f"order-{order}"] = _first(lengths, chain.sentences[:, 1])
        if order == ORDERS[0]:
            held = np.diff(np.cumsum(chain.last == _frequent())[ends], prepend=0)
            drawn["word"] = _first(held, chain.sentences[:, 1])
    left = [
        simulate.ngram(
            source.piece(), order=COMPARED, generations=LAST, replicates=replicates, rng=rng, start=start
        ).distinct[:, LAST]
        for start in ("sentence", "anywhere")
    ]
    drawn["vocabulary"] = (left[0] - left[1]).astype(float)
    return drawn


def _length(order: int) -> Estimate:
    rivals: dict[str, Callable[[], float]] = {
        "the mean length of the text's sentences": lambda: source.size() / source.SENTENCES
    }
    return Estimate(
        name=f"order-{order}",
        asserts=f"Mean length of the first {FIRST} sentences of a text from anywhere, order {order}.",
        sample=f"order-{order}",
        theory=Value(lambda: _law(order).mean),
        spread=lambda: _law(order).deviation / float(np.sqrt(FIRST)),
        margin={"smoke": 0.3, "full": 0.25},
        margin_reason="less than half the smallest gap to the text's mean length",
        rivals=rivals,
    )


CLAIM = Claim(
    id="language-start-bias",
    title="A start anywhere is not fair",
    ledger=("P2-F7",),
    paper=source.PAPER,
    locus=source.LOCUS,
    statement=(
        "A generator that begins a sentence with the words at a uniformly chosen place of the text does not conserve "
        "expected counts. Its sentences can be shorter or longer than the text's: on the piece of text they are "
        "shorter at the orders 2 and 3, and longer at order 8, and its most frequent word becomes rarer at order 2. It "
        "forgets words faster than a generator that begins where sentences begin, shown at order "
        f"{COMPARED} in generation {LAST}."
    ),
    assumptions=(
        *source.SETTING,
        "The place is uniform among those with $r-1$ words of their sentence behind them, and these words are kept; "
        "sentences are written until there are as many words as before.",
    ),
    provenance=source.DERIVED,
    provenance_note="The rule for the start was read in the authors' public code, which also cuts sentences at 50 "
    "words; what it does is derived here, without the cut.",
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        *(_length(order) for order in ORDERS),
        Estimate(
            name="word",
            asserts="Mean number of occurrences of the most frequent word in a sentence, order 2.",
            sample="word",
            theory=Value(lambda: _occurrences("anywhere")),
            spread=_occurrences_spread,
            margin={"smoke": 0.032, "full": 0.026},
            margin_reason="less than half the gap to the text's own number",
            rivals={"the text's own number": lambda: _occurrences("sentence")},
        ),
        Estimate(
            name="vocabulary",
            asserts=f"From the beginnings of sentences more words are left than from anywhere: order {COMPARED}, "
            f"generation {LAST}, difference of two chains.",
            sample="vocabulary",
            theory=Value(lambda: 0.0),
            spread=lambda: float(np.sqrt(2 * exact.whole_sentences(source.piece(), generation=LAST)[1])),
            margin=5.0,
            margin_reason="a difference of five words would be worth telling",
            rivals={"by more than a hundred words": lambda: 100.0},
            kind="ordering",
        ),
    ),
    simulation=Simulation(_block, {"smoke": 1_500, "full": 2_300}, block_size=512),
    not_established=(
        "Whether sentences become shorter or longer is a property of the text and of the order; the numbers here are "
        "those of one piece of text.",
    ),
    facts=source.facts,
)
