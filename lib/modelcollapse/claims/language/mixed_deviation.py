"""How far the model moves from the fit to its real data: exact second moment, and a sharp bound in L1."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.claims.language.mixed_figures import (
    ADDED,
    COLLISIONS,
    FEW,
    REAL,
    bound,
    distances,
    horizon,
    settings,
)
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import chain
from modelcollapse.symbolic.language import mixing as symbolic

__all__ = ["CLAIM"]

# The small setting where the second moment is judged.
SMALL_TRUTH, SMALL_REAL, SMALL_ADDED, JUDGED = (0.5, 0.3, 0.2), 20, 15, (2, 4, 6)
# Standard deviation of one distance, as a share of the bound, rounded up from a first simulation.
_SPREADS = {0.02: 0.06, 0.1: 0.16, 0.3: 0.22, 0.6: 0.35, 0.9: 0.6}
# Replicates beyond those of the other samples.
OFTEN, SKEWED = 10, 6
# (numerators, denominator of p; N; n; m), for rational arithmetic.
TABLES = (((1, 1), 2, 3, 3, 2), ((1, 2, 3), 6, 2, 2, 3), ((1, 4), 5, 3, 4, 3))


def _second(generations: int) -> float:
    return float(
        exact.expected_deviation(
            SMALL_TRUTH, real=SMALL_REAL, synthetic=SMALL_ADDED, generations=generations
        ).second_moment
    )


def _computed(more: int = 0) -> list[float]:
    return [
        float(
            exact.expected_deviation(
                [a / whole for a in parts], real=real, synthetic=n, generations=m + more
            ).second_moment
        )
        for parts, whole, real, n, m in TABLES
    ]


def _exact_distance() -> np.ndarray:
    """E‖p⁽ᵐ⁾ − p⁽¹⁾‖₁ from every table of counts."""
    return np.array(
        [
            float(chain.mixed_distance([sp.Rational(a, whole) for a in parts], real, n, m, 1))
            for parts, whole, real, n, m in TABLES
        ]
    )


def _small_bounds() -> np.ndarray:
    return np.array(
        [
            exact.expected_deviation([a / whole for a in parts], real=real, synthetic=n, generations=m).sharp
            for parts, whole, real, n, m in TABLES
        ]
    )


def _scale(n: int) -> float:
    return float(np.sqrt(n / (REAL**2 + (2 * REAL + 1) * n)))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for name, s0, n in settings():
        # The distance is skewed where one token has nearly all of the probability.
        many = replicates * (SKEWED if s0 == COLLISIONS[-1] else 1)
        samples[name] = distances(s0, n, horizon(n), many, rng)[:, -1]
    small = simulate.recursion(
        SMALL_TRUTH,
        scheme="mixed",
        real=SMALL_REAL,
        sample_size=SMALL_ADDED,
        generations=max(JUDGED),
        # The second moment of three tokens is skewed and cheap; the figures are neither.
        replicates=OFTEN * replicates,
        rng=rng,
    )
    for m in JUDGED:
        samples[f"second {m}"] = ((small[:, m] - small[:, 1]) ** 2).sum(axis=1)
    return samples


def _figure(name: str, s0: float, n: int) -> Estimate:
    limit = bound(s0, n)
    return Estimate(
        name=name,
        asserts=f"$S_0 = {s0:g}$, $n = {n}$: the mean $L^1$ distance of generation {horizon(n)} from generation 1 is "
        "at most the sharp bound.",
        sample=name,
        theory=Value(lambda: limit),
        spread=lambda: _SPREADS[s0] * limit,
        margin={"smoke": 0.12 * limit, "full": 0.1 * limit},
        margin_reason="a tenth of the bound at the full profile, a fifth of the distance to the rival",
        rivals={"half the bound": lambda: limit / 2},
        kind="at most",
        # One-sided: a mutant above the bound is true, too.
        mutate=False,
    )


CLAIM = Claim(
    id="language-mixed-deviation",
    title="How far synthetic data carry a model from its real data: an exact answer",
    ledger=("P4-D3", "P4-Fig3", "P4-Fig4"),
    paper=source.PAPER,
    locus="setting of Theorems 2 to 4; figures of mixed data",
    statement=(
        "Given the fit $q$ to the real data, $\\mathbb{E}\\,\\|p^{(m+1)}-q\\|_2^2 = "
        "(1-\\|q\\|_2^2)\\,\\frac{n\\,(1-\\beta^m)}{N^2+(2N+1)n}$. Hence, for every $m$ and $n$, "
        "$\\mathbb{E}\\,\\|p^{(m)}-q\\|_1 \\le c_n\\sum_i\\sqrt{q_i(1-q_i)}$ with $c_n^2 = \\frac{n}{N^2+(2N+1)n} < "
        "\\min(\\frac{n}{N^2}, \\frac{1}{2N+1})$. In the long run the deviation grows with $n$, and "
        "saturates. In every single run "
        "it is at most $\\frac{2n}{N+n}$."
    ),
    assumptions=source.MIXED,
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE
    + " The figures' N, n, number of tokens and $S_0$ are the paper's where it gives them; the distributions are ours.",
    outcome=Outcome.HOLDS,
    chapter=source.MIXING,
    evidence=(
        Identity(
            name="recursion",
            asserts="The second moment solves the recursion of the conditional variance.",
            left=lambda: symbolic.second_moment(symbolic.beta() * symbolic.fading),
            right=lambda: symbolic.next_deviation(symbolic.second_moment(symbolic.fading)),
            rivals={
                "without the pull of the real data": lambda: (
                    symbolic.second_moment(symbolic.fading) * (1 - 1 / symbolic.synthetic)
                    + 1 / symbolic.synthetic
                )
            },
            domain={symbolic.fading: (0, 1), symbolic.real: (2, 9), symbolic.synthetic: (2, 9)},
        ),
        Identity(
            name="saturates",
            asserts="$\\frac{1}{2N+1} - c_n^2 = \\frac{N^2}{(2N+1)(N^2+2Nn+n)}$, which is positive.",
            left=lambda: symbolic.deviation()["most"].relation - symbolic.deviation()["scale"].relation,
            right=lambda: (
                symbolic.real**2
                / (
                    (2 * symbolic.real + 1)
                    * (symbolic.real**2 + 2 * symbolic.real * symbolic.synthetic + symbolic.synthetic)
                )
            ),
            rivals={"zero": lambda: sp.Integer(0)},
        ),
        Agreement(
            name="every-table",
            asserts="Averaged over the real data, it agrees with listing every table of counts, in rational numbers.",
            computed=_computed,
            reference=lambda: [
                (
                    chain.mixed_distance([sp.Rational(a, whole) for a in parts], real, n, m, 2),
                    {},
                )
                for parts, whole, real, n, m in TABLES
            ],
            bound=1e-13,
            rivals={"one generation more": lambda: _computed(1)},
        ),
        Inequality(
            name="bound-every-table",
            asserts="The exact mean $L^1$ distance from those tables is below the sharp bound.",
            points=tuple(float(real) for _, _, real, _, _ in TABLES),
            curve=_exact_distance,
            upper=_small_bounds,
            upper_rivals={"two thirds of the bound": lambda: 2 * _small_bounds() / 3},
        ),
        Inequality(
            name="growth-saturates",
            asserts="From $n = 1$ to $1000$, $N=100$, $c_n$ grows, and stays below $1/\\sqrt{2N+1}$.",
            points=ADDED,
            curve=lambda: np.array([_scale(n) for n in ADDED]),
            lower=lambda: np.array([0.0, *(_scale(n) for n in ADDED[:-1])]),
            upper=lambda: np.full(len(ADDED), 1 / np.sqrt(2 * REAL + 1)),
            lower_rivals={
                "three times the one before": lambda: np.array([0.0, *(3 * _scale(n) for n in ADDED[:-1])])
            },
            upper_rivals={"0.95 of that": lambda: np.full(len(ADDED), 0.95 / np.sqrt(2 * REAL + 1))},
        ),
        Inequality(
            name="falls-with-collision",
            asserts="For Zipf's law on 52 tokens the sharp bound at $n=10$ falls as $S_0$ grows.",
            points=COLLISIONS[1:],
            curve=lambda: np.array([bound(s0, FEW) for s0 in COLLISIONS[1:]]),
            upper=lambda: np.array([bound(s0, FEW) for s0 in COLLISIONS[:-1]]),
            upper_rivals={
                "half the one before": lambda: np.array([bound(s0, FEW) / 2 for s0 in COLLISIONS[:-1]])
            },
        ),
        *(
            Estimate(
                name=f"second-moment-m-{m}",
                asserts=f"$\\mathbb{{E}}\\,\\|p^{{({m})}}-p^{{(1)}}\\|_2^2$ with $N={SMALL_REAL}$, $n={SMALL_ADDED}$, "
                f"$p = {SMALL_TRUTH}$.",
                sample=f"second {m}",
                theory=Value(_second, {"generations": m}),
                spread=lambda m=m: 1.1 * _second(m),  # type: ignore[misc]
                margin={"smoke": 0.00075, "full": 0.00045},
                margin_reason="half the distance from generation 2 to generation 4, or less",
                rivals={
                    "synthetic data only, of as many draws": lambda m=m: (  # type: ignore[misc]
                        float(
                            exact.collision_probability(
                                0.38, sample_size=SMALL_REAL + SMALL_ADDED, generations=m
                            )
                        )
                        - float(exact.collision_probability(0.38, sample_size=35, generations=1))
                    ),
                    "1/(2N + 1), as for endless synthetic data": lambda: 0.62 * 0.95 / (2 * SMALL_REAL + 1),
                },
                # One generation more changes less than the margin.
                mutate=False,
            )
            for m in JUDGED
        ),
        *(_figure(*setting) for setting in settings()),
    ),
    simulation=Simulation(
        _block,
        {"smoke": 2_000, "full": 3_000},
        block_size=500,
        entries={
            **{f"second {m}": float(OFTEN) for m in JUDGED},
            f"collision-{round(100 * COLLISIONS[-1])}": float(SKEWED),
        },
    ),
    not_established=(
        "That the deviation falls with $S_0$ is shown for these laws; in general it follows "
        "$\\sum_i\\sqrt{q_i(1-q_i)}$, which is not a function of $S_0$.",
        "The distance is from the fit to the real data. That fit is itself off the truth by more than all that the "
        "synthetic data add.",
    ),
    revision=2,
    history=(
        "Revision 2, before the first edition: growth with the synthetic tokens is said of the long run.",
    ),
)
