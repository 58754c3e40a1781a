"""The headline: the time to forget is linear in the count. True of the median."""

from __future__ import annotations

from functools import partial

import numpy as np

from modelcollapse.checks import Inequality, Law, Value
from modelcollapse.claims.claim import Claim, Outcome, Provenance, Simulation
from modelcollapse.claims.discrete import source
from modelcollapse.claims.discrete.shares import share
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate

__all__ = ["CLAIM", "COUNTS"]

COUNTS = (1, 2, 5, 10, 20, 50, 100, 1000)
# Where the distance to the limit law is computed.
MANY = (10, 30, 100, 300, 1000)
TOTAL, LAST = 100, 1000
# The Bernoulli process of the figure, watched at the median of the Poisson process.
COUNT, CORPUS, MEDIAN = 10, 10**4, 27


def medians() -> np.ndarray:
    """Median time to forget c occurrences, for each count."""
    return np.array([float(exact.poisson_quantile(c, level=0.5)) for c in COUNTS])


def _counts() -> np.ndarray:
    return np.array(COUNTS, dtype=float)


def _earliest(coefficient: float = 1 / 3) -> np.ndarray:
    """Lower bound on the median, from the lower bound on g at the median's own generation."""
    k = medians()
    harmonic = np.array([np.sum(1 / np.arange(1, last + 1)) for last in k.astype(int)])
    # At the median itself g has just fallen to log 2/c or below it, so k + 1 + (H − 1)/3 ≥ 2c/log 2.
    return np.asarray(2 * _counts() / np.log(2) - 1 - coefficient * (harmonic - 1) - 1e-9)


def _latest() -> np.ndarray:
    return np.asarray(np.maximum(2 * _counts() / np.log(2), 1.0))


def _distances() -> np.ndarray:
    """Largest distance between the law of T/c and exp(−2/x), for each count."""
    found = []
    for c in MANY:
        k = np.arange(1, 200 * c + 1)
        forgotten = 1 - np.asarray(exact.poisson_survival(c, generations=k))
        found.append(float(np.abs(forgotten - np.exp(-2 * c / k)).max()))
    return np.array(found)


def _forgotten(points: np.ndarray) -> np.ndarray:
    """Pr(T ≤ k) for the total of the simulation; the watch ends at LAST."""
    k = np.clip(points, 0, LAST).astype(int)
    return np.where(points > LAST, 1.0, 1 - np.asarray(exact.poisson_survival(TOTAL, generations=k)))


def _by_formula(constant: float, points: np.ndarray) -> np.ndarray:
    k = np.maximum(points, 1e-9)
    return np.where(points > LAST, 1.0, np.exp(-constant * TOTAL / k))


def _bernoulli(count: int, corpus: int, generations: int) -> float:
    return float(1 - exact.survival(count / corpus, sample_size=corpus, generations=generations))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    time, _ = simulate.extinction(TOTAL, generations=LAST, replicates=replicates, rng=rng)
    first, last = simulate.absorption(
        COUNT,
        corpus=CORPUS,
        sample_size=CORPUS,
        generations=MEDIAN,
        replicates=replicates,
        rng=rng,
    )
    return {"time": time, "forgotten": (first <= MEDIAN) & (last == 0)}


CLAIM = Claim(
    id="discrete-time-to-forget",
    title="The typical time to forget is linear in the count",
    ledger=("P2-T1d",),
    paper=source.PAPER,
    locus="headline",
    statement=(
        "Let a symbol have $c \\ge 1$ expected occurrences in the first sample, and let $T$ be the first generation "
        "without it. In the Poisson process the median $k$ of $T$ is at most $\\lceil 2c/\\log 2 - "
        "1\\rceil$ and at least "
        "$2c/\\log 2 - 1 - \\frac13(H_k-1)$, and $T/c$ has the limit law $\\Pr(T/c \\le x) \\to "
        "e^{-2/x}$. So the headline "
        "holds for quantiles, for the median with the slope $2/\\log 2 \\approx 2.885$. It does not extend to the mean."
    ),
    assumptions=source.POISSON,
    provenance=Provenance.ABSTRACT,
    provenance_note=source.ABSTRACT_NOTE,
    outcome=Outcome.CONDITIONAL,
    chapter=source.SYMBOLS,
    evidence=(
        Inequality(
            name="median",
            asserts="The exact medians lie in the stated interval for these counts.",
            points=tuple(float(c) for c in COUNTS),
            curve=medians,
            lower=_earliest,
            upper=_latest,
            lower_rivals={
                "the slope 3/log 2": lambda: 3 * _counts() / np.log(2) - 1 - np.log(4 * _counts() + 4),
                "without the harmonic sum": lambda: _earliest(0.0),
            },
            upper_rivals={
                "the slope 1/log 2, from 1/k in place of g": lambda: _counts() / np.log(2) + 1,
                "the count itself": lambda: _counts() + 1.5,
            },
        ),
        Inequality(
            name="limit-law",
            asserts="The largest distance between the law of $T/c$ and $e^{-2/x}$ is below $(3 + "
            "\\log c)/(8c)$ and above "
            "a third of it, for these $c$.",
            points=tuple(float(c) for c in MANY),
            curve=_distances,
            lower=lambda: (3 + np.log(MANY)) / (24 * np.array(MANY)),
            upper=lambda: (3 + np.log(MANY)) / (8 * np.array(MANY)),
            lower_rivals={"a distance of 0.01 that stays": lambda: np.full(len(MANY), 0.01)},
            upper_rivals={"a distance of order 1/c²": lambda: 1 / np.array(MANY) ** 2},
        ),
        Law(
            name="law-of-time",
            asserts=f"Simulated times of the Poisson process at $c = {TOTAL}$ follow $\\Pr(T \\le k) = e^{{-cg_k}}$.",
            sample="time",
            cdf=_forgotten,
            margin={"smoke": 0.045, "full": 0.025},
            margin_reason="a tenth of the distance to the nearest rival at the full profile",
            rivals={
                "exp(−c/k), from 1/k in place of g": partial(_by_formula, 1.0),
                "exp(−3c/k), from 3/k in place of g": partial(_by_formula, 3.0),
            },
            whole=True,
        ),
        share(
            name="bernoulli-median",
            asserts=f"In the Bernoulli process with {COUNT} of {CORPUS:,} tokens half of the chains have forgotten "
            f"after {MEDIAN} generations, too.",
            sample="forgotten",
            theory=Value(_bernoulli, {"count": COUNT, "corpus": CORPUS, "generations": MEDIAN}),
            margin={"smoke": 0.03, "full": 0.0165},
            rivals={
                "exp(−c/k)": lambda: float(np.exp(-COUNT / MEDIAN)),
                "one occurrence fewer": lambda: _bernoulli(COUNT - 1, CORPUS, MEDIAN),
            },
        ),
    ),
    simulation=Simulation(_block, {"smoke": 20_000, "full": 60_000}),
    not_established=(
        "For the Bernoulli process the quantiles are those of the Poisson process up to the gap between the bounds "
        "of Theorem 1; no separate error bound on the median is proved.",
    ),
)
