"""Theorem F.1: the collapse term at any finite size, for generators with enough samples."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.checks import Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.regression import source
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CLAIM"]

DIMENSION = 6
SETTINGS: dict[str, Any] = {
    "ridge": 0.1,
    "samples": 10,
    "noise": 0.5,
    "generator_samples": 16,
    "generator_noise": 1.0,
    "generations": 3,
}
SPARE = SETTINGS["generator_samples"] - DIMENSION - 1
DESIGNS = ("independent", "same")


def _spectrum() -> np.ndarray:
    return 1 / np.arange(1.0, DIMENSION + 1)


def _shift(factor: float) -> float:
    """What the difference would be if the collapse term were this multiple of the asserted one."""
    found = exact.risk(_spectrum(), np.ones(DIMENSION), **SETTINGS)
    return float(found.collapse) * (factor - 1)


def _spare() -> Any:
    return symbolic.generator_samples - symbolic.dimension - 1


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    truth = np.ones(DIMENSION)
    for design in DESIGNS:
        errors = simulate.chain(
            _spectrum(), truth, design=design, replicates=replicates, method="naive", rng=rng, **SETTINGS
        )
        given = simulate.conditional(
            _spectrum(),
            truth,
            ridge=SETTINGS["ridge"],
            samples=SETTINGS["samples"],
            replicates=replicates,
            rng=rng,
        )
        for n in (1, 3):
            samples[f"{design} {n}"] = errors[:, n] - errors[:, 0] - n * given.collapse / SPARE
    return samples


def _estimate(design: str, generations: int, spread: float, margins: dict[str, float]) -> Estimate:
    linear = generations == 3
    rivals = {
        "T₀ − d in place of T₀ − d − 1": lambda: _shift(SPARE / (SPARE + 1)) * generations / 3,
        "no collapse term": lambda: _shift(0) * generations / 3,
    }
    if linear:
        rivals["not growing with n"] = lambda: _shift(1 / 3)
    return Estimate(
        name=f"{design}-{generations}",
        asserts=f"Raw chains of {generations} generator{'s' if linear else ''}, {design} inputs: the added error "
        f"less $n\\sigma_0^2\\,\\mathrm{{tr}}\\,\\Sigma^{{-1}}A\\Sigma A/(T_0-d-1)$ has mean zero, at $d={DIMENSION}$, "
        f"$T=10$, $T_0={SETTINGS['generator_samples']}$, $\\lambda={SETTINGS['ridge']}$, eigenvalues $1/j$.",
        sample=f"{design} {generations}",
        theory=Value(lambda: 0.0),
        # From a pilot run with other streams, for planning only.
        spread=lambda: spread,
        margin=margins,
        margin_reason="at most half the distance to T₀ − d in place of T₀ − d − 1",
        rivals=rivals,
    )


CLAIM = Claim(
    id="regression-ridge-identity",
    title="The collapse term is exact at any size, and linear in the generations",
    ledger=("P3-T5", "P3-C0"),
    paper=source.PAPER,
    locus="equation 1 and Theorem F.1",
    statement=(
        "With $A = (\\hat\\Sigma+\\lambda)^{-1}\\hat\\Sigma$ and $T_0 \\ge d+2$ the mean test error after $n$ "
        "generators is that of clean training plus $n\\,\\sigma_0^2\\,\\rho$, "
        "$\\rho = \\frac{\\mathbb{E}\\,\\mathrm{tr}\\,\\Sigma^{-1}A\\Sigma A}{T_0-d-1}$, for all finite $d$, $T$, "
        "$T_0$, every $\\Sigma$ and $\\lambda$, whether the generators share their inputs or not."
    ),
    assumptions=(*source.SETTING, "The inputs of the last fit are independent of those of the generators."),
    provenance=source.FULL_TEXT,
    provenance_note=f"{source.FULL_TEXT_NOTE} There the second part of Theorem F.1 is stated as an approximation.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "Each generator adds $\\sigma_0^2\\rho$ to the error; the form of $\\rho$ for $T_0 \\ge d$ is stated "
            "as an approximation for large sizes."
        ),
        ours=(
            "$\\rho = \\frac{\\mathbb{E}\\,\\mathrm{tr}\\,\\Sigma^{-1}A\\Sigma A}{T_0-d-1}$ is exact for all "
            "finite $d$, $T$, $T_0 \\ge d+2$, every $\\Sigma$ and every ridge."
        ),
        decided={"independent-3": "T₀ − d in place of T₀ − d − 1", "same-3": "not growing with n"},
    ),
    chapter=source.RIDGE,
    evidence=(
        Identity(
            name="whitened-noise",
            asserts="In whitened coordinates a generator's error has the covariance $\\frac{\\sigma_0^2}{T_0-d-1}$ in "
            "each direction, the mean of $\\sigma_0^2/\\chi^2_{T_0-d+1}$.",
            left=lambda: symbolic.inverse_moment(1).subs(symbolic.degrees, _spare() + 2),
            right=lambda: 1 / _spare(),
            rivals={"T₀ − d": lambda: 1 / (_spare() + 1)},
            domain={symbolic.dimension: (1, 20), symbolic.generator_samples: (25, 60)},
        ),
        _estimate("independent", 1, 0.42, {"smoke": 0.017, "full": 0.012}),
        _estimate("independent", 3, 0.92, {"smoke": 0.045, "full": 0.036}),
        _estimate("same", 3, 1.08, {"smoke": 0.045, "full": 0.036}),
    ),
    simulation=Simulation(_block, {"smoke": 40_000, "full": 70_000}, block_size=2_000),
    not_established=(
        "Generators with fewer samples than dimensions lose directions of $w_0$, and with independent inputs their "
        "collapse term is not linear in $n$; the statement does not cover them.",
    ),
)
