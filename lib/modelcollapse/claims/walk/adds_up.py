"""Unbiased fits: the squared error adds up, and the mean of a normal law follows a known law."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import sympy as sp
from scipy.special import ndtr

from modelcollapse.checks import Estimate, Identity, Law, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import error as symbolic

__all__ = ["CLAIM", "COVARIANCES", "GENERATIONS", "SCHEDULES", "SIZE"]

SIZE, GENERATIONS = 100, 101
SCHEDULES: Mapping[str, schedules.Schedule] = {
    "square-root": schedules.power(-0.5),
    "linear": schedules.linear(),
    "three-halves": schedules.power(0.5),
    "quadratic": schedules.power(1),
    "cubic": schedules.power(2),
    "log-squared": schedules.log_power(),
}
COVARIANCES: Mapping[int, np.ndarray] = {
    2: np.array([[2.0, 0.9], [0.9, 1.0]]),
    5: np.diag([4.0, 2.0, 1.0, 0.5, 0.5]),
}
_TOLD = {
    "square-root": "n\\sqrt t",
    "linear": "n\\,t",
    "three-halves": "n\\,t^{3/2}",
    "quadratic": "n\\,t^2",
    "cubic": "n\\,t^3",
    "log-squared": "n\\,t\\,\\ln^2(t+1)",
}


def _error(schedule: str, sample_size: int = SIZE, generations: int = GENERATIONS) -> float:
    """Squared error in units of σ²/n."""
    found = exact.mean_squared_error(
        SCHEDULES[schedule], sample_size=sample_size, generations=generations, variance=float(sample_size)
    )
    return float(found)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    def last_of(family: simulate.Family, schedule: schedules.Schedule) -> np.ndarray:
        return simulate.run(
            family, schedule, sample_size=SIZE, generations=GENERATIONS, replicates=replicates, rng=rng
        )[:, -1]

    samples = {}
    for name, schedule in SCHEDULES.items():
        last = last_of(simulate.GaussianMean(), schedule)[:, 0]
        samples[name] = SIZE * last**2
        if name == "quadratic":
            samples["place"] = np.sqrt(SIZE) * last
    for dimension, covariance in COVARIANCES.items():
        family = simulate.GaussianMean(dimension=dimension, covariance=covariance)
        last = last_of(family, SCHEDULES["quadratic"])
        samples[f"dimension {dimension}"] = SIZE * (last**2).sum(axis=1) / np.trace(covariance)
    return samples


def _estimate(name: str) -> Estimate:
    value = Value(_error, {"schedule": name, "sample_size": SIZE, "generations": GENERATIONS})
    return Estimate(
        name=f"error-{name}",
        asserts=f"The mean of $n(\\hat\\mu_k-\\mu)^2/\\sigma^2$ at $n={SIZE}$, $k={GENERATIONS}$, sizes "
        f"${_TOLD[name]}$ rounded up.",
        sample=name,
        theory=value,
        # A squared normal variable has the standard deviation √2 times its mean.
        spread=lambda: np.sqrt(2) * value(),
        margin=source.margins(value(), smoke=0.1, full=0.03),
        margin_reason="three per cent of the value at the full profile, ten at the smoke profile",
        rivals={
            # With sizes that grow this slowly the real sample is a small part of the error.
            **({} if name == "square-root" else {"the real sample forgotten": lambda: value() - 1}),
            "the last fit's error alone": lambda: _error(name) - _error(name, generations=GENERATIONS - 1),
            "standard errors added, not variances": lambda: float(
                np.sqrt(SIZE / SCHEDULES[name].sizes(sample_size=SIZE, generations=GENERATIONS)).sum() ** 2
            ),
        },
        # The last of a hundred generations adds less than the margin.
        mutate=False,
    )


def _vector(dimension: int) -> Estimate:
    covariance = COVARIANCES[dimension]
    shape = float(np.sqrt(2 * (covariance @ covariance).trace()) / covariance.trace())
    value = Value(_error, {"schedule": "quadratic", "sample_size": SIZE, "generations": GENERATIONS})
    return Estimate(
        name=f"error-dimension-{dimension}",
        asserts=f"The mean of $n\\|\\hat\\mu_k-\\mu\\|^2/\\operatorname{{tr}}\\Sigma$ in dimension {dimension}, sizes "
        f"$n\\,t^2$, the same $n$ and $k$.",
        sample=f"dimension {dimension}",
        theory=value,
        spread=lambda: shape * value(),
        margin=source.margins(value(), smoke=0.1, full=0.03),
        margin_reason="three per cent of the value at the full profile, ten at the smoke profile",
        rivals={
            "the real sample forgotten": lambda: value() - 1,
            "in proportion to the dimension": lambda: dimension * value(),
        },
        mutate=False,
    )


CLAIM = Claim(
    id="walk-error-adds-up",
    title="The error of the walk is the sum of its steps",
    ledger=("P1-T1", "P1-C1", "P1-E1"),
    paper=source.PAPER,
    locus="abstract: recursive training as a random walk",
    statement=(
        "If every fit is unbiased, $\\mathbb{E}\\|\\hat\\theta_k-\\theta^*\\|^2 = \\sum_{j\\le k} "
        "\\mathbb{E}\\operatorname{tr}\\operatorname{Cov}(\\hat\\theta_j\\mid\\hat\\theta_{j-1})$. For the mean of a "
        "normal law with known covariance $\\Sigma$ this is $\\operatorname{tr}\\Sigma\\,\\sum_{j\\le k} 1/n_j$, and "
        "$\\hat\\mu_k$ is normal with the covariance $\\Sigma\\sum_{j\\le k} 1/n_j$."
    ),
    assumptions=(source.SCHEDULED, "Given the estimate before it, every fit has that estimate as its mean."),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to(
        "the abstract's view of recursive training as a random walk whose steps are set by the sample sizes"
    ),
    outcome=Outcome.HOLDS,
    chapter="random-walk",
    evidence=(
        Identity(
            name="one-step",
            asserts="A move with the mean $0$ and the mean square $w$ raises the mean squared error by $w$.",
            left=lambda: symbolic.adding()["mean"].relation,
            right=lambda: symbolic.error**2 + symbolic.noise,
            rivals={
                "a cross term": lambda: (symbolic.error + sp.sqrt(symbolic.noise)) ** 2,
                "no memory": lambda: symbolic.noise,
            },
        ),
        *(_estimate(name) for name in SCHEDULES),
        *(_vector(dimension) for dimension in COVARIANCES),
        Law(
            name="normal-law",
            asserts="$\\sqrt n\\,(\\hat\\mu_k-\\mu)/\\sigma$ is normal with that variance, sizes $n\\,t^2$.",
            sample="place",
            cdf=lambda x: ndtr(x / np.sqrt(_error("quadratic"))),
            margin={"smoke": 0.06, "full": 0.018},
            margin_reason="on the probability scale: " + source.SETTLES,
            rivals={
                "the variance of one fit": lambda x: ndtr(x),
                "the variance with linear sizes": lambda x: ndtr(x / np.sqrt(_error("linear"))),
            },
        ),
    ),
    simulation=Simulation(_block, {"smoke": 16_000, "full": 140_000}, block_size=4096),
)
