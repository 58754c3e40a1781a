"""Tokens from the whole history: diversity stays, and how much is a sine."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.claims.language.window import SIZE, START, UNIFORM
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import chain
from modelcollapse.symbolic.language import windows as symbolic

__all__ = ["CLAIM", "JUDGED"]

JUDGED = (1, 5, 20, 100)
SIZES = (2, 3, 5, 10, 100, 10_000)
HORIZONS = (10, 10**2, 10**4, 10**6)
# (n, m), two tokens of probability 1/3 and 2/3.
SMALL = ((2, 4), (3, 3), (4, 2))
_THIRDS = (sp.Rational(1, 3), sp.Rational(2, 3))
# Of one run, rounded up from a first simulation.
_SPREADS = {1: 0.045, 5: 0.075, 20: 0.08, 100: 0.08}


def _collision(generations: int, sample_size: int = SIZE) -> float:
    return float(exact.history_collision(START, sample_size=sample_size, generations=generations))


def _computed(more: int = 0) -> list[float]:
    return [float(exact.history_collision(5 / 9, sample_size=n, generations=m + more)) for n, m in SMALL]


def _limits() -> np.ndarray:
    return np.array([exact.history_limit(START, sample_size=n) for n in SIZES])


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    paths = simulate.recursion(
        UNIFORM,
        scheme="history",
        sample_size=SIZE,
        generations=max(JUDGED),
        replicates=replicates,
        rng=rng,
    )
    samples = {f"collision {m}": (paths[:, m] ** 2).sum(axis=1) for m in JUDGED}
    return {**samples, "single": paths[:, max(JUDGED)].max(axis=1) == 1}


def _estimate(m: int) -> Estimate:
    value = Value(_collision, {"generations": m})
    return Estimate(
        name=f"simulated-m-{m}",
        asserts=f"$S_{{{m}}}$ with $n={SIZE}$, $S_0={START}$.",
        sample=f"collision {m}",
        theory=value,
        spread=lambda: _SPREADS[m],
        margin={"smoke": 0.02, "full": 0.008},
        margin_reason="a third of the distance to the nearest rival, or less, at the full profile",
        rivals={"two thirds of the tokens": lambda: value(sample_size=SIZE * 2 // 3)}
        if m == 1
        else {
            "synthetic data of the last generation only": lambda: float(
                exact.collision_probability(START, sample_size=SIZE, generations=m)
            ),
            "generation 1, as if nothing followed": lambda: value(generations=1),
        },
        # One generation more changes less than the margin.
        mutate=False,
    )


CLAIM = Claim(
    id="language-history",
    title="Tokens from all past generations: no collapse, and a sine",
    ledger=("P4-Fig6",),
    paper=source.PAPER,
    locus="figure of other schemes, randomly sampled data",
    statement=(
        "Let each of the $n$ tokens come from a past generation chosen at random, the truth included. Then $1 - "
        "S_\\infty = (1-S_0)\\,\\frac{\\sin(\\pi/\\sqrt n)}{\\pi/\\sqrt n}$: with any $n \\ge 2$ this much diversity "
        "stays, in the mean. No run collapses for ever: a token of probability $p_j$ has at least the chance "
        "$\\frac{p_j}{m}$ in each draw for generation $m$, and these chances have no finite sum."
    ),
    assumptions=(
        "One context: each generation is the table of frequencies of these draws.",
        "A token that comes from generation 0 is a fresh draw from the truth.",
    ),
    provenance=source.DERIVED,
    provenance_note="The paper shows the scheme by simulation, n = 10, and sees one collapsed run in a hundred. "
    + source.DERIVED_NOTE,
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed="The scheme is simulated with $n = 10$, and one run in a hundred is seen to collapse; no formula.",
        ours=(
            "$1 - S_\\infty = (1-S_0)\\,\\frac{\\sin(\\pi/\\sqrt n)}{\\pi/\\sqrt n}$, and no run collapses for "
            "ever."
        ),
        decided={
            "simulated-m-100": "synthetic data of the last generation only",
            "long-product": "",
            "single-token": "as with the last generation only",
        },
    ),
    chapter=source.WINDOWS,
    evidence=(
        Identity(
            name="factor",
            asserts="Generation $m$ leaves $1 - \\frac{1}{n(m+1)^2}$ of the diversity of all generations pooled.",
            left=symbolic.product_factor,
            right=lambda: 1 - 1 / (symbolic.size * (symbolic.generation + 1) ** 2),
            rivals={
                "m in place of m + 1": lambda: 1 - 1 / (symbolic.size * symbolic.generation**2),
                "1 − 1/n, as for the last generation only": lambda: 1 - 1 / symbolic.size,
            },
        ),
        Identity(
            name="gamma-product",
            asserts="The product up to $M$, by gamma functions, gains the factor $1 - z^2/(M+1)^2$ with the next one.",
            left=lambda: symbolic.finite_product(symbolic.last + 1) / symbolic.finite_product(),
            right=symbolic.last_factor,
            rivals={"no factor": lambda: sp.Integer(1)},
            domain={symbolic.root: (0, 1)},
        ),
        Identity(
            name="sine",
            asserts="Its limit, times $1-z^2$, is $\\frac{\\sin\\pi z}{\\pi z}$.",
            left=symbolic.limit_product,
            right=symbolic.sine,
            rivals={
                "cosine": lambda: sp.cos(sp.pi * symbolic.root),
                "half the angle": lambda: sp.sin(sp.pi * symbolic.root / 2) / (sp.pi * symbolic.root / 2),
            },
            domain={symbolic.root: (0, 1)},
        ),
        Agreement(
            name="every-table",
            asserts="$S_m$ agrees with listing every history of tables, in rational numbers.",
            computed=_computed,
            reference=lambda: [(chain.history_collision(_THIRDS, n, m), {}) for n, m in SMALL],
            bound=1e-14,
            rivals={"one generation more": lambda: _computed(1)},
        ),
        Agreement(
            name="long-product",
            asserts="After a million generations $S_m$ agrees with the sine to six digits, $n = 2, 10, 100$.",
            computed=lambda: [_collision(10**6, n) for n in (2, 10, 100)],
            reference=lambda: [
                (
                    1
                    - sp.Rational(9, 10)
                    * sp.sin(sp.pi / sp.sqrt(symbolic.size))
                    * sp.sqrt(symbolic.size)
                    / sp.pi,
                    {symbolic.size: n},
                )
                for n in (2, 10, 100)
            ],
            bound=1e-6,
            rivals={"a hundred generations": lambda: [_collision(100, n) for n in (2, 10, 100)]},
        ),
        Inequality(
            name="comes-back",
            asserts="The sum of $\\frac1m$ up to $M$, which counts how often a token is due, exceeds $\\log M$ and "
            "so any bound, $M = 10, \\dots, 10^6$.",
            points=HORIZONS,
            curve=lambda: np.array([float(np.sum(1 / np.arange(1.0, last + 1))) for last in HORIZONS]),
            lower=lambda: np.log(HORIZONS),
            lower_rivals={"twice the logarithm": lambda: 2 * np.log(HORIZONS)},
        ),
        Inequality(
            name="no-collapse",
            asserts="$S_\\infty$ is below 1 for every $n \\ge 2$ tried, and above the $S_1$ of the same $n$.",
            points=SIZES,
            curve=_limits,
            lower=lambda: np.array([_collision(1, n) for n in SIZES]),
            upper=lambda: np.ones(len(SIZES)),
            lower_rivals={
                "the limit of one token fewer": lambda: np.array([_collision(10**6, n - 1) for n in SIZES])
            },
            upper_rivals={"S₀ and 1/n": lambda: START + 1 / np.array(SIZES)},
        ),
        *(_estimate(m) for m in JUDGED),
        Estimate(
            name="single-token",
            asserts=f"At most one run in a hundred consists of one token in generation {max(JUDGED)}.",
            sample="single",
            theory=Value(lambda: 0.0),
            spread=lambda: 0.05,
            margin={"smoke": 0.01, "full": 0.01},
            margin_reason="the paper's one run in a hundred",
            rivals={
                "as with the last generation only": lambda: (
                    1 - float(exact.uncollapsed(UNIFORM, sample_size=SIZE, generations=max(JUDGED)))
                )
            },
            # Equality with 0 is not asserted: such generations occur, and do not last.
            kind="asymptotic",
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 7_500, "full": 12_000}, block_size=2_000),
    not_established=(
        "With a finite real corpus that is read again and again, tokens from generation 0 are not independent; the "
        "limit then changes a little.",
    ),
)
