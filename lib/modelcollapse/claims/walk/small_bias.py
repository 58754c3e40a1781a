"""The bias of maximum likelihood is of order 1/n, and such a bias asks for no faster growth."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import gaussian as symbolic

__all__ = ["CLAIM", "GENERATIONS", "SCHEDULES", "SIZE"]

SIZE, GENERATIONS = 10, 31
SCHEDULES = {"linear": schedules.linear(), "quadratic": schedules.power(1)}
GROWTHS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
FAR = 10_001


def _variance(schedule: str, sample_size: int, generations: int, divisor: str = "n") -> float:
    found = exact.fitted_gaussian(
        SCHEDULES[schedule], sample_size=sample_size, generations=generations, divisor=divisor
    )
    return float(found.variance)


def _spread(schedule: str) -> float:
    found = exact.fitted_gaussian(SCHEDULES[schedule], sample_size=SIZE, generations=GENERATIONS, divisor="n")
    return float(np.sqrt(found.variance_squared - found.variance**2))


def _lost() -> np.ndarray:
    """−log E σ̂² after ten thousand rounds, sizes 10·t^a."""
    return np.array(
        [
            -np.log(
                exact.fitted_gaussian(
                    schedules.power(a - 1), sample_size=SIZE, generations=FAR, divisor="n"
                ).variance
            )
            for a in GROWTHS
        ]
    )


def _noise() -> np.ndarray:
    """Σ 1/n_j for the same sizes: the squared error of an unbiased walk."""
    return np.array(
        [exact.mean_squared_error(schedules.power(a - 1), sample_size=SIZE, generations=FAR) for a in GROWTHS]
    )


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    return {
        name: simulate.run(
            "gaussian",
            schedule,
            sample_size=SIZE,
            generations=GENERATIONS,
            replicates=replicates,
            rng=rng,
            estimator="n",
        )[:, -1, 1]
        ** 2
        for name, schedule in SCHEDULES.items()
    }


def _estimate(name: str) -> Estimate:
    value = Value(
        _variance, {"schedule": name, "sample_size": SIZE, "generations": GENERATIONS, "divisor": "n"}
    )
    return Estimate(
        name=f"variance-{name}",
        asserts=f"The mean of $\\hat\\sigma_k^2/\\sigma^2$ with the divisor $n$ at $n={SIZE}$, $k={GENERATIONS}$, "
        f"{name} sizes.",
        sample=name,
        theory=value,
        spread=lambda: _spread(name),
        margin=source.margins(value(), smoke=0.08, full=0.03),
        margin_reason="three per cent of the value at the full profile, eight at the smoke profile",
        rivals={
            "no bias": lambda: 1.0,
            "the bias of the first fit alone": lambda: 1 - 1 / SIZE,
        },
        mutate=False,
    )


CLAIM = Claim(
    id="walk-small-bias",
    title="The bias of maximum likelihood changes constants, not the threshold",
    ledger=("P1-T3", "P1-C3", "X10"),
    paper=source.PAPER,
    locus="abstract: faster growth where there is bias",
    statement=(
        "The variance of a normal law fitted with the divisor $n$ has the bias $-\\sigma^2/n$, that is $v = 1$. A "
        "positive part of $\\mathbb{E}\\,\\hat\\sigma_k^2$ is left after all fits if and only if "
        "$\\sum_t 1/n_t < \\infty$, the same condition as without bias: "
        "$-\\log(\\mathbb{E}\\,\\hat\\sigma_k^2/\\sigma^2)$ lies between $\\sum_{j\\le k} 1/n_j$ and "
        "$\\tfrac{n_{\\min}}{n_{\\min}-1}$ times it."
    ),
    assumptions=(source.SCHEDULED, "Normal data, no size below $n_{\\min} \\ge 2$."),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to("the abstract's sentence that biased estimators need a faster growth"),
    outcome=Outcome.CONDITIONAL,
    chapter="biased-walk",
    evidence=(
        Identity(
            name="bias-of-one-fit",
            asserts="One fit changes the mean variance $b$ by $-b/n$.",
            left=lambda: symbolic.conservation()["likely"].relation - symbolic.variance,
            right=lambda: -symbolic.variance / symbolic.size,
            rivals={"−b/√n": lambda: -symbolic.variance / sp.sqrt(symbolic.size)},
        ),
        Inequality(
            name="same-sum",
            asserts="After ten thousand rounds with sizes $10\\,t^a$, on both sides of $a = 1$, "
            "$-\\log\\mathbb{E}\\,\\hat\\sigma_k^2/\\sigma^2$ lies between $\\sum 1/n_j$ and "
            "$\\tfrac{10}{9}\\sum 1/n_j$.",
            points=GROWTHS,
            curve=_lost,
            lower=_noise,
            upper=lambda: _noise() * SIZE / (SIZE - 1),
            lower_rivals={"the upper bound": lambda: _noise() * SIZE / (SIZE - 1)},
            upper_rivals={"the lower bound": _noise},
        ),
        *(_estimate(name) for name in SCHEDULES),
    ),
    simulation=Simulation(_block, {"smoke": 60_000, "full": 160_000}, block_size=4096),
    not_established=(
        "That every regular maximum likelihood estimate has a bias of order 1/n is quoted from the textbooks; the "
        "normal variance is the example judged.",
    ),
)
