"""Corollary 1: how many different symbols survive, on a small corpus where everything can be computed."""

from __future__ import annotations

from functools import cache

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.discrete import source
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM", "COUNTS", "GENERATIONS", "SIZE", "expected"]

# One hundred symbols, the i-th with 100/i occurrences, rounded up.
COUNTS = tuple(-(-100 // i) for i in range(1, 101))
SIZE = sum(COUNTS)
GENERATIONS = (1, 2, 5, 10, 20, 50)
POINTS = tuple(range(2, 51))
SMALL = ((1, 2, 3), (1, 1, 1, 1, 1), (4, 3))
SMALL_GENERATIONS = (1, 2, 5)


@cache
def expected(generations: int) -> float:
    """Expected number of symbols of the small corpus that are left."""
    return float(exact.distinct(COUNTS, sample_size=SIZE, generations=generations))


@cache
def _deviation(generations: int) -> float:
    return float(np.sqrt(exact.distinct_variance(COUNTS, sample_size=SIZE, generations=generations)))


def _bounds(form: str) -> tuple[np.ndarray, np.ndarray]:
    lower, upper = exact.distinct_bounds(COUNTS, sample_size=SIZE, generations=POINTS, form=form)
    return np.asarray(lower), np.asarray(upper)


def _bound_at(side: int, generations: int) -> float:
    return float(
        exact.distinct_bounds(COUNTS, sample_size=SIZE, generations=generations, form="theorem")[side]
    )


def _small(more: int = 0) -> list[float]:
    return [
        float(exact.distinct(counts, sample_size=sum(counts), generations=k + more))
        for counts in SMALL
        for k in SMALL_GENERATIONS
    ]


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, int]]]:
    return [(symbolic.distinct(counts, k), {}) for counts in SMALL for k in SMALL_GENERATIONS]


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    left = simulate.distinct(
        COUNTS, sample_size=SIZE, generations=GENERATIONS[-1], replicates=replicates, rng=rng
    )
    return {f"k={k}": left[:, k].astype(float) for k in GENERATIONS}


def _estimate(k: int) -> Estimate:
    rivals = {"half of them": lambda: expected(k) / 2}
    if k >= 5:
        rivals = {"Corollary 1's upper bound, as if it were exact": lambda: _bound_at(1, k)}
    return Estimate(
        name=f"k-{k}",
        asserts=f"The mean number of different symbols in generation {k}.",
        sample=f"k={k}",
        theory=Value(lambda generations: expected(generations), {"generations": k}),
        spread=lambda: _deviation(k),
        margin={"smoke": 0.75, "full": 0.26},
        margin_reason="a quarter of one symbol at the full profile",
        rivals=rivals,
        # Late, one generation more or less takes less than the margin.
        mutate=k <= 20,
    )


CLAIM = Claim(
    id="discrete-vocabulary",
    title="How many different symbols survive",
    ledger=("P2-C1",),
    paper=source.PAPER,
    locus="Corollary 1",
    statement=(
        "The expected number of different symbols in generation $k$ is $\\sum_i \\big(1 - "
        "\\mathbb{E}\\,(1-p_i)^A\\big)$, "
        "with $A$ the number of ancestors. It lies between the sums of Theorem 1's bounds over the symbols, and "
        "with the sums $S_k$, $T_k$ in place of $3$ and $3k$ the upper one is lower."
    ),
    assumptions=source.SETTING,
    provenance=source.NOTEBOOK,
    provenance_note="The corollary was read in the authors' public notebook, which restates it, not in the paper. "
    "The exact form and the lower upper bound are derived here.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "The expected number of symbols lies between $\\sum_i (1 - e^{-np_ig_k})$ and $\\sum_i \\bigl(1 - "
            "e^{-np_ig_k}\\max(1 - 3np_i^2 - 3kp_i,\\, 0)\\bigr)$."
        ),
        ours=(
            "It is $\\sum_i \\bigl(1 - \\mathbb{E}\\,(1-p_i)^A\\bigr)$, with $A$ the number of ancestors. The "
            "upper sum holds with $S_k$ and $T_k$ in place of $3$ and $3k$, too, and is lower."
        ),
        decided={"k-20": "Corollary 1's upper bound, as if it were exact", "sharper": ""},
    ),
    chapter=source.VOCABULARY,
    evidence=(
        Agreement(
            name="rational",
            asserts="The computed number agrees with the forward chain in rational numbers, for three tiny corpora.",
            computed=_small,
            reference=_reference,
            bound=1e-13,
            rivals={"one generation more": lambda: _small(1)},
        ),
        Inequality(
            name="bounds",
            asserts="On the small corpus the exact number lies above the lower bound and below the "
            "sharpened upper one.",
            points=POINTS,
            curve=lambda: exact.distinct(COUNTS, sample_size=SIZE, generations=POINTS),
            lower=lambda: _bounds("sums")[0],
            upper=lambda: _bounds("sums")[1],
            lower_rivals={
                "one generation fewer": lambda: np.asarray(
                    exact.distinct_bounds(
                        COUNTS, sample_size=SIZE, generations=[k - 1 for k in POINTS], form="sums"
                    )[0]
                )
            },
            upper_rivals={"the lower bound": lambda: _bounds("sums")[0]},
        ),
        Inequality(
            name="sharper",
            asserts="The sharpened upper bound lies below the corollary's.",
            points=POINTS,
            curve=lambda: _bounds("sums")[1],
            upper=lambda: _bounds("theorem")[1],
            upper_rivals={"0.98 of it": lambda: 0.98 * _bounds("theorem")[1]},
        ),
        *(_estimate(k) for k in GENERATIONS),
    ),
    simulation=Simulation(_block, {"smoke": 2_000, "full": 16_000}),
)
