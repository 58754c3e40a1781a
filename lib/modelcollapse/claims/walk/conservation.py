"""Maximum likelihood for mean and covariance: what one loses, the other gains."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import gaussian as symbolic

__all__ = ["CLAIM", "COVARIANCE", "GENERATIONS", "SCHEDULES", "SIZE"]

SIZE = 10
# With constant sizes fluctuations soon grow so heavy tails that no average is worth judging: at most half of n.
GENERATIONS = {"constant": 5, "linear": 31, "quadratic": 31}
SCHEDULES: Mapping[str, schedules.Schedule] = {
    "constant": schedules.constant(),
    "linear": schedules.linear(),
    "quadratic": schedules.power(1),
}
# The walk in three dimensions: its sizes are constant, and it is looked at along these directions.
COVARIANCE = np.array([[2.0, 0.6, 0.0], [0.6, 1.0, 0.3], [0.0, 0.3, 0.5]])
WIDE_SIZE, WIDE_GENERATIONS = 20, 10
DIRECTIONS: Mapping[str, np.ndarray] = {
    "sum of all coordinates": np.array([1.0, 1.0, 1.0]),
    "difference of the first two": np.array([1.0, -1.0, 0.0]),
}


def _fitted(schedule: str, sample_size: int, generations: int, divisor: str = "n") -> exact.FittedGaussian:
    return exact.fitted_gaussian(
        SCHEDULES[schedule], sample_size=sample_size, generations=generations, divisor=divisor
    )


def _error(schedule: str, sample_size: int, generations: int, divisor: str = "n") -> float:
    return float(_fitted(schedule, sample_size, generations, divisor).squared_error)


def _variance(schedule: str, sample_size: int, generations: int, divisor: str = "n") -> float:
    return float(_fitted(schedule, sample_size, generations, divisor).variance)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for name, schedule in SCHEDULES.items():
        last = simulate.run(
            "gaussian",
            schedule,
            sample_size=SIZE,
            generations=GENERATIONS[name],
            replicates=replicates,
            rng=rng,
            estimator="n",
        )[:, -1]
        samples[f"error {name}"] = last[:, 0] ** 2
        samples[f"sum {name}"] = last[:, 0] ** 2 + last[:, 1] ** 2
    family = simulate.Gaussian(dimension=3, covariance=COVARIANCE)
    last = simulate.run(
        family,
        SCHEDULES["constant"],
        sample_size=WIDE_SIZE,
        generations=WIDE_GENERATIONS,
        replicates=replicates,
        rng=rng,
        estimator="n",
    )[:, -1]
    covariance = family.covariance(last)
    for name, direction in DIRECTIONS.items():
        true = direction @ COVARIANCE @ direction
        spread = np.einsum("i,rij,j->r", direction, covariance, direction) / true
        samples[f"variance along {name}"] = spread
        samples[f"sum along {name}"] = spread + (last[:, :3] @ direction) ** 2 / true
    samples["log determinant"] = np.linalg.slogdet(covariance)[1] - np.linalg.slogdet(COVARIANCE)[1]
    return samples


def _error_estimate(name: str) -> Estimate:
    at = {"sample_size": SIZE, "generations": GENERATIONS[name]}
    value = Value(_error, {"schedule": name, **at, "divisor": "n"})
    return Estimate(
        name=f"error-{name}",
        asserts=f"The mean of $(\\hat\\mu_k-\\mu)^2/\\sigma^2$ at $n={SIZE}$, $k={GENERATIONS[name]}$, {name} sizes.",
        sample=f"error {name}",
        theory=value,
        spread=lambda: float(
            np.sqrt(_fitted(name, SIZE, GENERATIONS[name]).squared_error_squared - value() ** 2)
        ),
        margin=source.margins(value(), smoke=0.12, full=0.04),
        margin_reason="four per cent of the value at the full profile, twelve at the smoke profile",
        rivals={
            "the divisor n − 1": lambda: value(divisor="n-1"),
            "the fit to the real sample alone": lambda: 1 / SIZE,
        },
        # Late generations add less than the margin.
        mutate=False,
    )


def _sum_spread(name: str) -> float:
    fitted = _fitted(name, SIZE, GENERATIONS[name])
    square = fitted.squared_error_squared + 2 * fitted.product + fitted.variance_squared
    return float(np.sqrt(square - 1))


def _sum_estimate(name: str) -> Estimate:
    return Estimate(
        name=f"conserved-{name}",
        asserts=f"The mean of $\\big((\\hat\\mu_k-\\mu)^2+\\hat\\sigma_k^2\\big)/\\sigma^2$ is $1$ at the same "
        f"$n$ and $k$, {name} sizes.",
        sample=f"sum {name}",
        theory=Value(lambda: 1.0),
        spread=lambda: _sum_spread(name),
        margin={"smoke": 0.08, "full": 0.025},
        margin_reason="a quarter of the distance to the rival, or less, at the full profile",
        rivals={
            "the divisor n − 1": lambda: 1 + _error(name, SIZE, GENERATIONS[name], "n-1"),
            "the error of the mean left out": lambda: _variance(name, SIZE, GENERATIONS[name]),
        },
        mutate=False,
    )


def _wide(divisor: str = "n") -> exact.FittedGaussian:
    return exact.fitted_gaussian(
        SCHEDULES["constant"],
        sample_size=WIDE_SIZE,
        generations=WIDE_GENERATIONS,
        divisor=divisor,
        dimension=3,
    )


_WIDE = f"In three dimensions, $n={WIDE_SIZE}$ in all of {WIDE_GENERATIONS} generations"


def _direction_estimates(name: str) -> tuple[Estimate, Estimate]:
    slug = "sum" if name.startswith("sum") else "difference"
    kept = Estimate(
        name=f"conserved-along-{slug}",
        asserts=f"{_WIDE}, along the {name}: squared error and fitted variance, in units of the true variance there, "
        "add up to $1$ on average.",
        sample=f"sum along {name}",
        theory=Value(lambda: 1.0),
        spread=lambda: float(
            np.sqrt(_wide().squared_error_squared + 2 * _wide().product + _wide().variance_squared - 1)
        ),
        margin={"smoke": 0.06, "full": 0.025},
        margin_reason="a tenth of the distance to the rival at the full profile",
        rivals={"the divisor n − 1": lambda: 1 + float(_wide("n-1").squared_error)},
        mutate=False,
    )
    lost = Estimate(
        name=f"variance-along-{slug}",
        asserts=f"{_WIDE}, along the {name}: the mean of the fitted variance in units of the true one.",
        sample=f"variance along {name}",
        theory=Value(lambda: float(_wide().variance)),
        spread=lambda: float(np.sqrt(_wide().variance_squared - _wide().variance ** 2)),
        margin={"smoke": 0.06, "full": 0.02},
        margin_reason="a twentieth of the distance to the rival at the full profile",
        rivals={"the divisor n − 1": lambda: 1.0},
        mutate=False,
    )
    return kept, lost


CLAIM = Claim(
    id="walk-conservation",
    title="Error of the mean and spread of the model share a constant sum",
    ledger=("P1-C3", "P1-E2"),
    paper=source.PAPER,
    locus="public summary: Gaussian models",
    statement=(
        "If mean and covariance are fitted by maximum likelihood (divisor $n$), then for every schedule and "
        "every $k$ $\\mathbb{E}[(\\hat\\mu_k-\\mu)(\\hat\\mu_k-\\mu)^\\top] + \\mathbb{E}\\,\\hat\\Sigma_k = \\Sigma$, "
        "with $\\mathbb{E}\\,\\hat\\Sigma_k = \\Sigma\\prod_{j\\le k}(1-1/n_j)$. The error of the mean never exceeds "
        "$\\Sigma$."
    ),
    assumptions=(source.SCHEDULED, "Normal data; both fits from the same sample."),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to("the summary's remark that Gaussian models are worked out"),
    outcome=Outcome.HOLDS,
    chapter="random-walk",
    evidence=(
        Identity(
            name="one-step",
            asserts="One generation changes the sum by nothing: $\\tfrac bn + (1-\\tfrac1n)\\,b = b$.",
            left=lambda: (
                symbolic.conservation()["moved"].relation + symbolic.conservation()["likely"].relation
            ),
            right=lambda: symbolic.variance,
            rivals={
                "the divisor n − 1": lambda: symbolic.variance * (1 + 1 / symbolic.size),
                "the covariance alone": lambda: symbolic.variance * (1 - 1 / symbolic.size),
            },
        ),
        Identity(
            name="unbiased-step",
            asserts="With the divisor $n-1$ the sum grows by $b/n$.",
            left=lambda: symbolic.conservation()["grown"].relation,
            right=lambda: symbolic.variance / symbolic.size,
            rivals={"nothing": lambda: sp.Integer(0)},
        ),
        *(_error_estimate(name) for name in SCHEDULES),
        *(_sum_estimate(name) for name in SCHEDULES),
        *(estimate for name in DIRECTIONS for estimate in _direction_estimates(name)),
        Estimate(
            name="log-determinant",
            asserts=f"{_WIDE}: the mean of $\\log\\det\\hat\\Sigma_k - \\log\\det\\Sigma$.",
            sample="log determinant",
            theory=Value(lambda: float(_wide().log_determinant)),
            spread=lambda: float(np.sqrt(_wide().log_determinant_variance)),
            margin={"smoke": 0.1, "full": 0.04},
            margin_reason="below a hundredth of the value at the full profile",
            rivals={
                "the divisor n − 1": lambda: float(_wide("n-1").log_determinant),
                "the log of the mean, in each dimension": lambda: 3 * float(np.log(_wide().variance)),
            },
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 60_000, "full": 160_000}, block_size=4096),
)
