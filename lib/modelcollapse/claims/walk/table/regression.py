"""Train on synthetic rows, test on real ones: least squares, whose expected test error is known exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from modelcollapse.checks import Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk.source import DERIVED, PAPER
from modelcollapse.claims.walk.table import source
from modelcollapse.claims.walk.table.plans import GENERATIONS, means, ordering, plans
from modelcollapse.exact.walk import downstream as exact
from modelcollapse.simulate.walk import table as simulate
from modelcollapse.symbolic.walk import table as symbolic

__all__ = ["CLAIM", "error", "simulated"]

FEATURES = 10
# Rows of the training half.
SIZE = 221


SCHEDULES = plans(SIZE)


def _excess(label: str, *, generations: int = GENERATIONS, divisor: str = "n-1") -> float:
    """Expected increase of the test error by the synthetic rounds."""
    study = source.regression()
    return exact.regression_excess(
        SCHEDULES[label],
        sample_size=SIZE,
        generations=generations,
        divisor=divisor,
        features=FEATURES,
        noise_variance=study.noise_variance,
        distance=study.distance,
    )


def error(label: str, *, generations: int) -> float:
    """Expected test error of a generation."""
    return source.regression().base + _excess(label, generations=generations)


def _first_order(label: str) -> float:
    """The forecast for large samples: every round adds τ(1 + D)/n_t."""
    study = source.regression()
    rounds = SCHEDULES[label].sizes(sample_size=SIZE, generations=GENERATIONS)[1:]
    return float(study.noise_variance * (1 + study.distance) * (1 / rounds).sum())


def simulated(
    labels: Sequence[str], generations: Sequence[int], *, replicates: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Mean test error of simulated walks, by schedule, shape (generations,)."""
    study = source.regression()
    start = simulate.first_fit(study.training, replicates=replicates, divisor="n-1")
    return means(
        start,
        {label: SCHEDULES[label] for label in labels},
        lambda fits: simulate.regression_error(fits, study.test),
        sample_size=SIZE,
        generations=generations,
        rng=rng,
    )


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    study = source.regression()
    start = simulate.first_fit(study.training, replicates=replicates, divisor="n-1")
    errors = {}
    for label, schedule in SCHEDULES.items():
        fits = simulate.walk(
            start, schedule, sample_size=SIZE, generations=GENERATIONS, rng=rng, divisor="n-1"
        )
        errors[label] = simulate.regression_error(fits, study.test) - study.base
    return {
        **errors,
        "constant less growing": errors["constant"] - errors["growing"],
        "growing less equal split": errors["growing"] - errors["equal split"],
    }


def _spread(label: str) -> float:
    """Of a quadratic form in the change of the coefficients, and of a linear one, which has no mean."""
    study = source.regression()
    rounds = SCHEDULES[label].sizes(sample_size=SIZE, generations=GENERATIONS)[1:]
    linear = 2 * np.sqrt(study.noise_variance * study.slack * (1 / rounds).sum())
    return float(np.hypot(linear, 0.55 * _excess(label)))


def _forecast(
    label: str, words: str, margin: dict[str, float], rivals: dict[str, Callable[[], float]]
) -> Estimate:
    return Estimate(
        name=f"excess-{label.replace(' ', '-')}",
        asserts=f"Mean increase of the test error after {GENERATIONS - 1} synthetic rounds, {words}.",
        sample=label,
        theory=Value(lambda: _excess(label)),
        spread=lambda: _spread(label),
        margin=margin,
        margin_reason="less than half the distance to the nearest wrong variant",
        rivals=rivals,
    )


CLAIM = Claim(
    id="walk-table-regression",
    title="The test error of a model trained on synthetic rows is known beforehand",
    ledger=("P1-R",),
    paper=PAPER,
    locus=source.LOCUS,
    statement=(
        "Fit a normal law to $p$ features and an answer, with conditional variance $\\tau_1$; refit it to its own "
        "rows; predict real answers from real features by the last fit's regression. On any fixed test rows the "
        "squared error grows, in the mean, by $\\sum_t \\tau_t\\bigl(\\frac1{n_t}+h_t\\bigr)$ over the synthetic "
        "rounds, where $h_t = \\frac{D_t+p/n_t}{n_t-p-2}$, $D_{t+1}=(n_t-1)h_t$, "
        "$\\tau_{t+1}=\\tau_t\\frac{n_t-1-p}{n_t-1}$, and $D_1$ is the mean squared distance of the test "
        "rows from the first fit. For the same number of rows in all, equal rounds beat growing ones."
    ),
    assumptions=(
        "The first model is one fit to the odd rows of the standardised diabetes table; the even rows are the test.",
        source.ROUNDS,
        "Covariances have the divisor $n_t-1$; $n_t \\ge p+3$.",
    ),
    provenance=DERIVED,
    provenance_note=source.NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="leverage",
            asserts="With $\\mathbb{E}\\,1/\\chi^2_\\nu$ from its integral, a round adds "
            "$\\tau\\,\\frac{n(1+D)-2}{n(n-p-2)}$.",
            left=lambda: symbolic.regression()["step"].relation,
            right=lambda: symbolic.round_of_regression(),
            domain={symbolic.features: (1, 4), symbolic.size: (8, 20)},
            rivals={
                "without the spread of the feature means": lambda: symbolic.round_of_regression(means=False)
            },
        ),
        _forecast(
            "constant",
            f"$n_t = {SIZE}$",
            {"smoke": 0.026, "full": 0.0105},
            {
                "the last round alone": lambda: _excess("constant", generations=2),
                "large samples, τ(1 + D) Σ 1/n_t": lambda: _first_order("constant"),
            },
        ),
        _forecast(
            "growing",
            f"$n_t = {SIZE}\\,t^2$",
            {"smoke": 0.007, "full": 0.003},
            {
                "the first round alone": lambda: _excess("growing", generations=2),
                "constant sizes": lambda: _excess("constant"),
            },
        ),
        _forecast(
            "equal split",
            "the rows of $n_t = n t^2$ dealt out evenly",
            {"smoke": 0.0019, "full": 0.00085},
            {"growing sizes": lambda: _excess("growing"), "no increase": lambda: 0.0},
        ),
        ordering(
            "growing-beats-constant",
            "From the same first fit, constant sizes end with the larger test error.",
            first="constant",
            second="growing",
            forecast=_excess,
            spread=_spread,
            margin=0.02,
        ),
        ordering(
            "equal-split-beats-growing",
            "With the same number of rows in all, growing sizes end with a larger test error than equal ones.",
            first="growing",
            second="equal split",
            forecast=_excess,
            spread=_spread,
            margin=0.02,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 4_096, "full": 20_480}),
    not_established=(
        source.STAND_IN,
        "The first fit is fixed: how good it is on the test rows is measured, not forecast.",
    ),
)
