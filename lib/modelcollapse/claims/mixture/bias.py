"""The approximate estimator is inconsistent, in two ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.mixture import source
from modelcollapse.exact import gaussian
from modelcollapse.exact import mixture as exact
from modelcollapse.simulate import mixture as simulate
from modelcollapse.symbolic import mixture as symbolic

__all__ = ["CLAIM", "RATIOS"]

FAR = 100.0
RATIOS = (0, 1, 2, 4)
LARGE = 1000


@dataclass(frozen=True)
class _Slope:
    """One simulated slope: sample size, estimator, how many generations, and margins."""

    sample_size: int
    estimator: str
    generations: int
    margin: dict[str, float]


SLOPES = (
    _Slope(10, "approximate", 100, {"smoke": 0.007, "full": 0.0035}),
    _Slope(50, "approximate", 100, {"smoke": 0.003, "full": 0.0015}),
    _Slope(50, "joint", 100, {"smoke": 0.003, "full": 0.0015}),
    _Slope(LARGE, "approximate", 20, {"smoke": 0.0015, "full": 0.0009}),
)


def _slope(sample_size: int, estimator: str) -> float:
    return float(exact.collapsed_drift(sample_size=sample_size, estimator=estimator))


def _slope_spread(sample_size: int, generations: int) -> float:
    step = gaussian.log_drift_variance(sample_size=sample_size, divisor="n") / 4
    return float(np.sqrt(step / generations))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for slope in SLOPES:
        _, sigma = simulate.paths(
            sample_size=slope.sample_size,
            generations=slope.generations,
            replicates=replicates,
            estimator=slope.estimator,
            rng=rng,
            mu0=FAR,
        )
        samples[f"slope {slope.sample_size} {slope.estimator}"] = np.log(sigma[:, -1]) / slope.generations
    for ratio in RATIOS:
        for estimator in ("approximate", "joint"):
            if estimator == "joint" and ratio < 2:
                continue
            _, sigma = simulate.paths(
                sample_size=LARGE,
                generations=1,
                replicates=replicates,
                estimator=estimator,
                rng=rng,
                mu0=float(ratio),
            )
            samples[f"first {ratio} {estimator}"] = sigma[:, 1]
    return samples


def _slope_estimate(slope: _Slope) -> Estimate:
    n, estimator = slope.sample_size, slope.estimator
    other = "joint" if estimator == "approximate" else "approximate"
    value = Value(_slope, {"sample_size": n, "estimator": estimator})
    return Estimate(
        name=f"slope-n-{n}-{estimator}",
        asserts=f"The mean slope of $\\log\\sigma_k$ at $n={n}$, {estimator} estimator, over {slope.generations} "
        f"generations from $\\mu_0 = {FAR:g}\\,\\sigma_0$.",
        sample=f"slope {n} {estimator}",
        theory=value,
        spread=lambda: _slope_spread(n, slope.generations),
        margin=slope.margin,
        margin_reason="a fifth of the extra slope, or less, at the full profile",
        rivals={f"that of the {other} estimator": lambda: value(estimator=other)},
        kind="asymptotic",
        # σ²/μ² starts at 10⁻⁴ and falls; its part in the slope is below half its sum over the generations.
        remainder=5e-5,
        # The drift of a neighbouring n differs by less than the margin.
        mutate=False,
    )


def _first(ratio: int) -> Estimate:
    return Estimate(
        name=f"folded-ratio-{ratio}",
        asserts=f"After one generation of $n={LARGE}$ draws with $\\mu_0 = {ratio}\\,\\sigma_0$ the approximate "
        "estimator finds the standard deviation of $|Y|$.",
        sample=f"first {ratio} approximate",
        theory=Value(lambda ratio: exact.folded_deviation(float(ratio)), {"ratio": ratio}),
        spread=lambda: 0.025,
        margin={"smoke": 0.008, "full": 0.004},
        margin_reason="a quarter of the distance to the truth at μ₀ = 2σ₀, or less",
        rivals={"σ₀, the truth": lambda: 1.0},
        kind="asymptotic",
        remainder=0.0015,
        mutate=False,
    )


def _joint(ratio: int) -> Estimate:
    return Estimate(
        name=f"joint-ratio-{ratio}",
        asserts=f"Joint maximum likelihood finds $\\sigma_0$ from the same number of draws, "
        f"$\\mu_0 = {ratio}\\,\\sigma_0$.",
        sample=f"first {ratio} joint",
        theory=Value(lambda: 1.0),
        spread=lambda: 0.025,
        margin={"smoke": 0.008, "full": 0.004},
        margin_reason="as for the approximate estimator",
        rivals={"the standard deviation of |Y| at μ₀ = 2σ₀": lambda: exact.folded_deviation(2.0)},
        kind="asymptotic",
        remainder=0.0015,
        mutate=False,
    )


CLAIM = Claim(
    id="mixture-estimator-bias",
    title="However large the sample, the approximate estimator collapses",
    ledger=("P2-T4", "P2-F8"),
    paper=source.PAPER,
    locus="estimator of Theorem 4",
    statement=(
        "Where $s^2/m_1^2 \\to 0$ the branch $a = 50$ divides $\\hat\\sigma^2$ by $1.04$ in every generation, so "
        "$\\log\\sigma_k$ falls by an extra $\\tfrac12\\log 1.04$ each time, whatever $n$: about 51 generations to the "
        "factor $e$, even as $n \\to \\infty$. Where the two bumps overlap the estimator tends to the standard "
        "deviation of $|Y|$, not to $\\sigma$."
    ),
    assumptions=(*source.SETTING, source.ESTIMATOR),
    provenance=source.DERIVED,
    provenance_note=source.CODE_NOTE
    + " The constant 50 was read in that code, not in the paper; Theorem 4 itself stays true.",
    outcome=Outcome.CONDITIONAL,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="extra-slope",
            asserts="The branch $a=50$ has the limit factor $25/26$, an extra slope of $-\\tfrac12\\log 1.04$.",
            left=lambda: symbolic.defect()["slope"].relation,
            right=lambda: sp.log(sp.Rational(26, 25)) / 2,
            rivals={
                "½ log 1.02": lambda: sp.log(sp.Rational(51, 50)) / 2,
                "no extra slope": lambda: sp.Integer(0),
            },
        ),
        *(_slope_estimate(slope) for slope in SLOPES),
        *(_first(ratio) for ratio in (0, 1, 2)),
        *(_joint(ratio) for ratio in (2, 4)),
    ),
    simulation=Simulation(_block, {"smoke": 1_400, "full": 4_000}, block_size=1_000),
    not_established=(
        "The extra slope is a limit for separated bumps; from overlapping ones the chain needs some generations to get "
        "there, and its path in between is simulated only.",
    ),
)
