"""The fitted spread vanishes if and only if the reciprocals of the sizes have no finite sum."""

from __future__ import annotations

import numpy as np

from modelcollapse.checks import Estimate, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import gaussian
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.derivation import lower
from modelcollapse.symbolic.gaussian import nu
from modelcollapse.symbolic.walk import gaussian as symbolic

__all__ = ["CLAIM", "GENERATIONS", "SCHEDULES", "SIZE"]

SIZE, GENERATIONS = 10, 200
SCHEDULES = {"linear": schedules.linear(), "quadratic": schedules.power(1)}
# Half the true variance is left in about half of the walks with linear sizes.
LEFT = 0.5
DEGREES = (2, 3, 5, 9, 20, 50, 100, 300, 999)


def _log_factor() -> np.ndarray:
    sizes = [degrees + 1 for degrees in DEGREES]
    return np.asarray(gaussian.log_moment(1.0, sample_size=sizes, divisor="n-1"))


def _drift() -> np.ndarray:
    return np.asarray(gaussian.log_drift(sample_size=[d + 1 for d in DEGREES], divisor="n-1"))


def _bound(name: str) -> np.ndarray:
    return np.asarray(lower(symbolic.degeneracy()[name].relation, [nu])(np.array(DEGREES, dtype=float)))


def _deviation(schedule: str, sample_size: int, generations: int, divisor: str) -> float:
    found = exact.fitted_gaussian(
        SCHEDULES[schedule], sample_size=sample_size, generations=generations, divisor=divisor
    )
    return float(found.deviation)


def _share(schedule: str, divisor: str) -> float:
    sizes = SCHEDULES[schedule].sizes(sample_size=SIZE, generations=GENERATIONS)
    return float(
        gaussian.survival(np.sqrt(LEFT), sample_size=sizes, generations=GENERATIONS, divisor=divisor)
    )


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for name, schedule in SCHEDULES.items():
        sigma = simulate.run(
            "gaussian",
            schedule,
            sample_size=SIZE,
            generations=GENERATIONS,
            replicates=replicates,
            rng=rng,
            estimator="n-1",
        )[:, -1, 1]
        samples[f"deviation {name}"] = sigma
        samples[f"left {name}"] = sigma**2 > LEFT
    return samples


def _deviation_estimate(name: str) -> Estimate:
    value = Value(
        _deviation, {"schedule": name, "sample_size": SIZE, "generations": GENERATIONS, "divisor": "n-1"}
    )
    return Estimate(
        name=f"deviation-{name}",
        asserts=f"The mean of $\\hat\\sigma_k/\\sigma$ at $n={SIZE}$, $k={GENERATIONS}$, {name} sizes.",
        sample=f"deviation {name}",
        theory=value,
        # E σ̂² = σ².
        spread=lambda: float(np.sqrt(1 - value() ** 2)),
        margin={"smoke": 0.02, "full": 0.01},
        margin_reason="a fifth of the distance to the nearest rival at the full profile",
        rivals={"1, as if unbiased": lambda: 1.0, "the divisor n": lambda: value(divisor="n")},
        mutate=False,
    )


def _share_estimate(name: str) -> Estimate:
    value = Value(_share, {"schedule": name, "divisor": "n-1"})

    def spread() -> float:
        share = value()
        return float(np.sqrt(share * (1 - share)))

    return Estimate(
        name=f"half-left-{name}",
        asserts=f"$\\Pr(\\hat\\sigma_k^2 > \\sigma^2/2)$ there, {name} sizes.",
        sample=f"left {name}",
        theory=value,
        spread=spread,
        margin={"smoke": 0.02, "full": 0.01},
        margin_reason="on the probability scale: " + source.SETTLES,
        rivals={"the divisor n": lambda: value(divisor="n"), "nine in ten": lambda: 0.9},
        mutate=False,
    )


CLAIM = Claim(
    id="walk-degeneracy",
    title="The spread vanishes, or it does not: one sum decides",
    ledger=("P1-C2", "P1-E2", "X12"),
    paper=source.PAPER,
    locus="abstract: when model collapse occurs",
    statement=(
        "With mean and variance fitted (divisor $n-1$), $\\hat\\sigma_k \\to 0$ almost surely if "
        "$\\sum_t 1/n_t = \\infty$; if the sum is finite, "
        "$\\hat\\sigma_k^2$ has an almost surely positive limit whose mean is still $\\sigma^2$."
    ),
    assumptions=(source.SCHEDULED, "Normal data; both fits from the same sample of at least three."),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to("the abstract's question when model collapse occurs"),
    outcome=Outcome.HOLDS,
    chapter="random-walk",
    evidence=(
        Inequality(
            name="factor-between",
            asserts="The mean factor $\\alpha_\\nu$ of $\\hat\\sigma$, $\\nu = n-1$, obeys "
            "$\\tfrac14\\log\\tfrac{\\nu-1}{\\nu} \\le \\log\\alpha_\\nu \\le \\tfrac14\\log\\tfrac{\\nu}{\\nu+1}$.",
            points=DEGREES,
            curve=_log_factor,
            lower=lambda: _bound("below"),
            upper=lambda: _bound("above"),
            lower_rivals={"an eighth": lambda: _bound("below") / 2},
            upper_rivals={"a half": lambda: 2 * _bound("above")},
        ),
        Inequality(
            name="drift-between",
            asserts="The mean change of $\\log\\hat\\sigma^2$ in one generation lies between $-\\tfrac2\\nu$ and "
            "$-\\tfrac1\\nu$.",
            points=DEGREES,
            curve=_drift,
            lower=lambda: -2 / np.array(DEGREES),
            upper=lambda: -1 / np.array(DEGREES),
            lower_rivals={"−1/ν": lambda: -1 / np.array(DEGREES)},
            upper_rivals={"−2/ν": lambda: -2 / np.array(DEGREES)},
        ),
        *(_deviation_estimate(name) for name in SCHEDULES),
        *(_share_estimate(name) for name in SCHEDULES),
    ),
    simulation=Simulation(_block, {"smoke": 60_000, "full": 240_000}, block_size=4096),
    not_established=(
        "The almost sure statements are theorems of martingale theory, applied to the bounds judged here; no "
        "simulation sees infinitely many generations.",
    ),
)
