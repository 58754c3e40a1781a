"""The longest n-gram model copies sentences: the corollary comes back, with sentences for symbols."""

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

__all__ = ["CLAIM"]

GENERATIONS = tuple(range(1, 11))
JUDGED = (1, 3)
LATE = 3_000
MARGIN = {1: {"smoke": 3.0, "full": 2.4}, 3: {"smoke": 3.2, "full": 2.6}}


@cache
def _moments(generation: int) -> tuple[float, float]:
    return exact.whole_sentences(source.piece(), generation=generation)


def _curve() -> np.ndarray:
    return np.array([_moments(k)[0] for k in GENERATIONS])


@cache
def _sentences() -> tuple[np.ndarray, np.ndarray]:
    return exact.whole_sentences_bounds(source.piece(), generations=GENERATIONS)


@cache
def _words() -> np.ndarray:
    lower, _ = discrete.distinct_bounds(
        source.counts(), sample_size=source.size(), generations=GENERATIONS, form="theorem"
    )
    return np.asarray(lower)


def _words_spread() -> np.ndarray:
    variance = discrete.distinct_variance(source.counts(), sample_size=source.size(), generations=GENERATIONS)
    return np.asarray(np.sqrt(variance))


def _longest() -> int:
    return int(np.diff(np.flatnonzero(source.piece() < 0), prepend=-1).max())


def _of_one_sentence() -> list[tuple[sp.Expr, dict[sp.Symbol, int]]]:
    """Mean number of different words in one sentence."""
    parts = np.split(source.piece(), np.flatnonzero(source.piece() < 0))
    different = sum(len(np.unique(part[part >= 0])) for part in parts)
    return [(sp.Rational(different, source.SENTENCES), {})]


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    chain = simulate.ngram(
        source.piece(), order=_longest(), generations=JUDGED[-1], replicates=replicates, rng=rng
    )
    return {f"k={k}": chain.distinct[:, k].astype(float) for k in JUDGED}


def _estimate(k: int) -> Estimate:
    return Estimate(
        name=f"k-{k}",
        asserts=f"Mean number of different words in generation {k}, for an order beyond the longest sentence.",
        sample=f"k={k}",
        theory=Value(lambda generations: _moments(generations)[0], {"generations": k}),
        spread=lambda: float(np.sqrt(_moments(k)[1])),
        margin=MARGIN[k],
        margin_reason="at most half the gap to the corollary for words",
        rivals={"Corollary 1's lower bound for words": lambda: float(_words()[k - 1])},
    )


CLAIM = Claim(
    id="language-whole-sentences",
    title="A long memory copies sentences, and the corollary returns",
    ledger=("P2-F7", "P2-C1"),
    paper=source.PAPER,
    locus=source.LOCUS,
    statement=(
        "A model that knows the whole sentence so far redraws sentences. A word is then left with the probability of a "
        "symbol with as many copies as sentences held it, in samples of $S$ tokens. So Corollary 1 "
        "holds with sentences "
        "counted in place of words; with words counted it does not. A single chain is much less certain: on the "
        "piece of text the standard deviation of its vocabulary is more than twice that of independent words. In the "
        "end one sentence is left, not one word."
    ),
    assumptions=(
        "The order exceeds the number of words of every sentence.",
        "Sentences begin as the text's sentences begin, and as many are written.",
        source.SETTING[1],
    ),
    provenance=source.DERIVED,
    provenance_note=source.NOTE,
    outcome=Outcome.CONDITIONAL,
    chapter=source.CHAPTER,
    evidence=(
        Inequality(
            name="sentences",
            asserts="The exact expected vocabulary of the piece lies between the corollary's bounds for sentences.",
            points=GENERATIONS,
            curve=_curve,
            lower=lambda: _sentences()[0],
            upper=lambda: _sentences()[1],
            lower_rivals={"the upper bound": lambda: _sentences()[1]},
            upper_rivals={"the lower bound": lambda: _sentences()[0]},
        ),
        Inequality(
            name="words",
            asserts="It lies below the corollary's lower bound for words, in every generation.",
            points=GENERATIONS,
            curve=_curve,
            upper=_words,
            upper_rivals={"0.97 of it": lambda: 0.97 * _words()},
        ),
        Inequality(
            name="spread",
            asserts="The standard deviation of its vocabulary is more than twice that of independent words.",
            points=GENERATIONS,
            curve=lambda: [np.sqrt(_moments(k)[1]) for k in GENERATIONS],
            lower=lambda: 2 * _words_spread(),
            lower_rivals={"three times": lambda: 3 * _words_spread()},
            rounding=1e-7,
        ),
        Agreement(
            name="end",
            asserts=f"After {LATE:,} generations the expected vocabulary is that of one sentence.",
            computed=lambda: [_moments(LATE)[0]],
            reference=_of_one_sentence,
            bound=1e-9,
            rivals={"one word": lambda: [1.0], "after 300 generations": lambda: [_moments(300)[0]]},
        ),
        *(_estimate(k) for k in JUDGED),
    ),
    simulation=Simulation(_block, {"smoke": 2_600, "full": 4_200}, block_size=512),
    facts=source.facts,
)
