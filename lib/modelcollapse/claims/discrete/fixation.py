"""The figure of trajectories: where the paths are after 600 generations."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.discrete import source
from modelcollapse.claims.discrete.shares import share
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM"]

COUNT, SIZE, GENERATIONS = 20, 100, 600
START = COUNT / SIZE


def _forgotten(p0: float) -> float:
    return float(1 - exact.survival(p0, sample_size=SIZE, generations=GENERATIONS))


def _undecided() -> float:
    return float(exact.undecided(START, sample_size=SIZE, generations=GENERATIONS))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    _, last = simulate.absorption(
        COUNT,
        corpus=SIZE,
        sample_size=SIZE,
        generations=GENERATIONS,
        replicates=replicates,
        rng=rng,
    )
    return {"forgotten": last == 0, "alone": last == 1, "undecided": (last > 0) & (last < 1)}


CLAIM = Claim(
    id="discrete-fixation",
    title="Every path ends at nothing or at everything",
    ledger=("P2-F2b", "P2-S0"),
    paper=source.PAPER,
    locus="figure of Bernoulli trajectories",
    statement=(
        "The expected frequency never moves, $\\mathbb{E}\\,P_k = p_0$, and every path ends at 0 or at 1. So the "
        "symbol takes over with probability $p_0$. At $p_0 = 0.2$, $n = 100$ all but 0.23 per cent of the paths are "
        "decided after 600 generations."
    ),
    assumptions=source.SETTING,
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE + " " + source.CODE_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.SYMBOLS,
    evidence=(
        Identity(
            name="martingale",
            asserts="The slope of the generating function at 1 gives $\\mathbb{E}[P' \\mid P] = P$.",
            left=lambda: symbolic.moments()["mean"].relation,
            right=lambda: sp.Symbol("P", positive=True),
            rivals={"one per cent lost": lambda: sp.Rational(99, 100) * sp.Symbol("P", positive=True)},
        ),
        share(
            name="forgotten",
            asserts=f"$\\Pr(P_{{{GENERATIONS}}} = 0)$.",
            sample="forgotten",
            theory=Value(_forgotten, {"p0": START}),
            margin={"smoke": 0.05, "full": 0.008},
            rivals={
                "p0 itself": lambda: START,
                "one half": lambda: 0.5,
                "five occurrences more at the start": lambda: _forgotten(START + 5 / SIZE),
            },
        ),
        share(
            name="alone",
            asserts=f"$\\Pr(P_{{{GENERATIONS}}} = 1)$, close to $p_0$.",
            sample="alone",
            theory=Value(lambda p0: _forgotten(1 - p0), {"p0": START}),
            margin={"smoke": 0.05, "full": 0.008},
            rivals={
                "one half": lambda: 0.5,
                "five occurrences more": lambda: _forgotten(1 - START - 5 / SIZE),
            },
        ),
        share(
            name="undecided",
            asserts=f"$\\Pr(P_{{{GENERATIONS}}} \\notin \\{{0, 1\\}})$.",
            sample="undecided",
            theory=Value(_undecided),
            margin={"smoke": 0.008, "full": 0.001},
            rivals={
                "none": lambda: 0.0,
                "Theorem 1's lower bound, as if it were exact": lambda: float(
                    exact.survival_lower(START, sample_size=SIZE, generations=GENERATIONS)
                ),
            },
        ),
    ),
    simulation=Simulation(_block, {"smoke": 20_000, "full": 150_000}),
)
