"""Corollary 4.4: the collapse term of ridge regression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from modelcollapse.checks import Estimate, Identity, Slope, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.regression import source
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CLAIM", "special_case"]

DIMENSION, GIVEN, RIDGE = 60, 120, 0.1
# Name, exponent of the spectrum, T, spread of one draw of ρ (from a pilot run with other streams, for planning only).
CASES = (("wide", 0.0, 40, 0.0052), ("tall", 0.0, 240, 0.00245), ("uneven", 1.0, 90, 0.0029))
# A whole chain, followed over its generations.
CHAIN: dict[str, Any] = {
    "ridge": RIDGE,
    "samples": 45,
    "noise": 0.5,
    "generator_samples": 60,
    "generator_noise": 0.3,
}
CHAIN_DIMENSION = 30
GENERATIONS = tuple(range(11))


def _spectrum(exponent: float, dimension: int = DIMENSION) -> np.ndarray:
    return np.asarray(np.arange(1.0, dimension + 1) ** -exponent)


def _rho(exponent: float, samples: int, *, given: int = GIVEN, dimension: int = DIMENSION) -> float:
    found = exact.risk(
        _spectrum(exponent, dimension),
        np.full(dimension, dimension**-0.5),
        ridge=RIDGE,
        samples=samples,
        noise=0.0,
        generator_samples=given,
        generator_noise=1.0,
        generations=1,
    )
    return float(found.collapse)


def special_case(exponent: float, samples: int, *, given: int = GIVEN, dimension: int = DIMENSION) -> float:
    """ρ as Proposition F.6 displays it for enough generator samples: df₂/(T − df₂)·(1 + κ² tr(Σ+κ)⁻²/(T₀ − d))."""
    spectrum = _spectrum(exponent, dimension)
    kappa = float(exact.kappa(spectrum, ridge=RIDGE, samples=samples))
    degrees = float(exact.df(spectrum, kappa, 2))
    trace = float(((spectrum + kappa) ** -2).sum())
    return degrees / (samples - degrees) * (1 + kappa**2 * trace / (given - dimension))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    spare = GIVEN - DIMENSION - 1
    for name, exponent, size, _ in CASES:
        settings: dict[str, Any] = {
            "ridge": RIDGE,
            "samples": size,
            "replicates": replicates,
            "rng": rng,
        }
        drawn = (
            simulate.conditional(_spectrum(exponent), np.full(DIMENSION, DIMENSION**-0.5), **settings)
            if exponent
            else simulate.isotropic_conditional(DIMENSION, **settings)
        )
        samples[name] = drawn.collapse / spare
    d = CHAIN_DIMENSION
    samples["chain"] = simulate.chain(
        np.ones(d),
        np.full(d, d**-0.5),
        generations=GENERATIONS[-1],
        replicates=4 * replicates,
        rng=rng,
        **CHAIN,
    )
    return samples


def _estimate(name: str, exponent: float, samples: int, spread: float) -> Estimate:
    theory = _rho(exponent, samples)
    rivals: dict[str, Callable[[], float]] = {
        "the special case of Proposition F.6": lambda: special_case(exponent, samples),
    }
    if samples > DIMENSION:
        # Where T < d the formula's own error is as large as this difference.
        rivals["T₀ − d in place of T₀ − d − 1"] = lambda: (
            _rho(exponent, samples, given=GIVEN - 1) * ((GIVEN - DIMENSION - 2) / (GIVEN - DIMENSION))
        )
    kind = "equal eigenvalues" if not exponent else "the eigenvalues $1/j$"
    return Estimate(
        name=f"rho-{name}",
        asserts=f"$\\rho$ over simulated inputs with {kind}, $d={DIMENSION}$, $T={samples}$, $T_0={GIVEN}$, "
        f"$\\lambda={RIDGE}$.",
        sample=name,
        theory=Value(lambda: _rho(exponent, samples)),
        spread=lambda: spread,
        margin=0.004 * theory,
        margin_reason="a quarter of the difference between T₀ − d and T₀ − d − 1",
        rivals=rivals,
        kind="asymptotic",
        # Relative error 1/(3d) and for T < d 1/(2d): the isotropic slopes of the claim before show how it falls.
        remainder=(0.003 if samples > DIMENSION else 0.008) * theory,
        mutate=False,
    )


def _chain_slope() -> float:
    d = CHAIN_DIMENSION
    found = exact.risk(np.ones(d), np.full(d, d**-0.5), generations=1, **CHAIN)
    return float(found.collapse)


def _chain_special() -> float:
    special = special_case(0.0, CHAIN["samples"], given=CHAIN["generator_samples"], dimension=CHAIN_DIMENSION)
    return special * float(CHAIN["generator_noise"]) ** 2


CLAIM = Claim(
    id="regression-ridge-collapse",
    title="How a ridge damps the error of the generators",
    ledger=("P3-T4",),
    paper=source.PAPER,
    locus="Corollary 4.4, equation 19",
    statement=(
        "For $T_0 \\ge d+2$ and large $d$, $T$ each generator adds $\\sigma_0^2\\rho$ with "
        "$\\rho = \\frac{1}{T_0-d-1}\\Bigl[\\mathrm{df}_2(\\kappa) + \\kappa^2\\,\\mathrm{tr}(\\Sigma+\\kappa)^{-2}\\,"
        "\\frac{\\mathrm{df}_2(\\kappa)}{T-\\mathrm{df}_2(\\kappa)}\\Bigr]$. The corollary has $T_0-d$; $T_0-d-1$ is "
        "exact. The special case that Proposition F.6 displays for $T_0 \\ge d$, in the version we read, is another "
        "function, and wrong."
    ),
    assumptions=(
        *source.SETTING,
        "Means over all inputs and noise; $d$ and $T$ of the same order; $\\lambda > 0$.",
    ),
    provenance=source.FULL_TEXT,
    provenance_note=source.FULL_TEXT_NOTE,
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "$\\rho \\simeq \\frac{1}{T_0-d}\\bigl[\\mathrm{df}_2(\\kappa) + "
            "\\kappa^2\\,\\mathrm{tr}(\\Sigma+\\kappa)^{-2}\\frac{\\mathrm{df}_2(\\kappa)}{T-\\mathrm{df}_2(\\kappa)}\\bigr]$."
            " Proposition F.6 displays another special case for $T_0 \\ge d$, "
            "$\\frac{\\mathrm{df}_2(\\kappa)}{T-\\mathrm{df}_2(\\kappa)}\\bigl[1 + "
            "\\frac{\\kappa^2\\,\\mathrm{tr}(\\Sigma+\\kappa)^{-2}}{T_0-d}\\bigr]$, which contradicts the first."
        ),
        ours="The first formula with $T_0-d-1$ in place of $T_0-d$. "
        "The special case displayed in Proposition F.6, in the version we read, does not hold.",
        decided={
            "rho-wide": "the special case of Proposition F.6",
            "rho-tall": "T₀ − d in place of T₀ − d − 1",
        },
    ),
    chapter=source.RIDGE,
    evidence=(
        Identity(
            name="isotropic",
            asserts="For $\\Sigma = 1$ the numerator is $d$ times "
            "$\\frac{1}{(1+\\kappa)^2}\\bigl(1+\\frac{\\phi\\kappa^2}{(1+\\kappa)^2-\\phi}\\bigr)$.",
            left=lambda: symbolic.collapse()["general"].relation,
            right=lambda: _isotropic(),
            rivals={"without the second term": lambda: 1 / (1 + symbolic.kappa) ** 2},
        ),
        Identity(
            name="no-ridge",
            asserts="As $\\kappa \\to 0$ it becomes $d$, and $\\rho$ that of least squares.",
            left=lambda: symbolic.collapse()["added"].relation.subs(symbolic.kappa, 0),
            right=lambda: symbolic.collapse()["no_ridge"].relation,
            rivals={"(1 − φ) of it": lambda: (1 - symbolic.ratio) * symbolic.collapse()["no_ridge"].relation},
        ),
        *(_estimate(*case) for case in CASES),
        Slope(
            name="chain",
            asserts="The test error of whole chains grows by $\\sigma_0^2\\rho$ a generation: $\\Sigma=1$, "
            f"$d={CHAIN_DIMENSION}$, $T=45$, $T_0=60$, $\\lambda={RIDGE}$, $\\sigma=0.5$, $\\sigma_0=0.3$, $n \\le "
            "10$.",
            sample="chain",
            theory=Value(_chain_slope),
            # From a pilot run with other streams, for planning only.
            spread=lambda: 0.0245,
            margin={"smoke": 0.004, "full": 0.0025},
            margin_reason="four per cent at the full profile, and a tenth of the distance to the wrong formula",
            rivals={
                "the special case of Proposition F.6": _chain_special,
                "no collapse": lambda: 0.0,
            },
            kind="asymptotic",
            remainder=0.0006,
            positions=GENERATIONS,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 1_200, "full": 2_400}, block_size=600, entries={"chain": 4}),
    not_established=(
        "The formula for the numerator is a limit; its error at the sizes shown is below one per cent.",
    ),
)


def _isotropic() -> Any:
    phi, kappa = symbolic.ratio, symbolic.kappa
    return (1 + phi * kappa**2 / ((1 + kappa) ** 2 - phi)) / (1 + kappa) ** 2
