"""No total collapse with real data kept: bounds for every generation and every amount of synthetic data."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.discrete.shares import share
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import mixing as symbolic

__all__ = ["CLAIM"]

REAL, SYNTHETIC, LAST = 3, 30, 12
START = 0.5
# (N, n, S₀): N at least three, where the two ends of γ differ.
PLACES = tuple((real, n, s0) for real in (3, 10, 100) for n in (2, 10, 1000) for s0 in (0.1, 0.5, 0.9))
POINTS = tuple(float(real) for real, _, _ in PLACES)
COUNTS = (1, 2, 3, 10, 100, 1000)
PLENTY = 10**9


def _room(real: int, n: int, s0: float) -> float:
    """The paper's γ, with S_m < 1 − γ for n ≥ 2; at n = 1 the two are equal from generation 2 on."""
    alpha = n / (real + n)
    return (1 - 1 / real) * (1 + alpha) * (1 - s0) / (1 + (1 + 1 / real) * alpha)


def _rooms() -> np.ndarray:
    return np.array([_room(*place) for place in PLACES])


def _ends(side: int) -> np.ndarray:
    values = []
    for real, n, s0 in PLACES:
        alpha = n / (real + n)
        values.append((1 - s0) * ((1 + alpha) / (2 + 3 * alpha) if side == 0 else 1.0))
    return np.array(values)


def _late(generations: int) -> np.ndarray:
    return np.array(
        [
            float(exact.mixed_collision_probability(s0, real=real, synthetic=n, generations=generations))
            for real, n, s0 in PLACES
        ]
    )


def _kept() -> np.ndarray:
    """Diversity after very many generations over that of generation 1, with a billion synthetic tokens."""
    return np.array(
        [
            (
                1
                - float(
                    exact.mixed_collision_probability(START, real=real, synthetic=PLENTY, generations=10**12)
                )
            )
            / ((1 - START) * (1 - 1 / real))
            for real in COUNTS[1:]
        ]
    )


def _floor(shift: float = 1.0) -> np.ndarray:
    """2N/(2N + shift) for the counts."""
    counts = np.array(COUNTS[1:])
    return np.asarray(2 * counts / (2 * counts + shift))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    paths = simulate.recursion(
        [START, 1 - START],
        scheme="mixed",
        real=REAL,
        sample_size=SYNTHETIC,
        generations=LAST,
        replicates=replicates,
        rng=rng,
    )
    largest = paths.max(axis=2)
    alpha = SYNTHETIC / (REAL + SYNTHETIC)
    ceiling = 1 - (1 - alpha) * (1 - largest[:, 1:2])
    alone = simulate.recursion(
        [START, 1 - START],
        scheme="synthetic",
        sample_size=REAL,
        generations=LAST,
        replicates=replicates,
        rng=rng,
    )
    return {
        "under the ceiling": (largest[:, 1:] <= ceiling + 1e-12).all(axis=1),
        "collapsed": largest[:, LAST] > 1 - 1e-12,
        "collapsed without real data": alone[:, LAST].max(axis=1) == 1,
    }


