"""The exact law of the test error of least squares after least squares."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import comb
from typing import Any

import numpy as np
import sympy as sp
from scipy import interpolate

from modelcollapse.checks import Estimate, Identity, Law, Value
from modelcollapse.checks.law import Cdf
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.regression import source
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate
from modelcollapse.symbolic import regression as symbolic

__all__ = ["CLAIM", "cdf"]

RAW: dict[str, Any] = {
    "samples": 20,
    "noise": 1.0,
    "generator_samples": 12,
    "generator_noise": 1.0,
    "generations": 5,
}
DIMENSION = 6
# So many spare samples that the squared distance from the mean has a tail which the guard accepts.
SPREAD: dict[str, Any] = {"dimension": 20, "generator_samples": 60, "generations": 5}
# The law is computed at these points, and joined by a monotone cubic; hardly any error lies outside.
KNOTS = np.geomspace(0.05, 2000, 240)
DESIGNS = ("independent", "same")
SHARE = 40


@cache
def _table(**settings: Any) -> Callable[[np.ndarray], np.ndarray]:
    values = exact.least_squares_cdf(KNOTS, **settings)
    joined: Callable[[np.ndarray], np.ndarray] = interpolate.PchipInterpolator(np.log(KNOTS), values)
    return joined


def cdf(**settings: Any) -> Cdf:
    """Return the distribution function of the error, interpolated between computed points."""
    return lambda errors: _table(**settings)(np.log(np.clip(errors, KNOTS[0], KNOTS[-1])))


def _raw_law(**changes: Any) -> Cdf:
    return cdf(**{"dimension": DIMENSION, **RAW, **changes})


def _variance(design: str, **settings: Any) -> float:
    return float(_generators(design, **settings).variance)


def _generators(
    design: str, dimension: int, generator_samples: int, generations: int
) -> exact.LeastSquaresRisk:
    return exact.least_squares_risk(
        dimension=dimension,
        samples=10 * dimension,
        noise=0.0,
        generator_samples=generator_samples,
        generator_noise=1.0,
        generations=generations,
        design=design,
    )


def _moments(design: str) -> np.ndarray:
    """Raw moments 0 to 4 of the error, for planning: those of χ²_d times those of the sum of inverse chi-squares."""
    d, n = SPREAD["dimension"], SPREAD["generations"]
    k = SPREAD["generator_samples"] - d + 1
    inverse, direct = [1.0], [1.0]
    for order in range(1, 5):
        inverse.append(inverse[-1] / (k - 2 * order))
        direct.append(direct[-1] * (d + 2 * order - 2))
    one = np.array(inverse)
    if design == "same":
        return np.asarray(one * float(n) ** np.arange(5) * np.array(direct))
    total = np.array([1.0, 0, 0, 0, 0])
    for _ in range(n):
        total = np.array([sum(comb(p, q) * total[q] * one[p - q] for q in range(p + 1)) for p in range(5)])
    return np.asarray(total * np.array(direct))


def _square_spread(design: str) -> float:
    """Standard deviation of the squared distance from the mean."""
    _, m1, m2, m3, m4 = _moments(design)
    second = m2 - m1**2
    fourth = m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4
    return float(np.sqrt(fourth - second**2))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    spectrum = np.arange(1.0, DIMENSION + 1) ** -2
    settings = {**SPREAD, "samples": 10 * SPREAD["dimension"], "noise": 0.0, "generator_noise": 1.0}
    for design in DESIGNS:
        raw = simulate.chain(
            spectrum,
            np.ones(DIMENSION),
            ridge=0.0,
            replicates=replicates // SHARE,
            design=design,
            method="naive",
            rng=rng,
            **RAW,
        )
        samples[f"raw {design}"] = raw[:, -1]
        errors = simulate.least_squares(**settings, design=design, replicates=replicates, rng=rng)
        mean = float(_generators(design, **SPREAD).mean)
        samples[f"square {design}"] = (errors - mean) ** 2
    return samples


def _law(design: str, other: str) -> Law:
    return Law(
        name=f"raw-{design}",
        asserts=f"Raw chains with {design} inputs and $\\Sigma = \\mathrm{{diag}}(j^{{-2}})$ follow it: "
        f"$d={DIMENSION}$, $T_0=12$, $T=20$, $n=5$, $\\sigma=\\sigma_0=1$.",
        sample=f"raw {design}",
        cdf=_raw_law(design=design),
        margin={"smoke": 0.07, "full": 0.034},
        margin_reason="at the full profile a third of the distance between the two designs",
        rivals={
            f"the law for {other} inputs": _raw_law(design=other),
            "one degree of freedom more": _raw_law(design=design, generator_samples=13),
            "one generator more": _raw_law(design=design, generations=6),
        },
    )


def _spread(design: str, other: str) -> Estimate:
    return Estimate(
        name=f"variance-{design}",
        asserts=f"The variance of the last generator's error, {design} inputs, at $d=20$, $T_0=60$, $n=5$.",
        sample=f"square {design}",
        theory=Value(lambda **settings: _variance(design, **settings), SPREAD),
        spread=lambda: _square_spread(design),
        margin={"smoke": 0.06, "full": 0.03},
        margin_reason="at the full profile less than what one sample of a generator changes",
        rivals={f"the variance for {other} inputs": lambda: _variance(other, **SPREAD)},
    )


CLAIM = Claim(
    id="regression-least-squares-law",
    title="The whole law of the error, and what sharing inputs changes",
    ledger=("P3-D1",),
    paper=source.PAPER,
    locus="process of Theorem 4.1",
    statement=(
        "The test error has the law of $\\chi^2_d\\,\\bigl(\\sigma^2/\\chi^2_{T-d+1} + \\sigma_0^2 \\sum_{m<n} "
        "1/\\chi^2_{T_0-d+1}(m)\\bigr)$ with independent chi-squares. With the same inputs for all generators the sum "
        "is $n/\\chi^2_{T_0-d+1}$: the mean is the same, the spread is not. As $n \\to \\infty$ the squared ratio of "
        "deviation to mean of the generators' part tends to $\\frac2d$ with independent inputs and, with "
        "$k = T_0-d+1$, to $\\bigl(1+\\frac2d\\bigr)\\frac{k-2}{k-4} - 1$ with the same ones."
    ),
    assumptions=(
        *source.SETTING,
        "At least as many samples as dimensions everywhere, and no ridge; for the ratios $k > 4$.",
    ),
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE,
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed="The mean of the error, in the limit of large sizes (Theorem 4.1).",
        ours=(
            "Its law, at every size: $\\chi^2_d\\,\\bigl(\\sigma^2/\\chi^2_{T-d+1} + \\sigma_0^2\\sum_{m<n} "
            "1/\\chi^2_{T_0-d+1}(m)\\bigr)$ with fresh inputs, with $n/\\chi^2_{T_0-d+1}$ for the sum if all "
            "generators share theirs."
        ),
        decided={
            "raw-independent": "the law for same inputs",
            "variance-same": "the variance for independent inputs",
        },
    ),
    chapter=source.LEAST_SQUARES,
    evidence=(
        Identity(
            name="inverse-square",
            asserts="The squared inverse of a chi-square variable has the mean $\\frac{1}{(m-2)(m-4)}$.",
            left=lambda: symbolic.inverse_moment(2),
            right=lambda: symbolic.chain()["second"].relation,
            rivals={"the square of the mean": lambda: symbolic.chain()["first"].relation ** 2},
            domain={symbolic.degrees: (5, 40)},
        ),
        Identity(
            name="late-same",
            asserts="With the same inputs the squared ratio of deviation to mean is "
            "$(1+\\frac2d)\\frac{k-2}{k-4} - 1$ for every $n$.",
            left=lambda: symbolic.spread()["late_same"].relation,
            right=lambda: (1 + 2 / symbolic.dimension) * (symbolic.degrees - 2) / (symbolic.degrees - 4) - 1,
            rivals={"2/d, as with independent inputs": lambda: sp.Integer(2) / symbolic.dimension},
            domain={symbolic.degrees: (5, 40)},
        ),
        Identity(
            name="late-independent",
            asserts="With independent inputs it tends to $\\frac2d$.",
            left=lambda: symbolic.spread()["late_independent"].relation,
            right=lambda: sp.Integer(2) / symbolic.dimension,
            rivals={"zero, if the mean were all": lambda: sp.Integer(0)},
        ),
        _law("independent", "same"),
        _law("same", "independent"),
        _spread("independent", "same"),
        _spread("same", "independent"),
    ),
    simulation=Simulation(
        _block,
        {"smoke": 320_000, "full": 800_000},
        block_size=20_000,
        entries={f"raw {design}": 1 / SHARE for design in DESIGNS},
    ),
    not_established=(
        "Along the generations the errors are dependent. The law is that of one generation at a time; the simulators "
        "draw the whole path, and only its single columns are judged here.",
    ),
)
