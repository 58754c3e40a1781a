"""A covariance with unequal eigenvalues: between one dimension and all of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.discrete.shares import share
from modelcollapse.claims.walk import improvement as common
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import improvement as symbolic

__all__ = ["CLAIM", "EIGENVALUES"]

EIGENVALUES = (0.001, 0.01, 0.1, 0.3, 0.5, 0.9)
# Covariances of the simulated cells; the second has correlated coordinates.
COVARIANCES = {
    "diagonal": np.diag([10.0, 1.0, 0.1]),
    "correlated": np.array([[2.0, 1.2, 0.3], [1.2, 1.0, 0.1], [0.3, 0.1, 0.2]]),
}
_COORDINATES = 3


def _plane(ratios: tuple[float, ...] = EIGENVALUES, r: float = 1.0) -> np.ndarray:
    found = [exact.improvement_probability(r=r, covariance=np.diag([1.0, ratio])) for ratio in ratios]
    return np.array(found)


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, sp.Rational]]]:
    form, ratio = symbolic.plane()
    return [(form, {symbolic.ratio: sp.Integer(1), ratio: sp.Rational(str(value))}) for value in EIGENVALUES]


def _probability(name: str) -> float:
    return float(exact.improvement_probability(r=1.0, covariance=COVARIANCES[name]))


def _isotropic(dimension: int) -> float:
    return float(exact.improvement_probability(r=1.0, dimension=dimension))


def _differences(coordinates: int) -> tuple[sp.Expr, sp.Expr]:
    """The two differences before they are written as sums of products."""
    eigen = sp.symbols(f"lambda_1:{coordinates + 1}", positive=True)
    g = sp.symbols(f"g_1:{coordinates + 1}", real=True)
    top = sum(a * b**2 for a, b in zip(eigen, g, strict=True)) ** 2
    bottom = sum(a**2 * b**2 for a, b in zip(eigen, g, strict=True))
    return bottom * sum(b**2 for b in g) - top, top - g[0] ** 2 * bottom


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    drawn = {}
    for name, covariance in COVARIANCES.items():
        first, last = simulate.errors(
            simulate.GaussianMean(dimension=_COORDINATES, covariance=covariance),
            schedules.constant(),
            sample_size=common.SIZE,
            generations=2,
            replicates=replicates,
            rng=rng,
        )
        drawn[name] = simulate.improved(first, last)
        drawn[f"{name}, own norm"] = simulate.improved(first, last, metric=np.linalg.inv(covariance))
    return drawn


def _share(name: str, own_norm: bool) -> Estimate:
    rivals: dict[str, Callable[[], float]] = {"one dimension": lambda: _isotropic(1)}
    if own_norm:
        rivals["the Euclidean norm"] = lambda: _probability(name)
        value = Value(lambda dimension: _isotropic(dimension), {"dimension": _COORDINATES})
    else:
        rivals["the isotropic law in three dimensions"] = lambda: _isotropic(_COORDINATES)
        value = Value(_probability, {"name": name})
    return share(
        name=f"{name}-own-norm" if own_norm else name,
        asserts=f"$P$ at $r = 1$ for the {name} covariance in three dimensions, "
        + ("in its own norm." if own_norm else "in the Euclidean norm."),
        sample=f"{name}, own norm" if own_norm else name,
        theory=value,
        margin=common.MARGINS[1],
        rivals=rivals,
        mutate=own_norm,
    )


CLAIM = Claim(
    id="walk-improvement-directions",
    title="Unequal directions help, but never beyond one dimension",
    ledger=("P1-T4",),
    paper=source.PAPER,
    locus="improvement probability",
    statement=(
        "For any covariance $\\Sigma$ and the Euclidean norm "
        "$P = \\mathbb{E}\\,\\Phi\\bigl(-\\tfrac r2\\,g^\\top\\Sigma g/\\sqrt{g^\\top\\Sigma^2 g}\\bigr)$, "
        "$g \\sim N(0, I_d)$, and $F_{t_d}(-\\tfrac{r\\sqrt d}{2}) \\le P \\le \\frac1\\pi\\arctan\\frac2r$."
    ),
    assumptions=(source.SCHEDULED, common.STEPS, "$\\Sigma$ is positive definite."),
    provenance=source.DERIVED,
    provenance_note=common.NOTE,
    outcome=Outcome.HOLDS,
    chapter=common.CHAPTER,
    evidence=(
        Identity(
            name="at-most-length",
            asserts="In three coordinates $|g|^2\\,g^\\top\\Sigma^2g - (g^\\top\\Sigma g)^2$ is a sum of squares: the "
            "isotropic case is the worst.",
            left=lambda: _differences(3)[0],
            right=lambda: symbolic.between_squares(3)[0],
            rivals={"one square less": lambda: symbolic.between_squares(2)[0]},
        ),
        Identity(
            name="at-least-one-coordinate",
            asserts="And $(g^\\top\\Sigma g)^2 - g_1^2\\,g^\\top\\Sigma^2g$ a sum of terms that are positive if "
            "$\\lambda_1$ is the largest eigenvalue: one dimension is the best.",
            left=lambda: _differences(3)[1],
            right=lambda: symbolic.between_squares(3)[1],
            rivals={"in two coordinates": lambda: symbolic.between_squares(2)[1]},
        ),
        Agreement(
            name="plane",
            asserts="In two dimensions, at $r = 1$ and $\\lambda_2/\\lambda_1$ from $0.001$ to $0.9$, the inverted "
            "quadratic form agrees with the integral over directions.",
            computed=_plane,
            reference=_reference,
            bound=1e-12,
            scale=1.0,
            rivals={"eigenvalues squared": lambda: _plane(tuple(ratio**2 for ratio in EIGENVALUES))},
        ),
        Inequality(
            name="bounds",
            asserts="At these ratios $P$ lies between the isotropic and the one-dimensional value.",
            points=EIGENVALUES,
            curve=_plane,
            lower=lambda: np.full(len(EIGENVALUES), _isotropic(2)),
            upper=lambda: np.full(len(EIGENVALUES), _isotropic(1)),
            lower_rivals={"1.01 times the isotropic value": lambda: np.full(6, 1.01 * _isotropic(2))},
            upper_rivals={"0.99 times the one-dimensional value": lambda: np.full(6, 0.99 * _isotropic(1))},
        ),
        *(_share(name, own_norm) for name in COVARIANCES for own_norm in (False, True)),
    ),
    simulation=Simulation(_block, {"smoke": common.SMOKE, "full": common.FULL}, block_size=16_384),
)
