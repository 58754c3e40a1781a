"""Real data outside the family: the real fit follows the sandwich, the synthetic rounds the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.claims.walk.family_limit import COUNTS, NOTE
from modelcollapse.claims.walk.family_moments import CHAPTER
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import families as symbolic
from modelcollapse.symbolic.walk import improvement

__all__ = ["CLAIM", "DISPERSIONS", "dispersed"]

# Counts of mean 3 with a gamma factor of shape 1: variance 12, four times that of the model.
MEAN, MIXING, SIZE = 3.0, 1.0, 20_000
DISPERSION = 1 + MEAN / MIXING
REGRESSION_SIZE = 300
DISPERSIONS = (0.25, 0.5, 1.0, 2.0, 4.0, 16.0, 100.0)


def dispersed(dispersion: float, further: float = 1.0) -> float:
    """P for counts of ``dispersion`` times the model's variance, after one round of n draws."""
    return float(exact.improvement_between([[dispersion]], [[further]]))


def _covariances() -> tuple[np.ndarray, np.ndarray]:
    """Sandwich and inverse information of the Poisson regression."""
    inverse = np.linalg.inv(exact.poisson_information(COUNTS))
    return inverse @ exact.poisson_score_covariance(COUNTS, mixing=MIXING) @ inverse, inverse


def _regression(first: str, further: str) -> float:
    sandwich, inverse = _covariances()
    named = {"sandwich": sandwich, "Fisher": inverse}
    return float(exact.improvement_between(named[first], named[further]))


def _matrix_entries(mixing: float = MIXING) -> np.ndarray:
    """Eigenvalues of information and score covariance at β of length one."""
    bread = np.linalg.eigvalsh(exact.poisson_information([0.6, 0.8]))
    return np.concatenate(
        [bread, np.linalg.eigvalsh(exact.poisson_score_covariance([0.6, 0.8], mixing=mixing))]
    )


def _matrix_reference() -> list[tuple[sp.Expr, dict[sp.Symbol, sp.Rational]]]:
    point = {symbolic.length: sp.Integer(1), symbolic.mixing: sp.Integer(1)}
    return [
        (derivation[name].relation, point)
        for derivation in (symbolic.regression_information(), symbolic.regression_meat())
        for name in ("across", "along")
    ]


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, sp.Rational]]]:
    dispersion = sp.Symbol("dispersion", positive=True)
    form = improvement.improvement().subs(improvement.ratio, 1 / sp.sqrt(dispersion))
    return [(form, {dispersion: sp.Rational(value)}) for value in DISPERSIONS]


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    def improved(family: simulate.Family, real: simulate.Family, sample_size: int) -> np.ndarray:
        first, last = simulate.errors(
            family,
            schedules.constant(),
            sample_size=sample_size,
            generations=2,
            replicates=replicates,
            rng=rng,
            real=real,
        )
        return simulate.improved(first, last)

    model, mixed = simulate.Poisson(mean=MEAN), simulate.Poisson(mean=MEAN, mixing=MIXING)
    regression, mixed_regression = (
        simulate.PoissonRegression(coefficients=COUNTS, mixing=mixing) for mixing in (None, MIXING)
    )
    return {
        "counts": improved(model, mixed, SIZE),
        "regression": improved(regression, mixed_regression, REGRESSION_SIZE),
    }


def _share(
    name: str,
    asserts: str,
    theory: Value,
    remainder: float,
    rivals: Mapping[str, Callable[[], float]],
) -> Estimate:
    return Estimate(
        name=name,
        asserts=asserts,
        sample=name,
        theory=theory,
        spread=lambda: float(np.sqrt(theory() * (1 - theory()))),
        margin={"smoke": 0.035, "full": 0.022},
        margin_reason="about a third of the distance to the law without the sandwich",
        rivals=rivals,
        kind="asymptotic",
        remainder=remainder,
        mutate=False,
    )


CLAIM = Claim(
    id="walk-family-misspecified",
    title="Real data outside the family make synthetic rounds look better",
    ledger=("P1-T7",),
    paper=source.PAPER,
    locus="improvement probability, asymptotically normal estimators",
    statement=(
        "If the real data are outside the family, the real fit has the sandwich covariance $A^{-1}BA^{-1}/n$ around "
        "the best parameter, while every synthetic sample follows the model, so that the rounds add $r^2A^{-1}/n$. "
        "In one dimension, with $\\varphi = B/A$ the dispersion, "
        "$P \\to \\frac1\\pi\\arctan\\frac{2\\sqrt\\varphi}{r}$; it is still below $\\frac12$."
    ),
    assumptions=(
        source.SCHEDULED.replace("draws from the truth", "draws from outside the family"),
        "The truth is the best parameter of the family; sizes are large and in proportion, rounds finitely many.",
    ),
    provenance=source.DERIVED,
    provenance_note=NOTE,
    outcome=Outcome.HOLDS,
    chapter=CHAPTER,
    evidence=(
        Agreement(
            name="arctangent",
            asserts="In one dimension, at $r = 1$ and dispersions from $\\frac14$ to 100.",
            computed=lambda: np.array([dispersed(value) for value in DISPERSIONS]),
            reference=_reference,
            bound=1e-13,
            scale=1.0,
            rivals={
                "the sandwich in the rounds, too": lambda: np.array(
                    [dispersed(value, value) for value in DISPERSIONS]
                )
            },
        ),
        Inequality(
            name="below-half",
            asserts="All of them are below one half.",
            points=DISPERSIONS,
            curve=lambda: np.array([dispersed(value) for value in DISPERSIONS]),
            upper=lambda: np.full(len(DISPERSIONS), 0.5),
            upper_rivals={"0.45": lambda: np.full(len(DISPERSIONS), 0.45)},
        ),
        Agreement(
            name="matrices",
            asserts="Information and score covariance of the Poisson regression, by their eigenvalues at "
            "$\\|\\beta\\| = 1$.",
            computed=_matrix_entries,
            reference=_matrix_reference,
            bound=1e-12,
            rivals={"mixing 2": lambda: _matrix_entries(2.0)},
        ),
        _share(
            "counts",
            f"Overdispersed counts, $\\varphi = {DISPERSION:g}$, fitted as Poisson, $n = {SIZE:,}$.",
            Value(dispersed, {"dispersion": DISPERSION}),
            0.004,
            {
                "Fisher's covariance for both": lambda: dispersed(1.0),
                "the inverse dispersion": lambda: dispersed(1 / DISPERSION),
            },
        ),
        _share(
            "regression",
            f"Overdispersed counts, Poisson regression with two coefficients, $n = {REGRESSION_SIZE}$, Euclidean norm.",
            Value(_regression, {"first": "sandwich", "further": "Fisher"}),
            0.008,
            {
                "Fisher's covariance for both": lambda: _regression("Fisher", "Fisher"),
                "the sandwich for both": lambda: _regression("sandwich", "sandwich"),
            },
        ),
    ),
    simulation=Simulation(_block, {"smoke": 13_000, "full": 32_000}, block_size=4096),
    not_established=(
        "The truth meant here is the best parameter of the family, not the law of the data: no member of the family "
        "is that.",
    ),
)
