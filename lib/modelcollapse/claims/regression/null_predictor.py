"""After how many generations it would have been better to predict zero."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.regression import source
from modelcollapse.claims.regression.mean import generators
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CLAIM", "RATIO", "relative"]

DIMENSION, GIVEN = 10, 100
# ‖w₀‖²_Σ in units of σ₀²; the error is that of the last generator, copied without noise.
RATIO = 4.0
BEFORE, AFTER = (1, 4, 16, 32, 35), (36, 40, 64, 200)
SIMULATED = (32, 40)


def relative(generations: tuple[int, ...]) -> np.ndarray:
    """Mean error over that of the null predictor."""
    return np.array([float(generators(DIMENSION, GIVEN, n).mean) for n in generations]) / RATIO


def _relative(dimension: int, generator_samples: int, generations: int) -> float:
    return float(generators(dimension, generator_samples, generations).mean) / RATIO


def _inverted(generations: int) -> float:
    """The ratio if the threshold had its factor inverted."""
    return generations / (RATIO / (GIVEN / DIMENSION - 1))


def _settings(generations: int) -> dict[str, Any]:
    return {"dimension": DIMENSION, "generator_samples": GIVEN, "generations": generations}


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    return {
        f"n {n}": simulate.least_squares(
            samples=10 * GIVEN,
            noise=0.0,
            generator_noise=1.0,
            replicates=replicates,
            rng=rng,
            **_settings(n),
        )
        / RATIO
        for n in SIMULATED
    }


def _estimate(generations: int) -> Estimate:
    return Estimate(
        name=f"generation-{generations}",
        asserts=f"Simulated error over that of the null predictor after {generations} generations.",
        sample=f"n {generations}",
        theory=Value(_relative, _settings(generations)),
        spread=lambda: float(
            np.sqrt(
                exact.least_squares_risk(
                    samples=10 * GIVEN, noise=0.0, generator_noise=1.0, **_settings(generations)
                ).variance
            )
            / RATIO
        ),
        margin={"smoke": 0.04, "full": 0.006},
        margin_reason="at the full profile less than what one sample of a generator changes",
        rivals={
            "as good as the null predictor": lambda: 1.0,
            "the factor inverted": lambda: _inverted(generations),
        },
    )


def _threshold(invert: bool = False) -> Any:
    d, given = symbolic.dimension, symbolic.generator_samples
    factor = (given - d - 1) / d
    return symbolic.signal / symbolic.generator_noise**2 * (1 / factor if invert else factor)


def _limit(invert: bool = False) -> Any:
    factor = 1 / symbolic.generator_ratio - 1
    return symbolic.signal / symbolic.generator_noise**2 * (1 / factor if invert else factor)


CLAIM = Claim(
    id="regression-null-predictor",
    title="When predicting zero is better",
    ledger=("P3-T1d",),
    paper=source.PAPER,
    locus="section 4, after Theorem 4.1",
    statement=(
        "With $\\mathrm{SNR}_0 = \\|w_0\\|_\\Sigma^2/\\sigma_0^2$ the last generator is on average worse than the null "
        "predictor, whose error is $\\|w_0\\|_\\Sigma^2$, if $n > \\mathrm{SNR}_0\\,\\frac{T_0-d-1}{d}$; in the "
        "limit of large sizes, $n > \\mathrm{SNR}_0\\,(1/\\phi_0 - 1)$."
    ),
    assumptions=(*source.SETTING, source.TALL),
    provenance=source.FULL_TEXT,
    provenance_note=f"{source.FULL_TEXT_NOTE} The formula for the error is the paper's; its threshold could not be "
    "read with certainty (see the note in the chapter).",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "The error over that of the null predictor is $\\mathrm{SNR}^{-1}\\frac{\\phi}{1-\\phi} + "
            "n\\,\\mathrm{SNR}_0^{-1}\\frac{\\phi_0}{1-\\phi_0}$, so that many generators are worse than none. "
            "The threshold for $n$ could not be read with certainty, and nothing is said here about its printed "
            "form."
        ),
        ours=(
            "On average worse for $n > \\mathrm{SNR}_0\\,\\frac{T_0-d-1}{d}$, at every size; in the limit for $n "
            "> \\mathrm{SNR}_0\\,(1/\\phi_0 - 1)$."
        ),
        decided={
            "threshold": "",
            "generation-32": "as good as the null predictor",
            "generation-40": "as good as the null predictor",
        },
    ),
    chapter=source.LEAST_SQUARES,
    evidence=(
        Identity(
            name="threshold",
            asserts="The exact mean reaches $\\|w_0\\|_\\Sigma^2$ at $n = \\mathrm{SNR}_0\\,\\frac{T_0-d-1}{d}$.",
            left=lambda: symbolic.null_predictor()["exact"].relation,
            right=_threshold,
            rivals={"the factor inverted": lambda: _threshold(invert=True)},
            domain={symbolic.dimension: (1, 20), symbolic.generator_samples: (25, 60)},
        ),
        Identity(
            name="limit",
            asserts="In the limit, at $n = \\mathrm{SNR}_0\\,(1/\\phi_0 - 1)$.",
            left=lambda: symbolic.null_predictor()["limit"].relation,
            right=_limit,
            rivals={"the factor inverted": lambda: _limit(invert=True)},
        ),
        Inequality(
            name="before",
            asserts=f"At $d={DIMENSION}$, $T_0={GIVEN}$, $\\mathrm{{SNR}}_0=4$ the exact ratio is below one up to "
            "$n=35$.",
            points=BEFORE,
            curve=lambda: relative(BEFORE),
            upper=lambda: np.ones(len(BEFORE)),
            upper_rivals={"0.98": lambda: np.full(len(BEFORE), 0.98)},
        ),
        Inequality(
            name="after",
            asserts="And above one from $n=36$ on.",
            points=AFTER,
            curve=lambda: relative(AFTER),
            lower=lambda: np.ones(len(AFTER)),
            lower_rivals={"1.02": lambda: np.full(len(AFTER), 1.02)},
        ),
        *(_estimate(n) for n in SIMULATED),
    ),
    simulation=Simulation(_block, {"smoke": 16_000, "full": 460_000}, block_size=20_000),
)
