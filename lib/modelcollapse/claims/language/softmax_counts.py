"""Training a softmax on one-hot contexts by gradient descent, and the frequencies that it returns."""

from __future__ import annotations

from functools import cache

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Identity, Inequality
from modelcollapse.claims.claim import Claim, Outcome
from modelcollapse.claims.language import character_text as text
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.exact import language as exact
from modelcollapse.symbolic.language import character as symbolic

__all__ = ["CLAIM", "fading"]

# Every token was seen; one was never seen.
SMALL, UNSEEN = (5, 3, 2), (5, 5, 0)
ENOUGH, MANY, LONG = 400, 4_000, 20_000
# Contexts of two characters, seen rarely: their smallest frequency is learnt within the steps.
LENGTH, RARE = 2, (2, 30)


@cache
def _rare() -> np.ndarray:
    """Tables of the rare contexts of the piece, shape (contexts, tokens)."""
    pairs = text.pairs(LENGTH)
    tables = np.zeros((len(pairs.names), pairs.tokens), dtype=np.int64)
    tables[pairs.context, pairs.token] = pairs.counts
    totals = tables.sum(axis=1)
    return np.asarray(tables[(totals >= RARE[0]) & (totals <= RARE[1])])


@cache
def _trained() -> np.ndarray:
    """What training makes of them."""
    return exact.softmax_descent(_rare(), steps=MANY)


def _met() -> np.ndarray:
    """Share of the alphabet that followed each context."""
    return np.asarray((_rare() > 0).mean(axis=1))


def _never(extreme: str) -> np.ndarray:
    """Steps times the smallest or largest probability of a token never seen."""
    found = _trained() if extreme == "smallest" else -_trained()
    kept = np.where(_rare() == 0, found, np.inf).min(axis=1)
    return np.asarray(MANY * np.abs(kept))


def _short() -> np.ndarray:
    """Steps times what the tokens that were seen lack, the smallest of each context."""
    shares = _rare() / _rare().sum(axis=1, keepdims=True)
    return np.asarray(MANY * np.where(_rare() > 0, shares - _trained(), np.inf).min(axis=1))


def _short_most() -> np.ndarray:
    shares = _rare() / _rare().sum(axis=1, keepdims=True)
    return np.asarray(MANY * np.where(_rare() > 0, shares - _trained(), -np.inf).max(axis=1))


@cache
def _contexts() -> tuple[float, ...]:
    return tuple(float(i) for i in range(len(_rare())))


def _after(counts: tuple[int, ...], steps: int, extra: int = 0) -> list[float]:
    return [float(p) for p in exact.softmax_descent(np.array([counts]) + extra, steps=steps)[0]]


