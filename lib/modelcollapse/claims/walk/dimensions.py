"""Several dimensions: Student's law, and a chance that vanishes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import sympy as sp
from scipy import special

from modelcollapse.checks import Agreement, Identity, Inequality
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import improvement as common
from modelcollapse.claims.walk import source
from modelcollapse.exact import walk as exact
from modelcollapse.symbolic.walk import improvement as symbolic

__all__ = ["CLAIM"]

CELLS = common.cells(2, 5, 20)
RATIOS = (0.5, 1.0, 2.0)
DIMENSIONS = (1, 2, 3, 5, 10, 20, 50)


def _without_root(cell: common.Cell) -> float:
    """Student's law at −r/2, without √d."""
    return float(special.stdtr(cell.dimension, -cell.r / 2))


def _closed(dimension: int) -> sp.Expr:
    r = symbolic.ratio
    forms = {
        1: sp.atan(2 / r) / sp.pi,
        2: sp.Rational(1, 2) - r / (2 * sp.sqrt(r**2 + 4)),
        3: (sp.atan(2 / r) - 2 * r / (r**2 + 4)) / sp.pi,
    }
    return forms[dimension]


def _slope(dimension: int) -> sp.Expr:
    """−dP/dr from the law: half its density at r/2."""
    density = symbolic.student_density().subs({symbolic.degrees: dimension, symbolic.q: symbolic.ratio / 2})
    return density / 2


def _computed(dimensions: tuple[int, ...] = DIMENSIONS) -> np.ndarray:
    return np.concatenate([exact.improvement_probability(r=RATIOS, dimension=d) for d in dimensions])


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, sp.Rational]]]:
    tail = symbolic.student()["probability"].relation
    return [
        (tail.subs(symbolic.degrees, d), {symbolic.ratio: sp.Rational(r)}) for d in DIMENSIONS for r in RATIOS
    ]


def _decay() -> np.ndarray:
    """P √d (5/4)^{d/2} at r = 1 and d ≥ 2: what is left of the exponential fall."""
    d = np.array(DIMENSIONS[1:])
    found = [exact.improvement_probability(r=1.0, dimension=int(dimension)) for dimension in d]
    return np.asarray(np.array(found) * np.sqrt(d) * 1.25 ** (d / 2))


def _rivals(cell: common.Cell) -> dict[str, Callable[[], float]]:
    return {
        "the one-dimensional law": lambda: cell.probability(1),
        "without √d": lambda: _without_root(cell),
    }


CLAIM = Claim(
    id="walk-improvement-dimensions",
    title="In several dimensions it is a tail of Student's law, and vanishes",
    ledger=("P1-T4", "P1-E4"),
    paper=source.PAPER,
    locus="improvement probability",
    statement=(
        "For a covariance $\\sigma^2 I_d$ (or any covariance, if errors are measured in its own norm) "
        "$P = F_{t_d}(-\\tfrac{r\\sqrt d}{2})$, the distribution function of Student's law with $d$ degrees of "
        "freedom. "
        "At fixed $r$ it falls like $(1 + r^2/4)^{-d/2}/\\sqrt d$."
    ),
    assumptions=(source.SCHEDULED, common.STEPS),
    provenance=source.DERIVED,
    provenance_note=common.NOTE,
    outcome=Outcome.HOLDS,
    chapter=common.CHAPTER,
    evidence=(
        Identity(
            name="mixture",
            asserts="A normal variable over an independent $\\chi_d$ has the density of $t_d/\\sqrt d$, for every $d$.",
            left=lambda: symbolic.student()["value"].relation,
            right=symbolic.student_density,
            rivals={"d + 1": lambda: symbolic.student_density().subs(symbolic.degrees, symbolic.degrees + 1)},
        ),
        *(
            Identity(
                name=f"closed-{d}",
                asserts=f"The closed form in {d} dimension{'s' if d > 1 else ''} has the slope of that tail.",
                left=lambda d=d: -sp.diff(_closed(d), symbolic.ratio),  # type: ignore[misc]
                right=lambda d=d: _slope(d),  # type: ignore[misc]
                rivals={"one degree more": lambda d=d: _slope(d + 1)},  # type: ignore[misc]
            )
            for d in (1, 2, 3)
        ),
        Agreement(
            name="student-tail",
            asserts="The exact function at $r = \\tfrac12, 1, 2$ and dimensions up to 50.",
            computed=_computed,
            reference=_reference,
            bound=1e-13,
            scale=1.0,
            rivals={"one dimension more": lambda: _computed(tuple(d + 1 for d in DIMENSIONS))},
        ),
        Agreement(
            name="form-inverted",
            asserts="The quadratic form inverted for the identity covariance gives the same, by a route that knows "
            "no Student law.",
            computed=lambda: np.concatenate(
                [exact.improvement_probability(r=RATIOS, covariance=np.eye(d)) for d in DIMENSIONS]
            ),
            reference=_reference,
            bound=1e-12,
            scale=1.0,
            rivals={
                "half of the steps": lambda: np.concatenate(
                    [
                        exact.improvement_probability(r=np.array(RATIOS) / 2, covariance=np.eye(d))
                        for d in DIMENSIONS
                    ]
                )
            },
        ),
        Inequality(
            name="decay",
            asserts="At $r = 1$, $P\\,(5/4)^{d/2}\\sqrt d$ lies between $0.48$ and its limit $\\sqrt{5/(2\\pi)}$.",
            points=tuple(float(d) for d in DIMENSIONS[1:]),
            curve=_decay,
            lower=lambda: np.full(len(DIMENSIONS) - 1, 0.48),
            upper=lambda: np.full(len(DIMENSIONS) - 1, np.sqrt(2.5 / np.pi)),
            lower_rivals={"0.6": lambda: np.full(len(DIMENSIONS) - 1, 0.6)},
            upper_rivals={"0.8": lambda: np.full(len(DIMENSIONS) - 1, 0.8)},
        ),
        *(common.judged_share(cell, _rivals(cell)) for cell in CELLS),
        *(
            common.judged_law(
                cell,
                {
                    "Student without √d": common.student(cell.dimension, 1.0),
                    "Cauchy": common.student(1, 1.0),
                },
            )
            for cell in CELLS
        ),
    ),
    simulation=Simulation(
        common.samples(CELLS), {"smoke": common.SMOKE, "full": common.FULL}, block_size=16_384
    ),
)
