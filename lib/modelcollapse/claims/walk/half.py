"""Never above one half: for centred, independent steps; a shrinking estimator does exceed it."""

from __future__ import annotations

from functools import partial

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

__all__ = ["CLAIM", "FACTOR", "scaled"]

FACTOR, SIZE = 0.8, 20
TRUTHS = (0.0, 0.05)
LATER = (20, 200, 2000)
# Multiples of n in one synthetic round.
MULTIPLES = (1, 10, 100, 1000, 10**6, 10**9)
GROWTH = (-0.5, 0.0, 0.5, 1.0, 2.0, 4.0)
# A bias of the synthetic rounds alone: three rounds of 100 draws after 50 real ones.
SHIFT, SHIFTED_SIZE, SHIFTED_LATER = 0.2, 50, (100, 100, 100)


def scaled(later: int, truth: float = 0.0, factor: float = FACTOR, sample_size: int = SIZE) -> float:
    """P for the mean times a factor, real stage included, after one round of ``later`` draws."""
    return float(
        exact.affine_improvement(
            factor,
            variance=factor**2 / sample_size,
            step_variance=factor**2 / later,
            mean=(factor - 1) * truth,
            shift=(factor - 1) * truth,
        )
    )


def _shifted(shift: float) -> float:
    added = sum(1 / later for later in SHIFTED_LATER)
    return float(exact.affine_improvement(1.0, variance=1 / SHIFTED_SIZE, step_variance=added, shift=shift))


def _one_round() -> np.ndarray:
    return np.asarray(exact.improvement_probability(r=[m**-0.5 for m in MULTIPLES]))


def _hundred_rounds() -> np.ndarray:
    found = [
        exact.improvement_probability(schedules.power(s), sample_size=100, generations=101) for s in GROWTH
    ]
    return np.array(found)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    drawn = {}
    for truth in TRUTHS:
        for later in LATER:
            first, last = simulate.errors(
                simulate.ScaledMean(factor=FACTOR, mean=truth),
                schedules.explicit([later]),
                sample_size=SIZE,
                generations=2,
                replicates=replicates,
                rng=rng,
            )
            drawn[f"scaled {later} {truth:g}"] = simulate.improved(first, last)
    # Each of the three rounds adds a third of the shift.
    bias = (SHIFT / 3 * SHIFTED_LATER[0], 1.0)
    first, last = simulate.errors(
        simulate.GaussianMean(bias=bias),
        schedules.explicit(SHIFTED_LATER),
        sample_size=SHIFTED_SIZE,
        generations=4,
        replicates=replicates,
        rng=rng,
        estimator="shifted",
        real=simulate.GaussianMean(),
    )
    drawn["shifted"] = simulate.improved(first, last)
    return drawn


def _scaled_share(later: int, truth: float) -> Estimate:
    return share(
        name=f"scaled-{later}-truth-{'zero' if truth == 0 else 'off'}",
        asserts=f"$P$ for ${FACTOR}$ times the mean, $\\theta^* = {truth:g}$, $n = {SIZE}$, one round of {later:,} "
        "draws.",
        sample=f"scaled {later} {truth:g}",
        theory=Value(scaled, {"later": later, "truth": truth}),
        margin=common.MARGINS[1],
        rivals={
            "one half": lambda: 0.5,
            "the unbiased law": lambda: (
                float(exact.improvement_probability(r=float(np.sqrt(SIZE / later)))) if later > SIZE else 0.25
            ),
        },
    )


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, sp.Rational]]]:
    squared = sp.Symbol("squared", positive=True)
    form = symbolic.drifting()["value"].relation.subs(symbolic.ratio, sp.sqrt(squared))
    return [(form, {symbolic.slope: sp.Rational(4, 5), squared: sp.Rational(SIZE, later)}) for later in LATER]


def _at_edge() -> sp.Expr:
    """P on the line r² = 1 − a², with a = (1 − t²)/(1 + t²): its value at t = 1 and the integral of its slope."""
    t = sp.Symbol("t", positive=True)
    a = (1 - t**2) / (1 + t**2)
    value = symbolic.drifting()["value"].relation
    on_line = value.subs({symbolic.slope: a, symbolic.ratio: 2 * t / (1 + t**2)})
    slope = sp.simplify(sp.diff(on_line, t))
    return on_line.subs(t, 1) + sp.integrate(slope, (t, 1, sp.Symbol("upper", positive=True)))


