"""Mean and variance fitted without bias: moments that hold, and a mean that no simulation sees."""

from __future__ import annotations

import numpy as np

from modelcollapse.checks import Estimate, Identity, Refusal, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import gaussian as symbolic

__all__ = ["CLAIM", "GENERATIONS", "SIZE"]

SIZE, GENERATIONS = 10, 200


def _fitted(schedule: schedules.Schedule, divisor: str = "n-1") -> exact.FittedGaussian:
    return exact.fitted_gaussian(schedule, sample_size=SIZE, generations=GENERATIONS, divisor=divisor)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for name, schedule in (
        ("constant", schedules.constant()),
        ("linear", schedules.linear()),
        ("quadratic", schedules.power(1)),
    ):
        last = simulate.run(
            "gaussian",
            schedule,
            sample_size=SIZE,
            generations=GENERATIONS,
            replicates=replicates,
            rng=rng,
            estimator="n-1",
        )[:, -1]
        samples[f"square {name}"] = last[:, 0] ** 2
        samples[f"variance {name}"] = last[:, 1] ** 2
        samples[f"log {name}"] = 2 * np.log(last[:, 1])
    return samples


def _quadratic_error(sample_size: int, generations: int, divisor: str) -> float:
    found = exact.fitted_gaussian(
        schedules.power(1), sample_size=sample_size, generations=generations, divisor=divisor
    )
    return float(found.squared_error)


def _log(schedule: schedules.Schedule, name: str, margin: dict[str, float]) -> Estimate:
    return Estimate(
        name=f"log-variance-{name}",
        asserts=f"The mean of $\\log(\\hat\\sigma_k^2/\\sigma^2)$ at $n={SIZE}$, $k={GENERATIONS}$, {name} sizes.",
        sample=f"log {name}",
        theory=Value(lambda: float(_fitted(schedule).log_determinant)),
        spread=lambda: float(np.sqrt(_fitted(schedule).log_determinant_variance)),
        margin=margin,
        margin_reason="a small part of the distance to zero; " + source.SETTLES,
        rivals={
            "0, the log of the mean": lambda: 0.0,
            "the divisor n": lambda: float(_fitted(schedule, "n").log_determinant),
        },
        mutate=False,
    )


CLAIM = Claim(
    id="walk-fitted-variance",
    title="A fitted variance changes no mean, and ruins every average",
    ledger=("P1-C2", "P1-W1", "P1-E2", "X12"),
    paper=source.PAPER,
    locus="public summary: Gaussian models",
    statement=(
        "With the unbiased covariance (divisor $n-1$) the error of the mean is what it is with a known covariance, "
        "$\\Sigma\\sum_{j\\le k} 1/n_j$, and $\\mathbb{E}\\,\\hat\\Sigma_k = \\Sigma$; in one dimension "
        "$\\mathbb{E}\\,\\hat\\sigma_k^4 = \\sigma^4\\prod_{j\\le k}\\big(1+\\tfrac{2}{n_j-1}\\big)$. Where that "
        "product is large the average of many simulated $\\hat\\sigma_k^2$ or $(\\hat\\mu_k-\\mu)^2$ does not come "
        "near its mean; the average of $\\log\\hat\\sigma_k^2$ does."
    ),
    assumptions=(source.SCHEDULED, "Normal data; both fits from the same sample."),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to("the summary's remark that Gaussian models are worked out"),
    outcome=Outcome.HOLDS,
    chapter="random-walk",
    evidence=(
        Identity(
            name="fourth-moment",
            asserts="One generation multiplies the mean square of $\\hat\\sigma^2$ by $\\tfrac{n+1}{n-1}$.",
            left=lambda: symbolic.conservation()["fourth"].relation,
            right=lambda: 1 + 2 / (symbolic.size - 1),
            rivals={
                "1 + 2/n": lambda: 1 + 2 / symbolic.size,
                "1 + 1/(n − 1)": lambda: 1 + 1 / (symbolic.size - 1),
            },
            domain={symbolic.size: (2, 40)},
        ),
        Identity(
            name="mean-kept",
            asserts="The mean of $\\hat\\sigma^2$ stays where it is.",
            left=lambda: symbolic.conservation()["unbiased"].relation,
            right=lambda: symbolic.variance,
            rivals={"the divisor n": lambda: symbolic.variance * (1 - 1 / symbolic.size)},
        ),
        Estimate(
            name="error-quadratic",
            asserts=f"The mean of $(\\hat\\mu_k-\\mu)^2/\\sigma^2$ at $n={SIZE}$, $k={GENERATIONS}$, sizes $n\\,t^2$.",
            sample="square quadratic",
            theory=Value(
                _quadratic_error, {"sample_size": SIZE, "generations": GENERATIONS, "divisor": "n-1"}
            ),
            spread=lambda: float(
                np.sqrt(
                    _fitted(schedules.power(1)).squared_error_squared
                    - _fitted(schedules.power(1)).squared_error ** 2
                )
            ),
            margin=source.margins(_quadratic_error(SIZE, GENERATIONS, "n-1"), smoke=0.08, full=0.03),
            margin_reason="below the distance to the other divisor, nine per cent of the value",
            rivals={
                "the divisor n": lambda: _quadratic_error(SIZE, GENERATIONS, "n"),
                "the real sample forgotten": lambda: _quadratic_error(SIZE, GENERATIONS, "n-1") - 1 / SIZE,
            },
            mutate=False,
        ),
        Estimate(
            name="variance-quadratic",
            asserts="The mean of $\\hat\\sigma_k^2/\\sigma^2$ there.",
            sample="variance quadratic",
            theory=Value(lambda: 1.0),
            spread=lambda: float(np.sqrt(_fitted(schedules.power(1)).variance_squared - 1)),
            margin={"smoke": 0.04, "full": 0.018},
            margin_reason="a sixth of the distance to the other divisor, or less",
            rivals={"the divisor n": lambda: float(_fitted(schedules.power(1), "n").variance)},
            mutate=False,
        ),
        _log(schedules.constant(), "constant", {"smoke": 0.25, "full": 0.1}),
        _log(schedules.linear(), "linear", {"smoke": 0.05, "full": 0.025}),
        Refusal(
            name="naive-variance",
            asserts=f"The judge declines the simulated mean of $\\hat\\sigma_k^2$ at $n={SIZE}$ in all of "
            f"{GENERATIONS} generations, whose normal interval would refute the true value 1.",
            sample="variance constant",
            truth=lambda: 1.0,
            sound={"the log scale": "log constant", "quadratic sizes": "variance quadratic"},
        ),
        Refusal(
            name="naive-square",
            asserts="It declines the simulated mean of $(\\hat\\mu_k-\\mu)^2$ there, too, whose true value is "
            f"{GENERATIONS // SIZE}.",
            sample="square constant",
            truth=lambda: GENERATIONS / SIZE,
            sound={"quadratic sizes": "square quadratic"},
            misleads=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 70_000, "full": 300_000}, block_size=4096),
)
