"""How far a single chain's vocabulary is from its mean: less than if the symbols were independent."""

from __future__ import annotations

from functools import cache

import numpy as np

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.discrete import source
from modelcollapse.claims.discrete.vocabulary import COUNTS, SIZE, expected
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM", "independent"]

GENERATION = 10
POINTS = (1, 2, 5, 10, 20, 50)


@cache
def _variance(generations: int) -> float:
    return float(exact.distinct_variance(COUNTS, sample_size=SIZE, generations=generations))


def independent(generations: tuple[int, ...] = POINTS) -> np.ndarray:
    """Variance of the number of symbols if they survived independently of one another."""
    total = np.zeros(len(generations))
    values, times = np.unique(COUNTS, return_counts=True)
    for count, number in zip(values.tolist(), times.tolist(), strict=True):
        there = np.asarray(exact.survival(count / SIZE, sample_size=SIZE, generations=generations))
        total += number * there * (1 - there)
    return total


def _curve() -> np.ndarray:
    return np.asarray(exact.distinct_variance(COUNTS, sample_size=SIZE, generations=POINTS))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    left = simulate.distinct(COUNTS, sample_size=SIZE, generations=GENERATION, replicates=replicates, rng=rng)
    return {"squared deviation": (left[:, GENERATION] - expected(GENERATION)) ** 2}


CLAIM = Claim(
    id="discrete-vocabulary-spread",
    title="Symbols compete, so the vocabulary varies less",
    ledger=("P2-C1",),
    paper=source.PAPER,
    locus="process of Corollary 1",
    statement=(
        "Two symbols are absent together with probability $\\mathbb{E}\\,(1-p_i-p_j)^A$, which gives "
        "the variance of the "
        "number of different symbols exactly. On the small corpus it is below the variance of independent symbols in "
        "every generation that we computed; for one generation this is true of every corpus."
    ),
    assumptions=source.SETTING,
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.VOCABULARY,
    evidence=(
        Identity(
            name="one-generation",
            asserts="$(1-\\frac1n)^2 - (1-\\frac2n) = \\frac1{n^2} > 0$: two absences are negatively correlated.",
            left=lambda: symbolic.vocabulary()["squares"].relation,
            right=lambda: 1 / symbolic.size**2,
            rivals={"1/n": lambda: 1 / symbolic.size},
        ),
        Inequality(
            name="below-independent",
            asserts="The exact variance lies below that of independent symbols.",
            points=POINTS,
            curve=_curve,
            upper=independent,
            upper_rivals={"0.92 of it": lambda: 0.92 * independent()},
        ),
        Estimate(
            name="variance",
            asserts=f"The variance of the number of symbols in generation {GENERATION}, simulated.",
            sample="squared deviation",
            theory=Value(_variance, {"generations": GENERATION}),
            # As for a normal number; its square has √2 times the variance as its standard deviation.
            spread=lambda: float(np.sqrt(2) * _variance(GENERATION)),
            margin={"smoke": 1.4, "full": 1.0},
            margin_reason="a fifth of the distance to the independent value",
            rivals={"independent symbols": lambda: float(independent((GENERATION,))[0])},
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 14_000, "full": 28_000}),
    not_established=(
        "That the variance is below the independent one for every corpus and every generation is not shown.",
    ),
)
