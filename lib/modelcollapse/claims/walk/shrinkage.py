"""An estimate that every fit shrinks, as a penalty does: what is left of it."""

from __future__ import annotations

import numpy as np

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.exact.walk.series import series
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import bias as symbolic

__all__ = ["CLAIM", "EXPONENT", "GENERATIONS", "GROWTHS", "SIZE"]

SIZE, GENERATIONS, EXPONENT = 50, 31, 0.5
GROWTHS = (1.0, 2.0, 2.5)
FAR = (100, 10_000, 1_000_000)


def _mean(growth: float, sample_size: int, generations: int, exponent: float) -> float:
    found = exact.shrunk_mean(
        schedules.power(growth - 1), sample_size=sample_size, generations=generations, exponent=exponent
    )
    return float(found.mean)


def _spread(growth: float) -> float:
    found = exact.shrunk_mean(
        schedules.power(growth - 1), sample_size=SIZE, generations=GENERATIONS, exponent=EXPONENT
    )
    return float(np.sqrt(found.variance))


def _log_left(growth: float) -> np.ndarray:
    found = exact.shrunk_mean(
        schedules.power(growth - 1),
        sample_size=SIZE,
        generations=[t + 1 for t in FAR],
        exponent=EXPONENT,
        rounded=False,
    )
    return np.asarray(np.log(found.mean))


def _all_shrunk(growth: float) -> float:
    """Σ h_j over all generations."""
    return float((1 + series(growth * EXPONENT, 0.0, first=1)) * SIZE**-EXPONENT)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    return {
        f"{growth:g}": simulate.run(
            simulate.GaussianMean(mean=1.0, bias=(1.0, EXPONENT)),
            schedules.power(growth - 1),
            sample_size=SIZE,
            generations=GENERATIONS,
            replicates=replicates,
            rng=rng,
            estimator="shrunk",
        )[:, -1, 0]
        for growth in GROWTHS
    }


def _estimate(growth: float) -> Estimate:
    value = Value(
        _mean,
        {"growth": growth, "sample_size": SIZE, "generations": GENERATIONS, "exponent": EXPONENT},
    )
    return Estimate(
        name=f"left-a-{growth:g}".replace(".", "-"),
        asserts=f"The mean of $\\hat\\theta_k/\\theta^*$ at $n={SIZE}$, $k={GENERATIONS}$, $v={EXPONENT}$, sizes "
        f"$n\\,t^{{{growth:g}}}$ rounded up.",
        sample=f"{growth:g}",
        theory=value,
        spread=lambda: _spread(growth),
        margin={"smoke": 0.012, "full": 0.004},
        margin_reason="below two hundredths of the distance to the nearest rival at the full profile",
        rivals={
            "the real sample's shrinkage alone": lambda: 1 - SIZE**-EXPONENT,
            "no shrinkage": lambda: 1.0,
        },
        mutate=False,
    )


CLAIM = Claim(
    id="walk-shrinkage",
    title="Shrinkage in every round: something is left if and only if the shares have a finite sum",
    ledger=("P1-T3",),
    paper=source.PAPER,
    locus="abstract: faster growth where there is bias",
    statement=(
        "If every fit multiplies the sample mean by $1-n_k^{-v}$, then $\\mathbb{E}\\,\\hat\\theta_k = "
        "\\theta^*\\prod_{j\\le k}(1-n_j^{-v})$. This tends to zero if and only if $\\sum_t n_t^{-v} = \\infty$: at "
        "$v = \\tfrac12$ even quadratic growth is not enough."
    ),
    assumptions=(source.SCHEDULED, "All $n_k \\ge 2$."),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to("the abstract's sentence that biased estimators need a faster growth"),
    outcome=Outcome.HOLDS,
    chapter="biased-walk",
    evidence=(
        Identity(
            name="slope-above",
            asserts="$-h-\\log(1-h)$, zero at $h=0$, has the positive derivative $\\tfrac{h}{1-h}$.",
            left=lambda: symbolic.shrinking()["upper"].relation,
            right=lambda: symbolic.share / (1 - symbolic.share),
            rivals={"h": lambda: symbolic.share},
        ),
        Identity(
            name="slope-below",
            asserts="$\\log(1-h)+\\tfrac{h}{1-h}$, zero at $h=0$, has the positive derivative $\\tfrac{h}{(1-h)^2}$.",
            left=lambda: symbolic.shrinking()["lower"].relation,
            right=lambda: symbolic.share / (1 - symbolic.share) ** 2,
            rivals={"h/(1 − h)": lambda: symbolic.share / (1 - symbolic.share)},
        ),
        Inequality(
            name="gone-at-2",
            asserts="With $v=\\tfrac12$ and $n_t = 50\\,t^2$ the log of what is left falls below "
            "$-\\ln(T+1)/\\sqrt{50}$ after $T$ rounds, without bound.",
            points=FAR,
            curve=lambda: _log_left(2.0),
            upper=lambda: -np.log1p(FAR) / np.sqrt(SIZE),
            upper_rivals={"twice as low": lambda: -2 * np.log1p(FAR) / np.sqrt(SIZE)},
        ),
        Inequality(
            name="left-at-2-5",
            asserts="With $n_t = 50\\,t^{2.5}$ it stays above $-\\tfrac{1}{1-h_1}\\sum h_j$ over all generations, "
            "$h_j = n_j^{-1/2}$.",
            points=FAR,
            curve=lambda: _log_left(2.5),
            lower=lambda: np.full(len(FAR), -_all_shrunk(2.5) / (1 - SIZE**-EXPONENT)),
            lower_rivals={"half of the sum": lambda: np.full(len(FAR), -_all_shrunk(2.5) / 2)},
        ),
        *(_estimate(growth) for growth in GROWTHS),
    ),
    simulation=Simulation(_block, {"smoke": 30_000, "full": 120_000}, block_size=8192),
)
