"""Theorem 4.1: the mean test error of least squares after least squares, exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.regression import source
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CLAIM"]

# A chain of raw draws, with so few samples that the limit formula is off by a tenth.
SMALL: dict[str, Any] = {
    "samples": 30,
    "noise": 1.0,
    "generator_samples": 15,
    "generator_noise": 1.0,
    "generations": 5,
}
SMALL_DIMENSION = 6
# Generators alone, by their law.
LARGE: dict[str, Any] = {"dimension": 20, "generator_samples": 40, "generations": 5}
POINTS = ((20, 40, 50, 5), (5, 10, 100, 10), (40, 80, 60, 3), (3, 5, 5, 1), (300, 600, 1000, 20))
# One draw in so many goes through the raw chain.
SHARE = 4


def generators(dimension: int, generator_samples: int, generations: int) -> exact.LeastSquaresRisk:
    """Error of the last generator itself: a last fit without noise copies it."""
    return exact.least_squares_risk(
        dimension=dimension,
        samples=10 * dimension,
        noise=0.0,
        generator_samples=generator_samples,
        generator_noise=1.0,
        generations=generations,
    )


def _limit(dimension: int, *, samples: int, noise: float, generator_samples: int, generations: int) -> float:
    phi, phi0 = dimension / samples, dimension / generator_samples
    return noise**2 * phi / (1 - phi) + generations * phi0 / (1 - phi0)


def _small_limit() -> float:
    return _limit(SMALL_DIMENSION, **{k: v for k, v in SMALL.items() if k != "generator_noise"})


def _small(**changes: Any) -> exact.LeastSquaresRisk:
    return exact.least_squares_risk(**{"dimension": SMALL_DIMENSION, **SMALL, **changes})


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, Any]]]:
    form = symbolic.chain()["mean"].relation
    fixed = {symbolic.noise: sp.Rational(7, 10), symbolic.generator_noise: sp.Rational(1, 5)}
    names = (symbolic.dimension, symbolic.generator_samples, symbolic.samples, symbolic.generations)
    return [(form, {**dict(zip(names, point, strict=True)), **fixed}) for point in POINTS]


def _computed(shift: int = 0) -> list[float]:
    means = []
    for d, given, size, n in POINTS:
        found = exact.least_squares_risk(
            dimension=d,
            samples=size,
            noise=0.7,
            generator_samples=given,
            generator_noise=0.2,
            generations=n + shift,
        )
        means.append(float(found.mean))
    return means


def _computed_limit() -> list[float]:
    form = symbolic.chain()["limit"].relation
    values = []
    for d, given, size, n in POINTS:
        point = {
            symbolic.ratio: sp.Rational(d, size),
            symbolic.generator_ratio: sp.Rational(d, given),
            symbolic.generations: n,
            symbolic.noise: sp.Rational(7, 10),
            symbolic.generator_noise: sp.Rational(1, 5),
        }
        values.append(float(form.subs(point)))
    return values


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    spectrum = np.arange(1.0, SMALL_DIMENSION + 1) ** -2
    raw = simulate.chain(
        spectrum,
        np.ones(SMALL_DIMENSION),
        ridge=0.0,
        replicates=replicates // SHARE,
        method="naive",
        rng=rng,
        **SMALL,
    )
    settings = {**LARGE, "samples": 10 * LARGE["dimension"], "noise": 0.0, "generator_noise": 1.0}
    samples = {"raw": raw[:, -1]}
    for design in ("independent", "same"):
        samples[design] = simulate.least_squares(**settings, design=design, replicates=replicates, rng=rng)
    return samples


def _generators(design: str) -> Estimate:
    return Estimate(
        name=f"generators-{design}",
        asserts=f"The error of the last generator itself, {design} inputs, at $d={LARGE['dimension']}$, "
        f"$T_0={LARGE['generator_samples']}$, $n={LARGE['generations']}$.",
        sample=design,
        theory=Value(lambda **settings: float(generators(**settings).mean), LARGE),
        spread=lambda: float(
            np.sqrt(
                exact.least_squares_risk(
                    **LARGE, samples=200, noise=0.0, generator_noise=1.0, design=design
                ).variance
            )
        ),
        margin={"smoke": 0.13, "full": 0.06},
        margin_reason="half the distance to the limit formula, and a quarter of it at the full profile",
        rivals={
            "the limit formula, φ₀/(1 − φ₀)": lambda: _limit(
                20, samples=200, noise=0.0, generator_samples=40, generations=5
            ),
            "one generator more": lambda: float(generators(20, 40, 6).mean),
        },
    )


CLAIM = Claim(
    id="regression-least-squares-mean",
    title="Every generator adds the same error, exactly",
    ledger=("P3-T1",),
    paper=source.PAPER,
    locus="Theorem 4.1",
    statement=(
        "For every covariance $\\Sigma$, whether the generators share their inputs or not, "
        "$\\mathbb{E}\\,E = \\frac{\\sigma^2 d}{T-d-1} + \\frac{n\\,\\sigma_0^2\\,d}{T_0-d-1}$. "
        "The theorem has $\\sigma^2\\frac{\\phi}{1-\\phi} + n\\sigma_0^2\\frac{\\phi_0}{1-\\phi_0}$ with "
        "$\\phi = d/T$, $\\phi_0 = d/T_0$, the limit for sizes that grow in proportion."
    ),
    assumptions=(*source.SETTING, source.TALL),
    provenance=source.FULL_TEXT,
    provenance_note=source.FULL_TEXT_NOTE,
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "$\\mathbb{E}\\,E \\simeq \\sigma^2\\frac{\\phi}{1-\\phi} + "
            "n\\,\\sigma_0^2\\frac{\\phi_0}{1-\\phi_0}$, in the limit of large sizes."
        ),
        ours=(
            "$\\mathbb{E}\\,E = \\frac{\\sigma^2 d}{T-d-1} + \\frac{n\\,\\sigma_0^2\\,d}{T_0-d-1}$ at every size "
            "and for every $\\Sigma$."
        ),
        decided={
            "raw-chain": "the limit formula",
            "generators-independent": "the limit formula, φ₀/(1 − φ₀)",
        },
    ),
    chapter=source.LEAST_SQUARES,
    evidence=(
        Identity(
            name="inverse-mean",
            asserts="The inverse of a chi-square variable with $m$ degrees of freedom has the mean $\\frac{1}{m-2}$.",
            left=lambda: symbolic.inverse_moment(1),
            right=lambda: symbolic.chain()["first"].relation,
            rivals={"1/(m − 1)": lambda: 1 / (symbolic.degrees - 1), "1/m": lambda: 1 / symbolic.degrees},
            domain={symbolic.degrees: (3, 40)},
        ),
        Identity(
            name="limit-is-low",
            asserts="The exact collapse term is the limit's times $\\frac{T_0-d}{T_0-d-1}$.",
            left=lambda: (
                symbolic.chain()["plateau"].relation
                / (symbolic.generations * symbolic.generator_noise**2)
                / (symbolic.dimension / (symbolic.generator_samples - symbolic.dimension))
            ),
            right=lambda: symbolic.chain()["excess"].relation,
            rivals={"no factor": lambda: sp.Integer(1)},
            domain={symbolic.dimension: (1, 20), symbolic.generator_samples: (25, 60)},
        ),
        Agreement(
            name="computed",
            asserts="The computed mean agrees with the formula at several sizes.",
            computed=_computed,
            reference=_reference,
            bound=1e-14,
            rivals={"the limit formula": _computed_limit, "one generator more": lambda: _computed(1)},
        ),
        Estimate(
            name="raw-chain",
            asserts="Raw inputs and labels with $\\Sigma = \\mathrm{diag}(j^{-2})$, fitted again and again: "
            f"$d={SMALL_DIMENSION}$, $T_0=15$, $T=30$, $n=5$, $\\sigma=\\sigma_0=1$.",
            sample="raw",
            theory=Value(lambda: float(_small().mean)),
            spread=lambda: float(np.sqrt(_small().variance)),
            margin={"smoke": 0.21, "full": 0.13},
            margin_reason="less than half the distance to the limit formula",
            rivals={
                "the limit formula": _small_limit,
                "one generator more": lambda: float(_small(generations=6).mean),
            },
        ),
        _generators("independent"),
        _generators("same"),
    ),
    simulation=Simulation(
        _block, {"smoke": 40_000, "full": 120_000}, block_size=4_000, entries={"raw": 1 / SHARE}
    ),
    not_established=(
        "The mean is finite only from $T, T_0 \\ge d + 2$ on. With the same $T_0$ in every generation and $T_0$ fixed, "
        "the limit formula does not become exact, however large $T$ is.",
    ),
)
