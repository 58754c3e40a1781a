"""Theorem 1, first part: the chance that two draws agree."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.data.zipf import zipf_mandelbrot
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import chain
from modelcollapse.symbolic.language import resampling as symbolic

__all__ = ["CLAIM", "SIZE", "TRUTH"]

# Our choice: Zipf's law on twenty tokens.
TRUTH = zipf_mandelbrot(20, exponent=1, shift=0)
START = float(TRUTH @ TRUTH)
SIZE = 50
GENERATIONS = (10, 50)
# (numerators, denominator of p; n; m), for rational arithmetic.
SMALL = (((1, 2, 3), 6, 3, 2), ((1, 1), 2, 4, 3), ((1, 1, 1, 1), 4, 2, 3))


def _closed(generations: int, sample_size: int = SIZE, s0: float = START) -> float:
    return float(exact.collision_probability(s0, sample_size=sample_size, generations=generations))


def _computed(more: int = 0) -> list[float]:
    return [_closed(m + more, n, sum(a * a for a in parts) / whole**2) for parts, whole, n, m in SMALL]


def _mean_spread(generation: int) -> float:
    p = TRUTH[0]
    return float(np.sqrt(p * (1 - p) * (1 - (1 - 1 / SIZE) ** generation)))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    paths = simulate.recursion(
        TRUTH,
        scheme="synthetic",
        sample_size=SIZE,
        generations=GENERATIONS[-1],
        replicates=replicates,
        rng=rng,
    )
    samples = {f"collision {m}": (paths[:, m] ** 2).sum(axis=1) for m in GENERATIONS}
    return {**samples, "first token": paths[:, GENERATIONS[-1], 0]}


# Standard deviations of one run, rounded up from a first simulation; by theory they are at most ½.
_SPREADS = {10: 0.11, 50: 0.24}
_MARGINS = {10: {"smoke": 0.013, "full": 0.006}, 50: {"smoke": 0.036, "full": 0.016}}


def _estimate(m: int) -> Estimate:
    value = Value(_closed, {"generations": m, "sample_size": SIZE})
    return Estimate(
        name=f"collision-m-{m}",
        asserts=f"The mean of $\\sum_i (p_i^{{({m})}})^2$ over runs, Zipf's law on twenty tokens, $n={SIZE}$.",
        sample=f"collision {m}",
        theory=value,
        spread=lambda: _SPREADS[m],
        margin=_MARGINS[m],
        margin_reason="below half the distance to the nearest rival at the full profile",
        rivals={
            "nothing happens": lambda: START,
            "a tenth fewer draws": lambda: value(sample_size=SIZE * 9 // 10),
        }
        if m == GENERATIONS[0]
        else {"a tenth more generations": lambda: value(generations=m * 11 // 10 + 1), "1": lambda: 1.0},
        # Neighbouring sizes and generations differ by less than the margin; the identities tell them apart.
        mutate=False,
    )


CLAIM = Claim(
    id="language-collision",
    title="Diversity decays by the same factor in every generation",
    ledger=("P4-T1a", "P4-M0"),
    paper=source.PAPER,
    locus="Theorem 1, first part",
    statement=(
        "Every frequency keeps its mean, $\\mathbb{E}\\,p^{(m)} = p$. The expected collision probability "
        "$S_m = \\mathbb{E}\\sum_i (p_i^{(m)})^2$ is $S_m = 1 - (1-\\frac1n)^m\\,(1 - S_0)$. With sizes "
        "$n_1, n_2, \\dots$ that change, $1 - S_m = (1 - S_0)\\prod_{t\\le m}(1 - \\frac1{n_t})$."
    ),
    assumptions=(source.SETTING[0], "For the first formula, the same $n$ draws in every generation."),
    provenance=source.READ,
    provenance_note=source.READ_NOTE + " The form with changing sizes is derived here.",
    outcome=Outcome.HOLDS,
    chapter=source.SYNTHETIC,
    evidence=(
        Identity(
            name="martingale",
            asserts="The slope of the generating function gives $\\mathbb{E}[p_i' \\mid p_i] = p_i$.",
            left=lambda: symbolic.collision()["mean"].relation,
            right=lambda: symbolic.token,
            rivals={"one per cent lost": lambda: sp.Rational(99, 100) * symbolic.token},
            domain={symbolic.token: (0, 1)},
        ),
        Identity(
            name="second-moment",
            asserts="$\\mathbb{E}[p_i'^2 \\mid p_i] = \\frac{p_i}{n} + (1-\\frac1n)\\,p_i^2$.",
            left=lambda: symbolic.collision()["square"].relation,
            right=lambda: symbolic.token / symbolic.size + (1 - 1 / symbolic.size) * symbolic.token**2,
            rivals={
                "no sampling noise": lambda: symbolic.token**2,
                "n − 1 in place of n": lambda: (
                    symbolic.token / (symbolic.size - 1) + (1 - 1 / (symbolic.size - 1)) * symbolic.token**2
                ),
            },
            domain={symbolic.token: (0, 1), symbolic.size: (3, 12)},
        ),
        Identity(
            name="recursion",
            asserts="The formula solves $S_{m+1} = \\frac1n + (1-\\frac1n)\\,S_m$.",
            left=lambda: symbolic.collision_closed(generations=symbolic.generation + 1),
            right=lambda: 1 / symbolic.size + (1 - 1 / symbolic.size) * symbolic.collision_closed(),
            rivals={"without the first term": lambda: (1 - 1 / symbolic.size) * symbolic.collision_closed()},
            domain={symbolic.start: (0, 1), symbolic.size: (2, 12)},
        ),
        Agreement(
            name="every-table",
            asserts="The formula agrees with listing every table of counts, in rational numbers.",
            computed=_computed,
            reference=lambda: [
                (chain.collision([sp.Rational(a, whole) for a in parts], n, m), {})
                for parts, whole, n, m in SMALL
            ],
            bound=1e-14,
            rivals={"one generation more": lambda: _computed(1)},
        ),
        Agreement(
            name="schedule",
            asserts="With $n_t = 10t^2$ the product over all $t$ is $\\sin(\\pi/\\sqrt{10})/(\\pi/\\sqrt{10})$; two "
            "hundred thousand factors agree with it to five digits.",
            computed=lambda: [
                1
                - float(
                    exact.collision_probability(
                        1e-300, sample_size=10 * np.arange(1, 200_001) ** 2, generations=200_000
                    )
                )
            ],
            reference=lambda: [(sp.sin(sp.pi / sp.sqrt(10)) * sp.sqrt(10) / sp.pi, {})],
            bound=1e-5,
            rivals={"the first factor missing": lambda: [0.843436 / 0.9]},
        ),
        *(_estimate(m) for m in GENERATIONS),
        Estimate(
            name="mean-frequency",
            asserts=f"The mean frequency of the commonest token in generation {GENERATIONS[-1]} is its probability.",
            sample="first token",
            theory=Value(lambda: float(TRUTH[0])),
            spread=lambda: _mean_spread(GENERATIONS[-1]),
            margin={"smoke": 0.055, "full": 0.025},
            margin_reason="a tenth of the probability at the full profile",
            rivals={"half of it": lambda: TRUTH[0] / 2, "twice as much": lambda: 2 * TRUTH[0]},
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 6_500, "full": 20_000}),
    not_established=(
        "The public reviews of the paper ask how far one table of frequencies, refitted without error, stands for a "
        "large language model. Nothing here answers that.",
    ),
)
