"""More data does not help: the error stops at a plateau."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.regression import source
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CLAIM", "curve"]

SETTINGS: dict[str, Any] = {
    "dimension": 10,
    "noise": 1.0,
    "generator_samples": 100,
    "generator_noise": 1.0,
}
GENERATIONS = 10
SIZES = (20, 30, 50, 100, 300, 1000, 10**4, 10**5, 10**6)
LATE = 10**5


def curve(sizes: tuple[int, ...] = SIZES, generations: int = GENERATIONS) -> np.ndarray:
    """Exact mean test error against the samples of the last fit."""
    return np.array(
        [
            float(exact.least_squares_risk(samples=size, generations=generations, **SETTINGS).mean)
            for size in sizes
        ]
    )


def _plateau(dimension: int, generator_samples: int, generations: int) -> float:
    found = exact.least_squares_risk(
        dimension=dimension,
        samples=LATE,
        noise=1.0,
        generator_samples=generator_samples,
        generator_noise=1.0,
        generations=generations,
    )
    return float(found.mean)


_ASKED: dict[str, Any] = {"dimension": 10, "generator_samples": 100, "generations": GENERATIONS}


def _flat() -> np.ndarray:
    return np.full(len(SIZES), curve((10**9,))[0])


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    late = simulate.least_squares(
        samples=LATE, generations=GENERATIONS, replicates=replicates, rng=rng, **SETTINGS
    )
    return {"late": late}


CLAIM = Claim(
    id="regression-plateau",
    title="More synthetic data does not help: the error stops at a plateau",
    ledger=("P3-T1c",),
    paper=source.PAPER,
    locus="section 4, after Theorem 4.1",
    statement=(
        "At fixed $d$ and $T_0$ the mean test error is $\\frac{\\sigma^2 d}{T-d-1}$, which vanishes like $1/T$, above "
        "the plateau $\\frac{n\\,\\sigma_0^2\\,d}{T_0-d-1}$, which no amount of data from the last generator lowers."
    ),
    assumptions=(*source.SETTING, source.TALL),
    provenance=source.FULL_TEXT,
    provenance_note=f"{source.FULL_TEXT_NOTE} The paper gives the order of the plateau, without the factor $d$.",
    outcome=Outcome.HOLDS,
    chapter=source.LEAST_SQUARES,
    evidence=(
        Identity(
            name="limit",
            asserts="The limit of the mean for $T \\to \\infty$ is the plateau.",
            left=lambda: symbolic.chain()["plateau"].relation,
            right=lambda: (
                symbolic.generations
                * symbolic.generator_noise**2
                * symbolic.dimension
                / (symbolic.generator_samples - symbolic.dimension - 1)
            ),
            rivals={
                "without the dimension": lambda: symbolic.chain()["plateau"].relation / symbolic.dimension
            },
            domain={symbolic.dimension: (1, 20), symbolic.generator_samples: (25, 60)},
        ),
        Identity(
            name="approach",
            asserts="$T$ times what remains above the plateau tends to $\\sigma^2 d$.",
            left=lambda: symbolic.chain()["approach"].relation,
            right=lambda: symbolic.noise**2 * symbolic.dimension,
            rivals={"σ²": lambda: symbolic.noise**2},
        ),
        Inequality(
            name="never-below",
            asserts=f"At $d=10$, $T_0=100$, $n={GENERATIONS}$ the mean stays above the plateau and comes within "
            "$2d/T$ of it.",
            points=SIZES,
            curve=curve,
            lower=_flat,
            upper=lambda: _flat() + 2.3 * 10 / np.array(SIZES),
            lower_rivals={"a plateau one per cent higher": lambda: 1.01 * _flat()},
            upper_rivals={"clean training": lambda: curve(generations=0)},
        ),
        Estimate(
            name="late",
            asserts=f"Simulated with $T=10^5$ labels of generator {GENERATIONS}.",
            sample="late",
            theory=Value(_plateau, _ASKED),
            spread=lambda: float(
                np.sqrt(exact.least_squares_risk(samples=LATE, generations=GENERATIONS, **SETTINGS).variance)
            ),
            margin={"smoke": 0.03, "full": 0.006},
            margin_reason="less than what one sample of a generator changes, at the full profile",
            rivals={
                "clean training": lambda: _plateau(10, 100, 0),
                "without the dimension": lambda: _plateau(10, 100, GENERATIONS) / 10,
            },
        ),
    ),
    simulation=Simulation(_block, {"smoke": 24_000, "full": 460_000}, block_size=20_000),
)