CLAIM = Claim(
    id="walk-improvement-half",
    title="Never more than an even chance, unless the estimator is biased towards the truth",
    ledger=("P1-T5", "P1-E6", "X11"),
    paper=source.PAPER,
    locus="improvement probability",
    statement=(
        "If the error $Z$ of the real fit is symmetric given what the synthetic rounds add, $P \\le \\frac12$ for "
        "every schedule, and $P < \\frac12$ if $Z$ can be arbitrarily small. For the normal mean the supremum "
        "$\\frac12$ is approached as $n_2/n \\to \\infty$ and never attained. With the first "
        "synthetic sample as large as the real one, $P \\le \\frac1\\pi\\arctan 2$. The symmetry is needed: for $a$ "
        "times the mean, $0<a<1$, at $\\theta^* = 0$, "
        "$P = \\frac1\\pi\\bigl[\\arctan\\frac{1-a}{r}+\\arctan\\frac{1+a}{r}\\bigr]$ after one round, above "
        "$\\frac12$ as soon as $n_2 > n/(1-a^2)$, and it tends to $1$."
    ),
    assumptions=(
        source.SCHEDULED,
        "A normal mean of known variance, one dimension; for the first sentence any estimator with "
        'that symmetry, where "arbitrarily small" means that, whatever the rounds add, every neighbourhood of zero has '
        "positive probability.",
    ),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to(
        "a third party's note, according to which the chance is strictly below one half whatever the schedule"
    ),
    outcome=Outcome.CONDITIONAL,
    chapter=common.CHAPTER,
    evidence=(
        Inequality(
            name="one-round",
            asserts="With unbiased fits $P$ stays below one half for one round of up to $10^9$ times as many draws.",
            points=tuple(float(m) for m in MULTIPLES),
            curve=_one_round,
            upper=lambda: np.full(len(MULTIPLES), 0.5),
            upper_rivals={
                "0.499": lambda: np.full(len(MULTIPLES), 0.499),
                "the value for equal sizes": lambda: np.full(
                    len(MULTIPLES), exact.improvement_probability(r=1.0)
                ),
            },
        ),
        Inequality(
            name="cap",
            asserts="After 100 rounds of $n\\,t^{1+s}$ draws, $s$ from $-\\frac12$ to 4, $P < \\frac1\\pi\\arctan 2$.",
            points=GROWTH,
            curve=_hundred_rounds,
            upper=lambda: np.full(len(GROWTH), np.arctan(2) / np.pi),
            upper_rivals={"0.34": lambda: np.full(len(GROWTH), 0.34)},
        ),
        Identity(
            name="unbiased",
            asserts="At $a = 1$ the formula for $a$ times the mean is $\\frac1\\pi\\arctan\\frac2r$.",
            left=lambda: symbolic.drifting()["unbiased"].relation,
            right=symbolic.improvement,
            rivals={"twice": lambda: 2 * symbolic.improvement()},
        ),
        Identity(
            name="edge",
            asserts="On the line $r^2 = 1 - a^2$ it is one half.",
            left=_at_edge,
            right=lambda: sp.Rational(1, 2),
            rivals={"one third": lambda: sp.Rational(1, 3)},
        ),
        Agreement(
            name="owen",
            asserts="The exact function, by Owen's $T$, at $a = 0.8$ and $n_2/n = 1, 10, 100$.",
            computed=lambda: np.array([scaled(later) for later in LATER]),
            reference=_reference,
            bound=1e-13,
            scale=1.0,
            rivals={"a = 0.81": lambda: np.array([scaled(later, factor=0.81) for later in LATER])},
        ),
        *(_scaled_share(later, truth) for truth in TRUTHS for later in LATER),
        share(
            name="shifted-rounds",
            asserts=f"A bias of {SHIFT} in the synthetic rounds alone lowers $P$ ($n = {SHIFTED_SIZE}$, three rounds "
            "of 100 draws).",
            sample="shifted",
            theory=Value(_shifted, {"shift": SHIFT}),
            margin=common.MARGINS[1],
            rivals={"no bias": partial(_shifted, 0.0)},
        ),
    ),
    simulation=Simulation(_block, {"smoke": common.SMOKE, "full": common.FULL}, block_size=16_384),
    not_established=(
        "Whether the paper's own assumptions include the symmetry was not read.",
        "A shrinking estimator wins near the point it shrinks to; far from it, it loses.",
    ),
    revision=2,
    history=("Revision 2, before the first edition: strictly below one half is said with its condition.",),
)
