"""A multiplicative walk has a mean that no simulation sees."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Refusal, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.claims.walk.family_moments import CHAPTER, NOTE
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import families as symbolic

__all__ = ["CLAIM", "GENERATIONS", "SIZE"]

SIZE, GENERATIONS = 5, 401


def _log_moments(generations: int = GENERATIONS) -> tuple[float, float]:
    return exact.exponential_log_moments(schedules.constant(), sample_size=SIZE, generations=generations)


def _drift(generations: int) -> float:
    return _log_moments(generations)[0]


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    walk = simulate.run(
        simulate.Exponential(),
        schedules.constant(),
        sample_size=SIZE,
        generations=GENERATIONS,
        replicates=replicates,
        rng=rng,
    )
    return {"last": walk[:, -1, 0], "first": walk[:, 1, 0], "log": np.log(walk[:, -1, 0])}


CLAIM = Claim(
    id="walk-family-heavy-tail",
    title="The mean is kept by walks that nobody draws",
    ledger=("P1-W1", "P1-C4"),
    paper=source.PAPER,
    locus="parametric families",
    statement=(
        "With $n_k = n$ the exponential walk has $\\mathbb{E}\\,\\hat\\theta_k = \\theta^*$ for every $k$, while "
        "$\\log\\hat\\theta_k$ drifts by $\\psi(n) - \\log n \\approx -\\frac1{2n}$ in each generation, so that "
        "$\\hat\\theta_k \\to 0$ almost surely. At $n = 5$ and 400 rounds the mean of a simulation is of no use."
    ),
    assumptions=(source.SCHEDULED, "The exponential law is fitted by its sample mean; all sizes are $n$."),
    provenance=source.DERIVED,
    provenance_note=NOTE,
    outcome=Outcome.HOLDS,
    chapter=CHAPTER,
    evidence=(
        Identity(
            name="mean-kept",
            asserts="The mean factor of one round is 1.",
            left=lambda: symbolic.exponential()["mean"].relation,
            right=lambda: sp.Integer(1),
            rivals={"1 − 1/n": lambda: 1 - 1 / symbolic.size},
        ),
        Identity(
            name="log-drift",
            asserts="The mean log factor of one round is $\\psi(n) - \\log n$.",
            left=lambda: symbolic.exponential()["drift"].relation,
            right=lambda: sp.digamma(symbolic.size) - sp.log(symbolic.size),
            rivals={"−1/(2n)": lambda: -1 / (2 * symbolic.size)},
        ),
        Refusal(
            name="naive-mean",
            asserts=f"The judge declines the simulated mean of $\\hat\\theta_{{{GENERATIONS}}}$ at $n = {SIZE}$.",
            sample="last",
            truth=lambda: 1.0,
            sound={"the first fit": "first", "the log scale": "log"},
        ),
        Estimate(
            name="log-scale",
            asserts=f"The mean of $\\log\\hat\\theta_{{{GENERATIONS}}}$, which has no heavy tail.",
            sample="log",
            theory=Value(_drift, {"generations": GENERATIONS}),
            spread=lambda: float(np.sqrt(_log_moments()[1])),
            margin={"smoke": 0.8, "full": 0.3},
            margin_reason="eight rounds of drift at the smoke profile, three at the full one",
            rivals={
                "0, the log of the mean": lambda: 0.0,
                "−1/(2n) in each generation": lambda: -GENERATIONS / (2 * SIZE),
            },
            # One round of drift is less than the margin.
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 9_000, "full": 60_000}, block_size=8192),
)
