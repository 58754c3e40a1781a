"""A real text, resampled word by word: the docstrings of NumPy, SciPy and SymPy."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from modelcollapse.checks import Estimate, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.discrete import source
from modelcollapse.claims.discrete.shares import share
from modelcollapse.data import corpus
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate

__all__ = ["CLAIM", "GENERATIONS"]

GENERATIONS = tuple(range(1, 11))
JUDGED = (1, 2, 5, 10)


def _facts() -> dict[str, int | str]:
    text = corpus.docstrings()
    return {
        "sha256": text.sha256,
        "tokens": len(text.tokens),
        "types": len(text.types),
        "hapaxes": text.hapaxes,
    }


@cache
def _curve() -> np.ndarray:
    """Expected share of the types that are left, by the mean field."""
    text = corpus.docstrings()
    left = exact.distinct(
        text.counts, sample_size=len(text.tokens), generations=GENERATIONS, method="meanfield"
    )
    return np.asarray(left) / len(text.types)


@cache
def _bounds(form: str) -> tuple[np.ndarray, np.ndarray]:
    text = corpus.docstrings()
    lower, upper = exact.distinct_bounds(
        text.counts, sample_size=len(text.tokens), generations=GENERATIONS, form=form
    )
    return np.asarray(lower) / len(text.types), np.asarray(upper) / len(text.types)


def _expected(generations: int) -> float:
    """The curve, continued to the two neighbours that a mutant may ask for."""
    if 1 <= generations <= GENERATIONS[-1]:
        return float(_curve()[generations - 1])
    text = corpus.docstrings()
    left = exact.distinct(
        text.counts, sample_size=len(text.tokens), generations=generations, method="meanfield"
    )
    return float(left) / len(text.types)


def _with(constant: float, generations: int) -> float:
    """Share of the types left with constant/k in place of g."""
    counts = corpus.docstrings().counts
    return float(np.mean(-np.expm1(-counts * constant / generations)))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    text = corpus.docstrings()
    # One type for each replicate, all types alike: the mean over types is the share of the vocabulary.
    chosen = text.counts[rng.integers(len(text.types), size=replicates)]
    time, _ = simulate.absorption(
        chosen,
        corpus=len(text.tokens),
        sample_size=len(text.tokens),
        generations=GENERATIONS[-1],
        replicates=replicates,
        rng=rng,
    )
    return {f"k={k}": time > k for k in JUDGED}


def _estimate(k: int) -> Estimate:
    rivals: dict[str, Callable[[], float]] = {"3/k in place of g": partial(_with, 3.0, k)}
    if k > 1:
        rivals["1/k in place of g"] = partial(_with, 1.0, k)
    return share(
        name=f"k-{k}",
        asserts=f"Share of the words that are left in generation {k}; each replicate follows one type.",
        sample=f"k={k}",
        theory=Value(_expected, {"generations": k}),
        margin={"smoke": 0.025, "full": 0.005},
        rivals=rivals,
        mutate=True,
    )


CLAIM = Claim(
    id="discrete-text-vocabulary",
    title="A real text forgets its rare words",
    ledger=("P2-F5",),
    paper=source.PAPER,
    locus="figure of unigram resampling",
    statement=(
        "Resampled as independent words, a text loses its vocabulary along the corollary's curve. For the prose of the "
        "docstrings of NumPy, SciPy and SymPy the two bounds differ by less than $10^{-4}$ of the vocabulary up to "
        "generation 10, so the bounds alone give four digits."
    ),
    assumptions=(
        *source.SETTING,
        "A word is a run of letters, in lower case, with apostrophes inside; tests and doctest examples are left out.",
        "The packages are those that the lock pins; the record holds the digest of the words.",
    ),
    provenance=source.NOTEBOOK,
    provenance_note="The figure was read in the authors' public notebook. Its text is another one, which is not "
    "redistributed here; the procedure is the same.",
    outcome=Outcome.HOLDS,
    chapter=source.VOCABULARY,
    evidence=(
        Inequality(
            name="bounds",
            asserts="The expected share of the vocabulary lies between the corollary's bounds in every generation.",
            points=GENERATIONS,
            curve=_curve,
            lower=lambda: _bounds("theorem")[0],
            upper=lambda: _bounds("theorem")[1],
            lower_rivals={"the upper bound": lambda: _bounds("theorem")[1]},
            upper_rivals={"the lower bound": lambda: _bounds("theorem")[0]},
            rounding=1e-13,
        ),
        Inequality(
            name="gap",
            asserts="The distance of the bounds, as a share of the vocabulary, is below $10^{-4}$.",
            points=GENERATIONS,
            curve=lambda: _bounds("theorem")[1] - _bounds("theorem")[0],
            upper=lambda: np.full(len(GENERATIONS), 1e-4),
            upper_rivals={"1e-5": lambda: np.full(len(GENERATIONS), 1e-5)},
        ),
        *(_estimate(k) for k in JUDGED),
    ),
    simulation=Simulation(_block, {"smoke": 25_000, "full": 600_000}),
    facts=_facts,
    not_established=(
        "A text of this size is beyond the exact route. The theory value of the simulated shares is the mean-field "
        "curve, which lies between the bounds; they pin it to less than the margin.",
        "Independent words are not a language: the claim says nothing about models that know the order of words.",
    ),
)
