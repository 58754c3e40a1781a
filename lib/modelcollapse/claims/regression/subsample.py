"""Keep everything, train on a subsample of fixed size: a bounded price, until the dimension is high."""

from __future__ import annotations

import numpy as np

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.regression import accumulate_source as source
from modelcollapse.exact.regression import accumulate as exact
from modelcollapse.simulate.regression import accumulate as simulate
from modelcollapse.symbolic.regression import accumulate as symbolic

__all__ = ["CLAIM", "DIMENSION", "EARLY", "LATE", "ROWS"]

FITS = 8
NORMAL, EXPONENTIAL = 10, 100
# Rows a generation in regression: hardly more than the dimension.
DIMENSION, ROWS, EARLY, LATE = 10, 15, 4, 16
# One in so many replicates also runs the regression.
_SHARE = 10
POINTS = (2, 3, 8, 100, 10_000)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for family, size in (("normal", NORMAL), ("exponential", EXPONENTIAL)):
        fitted = simulate.means(
            family=family,
            samples=size,
            generations=FITS,
            replicates=replicates,
            workflow="subsample",
            rng=rng,
        )
        samples[family] = size * (fitted[:, FITS] - 1) ** 2
    risk = simulate.least_squares(
        np.ones(DIMENSION),
        samples=ROWS,
        generations=LATE,
        replicates=max(2, replicates // _SHARE),
        workflow="subsample",
        rng=rng,
    )
    samples["log growth"] = np.log(risk[:, LATE] / risk[:, EARLY])
    return samples


def _estimate(family: str, samples: int, margin: dict[str, float]) -> Estimate:
    value = Value(
        exact.mean_variance,
        {"samples": samples, "generations": FITS, "workflow": "subsample", "family": family},
    )
    told = "normal mean" if family == "normal" else "mean of an exponential law"
    return Estimate(
        name=f"{family}-mean",
        asserts=f"$T$ times the variance of fit {FITS} to subsamples, {told}, $T={samples}$.",
        sample=family,
        theory=value,
        # Close to a chi-square with one degree of freedom; the exponential law has a longer tail.
        spread=lambda: float(np.sqrt(2 if family == "normal" else 4) * value()),
        margin=margin,
        margin_reason="a sixth of the distance to the other workflows at the full profile",
        rivals={
            "accumulate": lambda: value(workflow="accumulate"),
            "replace": lambda: value(workflow="replace"),
        },
        # One more fit adds less than the margin.
        mutate=False,
    )


CLAIM = Claim(
    id="regression-subsample",
    title="Keep all data, train on a part: three times the excess",
    ledger=("P3-F2",),
    paper=source.UNIVERSAL,
    locus="abstract",
    statement=(
        "Train fit $n$ on $T$ values drawn without replacement from all $nT$. In a regular model the variance is, as "
        "$T \\to \\infty$, that of one fit times $1 + 3\\sum_{i=2}^n 1/i^2$, which tends to $\\pi^2/2-2$: the excess "
        "over one is three times that of training on everything. Least squares in a dimension close to $T$ grows well "
        "beyond that."
    ),
    assumptions=source.MODEL,
    provenance=source.DERIVED,
    provenance_note="Only the abstract of the paper could be read, which speaks of further workflows without naming "
    "them; whether this one is treated we do not know.",
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="step",
            asserts="From fit $n$ to $n+1$ the limiting variance grows by $3/(n+1)^2$.",
            left=lambda: (
                symbolic.subsample()["centre"].relation
                + symbolic.subsample()["cross"].relation.subs(
                    {symbolic.total: symbolic.total + 1 / (symbolic.fit + 1), symbolic.fit: symbolic.fit + 1},
                    simultaneous=True,
                )
                - symbolic.subsample()["cross"].relation
            ),
            right=lambda: 3 / (symbolic.fit + 1) ** 2,
            rivals={
                "1/(n + 1)², as if all data were used": lambda: 1 / (symbolic.fit + 1) ** 2,
                "2/(n + 1)², as if subsamples shared no value": lambda: 2 / (symbolic.fit + 1) ** 2,
            },
        ),
        Inequality(
            name="pool",
            asserts="At $T=10^7$ a recursion for the pool, which counts no shared values, finds the same number, below "
            "$\\pi^2/2-2$.",
            points=POINTS,
            curve=lambda: exact.mean_variance(samples=10**7, generations=POINTS, workflow="subsample"),
            lower=lambda: exact.limiting_factor(generations=POINTS, workflow="subsample") * (1 - 1e-6),
            upper=lambda: np.full(len(POINTS), np.pi**2 / 2 - 2),
            lower_rivals={
                "a ten-thousandth more": lambda: (
                    1.0001 * exact.limiting_factor(generations=POINTS, workflow="subsample")
                )
            },
            upper_rivals={"2.93": lambda: np.full(len(POINTS), 2.93)},
        ),
        _estimate("normal", NORMAL, {"smoke": 0.5, "full": 0.15}),
        _estimate("exponential", EXPONENTIAL, {"smoke": 0.62, "full": 0.21}),
        Estimate(
            name="high-dimension",
            asserts=f"Least squares at $d={DIMENSION}$, $T={ROWS}$: the log of the risk grows by at least $\\log 2$ "
            f"from fit {EARLY} to fit {LATE}.",
            sample="log growth",
            theory=Value(lambda: float(np.log(2))),
            spread=lambda: 1.0,
            margin={"smoke": 0.2, "full": 0.15},
            margin_reason="a regular model's variance grows by 0.19 there, replace by 1.39",
            rivals={"at least log 4, as for replace": lambda: float(np.log(4))},
            kind="at least",
            mutate=False,
        ),
    ),
    simulation=Simulation(
        _block, {"smoke": 34_000, "full": 50_000}, block_size=2_000, entries={"log growth": 1 / _SHARE}
    ),
    not_established=(
        "What happens to least squares on subsamples as the number of generations grows is simulated only. A rough "
        "argument, with the misfit among old labels taken as extra noise, says that the risk stays bounded for "
        "$T > 2d+1$ and grows like a power of $n$ below; we have not proved it.",
    ),
)
