"""The survival curves of the authors' figure: between the bounds and a simulation that is right."""

from __future__ import annotations

import numpy as np

from modelcollapse.checks import Estimate, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.mixture import source
from modelcollapse.claims.mixture.decay import CONSTANT
from modelcollapse.exact import mixture as exact
from modelcollapse.simulate import mixture as simulate

__all__ = ["CLAIM", "GENERATIONS", "SIZE", "THRESHOLD"]

SIZE, THRESHOLD = 10, 0.1
GENERATIONS = (10, 20, 40)
HORIZON = tuple(range(10, 201, 10))
_MARGINS = {
    10: {"smoke": 0.008, "full": 0.0045},
    20: {"smoke": 0.018, "full": 0.0095},
    40: {"smoke": 0.015, "full": 0.0085},
}


def _domination(generations: int | tuple[int, ...], sample_size: int = SIZE) -> np.ndarray:
    wanted = generations if isinstance(generations, tuple) else (generations,)
    return exact.domination(THRESHOLD, sample_size=sample_size, generations=wanted)


def _closed(constant: float) -> np.ndarray:
    return exact.decay_bound(THRESHOLD, sample_size=SIZE, generations=HORIZON, constant=constant)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    early = {}
    for estimator, horizon in (("approximate", max(GENERATIONS)), ("joint", 20)):
        _, sigma = simulate.paths(
            sample_size=SIZE,
            generations=horizon,
            replicates=replicates,
            estimator=estimator,
            rng=rng,
        )
        early[estimator] = (sigma[:, 20] > THRESHOLD).astype(float)
        for generation in GENERATIONS:
            if generation <= horizon:
                samples[f"{estimator}, {generation}"] = sigma[:, generation] > THRESHOLD
    samples["joint less approximate"] = early["joint"] - early["approximate"]
    return samples


def _estimate(generation: int) -> Estimate:
    value = Value(
        lambda generations, sample_size: float(_domination(generations, sample_size)[0]),
        {"generations": generation, "sample_size": SIZE},
    )

    def spread() -> float:
        share = value()
        return float(np.sqrt(share * (1 - share)))

    return Estimate(
        name=f"approximate-k-{generation}",
        asserts=f"$\\Pr(\\sigma_{{{generation}}} > {THRESHOLD})$ with the approximate estimator stays below the law of "
        "the Gaussian chain that dominates it.",
        sample=f"approximate, {generation}",
        theory=value,
        spread=spread,
        margin=_MARGINS[generation],
        margin_reason="on the probability scale: what this many chains can settle",
        rivals={
            "that chain after 2.5 times as many generations": lambda: value(generations=generation * 5 // 2)
        },
        kind="at most",
        # One-sided: a mutant above the bound is true, too.
        mutate=False,
    )


CLAIM = Claim(
    id="mixture-survival-curve",
    title="How long the spread of a mixture survives",
    ledger=("P2-T4", "P2-F9"),
    paper=source.PAPER,
    locus="figure to Theorem 4",
    statement=(
        "With the approximate estimator $\\Pr(\\sigma_k > \\varepsilon)$ is at most "
        "$\\Pr\\big(\\sigma_0\\prod_{j\\le k}\\sqrt{(1+\\kappa)\\chi^2_{n-1,j}/n} > \\varepsilon\\big)$, "
        "which is far below both closed bounds. At the figure's settings the spread survives 20 generations of joint "
        "maximum likelihood more often than 20 of the approximate estimator."
    ),
    assumptions=(*source.SETTING, source.ESTIMATOR),
    provenance=source.DERIVED,
    provenance_note=source.CODE_NOTE
    + " The settings n = 10, ε = 0.1, μ₀ = σ₀ = 1 and 200 generations are those of the authors' figure code.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed="The bound $\\frac{\\sigma_0}{\\varepsilon}\\,e^{-k/(4n)}$ above simulated chains of both estimators.",
        ours=(
            "$\\Pr(\\sigma_k > \\varepsilon) \\le \\Pr\\bigl(\\sigma_0\\prod_{j\\le "
            "k}\\sqrt{(1+\\kappa)\\chi^2_{n-1,j}/n} > \\varepsilon\\bigr)$ for the approximate estimator, and "
            "joint maximum likelihood survives longer at the figure's settings."
        ),
        decided={"bounds-in-order": "", "approximate-k-40": "", "joint-above-approximate": ""},
    ),
    chapter=source.CHAPTER,
    evidence=(
        Inequality(
            name="bounds-in-order",
            asserts="The dominating law lies below the closed bound with $2.3984$.",
            points=HORIZON,
            curve=lambda: _domination(HORIZON),
            upper=lambda: _closed(CONSTANT),
            upper_rivals={
                "three times that rate": lambda: _closed(3 * CONSTANT),
                "a twentieth of that bound": lambda: _closed(CONSTANT) / 20,
            },
        ),
        Inequality(
            name="theorem",
            asserts="That bound lies below the theorem's.",
            points=HORIZON,
            curve=lambda: _closed(CONSTANT),
            upper=lambda: _closed(1.0),
            upper_rivals={"the rate 2.5": lambda: _closed(2.5)},
        ),
        *(_estimate(generation) for generation in GENERATIONS),
        Estimate(
            name="joint-above-approximate",
            asserts="$\\Pr(\\sigma_{20} > 0.1)$ is larger by at least $0.03$ with joint maximum likelihood.",
            sample="joint less approximate",
            theory=Value(lambda: 0.03),
            # Two independent shares, each with a variance of at most a quarter.
            spread=lambda: float(np.sqrt(0.5)),
            margin={"smoke": 0.026, "full": 0.015},
            margin_reason="what this many chains can settle",
            rivals={"a difference of at least 0.15": lambda: 0.15},
            kind="at least",
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 45_000, "full": 150_000}),
    not_established=(
        "No exact law of σ_k is known here for either estimator; the simulated curves carry their intervals.",
        "The survival curve of joint maximum likelihood is simulated only; no bound is proved for it.",
    ),
)
