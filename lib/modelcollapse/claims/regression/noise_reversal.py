"""With label noise the verdict on fresh inputs turns round."""

from __future__ import annotations

from functools import partial

import numpy as np

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.regression import overparametrised_source as source
from modelcollapse.exact.regression import overparametrised as exact
from modelcollapse.simulate.regression import overparametrised as simulate
from modelcollapse.symbolic.regression import overparametrised as symbolic

__all__ = ["CLAIM", "CROSSINGS", "DIMENSION", "NOISE", "SAMPLES"]

DIMENSION, SAMPLES, NOISE = 24, 8, 0.5
EARLY, LATE = 2, 8
# Label noises at d = 60, T₀ = 30, for the crossings.
CROSSINGS = (0.5, 0.2, 0.1, 0.05)


def _error(design: str, generations: int) -> float:
    return float(
        exact.forgetting(
            dimension=DIMENSION,
            generator_samples=SAMPLES,
            generations=generations,
            generator_noise=NOISE,
            design=design,
        ).error
    )


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    truth = np.eye(DIMENSION)[0]
    found: dict[str, np.ndarray] = {}
    for design in ("independent", "same"):
        path = simulate.weights(
            np.ones(DIMENSION),
            truth,
            generator_samples=SAMPLES,
            generations=LATE,
            replicates=replicates,
            rng=rng,
            generator_noise=NOISE,
            design=design,
        )
        error = ((path - truth) ** 2).sum(axis=2)
        found |= {f"{design} {n}": error[:, n] for n in (EARLY, LATE)}
    return found


def _estimate(design: str, generations: int, margin: dict[str, float], spread: float) -> Estimate:
    value = Value(_error, {"design": design, "generations": generations})
    other = "same" if design == "independent" else "independent"
    return Estimate(
        name=f"{design}-{generations}",
        asserts=f"$\\mathbb{{E}}\\lVert\\hat w_{generations}-w_0\\rVert^2$ with "
        f"{'fresh' if design == 'independent' else 'the same'} inputs, $d={DIMENSION}$, $T_0={SAMPLES}$, "
        f"$\\sigma_0={NOISE}$.",
        sample=f"{design} {generations}",
        theory=value,
        spread=lambda: spread,
        margin=margin,
        margin_reason="a third of the distance to the other design, or less, at the full profile",
        rivals={
            "the other design": lambda: value(design=other),
            "no label noise": lambda: float(
                exact.forgetting(
                    dimension=DIMENSION, generator_samples=SAMPLES, generations=generations, design=design
                ).error
            ),
        },
        # One more generation adds less than the margin.
        mutate=False,
    )


def _worse(shift: int, noise: float) -> float:
    """Error with the same inputs less that with fresh ones, at the crossing or next to it."""
    n = exact.crossing(dimension=60, generator_samples=30, generator_noise=noise) + shift
    same, fresh = (
        exact.forgetting(
            dimension=60, generator_samples=30, generator_noise=noise, generations=n, design=design
        ).error
        for design in ("same", "independent")
    )
    return float(same - fresh)


def _worses(shift: int) -> np.ndarray:
    return np.array([*map(partial(_worse, shift), CROSSINGS)])


CLAIM = Claim(
    id="regression-noise-reversal",
    title="Fresh inputs forget more, but hear less noise",
    ledger=("P3-D2", "P3-T9"),
    paper=source.PAPER,
    locus="after Theorem 4.6",
    statement=(
        "With label noise $\\sigma_0$, $\\eta = T_0/d$ and $v = \\sigma_0^2T_0/(d-T_0-1)$, the mean error "
        "$\\mathbb{E}\\lVert\\hat w_n-w_0\\rVert^2$ is exactly $(1-\\eta^n)\\big(1+\\frac{v}{1-\\eta}\\big)$ with "
        "fresh inputs, which saturates, and $1-\\eta+nv$ with the same inputs, which does not. So fresh inputs are "
        "worse for small $n$ and better for large $n$."
    ),
    assumptions=(*source.PLAIN, "$T_0 \\le d-2$; the noise of every label is normal and independent."),
    provenance=source.FULL_TEXT,
    provenance_note=source.FULL_TEXT_NOTE
    + " In the version we read independent designs are called worse; under the hypotheses we could reconstruct that is "
    "so without label noise only. The formulas with noise are derived here.",
    outcome=Outcome.CONDITIONAL,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="recursion",
            asserts="The formula for fresh inputs solves $q_{n+1} = \\eta q_n + v$ for $q_n = "
            "\\mathbb{E}\\lVert\\hat w_n\\rVert^2$.",
            left=lambda: symbolic.chain()["solved"].relation,
            right=symbolic.fresh_error,
            rivals={
                "the same inputs": symbolic.same_error,
                "noise that does not fade": lambda: (
                    1 - symbolic.kept**symbolic.generations + symbolic.generations * symbolic.noise
                ),
            },
            domain={symbolic.kept: (0, 1)},
        ),
        _estimate("independent", EARLY, {"smoke": 0.03, "full": 0.02}, 0.25),
        _estimate("independent", LATE, {"smoke": 0.03, "full": 0.02}, 0.25),
        _estimate("same", EARLY, {"smoke": 0.03, "full": 0.02}, 0.25),
        _estimate("same", LATE, {"smoke": 0.1, "full": 0.06}, 0.8),
        Inequality(
            name="after-the-crossing",
            asserts="At $d=60$, $T_0=30$ the same inputs are worse from a generation on that the library finds.",
            points=CROSSINGS,
            curve=lambda: _worses(0),
            lower=lambda: np.zeros(len(CROSSINGS)),
            lower_rivals={"one generation before": lambda: _worses(0) - _worses(-1)},
        ),
        Inequality(
            name="before-the-crossing",
            asserts="One generation before it they are better.",
            points=CROSSINGS,
            curve=lambda: _worses(-1),
            upper=lambda: np.zeros(len(CROSSINGS)),
            upper_rivals={"a gap of a twentieth": lambda: np.full(len(CROSSINGS), -0.05)},
        ),
    ),
    simulation=Simulation(_block, {"smoke": 12_000, "full": 24_000}, block_size=1_000),
    not_established=(
        "The crossing is exact for $\\Sigma = I$. For steep spectra fresh inputs may stay worse for many generations; "
        "the chapter shows one.",
    ),
)
