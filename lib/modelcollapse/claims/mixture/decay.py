"""Theorem 4: the fitted σ of the mixture dies out, with a sharpened rate."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.mixture import source
from modelcollapse.exact import gaussian
from modelcollapse.exact import mixture as exact
from modelcollapse.simulate import mixture as simulate
from modelcollapse.symbolic import mixture as symbolic

__all__ = ["CLAIM", "CONSTANT", "SIZE"]

CONSTANT = float(symbolic.RATE)
SIZE = 10
# Every n that the polynomial does not cover, and some that it does.
SIZES = (*range(2, symbolic.START + 1), 20, 50, 100, 1000)
FEW = (2, 4, 10, 50)
# μ/σ of the simulated steps; near 3 the bound is almost attained.
RATIOS = (0, 1, 3, 8)


def scaled(eta: float = 2.0, sizes: tuple[int, ...] = SIZES) -> np.ndarray:
    """4n times the log of the one-step bound; below −1 it proves the theorem."""
    return np.asarray(4 * np.array(sizes) * exact.one_step_bound(sample_size=list(sizes), eta=eta))


def _bound() -> float:
    return float(np.exp(exact.one_step_bound(sample_size=SIZE)))


def _with_constant(constant: float) -> float:
    return float(np.exp(-constant / (4 * SIZE)))


def _spread() -> float:
    """A standard deviation of σ̂/σ that covers every μ: that of the sample deviation with the inflation."""
    second = float(np.exp(gaussian.log_moment(2.0, sample_size=SIZE, divisor="n")))
    first = float(np.exp(gaussian.log_moment(1.0, sample_size=SIZE, divisor="n")))
    return float(np.sqrt(np.exp(exact.log_inflation(sample_size=SIZE)) * (second - first**2)))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for ratio in RATIOS:
        mu, sigma = np.full(replicates, float(ratio)), np.ones(replicates)
        _, mean, spread = simulate.magnitudes(mu, sigma, SIZE, rng)
        samples[f"ratio {ratio}"] = np.sqrt(simulate.approximate_fit(mean, spread, sample_size=SIZE)[1])
    return samples


def _step(ratio: int) -> Estimate:
    near = ratio == 3
    return Estimate(
        name=f"one-step-ratio-{ratio}",
        asserts=f"$\\mathbb{{E}}\\,\\hat\\sigma/\\sigma$ at $\\mu/\\sigma = {ratio}$ and $n={SIZE}$ stays below the "
        "bound of the proof.",
        sample=f"ratio {ratio}",
        theory=Value(
            lambda sample_size: float(np.exp(exact.one_step_bound(sample_size=sample_size))),
            {"sample_size": SIZE},
        ),
        spread=_spread,
        margin={"smoke": 0.006, "full": 0.003},
        margin_reason="a fifth of the distance between the asserted rate and the rate 3",
        rivals={"the rate 3 in place of 2.3984": lambda: _with_constant(3.0)}
        if near
        else {"half the bound": lambda: 0.5 * _bound()},
        kind="at most",
        # One-sided: a mutant above the bound is true, too.
        mutate=False,
    )


CLAIM = Claim(
    id="mixture-sigma-decay",
    title="The spread of a mixture dies out, faster than the theorem says",
    ledger=("P2-T4",),
    paper=source.PAPER,
    locus="Theorem 4",
    statement=(
        "With $\\eta = 2$, $\\Pr(\\sigma_k > \\varepsilon) \\le \\frac{\\sigma_0}{\\varepsilon}\\,e^{-2.3984\\,k/(4n)}$"
        " for all $n \\ge 2$, $k \\ge 1$, $\\mu_0$ and $\\varepsilon > 0$. The theorem has $e^{-k/(4n)}$."
    ),
    assumptions=(*source.SETTING, source.ESTIMATOR),
    provenance=source.NOTEBOOK,
    provenance_note=source.NOTEBOOK_NOTE,
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed="$\\Pr(\\sigma_k > \\varepsilon) \\le \\frac{\\sigma_0}{\\varepsilon}\\,e^{-k/(4n)}$.",
        ours=(
            "$\\Pr(\\sigma_k > \\varepsilon) \\le \\frac{\\sigma_0}{\\varepsilon}\\,e^{-2.3984\\,k/(4n)}$ for "
            "$\\eta = 2$, the value of all the authors' runs."
        ),
        decided={"rate": "", "theorem": "", "one-step-ratio-3": "the rate 3 in place of 2.3984"},
    ),
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="grows-with-eta",
            asserts="$c = \\log(1+\\kappa)$ grows with $\\eta$: its derivative is a quotient of positive terms.",
            left=lambda: sp.diff(symbolic.log_inflation(), symbolic.eta),
            right=lambda: symbolic.inflation_slope(),
            rivals={"without the last term": lambda: symbolic.inflation_slope(last=False)},
        ),
        Identity(
            name="room",
            asserts=f"For $n - 1 = {symbolic.START} + j$ the room between the proof's factor and the asserted rate is "
            "a polynomial in $j$ with positive coefficients over a positive denominator.",
            left=lambda: symbolic.room(),
            right=lambda: symbolic.rate()["shifted"].relation / symbolic.shifted_bottom(),
            rivals={"no room": lambda: sp.Integer(0), "a room of 1/n": lambda: symbolic.shifted_size() ** -1},
        ),
        Inequality(
            name="rate",
            asserts="$4n$ times the log of the one-step factor is at most $-2.3984$ for every $n \\le "
            f"{symbolic.START}$, and at larger $n$ on the way to $-2.5$.",
            points=SIZES,
            curve=lambda: scaled(),
            upper=lambda: np.full(len(SIZES), -CONSTANT),
            upper_rivals={
                "2.3985": lambda: np.full(len(SIZES), -2.3985),
                "2.5, the limit for large n": lambda: np.full(len(SIZES), -2.5),
            },
            rounding=1e-9,
        ),
        Inequality(
            name="theorem",
            asserts="The theorem's rate, $1$, is weaker at every such $n$.",
            points=SIZES,
            curve=lambda: scaled(),
            upper=lambda: np.full(len(SIZES), -1.0),
            upper_rivals={"2.5": lambda: np.full(len(SIZES), -2.5)},
        ),
        Inequality(
            name="large-eta",
            asserts="As $\\eta \\to \\infty$ the same proof falls short of the theorem's rate at $n = 2, 4, 10, 50$: "
            "$4n$ times the log of its factor stays above $-1$.",
            points=FEW,
            curve=lambda: scaled(1e9, FEW),
            lower=lambda: np.full(len(FEW), -1.0),
            lower_rivals={"−0.99": lambda: np.full(len(FEW), -0.99)},
        ),
        *(_step(ratio) for ratio in RATIOS),
    ),
    simulation=Simulation(_block, {"smoke": 84_000, "full": 340_000}),
    not_established=(
        "Only η = 2, and with it every smaller η, is claimed. For very large η the coupling proof falls short of the "
        "theorem's constant, and simulation neither shows a violation nor excludes one: unresolved here.",
        "2.3984 is the best constant of this proof, not of the process: near μ/σ = 3 the simulated step at n = 10 "
        "leaves room up to about 2.5.",
        "The theorem is about the approximate estimator; nothing is proved here for the joint maximum likelihood.",
    ),
)
