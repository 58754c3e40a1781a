"""The largest draw: here the bias, not the noise, sets the threshold."""

from __future__ import annotations

import numpy as np

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.exact.walk.series import series
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import uniform as symbolic

__all__ = ["CLAIM", "GENERATIONS", "GROWTHS", "SIZE"]

SIZE, GENERATIONS = 10, 101
# Between the threshold of the noise, one half, and that of the bias, one; and above both.
GROWTHS = (0.9, 1.1)
FAR = (100, 10_000, 1_000_000)


def _fitted(
    growth: float, sample_size: int, generations: object, estimator: str, *, rounded: bool = True
) -> exact.FittedUniform:
    return exact.fitted_uniform(
        schedules.power(growth - 1),
        sample_size=sample_size,
        generations=generations,
        estimator=estimator,
        rounded=rounded,
    )


def _mean(growth: float, sample_size: int, generations: int, estimator: str) -> float:
    return float(_fitted(growth, sample_size, generations, estimator).mean)


def _log_mean(growth: float) -> np.ndarray:
    """Log of the mean of the largest draw's walk after many rounds."""
    found = _fitted(growth, SIZE, [t + 1 for t in FAR], "likelihood", rounded=False)
    return np.asarray(np.log(found.mean))


def _least_lost() -> np.ndarray:
    """A lower bound of the loss at a = 0.9: log(1 + 1/n) ≥ 1/(1.1 n) for n ≥ 10, and an integral for the sum."""
    return np.asarray(((np.array(FAR) + 1.0) ** 0.1 - 1) / 0.1 / (1.1 * SIZE))


def _all_lost(growth: float) -> float:
    return -(1 + series(growth, 0.0, first=1)) / SIZE


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    return {
        f"{estimator} {growth:g}": simulate.run(
            "uniform",
            schedules.power(growth - 1),
            sample_size=SIZE,
            generations=GENERATIONS,
            replicates=replicates,
            rng=rng,
            estimator=estimator,
        )[:, -1, 0]
        for estimator in ("likelihood", "unbiased")
        for growth in GROWTHS
    }


def _estimate(estimator: str, growth: float) -> Estimate:
    value = Value(
        _mean,
        {"growth": growth, "sample_size": SIZE, "generations": GENERATIONS, "estimator": estimator},
    )
    other = "unbiased" if estimator == "likelihood" else "likelihood"
    return Estimate(
        name=f"mean-{estimator}-a-{growth:g}".replace(".", "-"),
        asserts=f"The mean of $\\hat\\theta_k/\\theta$, "
        f"{'the largest draw' if estimator == 'likelihood' else 'the unbiased estimate'}, at $n={SIZE}$, "
        f"$k={GENERATIONS}$, sizes $10\\,t^{{{growth:g}}}$ rounded up.",
        sample=f"{estimator} {growth:g}",
        theory=value,
        spread=lambda: float(np.sqrt(_fitted(growth, SIZE, GENERATIONS, estimator).variance)),
        margin={"smoke": 0.01, "full": 0.003},
        margin_reason="below a hundredth of the distance to the other estimator at the full profile",
        rivals={
            "the other estimator": lambda: value(estimator=other),
            "the likelihood fit to the real sample alone": lambda: SIZE / (SIZE + 1),
        },
        mutate=False,
    )


CLAIM = Claim(
    id="walk-uniform-bias",
    title="A clean demonstration: with its bias the uniform law needs twice the growth",
    ledger=("P1-T3", "P1-E6", "X10"),
    paper=source.PAPER,
    locus="abstract: faster growth where there is bias",
    statement=(
        "For the uniform law on $(0,\\theta)$ and maximum likelihood, $\\mathbb{E}\\,\\hat\\theta_k = "
        "\\theta\\prod_{j\\le k}\\tfrac{n_j}{n_j+1}$. With $n_t \\asymp t^a$ it tends to $0$ for $a \\le 1$ and to a "
        "positive limit for $a > 1$, while the unbiased estimate is stable for $a > \\tfrac12$ already."
    ),
    assumptions=(source.SCHEDULED,),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to("the abstract's sentence that biased estimators need a faster growth"),
    outcome=Outcome.HOLDS,
    chapter="biased-walk",
    evidence=(
        Identity(
            name="mean-of-largest",
            asserts="The largest of $n$ draws from $(0,1)$ has the mean $\\tfrac{n}{n+1}$.",
            left=lambda: symbolic.largest()["first"].relation,
            right=lambda: symbolic.size / (symbolic.size + 1),
            rivals={
                "1 − 1/n": lambda: 1 - 1 / symbolic.size,
                "1 − 2/(n + 1)": lambda: 1 - 2 / (symbolic.size + 1),
            },
        ),
        Inequality(
            name="gone-at-0-9",
            asserts="With $n_t = 10\\,t^{0.9}$ the log of $\\mathbb{E}\\,\\hat\\theta_k/\\theta$ falls below "
            "$-\\tfrac{1}{11}\\,\\tfrac{(T+1)^{0.1}-1}{0.1}$ after $T$ rounds, without bound.",
            points=FAR,
            curve=lambda: _log_mean(0.9),
            upper=lambda: -_least_lost(),
            upper_rivals={"twice as low": lambda: -2 * _least_lost()},
        ),
        Inequality(
            name="left-at-1-1",
            asserts="With $n_t = 10\\,t^{1.1}$ it stays above $-\\sum 1/n_j$ over all generations.",
            points=FAR,
            curve=lambda: _log_mean(1.1),
            lower=lambda: np.full(len(FAR), _all_lost(1.1)),
            lower_rivals={"half of it": lambda: np.full(len(FAR), _all_lost(1.1) / 2)},
        ),
        *(_estimate(estimator, growth) for estimator in ("likelihood", "unbiased") for growth in GROWTHS),
    ),
    simulation=Simulation(_block, {"smoke": 40_000, "full": 160_000}, block_size=8192),
)
