"""Growing the data fast enough keeps the error bounded, by a factor that is not one."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.regression import source
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CLAIM", "ratios", "sizes"]

DIMENSION, FIRST = 10, 100
HORIZON = 10**5
POINTS = (2, 10, 100, 1000, 10**4, HORIZON)
SIMULATED = 10

_x = sp.Symbol("x", positive=True)


def sizes(generations: int) -> np.ndarray:
    """Return T_m = m (log m)² T₀, rounded up, for m = 0, …, generations − 1, with T₀ for m = 0 and 1."""
    m = np.arange(generations, dtype=float)
    raw = np.full(generations, float(FIRST))
    raw[2:] = np.ceil(FIRST * m[2:] * np.log(m[2:]) ** 2)
    return raw.astype(np.int64)


def _risk(generations: Any, given: Any) -> exact.LeastSquaresRisk:
    return exact.least_squares_risk(
        dimension=DIMENSION,
        samples=FIRST,
        noise=1.0,
        generator_samples=given,
        generator_noise=1.0,
        generations=generations,
    )


def ratios(generations: tuple[int, ...] = POINTS) -> np.ndarray:
    """Mean error over clean error after so many generations with growing data."""
    found = _risk(list(generations), sizes(max(generations)))
    return np.asarray(found.mean / found.clean)


def _later() -> float:
    """Bound on what all generations after HORIZON add: ∫ dx/(x log² x) from there, sizes reduced by d + 1."""
    least = FIRST * HORIZON * np.log(HORIZON) ** 2
    share = (FIRST - DIMENSION - 1) / FIRST / (1 - (DIMENSION + 1) / least)
    return float(share / np.log(HORIZON))


def _sum(start: int) -> float:
    """Σ 1/(m log² m) from ``start`` on: terms to HORIZON, and the least that the rest can be."""
    m = np.arange(start, HORIZON + 1, dtype=float)
    return float((1 / (m * np.log(m) ** 2)).sum() + 1 / np.log(HORIZON + 1))


def _mean(given: Any = None) -> float:
    return float(_risk(SIMULATED, sizes(SIMULATED) if given is None else given).mean)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    errors = simulate.least_squares(
        dimension=DIMENSION,
        samples=FIRST,
        noise=1.0,
        generator_samples=sizes(SIMULATED),
        generator_noise=1.0,
        generations=SIMULATED,
        replicates=replicates,
        rng=rng,
    )
    return {"errors": errors}


CLAIM = Claim(
    id="regression-dataset-growth",
    title="Growing data keeps the error bounded, at five times the clean one",
    ledger=("P3-T1b",),
    paper=source.PAPER,
    locus="section 4, remark on growing datasets",
    statement=(
        "Let generator $m \\ge 2$ see $T_m = m\\log^2 m \\cdot T_0$ labels, and the first two $T_0$ each. With "
        "$\\sigma = \\sigma_0$, $T = T_0$ the mean error stays bounded: at $d=10$, $T_0=100$ it is below "
        "$5$ times the clean error for every $n$, and above $4.9$ times from $n = 10^5$ on. The sum "
        "$\\sum_{m\\ge2} \\frac{1}{m\\log^2 m}$, between $2.1097$ and $2.1098$, is what generators from the third on "
        "add in units of the clean error as $T_0 \\to \\infty$."
    ),
    assumptions=(*source.SETTING, source.TALL),
    provenance=source.FULL_TEXT,
    provenance_note=f"{source.FULL_TEXT_NOTE} There the error is called equal to the clean one, up to the usual "
    "meaning of that sign; the first two sizes are not defined by the formula.",
    outcome=Outcome.CORRECTED,
    compared=Comparison(
        printed=(
            "With $T_m = m\\log^2 m \\cdot T_0$ labels for generator $m$ the error is "
            "$1+\\sum_{m\\ge2}\\frac{1}{m\\log^2 m}$ times the clean one, and is called equal to the clean one "
            "($\\simeq$, elsewhere a ratio that tends to one)."
        ),
        ours=(
            "It stays bounded, but is not equal: the sum is above $2.1097$, and at $d = 10$, $T_0 = 100$ the "
            "error is below $5$ times the clean one for every $n$, and above $4.9$ times from $n = 10^5$ on."
        ),
        decided={
            "sum": "nothing to speak of, 0.05, as the upper bound",
            "reached": "",
            "simulated": "the clean error",
        },
    ),
    chapter=source.LEAST_SQUARES,
    evidence=(
        Identity(
            name="antiderivative",
            asserts="$\\frac{1}{x\\log^2 x}$ is the derivative of $-\\frac{1}{\\log x}$, so the sum converges and the "
            "terms after $M$ add up to less than $\\frac{1}{\\log M}$.",
            left=lambda: sp.diff(-1 / sp.log(_x), _x),
            right=lambda: 1 / (_x * sp.log(_x) ** 2),
            rivals={"without the square": lambda: 1 / (_x * sp.log(_x))},
            domain={_x: (2, 12)},
        ),
        Identity(
            name="share",
            asserts="A generator with $g T_0$ labels adds $\\frac{1}{g}$ of the clean error as $T_0 \\to \\infty$.",
            left=lambda: symbolic.growth()["many"].relation,
            right=lambda: 1 / sp.Symbol("g", positive=True),
            rivals={"all of it": lambda: sp.Integer(1)},
        ),
        Inequality(
            name="sum",
            asserts="The sum lies between $2.1097$ and $2.1098$.",
            points=(2,),
            curve=lambda: [_sum(2)],
            lower=lambda: [2.1097],
            upper=lambda: [2.1098],
            lower_rivals={"2.12": lambda: [2.12]},
            upper_rivals={"nothing to speak of, 0.05": lambda: [0.05]},
            rounding=1e-8,
        ),
        Inequality(
            name="bounded",
            asserts="The exact ratio to the clean error stays below $5$ at these $n$, what comes later included.",
            points=POINTS,
            curve=lambda: ratios() + _later(),
            upper=lambda: np.full(len(POINTS), 5.0),
            upper_rivals={
                "equal to the clean error": lambda: np.full(len(POINTS), 1.05),
                "3.11, without the first two generators": lambda: np.full(len(POINTS), 1 + _sum(2)),
            },
        ),
        Inequality(
            name="reached",
            asserts="After $10^5$ generations the ratio is above $4.9$.",
            points=(HORIZON,),
            curve=lambda: ratios((HORIZON,)),
            lower=lambda: [4.9],
            lower_rivals={"4.95": lambda: [4.95]},
        ),
        Estimate(
            name="simulated",
            asserts=f"The mean error after {SIMULATED} generations, simulated.",
            sample="errors",
            theory=Value(_mean),
            spread=lambda: float(np.sqrt(_risk(SIMULATED, sizes(SIMULATED)).variance)),
            margin={"smoke": 0.02, "full": 0.01},
            margin_reason="two per cent of the value at the full profile",
            rivals={
                "the clean error": lambda: float(_risk(0, FIRST).mean),
                "without the first two generators": lambda: _mean() - 2 * float(_risk(0, FIRST).mean),
                "no growth": lambda: _mean(FIRST),
            },
        ),
    ),
    simulation=Simulation(_block, {"smoke": 12_000, "full": 48_000}, block_size=6_000),
    not_established=(
        "Any sizes with a finite sum of inverses keep the error bounded. What the cheapest such sizes are, for a given "
        "factor, is not examined.",
    ),
)