CLAIM = Claim(
    id="language-mixed-floor",
    title="With real data kept, nothing collapses that the real data did not",
    ledger=("P4-T2b", "P4-D2"),
    paper=source.PAPER,
    locus="Theorem 2, end of its proof",
    statement=(
        "Let $\\alpha = \\frac{n}{N+n}$. If the fit to the real data $q$ holds two tokens, no later generation is "
        "collapsed: $\\max_i p_i^{(m)} \\le 1 - (1-\\alpha)(1-\\max_i q_i)$ in every run. The mean diversity $1 - "
        "S_m$ does not fall below $\\gamma = \\frac{(1-1/N)(1+\\alpha)(1-S_0)}{1+(1+1/N)\\alpha}$, the paper's "
        "bound, which is its limit (and is attained at $n=1$). It stays above $\\frac{2N}{2N+1}$ of that of "
        "generation 1, however large $n$ is."
    ),
    assumptions=(*source.MIXED, "$N \\ge 2$."),
    provenance=source.READ,
    provenance_note=source.READ_NOTE
    + " The sure bound and the fraction are derived here; γ does not depend on the sign.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "$1 - S_m > \\gamma$ for $m \\ge 2$, with $\\gamma = "
            "\\frac{(1-1/N)(1+\\alpha)(1-S_0)}{1+(1+1/N)\\alpha}$."
        ),
        ours=(
            "$\\gamma$ is the limit of $1 - S_m$. In every run $\\max_i p_i^{(m)} \\le 1 - (1-\\alpha)(1-\\max_i "
            "q_i)$, and $1 - S_m > \\frac{2N}{2N+1}(1 - S_1)$ for every $n$."
        ),
        decided={
            "room-is-the-limit": "",
            "kept": "",
            "collapsed": "as with that many draws of synthetic data only",
        },
    ),
    chapter=source.MIXING,
    evidence=(
        Identity(
            name="floor",
            asserts="With $n \\to \\infty$ the share of generation 1's diversity that is left tends to "
            "$\\frac{2N}{2N+1}$.",
            left=lambda: symbolic.recursion()["floor"].relation,
            right=lambda: 2 * symbolic.real / (2 * symbolic.real + 1),
            rivals={"N/(N + 1)": lambda: symbolic.real / (symbolic.real + 1)},
        ),
        Identity(
            name="room-is-the-limit",
            asserts="$\\gamma$ is the limit of $1 - S_m$.",
            left=lambda: 1 - symbolic.compact(sp.Integer(0)),
            right=symbolic.room,
            rivals={"without the 1/N below": lambda: symbolic.room(below=sp.Integer(0))},
            domain={symbolic.start: (0, 1), symbolic.real: (2, 9), symbolic.synthetic: (2, 9)},
        ),
        Inequality(
            name="kept",
            asserts="The share exceeds $\\frac{2N}{2N+1}$ with a billion synthetic tokens, $N = 2, \\dots, 1000$.",
            points=COUNTS[1:],
            curve=_kept,
            lower=_floor,
            lower_rivals={"2N/(2N + 0.9)": lambda: _floor(0.9)},
            # The share falls towards the bound like N/n; rounding is far below that.
            rounding=1e-14,
        ),
        Inequality(
            name="room",
            asserts="$S_m < 1 - \\gamma$ in generation 3, at 27 settings with $n \\ge 2$.",
            points=POINTS,
            curve=lambda: _late(3),
            upper=lambda: 1 - _rooms(),
            upper_rivals={"generation 1": lambda: _late(1)},
            rounding=1e-15,
        ),
        Inequality(
            name="room-ends",
            asserts="$\\gamma$ lies between $\\frac{1+\\alpha}{2+3\\alpha}(1-S_0)$ and $1-S_0$, $N \\ge 3$.",
            points=POINTS,
            curve=_rooms,
            lower=lambda: _ends(0),
            upper=lambda: _ends(1),
            lower_rivals={"one and a half times that": lambda: 1.5 * _ends(0)},
            upper_rivals={"nine tenths of that": lambda: 0.9 * _ends(1)},
        ),
        Estimate(
            name="ceiling",
            asserts=f"Every run stays under the ceiling for {LAST} generations, $N={REAL}$, $n={SYNTHETIC}$.",
            sample="under the ceiling",
            theory=Value(lambda: 1.0),
            # If true, no run deviates; the planned spread is that of one in four hundred.
            spread=lambda: 0.05,
            margin={"smoke": 0.01, "full": 0.004},
            margin_reason="an exception in every few hundred runs would show",
            rivals={"one in fifty does not": lambda: 0.98},
            mutate=False,
        ),
        share(
            name="collapsed",
            asserts=f"After {LAST} generations those runs are collapsed whose real tokens were all alike, a share "
            f"$\\sum_i p_i^{REAL}$.",
            sample="collapsed",
            theory=Value(lambda real: START**real + (1 - START) ** real, {"real": REAL}),
            margin={"smoke": 0.03, "full": 0.012},
            rivals={
                "none": lambda: 0.0,
                "as with that many draws of synthetic data only": lambda: (
                    1 - float(exact.uncollapsed([START, 1 - START], sample_size=REAL, generations=LAST))
                ),
            },
            mutate=True,
        ),
        share(
            name="collapsed-without",
            asserts=f"Without real data nearly all are, {REAL} draws in each generation.",
            sample="collapsed without real data",
            theory=Value(
                lambda generations: (
                    1
                    - float(exact.uncollapsed([START, 1 - START], sample_size=REAL, generations=generations))
                ),
                {"generations": LAST},
            ),
            margin={"smoke": 0.015, "full": 0.006},
            rivals={"as with real data": lambda: START**REAL + (1 - START) ** REAL},
        ),
    ),
    simulation=Simulation(_block, {"smoke": 18_000, "full": 80_000}, block_size=20_000),
)
