"""Two numbers carry the whole law of the chain when all directions are alike."""

from __future__ import annotations

import numpy as np

from modelcollapse.checks import Estimate, Identity, Law, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.regression import overparametrised_source as source
from modelcollapse.exact.regression import overparametrised as exact
from modelcollapse.simulate.regression import overparametrised as simulate
from modelcollapse.symbolic.regression import overparametrised as symbolic

__all__ = ["CLAIM"]

DIMENSION, QUIET_SAMPLES, GENERATIONS = 20, 10, 3
NOISY_SAMPLES, NOISE = 12, 0.4
# Errors near which a quarter, half and three quarters of the noisy chains lie.
LEVELS = (1.0, 1.25, 1.55)


def _whole(noise: float, samples: int, replicates: int, rng: np.random.Generator) -> np.ndarray:
    truth = np.eye(DIMENSION)[0]
    path = simulate.weights(
        np.ones(DIMENSION),
        truth,
        generator_samples=samples,
        generations=GENERATIONS,
        replicates=replicates,
        rng=rng,
        generator_noise=noise,
    )
    return np.asarray(((path - truth) ** 2).sum(axis=2))


def _scalar(noise: float, samples: int, replicates: int, rng: np.random.Generator) -> np.ndarray:
    return simulate.scalar_chain(
        dimension=DIMENSION,
        generator_samples=samples,
        generations=GENERATIONS,
        replicates=replicates,
        rng=rng,
        generator_noise=noise,
    )


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    quiet = {
        "whole": _whole(0.0, QUIET_SAMPLES, replicates, rng),
        "scalar": _scalar(0.0, QUIET_SAMPLES, replicates, rng),
    }
    noisy = _whole(NOISE, NOISY_SAMPLES, replicates, rng), _scalar(NOISE, NOISY_SAMPLES, replicates, rng)
    found = {f"{name} square": error[:, GENERATIONS] ** 2 for name, error in quiet.items()}
    found["scalar first"] = 1 - quiet["scalar"][:, 1]
    for level in LEVELS:
        below = [(error[:, GENERATIONS] < level).astype(float) for error in noisy]
        found[f"below {level:g}"] = below[1] - below[0]
    return found


def _square(name: str) -> Estimate:
    told = "two numbers" if name == "scalar" else f"all {DIMENSION} weights"
    value = Value(
        exact.error_square,
        {"dimension": DIMENSION, "generator_samples": QUIET_SAMPLES, "generations": GENERATIONS},
    )
    return Estimate(
        name=f"{name}-mean-square",
        asserts=f"The mean squared error of $\\lVert\\hat w_3-w_0\\rVert^2$, simulated with {told}, without noise, "
        f"$T_0={QUIET_SAMPLES}$.",
        sample=f"{name} square",
        theory=value,
        spread=lambda: 0.3,
        margin={"smoke": 0.03, "full": 0.02},
        margin_reason="a few per cent of the value; the chain with one generation less is ten times as far",
        rivals={
            "two generators": lambda: value(generations=2),
            "the square of the mean error": lambda: (
                (1 - (QUIET_SAMPLES / DIMENSION) ** GENERATIONS) ** 2 - 0.05
            ),
        },
        mutate=False,
    )


def _level(level: float) -> Estimate:
    return Estimate(
        name=f"noisy-below-{str(level).replace('.', '-')}",
        asserts=f"With $T_0={NOISY_SAMPLES}$ and $\\sigma_0={NOISE}$ both simulations have the same "
        f"$\\Pr(\\lVert\\hat w_3-w_0\\rVert^2 < {level:g})$.",
        sample=f"below {level:g}",
        theory=Value(lambda: 0.0),
        # Two independent shares, each with a variance of at most a quarter.
        spread=lambda: float(np.sqrt(0.5)),
        margin={"smoke": 0.05, "full": 0.035},
        margin_reason="on the probability scale: what this many chains can settle",
        rivals={"a tenth apart": lambda: 0.1},
        mutate=False,
    )


def _share(x: np.ndarray, dimension: int = DIMENSION) -> np.ndarray:
    return exact.share_cdf(x, dimension=dimension, generator_samples=QUIET_SAMPLES)


CLAIM = Claim(
    id="regression-scalar-chain",
    title="Two numbers in place of d weights",
    ledger=("P3-D4",),
    paper=source.PAPER,
    locus="setting of Theorem 4.6",
    statement=(
        "With fresh inputs the pair $\\big(\\langle\\hat w_n,w_0\\rangle, \\lVert\\hat w_n\\rVert^2\\big)$ is a "
        "Markov chain, label noise included: a beta share, a ratio of two chi-squares and three random cosines a "
        "generation, whatever $d$. Hence, without noise, the exact mean of $\\lVert\\hat w_n-w_0\\rVert^4$."
    ),
    assumptions=source.PLAIN,
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="turned",
            asserts="A beta share $b$ has $\\mathbb{E}\\,b(1-b) = \\frac{T_0(d-T_0)}{d(d+2)}$.",
            left=lambda: symbolic.projection()["turned"].relation,
            right=lambda: (
                symbolic.generator_samples
                * (symbolic.dimension - symbolic.generator_samples)
                / (symbolic.dimension * (symbolic.dimension + 2))
            ),
            rivals={
                "η(1 − η)": lambda: (
                    symbolic.generator_samples
                    * (symbolic.dimension - symbolic.generator_samples)
                    / symbolic.dimension**2
                ),
            },
            domain={symbolic.dimension: (13, 40)},
        ),
        Law(
            name="first-share",
            asserts="After one generator without noise $1-\\lVert\\hat w_1-w_0\\rVert^2$ has the law "
            "$\\mathrm{Beta}(T_0/2, (d-T_0)/2)$.",
            sample="scalar first",
            cdf=_share,
            margin={"smoke": 0.06, "full": 0.04},
            margin_reason="twice the envelope",
            rivals={"Beta with d + 2 for d": lambda x: _share(x, DIMENSION + 2)},
        ),
        _square("whole"),
        _square("scalar"),
        *(_level(level) for level in LEVELS),
    ),
    simulation=Simulation(_block, {"smoke": 12_000, "full": 24_000}, block_size=1_000),
)
