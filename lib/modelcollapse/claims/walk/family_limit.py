"""For large samples every regular family has the same chance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.discrete.shares import share
from modelcollapse.claims.walk import source
from modelcollapse.claims.walk.family_moments import CHAPTER
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import families as symbolic

__all__ = ["CLAIM", "LOGISTIC", "NOTE", "TRUTHS", "one_dimension"]

NOTE = source.speaks_to(
    "the sentence in public summaries that the chance of beating real data is derived for asymptotically normal "
    "estimators"
)
SIZES = (50, 100, 200, 400, 1000, 2000)
_LISTED = "$n$ = " + ", ".join(f"{size:,}" for size in SIZES)
TRUTHS = {"exponential": 1.0, "bernoulli": 0.3, "poisson": 3.0}
# How fast each family approaches the limit, ties counted as half: n times the gap is below this.
CONSTANTS = {"exponential": 0.016, "bernoulli": 0.026, "poisson": 0.0029}
# Simulated at these sizes: small enough to differ from the limit.
SMALL = {"exponential": 2, "bernoulli": 50, "poisson": 10}
LOGISTIC = (1.0, -0.5)
COUNTS = (0.5, -0.25)
_FAMILIES: dict[str, Callable[[], simulate.Family]] = {
    "exponential": simulate.Exponential,
    "bernoulli": lambda: simulate.Bernoulli(probability=TRUTHS["bernoulli"]),
    "poisson": lambda: simulate.Poisson(mean=TRUTHS["poisson"]),
}
# What is left of order 1/n for the regressions, at their sizes.
REMAINDER = 0.006
# Walks for each walk of the logistic regression, the dearest.
SHARE = {"small": 5, "poisson-regression": 2}


def one_dimension() -> float:
    """The common limit after one round of n draws."""
    return float(exact.improvement_probability(r=1.0))


def _gap(family: str, ties: float) -> np.ndarray:
    found = exact.one_round_improvement(family, sample_size=SIZES, truth=TRUTHS[family], ties=ties)
    return np.asarray(one_dimension() - found)


def _approach(family: str) -> Inequality:
    constant = CONSTANTS[family]
    n = np.array(SIZES)
    return Inequality(
        name=f"approach-{family}",
        asserts=f"For the {family} family the chance after one round of $n$ draws"
        + (", ties counted as one half," if family != "exponential" else "")
        + f" is below the limit by less than ${constant}/n$, at {_LISTED}.",
        points=tuple(float(size) for size in SIZES),
        curve=lambda: _gap(family, 0.5),
        lower=lambda: np.zeros(len(SIZES)),
        upper=lambda: constant / n,
        lower_rivals={"the same": lambda: constant / n},
        upper_rivals={"half of it": lambda: constant / (2 * n)},
        rounding=1e-9,
    )


def _exact_share(family: str) -> Estimate:
    def theory(sample_size: int) -> float:
        return float(exact.one_round_improvement(family, sample_size=sample_size, truth=TRUTHS[family]))

    rivals: dict[str, Callable[[], float]] = {
        "the law in two dimensions": lambda: float(exact.improvement_probability(r=1.0, dimension=2))
    }
    if family == "bernoulli":
        rivals = {
            "the limit, ties or not": one_dimension,
            "ties counted as better": lambda: float(
                exact.one_round_improvement(family, sample_size=SMALL[family], truth=TRUTHS[family], ties=1.0)
            ),
        }
    return share(
        name=f"small-{family}",
        asserts=f"The exact chance for the {family} family after one round at $n = {SMALL[family]}$, simulated.",
        sample=family,
        theory=Value(theory, {"sample_size": SMALL[family]}),
        margin={"smoke": 0.032, "full": 0.0115},
        rivals=rivals,
    )


def _regression(name: str, words: str, r: float, margin: dict[str, float]) -> Estimate:
    def limit(dimension: int) -> float:
        return float(exact.improvement_probability(r=r, dimension=dimension))

    def spread() -> float:
        return float(np.sqrt(limit(2) * (1 - limit(2))))

    return Estimate(
        name=f"regression-{name}",
        asserts=f"{words}: the share that improves, in the norm of the information, is that of $t_2$.",
        sample=name,
        theory=Value(limit, {"dimension": 2}),
        spread=spread,
        margin=margin,
        margin_reason="less than half of the distance to one dimension, a quarter at the full profile",
        rivals={
            "one dimension": lambda: limit(1),
            "r doubled": lambda: float(exact.improvement_probability(r=2 * r, dimension=2)),
        },
        kind="asymptotic",
        remainder=REMAINDER,
        mutate=False,
    )


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    drawn = {}
    for name, family in _FAMILIES.items():
        first, last = simulate.errors(
            family(),
            schedules.constant(),
            sample_size=SMALL[name],
            generations=2,
            # The small families cost next to nothing.
            replicates=SHARE["small"] * replicates,
            rng=rng,
        )
        drawn[name] = simulate.improved(first, last)
    first, last = simulate.errors(
        simulate.Logistic(coefficients=LOGISTIC),
        schedules.constant(),
        sample_size=400,
        generations=4,
        replicates=replicates,
        rng=rng,
        estimator="maximum-likelihood",
    )
    drawn["logistic"] = simulate.improved(first, last, metric=exact.logistic_information(LOGISTIC))
    first, last = simulate.errors(
        simulate.PoissonRegression(coefficients=COUNTS),
        schedules.constant(),
        sample_size=200,
        generations=2,
        replicates=SHARE["poisson-regression"] * replicates,
        rng=rng,
    )
    drawn["poisson-regression"] = simulate.improved(first, last, metric=exact.poisson_information(COUNTS))
    return drawn


def _inverse_variance(name: str) -> object:
    """One over the variance of one draw, which is the information."""
    variance = {
        "exponential": symbolic.mean**2,
        "bernoulli": symbolic.mean * (1 - symbolic.mean),
        "poisson": symbolic.mean,
    }
    return 1 / variance[name]


CLAIM = Claim(
    id="walk-family-limit",
    title="With large samples every regular family has the same chance",
    ledger=("P1-T7", "P1-E5"),
    paper=source.PAPER,
    locus="improvement probability, asymptotically normal estimators",
    statement=(
        "Let the estimator be asymptotically normal with the inverse information, locally uniformly, and let "
        "$n_j/n$ stay fixed for finitely many rounds while $n\\to\\infty$. Then the first error and what the rounds "
        "add are, times $\\sqrt n$, in the limit independent and normal with covariances $I^{-1}$ and $r^2I^{-1}$. So "
        "$P \\to \\frac1\\pi\\arctan\\frac2r$ in one dimension, for every family and every smooth way to measure the "
        "error, and $P \\to F_{t_d}(-\\frac{r\\sqrt d}2)$ in $d$ dimensions for errors in the norm of the information, "
        "as excess risk measures them."
    ),
    assumptions=(
        source.SCHEDULED,
        "The information $I$ is continuous in the parameter; the number of rounds is fixed.",
    ),
    provenance=source.DERIVED,
    provenance_note=NOTE,
    outcome=Outcome.HOLDS,
    chapter=CHAPTER,
    evidence=(
        *(
            Identity(
                name=f"information-{name}",
                asserts=f"For the {name} family the information of one draw is one over its variance.",
                left=lambda name=name: symbolic.information()[name].relation,  # type: ignore[misc]
                right=lambda name=name: _inverse_variance(name),  # type: ignore[misc]
                rivals={"twice": lambda name=name: 2 * _inverse_variance(name)},  # type: ignore[misc,operator]
                domain={symbolic.mean: (0, 1)},
            )
            for name in TRUTHS
        ),
        *(_approach(name) for name in TRUTHS),
        Inequality(
            name="ties",
            asserts=f"At {_LISTED}, where $np^*$ is whole, a Bernoulli walk at $p^* = 0.3$ ends exactly as far from "
            "the truth as it began with a chance between $1.15/\\sqrt n$ and $1.26/\\sqrt n$: ties are what it loses.",
            points=tuple(float(size) for size in SIZES),
            curve=lambda: (
                np.asarray(exact.tie_probability("bernoulli", sample_size=SIZES, truth=TRUTHS["bernoulli"]))
                * np.sqrt(SIZES)
            ),
            lower=lambda: np.full(len(SIZES), 1.15),
            upper=lambda: np.full(len(SIZES), 1.26),
            lower_rivals={"1.25": lambda: np.full(len(SIZES), 1.25)},
            upper_rivals={"1.15": lambda: np.full(len(SIZES), 1.15)},
        ),
        *(_exact_share(name) for name in TRUTHS),
        _regression(
            "logistic",
            "Logistic regression with two coefficients, $n = 400$, three rounds of 400",
            3**0.5,
            {"smoke": 0.045, "full": 0.02},
        ),
        _regression(
            "poisson-regression",
            "Poisson regression with two, $n = 200$, one round of 200",
            1.0,
            {"smoke": 0.036, "full": 0.02},
        ),
    ),
    simulation=Simulation(
        _block,
        {"smoke": 5_000, "full": 21_000},
        block_size=4096,
        entries={**dict.fromkeys(TRUTHS, SHARE["small"]), "poisson-regression": SHARE["poisson-regression"]},
    ),
    not_established=(
        "The limit is for a fixed number of rounds. With infinitely many, the drift of the information along the walk "
        "has to be controlled; that is not done here.",
        "For the regressions the limit is compared with simulations at one sample size each, with an allowance of "
        f"{REMAINDER} for what is left of order 1/n.",
    ),
    revision=2,
    history=("Revision 2, before the first edition: the sizes at which ties were computed are named.",),
)
