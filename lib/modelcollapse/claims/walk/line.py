"""One dimension: the chance to beat the real fit is an angle."""

from __future__ import annotations

from functools import partial

import numpy as np
import sympy as sp
from scipy import special

from modelcollapse.checks import Agreement, Identity, Inequality
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import improvement as common
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.symbolic.walk import improvement as symbolic

__all__ = ["CLAIM"]

CELLS = common.cells(1)
ROUNDS = (1, 2, 5, 10, 20, 50, 100)
POWERS = (0, 1, 2)
_total = sp.Symbol("total", positive=True)


def _table(convention: str = "A") -> np.ndarray:
    """P for s = 0, 1, 2 and all rounds, from the schedules."""
    rows = [
        exact.improvement_probability(
            schedules.power(s, convention=convention),
            sample_size=1,
            generations=[1 + t for t in ROUNDS],
        )
        for s in POWERS
    ]
    return np.concatenate(rows)


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, sp.Rational]]]:
    form = symbolic.improvement().subs(symbolic.ratio, sp.sqrt(_total))
    return [
        (form, {_total: sum(sp.Rational(1, t ** (1 + s)) for t in range(1, rounds + 1))})
        for s in POWERS
        for rounds in ROUNDS
    ]


def _constant(rounds: np.ndarray) -> np.ndarray:
    return np.asarray(
        exact.improvement_probability(
            schedules.constant(), sample_size=50, generations=[1 + int(t) for t in rounds]
        )
    )


_LONG = np.array([10, 50, 100, 1000, 10_000])

CLAIM = Claim(
    id="walk-improvement-line",
    title="In one dimension the chance to beat the real fit is an angle",
    ledger=("P1-T4", "P1-E4"),
    paper=source.PAPER,
    locus="improvement probability",
    statement=(
        "$P = \\Pr(|\\hat\\theta_k - \\theta^*| < |\\hat\\theta_1 - \\theta^*|) = \\frac1\\pi\\arctan\\frac2r$ with "
        "$r^2 = \\sum_{j=2}^k n/n_j$, for every schedule. It depends on neither $\\sigma^2$ nor $n$ when sizes are in "
        "proportion to $n$. With $n_j = n$ it falls like $2/(\\pi\\sqrt{k-1})$."
    ),
    assumptions=(source.SCHEDULED, common.STEPS, "One dimension."),
    provenance=source.DERIVED,
    provenance_note=common.NOTE,
    outcome=Outcome.HOLDS,
    chapter=common.CHAPTER,
    evidence=(
        Identity(
            name="cauchy",
            asserts="The ratio of two standard normal variables has the density $1/(\\pi(1+q^2))$.",
            left=symbolic.ratio_density,
            right=symbolic.cauchy,
            rivals={
                "Student's with two degrees": lambda: symbolic.student_density().subs(symbolic.degrees, 2)
            },
        ),
        Identity(
            name="wedge",
            asserts="Its integral below $-r/2$ is $\\frac1\\pi\\arctan\\frac2r$.",
            left=lambda: symbolic.wedge()["integral"].relation.doit(),
            right=symbolic.improvement,
            rivals={
                "arctan(1/r)": lambda: sp.atan(1 / symbolic.ratio) / sp.pi,
                "both tails": lambda: 2 * symbolic.improvement(),
            },
        ),
        Identity(
            name="angle",
            asserts="The same number is the share of the circle between the two lines.",
            left=symbolic.polar,
            right=symbolic.improvement,
            rivals={"one of the two wedges": lambda: symbolic.improvement() / 2},
        ),
        Agreement(
            name="table",
            asserts="The exact function along the schedules $n\\,t$, $n\\,t^2$, $n\\,t^3$, up to 100 rounds.",
            computed=_table,
            reference=_reference,
            bound=1e-13,
            scale=1.0,
            rivals={"the second convention of sizes": lambda: _table("B")},
        ),
        Inequality(
            name="constant-sizes",
            asserts="With equal sizes $\\frac{2}{\\pi\\sqrt T}(1 - \\frac4{3T}) < P < \\frac{2}{\\pi\\sqrt T}$ after "
            "$T$ rounds.",
            points=tuple(float(t) for t in _LONG),
            curve=lambda: _constant(_LONG),
            lower=lambda: 2 / (np.pi * np.sqrt(_LONG)) * (1 - 4 / (3 * _LONG)),
            upper=lambda: 2 / (np.pi * np.sqrt(_LONG)),
            lower_rivals={"without the correction": lambda: 2 / (np.pi * np.sqrt(_LONG))},
            upper_rivals={"1/T": lambda: 1 / _LONG},
        ),
        *(
            common.judged_share(
                cell,
                {
                    "arctan(1/r)": lambda cell=cell: float(np.arctan(1 / cell.r) / np.pi),  # type: ignore[misc]
                    "the second convention of sizes": partial(cell.probability, 1, "B"),
                },
            )
            for cell in CELLS
        ),
        *(
            common.judged_law(
                cell,
                {
                    "normal": lambda points: np.asarray(special.ndtr(points)),
                    "Cauchy, 1.2 times as wide": common.student(1, 1.2),
                },
            )
            for cell in CELLS
        ),
    ),
    simulation=Simulation(
        common.samples(CELLS), {"smoke": common.SMOKE, "full": common.FULL}, block_size=16_384
    ),
)