def _long() -> np.ndarray:
    return exact.softmax_descent(np.array([UNSEEN]), steps=(LONG // 10, LONG))[:, 0, -1]


def fading(steps: np.ndarray) -> dict[str, tuple[np.ndarray, float]]:
    """Probability left to a character never seen, and the share of the alphabet seen, for three contexts."""
    met = _met()
    found = {}
    for context in np.argsort(met, kind="stable")[[0, len(met) // 2, -1]].tolist():
        table = _rare()[[context]]
        never = int(np.flatnonzero(table[0] == 0)[0])
        seen = int((table > 0).sum())
        path = exact.softmax_descent(table, steps=steps.tolist())[:, 0, never]
        found[f"{seen} of {table.shape[1]} characters seen"] = (path, float(met[context]))
    return found


CLAIM = Claim(
    id="language-softmax-counts",
    title="Training on one-hot contexts counts; what was never seen fades like one over the steps",
    ledger=("P4-F2",),
    paper=source.PAPER,
    locus="equation (2)",
    statement=(
        "A softmax on one-hot contexts, trained on cross-entropy, has the empirical frequencies as its minimum where "
        "every token followed the context. Where $z$ of $s$ tokens never did, there is no minimum, only an infimum. "
        "After $k$ steps of gradient descent of length $\\eta$ each of these tokens still has the probability "
        "$\\frac{1}{\\eta k}\\cdot\\frac{s-z}{s}$, to leading order, and each token that was seen is short of its "
        "frequency by $\\frac{1}{\\eta k}\\cdot\\frac{z}{s}$, whatever that frequency is."
    ),
    assumptions=(
        "One row of weights for each context, the mean cross-entropy of that context, no regularisation, weights zero "
        "at the start.",
        "The law in $k$ is proved for small steps and equal frequencies; for the frequencies of the text and steps of "
        "length one it is computed.",
    ),
    provenance=source.READ,
    provenance_note=source.READ_NOTE
    + " The formula for the minimum is the paper's, the rest is derived here.",
    outcome=Outcome.CONDITIONAL,
    chapter=source.CHARACTERS,
    evidence=(
        Identity(
            name="minimum",
            asserts="The slope of the cross-entropy is zero where each logit is the logarithm of its count.",
            left=symbolic.minimiser,
            right=lambda: sp.Integer(0),
            rivals={"with one added to each count": lambda: symbolic.minimiser(1)},
        ),
        Identity(
            name="parting",
            asserts="The time that a gap between the logits takes is the inverse of its speed.",
            left=lambda: sp.diff(symbolic.passed(), symbolic.gap),
            right=lambda: 1 / symbolic.speed(),
            rivals={
                "tokens that were seen do not answer": lambda: 1 / symbolic.speed(sp.Integer(0)),
            },
        ),
        Agreement(
            name="frequencies",
            asserts=f"From the counts {SMALL}, {ENOUGH} steps return the frequencies.",
            computed=lambda: _after(SMALL, ENOUGH),
            reference=lambda: [(sp.Rational(count, sum(SMALL)), {}) for count in SMALL],
            bound=1e-12,
            rivals={
                "with one added to each count": lambda: _after(SMALL, ENOUGH, 1),
                "after 20 steps": lambda: _after(SMALL, 20),
            },
        ),
        Inequality(
            name="never-seen-once",
            asserts=f"From the counts {UNSEEN}, steps times the last probability is within a tenth of a per cent, and "
            "a hundredth, of 2/3.",
            points=(float(LONG // 10), float(LONG)),
            curve=lambda: _long() * np.array([LONG // 10, LONG]),
            lower=lambda: 2 / 3 * np.array([0.999, 0.9999]),
            upper=lambda: 2 / 3 * np.array([1.001, 1.0001]),
            lower_rivals={"one": lambda: np.array([0.999, 0.9999])},
            upper_rivals={"one half": lambda: np.array([0.5, 0.5])},
        ),
        Inequality(
            name="never-seen-in-text",
            asserts=f"Contexts of the text that occur {RARE[0]} to {RARE[1]} times, {MANY:,} steps: steps times the "
            "smallest probability never seen, over the share of the alphabet that was seen, is 1 to 1.03.",
            points=_contexts(),
            curve=lambda: _never("smallest") / _met(),
            lower=lambda: np.ones(len(_rare())),
            upper=lambda: np.full(len(_rare()), 1.03),
            lower_rivals={"over one": lambda: 1 / _met()},
            upper_rivals={"over half of it": lambda: np.full(len(_rare()), 0.515)},
        ),
        Inequality(
            name="all-never-seen-alike",
            asserts="So is the largest.",
            points=_contexts(),
            curve=lambda: _never("largest") / _met(),
            lower=lambda: np.ones(len(_rare())),
            upper=lambda: np.full(len(_rare()), 1.03),
            lower_rivals={"over one": lambda: 1 / _met()},
            upper_rivals={"over half of it": lambda: np.full(len(_rare()), 0.515)},
        ),
        Inequality(
            name="seen-in-text",
            asserts="Steps times what a token that was seen lacks, the least of each context, over the share that was "
            "never seen, is above 1.",
            points=_contexts(),
            curve=lambda: _short() / (1 - _met()),
            lower=lambda: np.ones(len(_rare())),
            lower_rivals={"over one": lambda: 1 / (1 - _met())},
        ),
        Inequality(
            name="all-seen-alike",
            asserts="The largest is below 1.03.",
            points=_contexts(),
            curve=lambda: _short_most() / (1 - _met()),
            upper=lambda: np.full(len(_rare()), 1.03),
            upper_rivals={"half of it": lambda: np.full(len(_rare()), 0.515)},
        ),
    ),
    facts=text.facts,
    not_established=(
        "Minibatches, momentum, weight decay and an early end of training are other estimators; each keeps some "
        "probability on tokens that were never seen.",
    ),
)
