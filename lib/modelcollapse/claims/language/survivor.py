"""Proposition 1: which token is the last one."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Frequencies, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.exact import discrete
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import resampling as symbolic

__all__ = ["CLAIM", "TRUTH"]

TRUTH = np.array([0.4, 0.3, 0.2, 0.1])
SIZE = 10


def _powered(power: float) -> np.ndarray:
    weights = TRUTH**power
    return np.asarray(weights / weights.sum())


def _alone() -> np.ndarray:
    """Exact chance that each token has taken all draws after very many generations."""
    late = 1_000
    return np.array([1 - discrete.survival(1 - p, sample_size=SIZE, generations=late) for p in TRUTH])


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    _, survivor = simulate.collapse(
        TRUTH, sample_size=SIZE, generations=60 * SIZE, replicates=replicates, rng=rng
    )
    return {
        "survivor": survivor,
        "its probability": TRUTH[survivor],
        "distance": 2 * (1 - TRUTH[survivor]),
    }


CLAIM = Claim(
    id="language-survivor",
    title="The last token is drawn from the truth itself",
    ledger=("P4-P1", "P4-D1"),
    paper=source.PAPER,
    locus="Proposition 1",
    statement=(
        "$p^{(m)}$ ends at a single token, which is token $i$ with probability $p_i$. So the survivor is the rarest "
        "token as often as that token occurs, its mean probability is $\\sum_i p_i^2$, and the mean $L^1$ distance "
        "from $p$ ends at $2\\,(1 - \\sum_i p_i^2)$."
    ),
    assumptions=source.SETTING,
    provenance=source.READ,
    provenance_note=source.READ_NOTE + " The two means are derived here.",
    outcome=Outcome.HOLDS,
    chapter=source.SYNTHETIC,
    evidence=(
        Identity(
            name="martingale",
            asserts="The mean of the next frequency is the last one, so the chance to end at token $i$ is $p_i$.",
            left=lambda: symbolic.collision()["mean"].relation,
            right=lambda: symbolic.token,
            rivals={"drawn towards one half": lambda: (symbolic.token + sp.Rational(1, 2)) / 2},
            domain={symbolic.token: (0, 1)},
        ),
        Inequality(
            name="exact-chain",
            asserts=f"After 1,000 generations of $n={SIZE}$ the chance that token $i$ has all draws is $p_i$ to nine "
            "digits.",
            points=tuple(TRUTH),
            curve=_alone,
            lower=lambda: TRUTH - 1e-9,
            upper=lambda: TRUTH + 1e-9,
            lower_rivals={"the likeliest token gains": lambda: _powered(1.2)},
            upper_rivals={"the likeliest token loses": lambda: _powered(0.8)},
        ),
        Frequencies(
            name="survivors",
            asserts=f"Survivors of runs with $p = (0.4, 0.3, 0.2, 0.1)$, $n={SIZE}$, are distributed as $p$.",
            sample="survivor",
            probabilities=lambda: TRUTH,
            margin={"smoke": 0.09, "full": 0.04},
            margin_reason="a third of the effect size of the nearest rival, or less",
            rivals={
                "all alike": lambda: np.full(4, 0.25),
                "in proportion to the square": lambda: _powered(2.0),
                "in proportion to the power 1.3": lambda: _powered(1.3),
            },
        ),
        Estimate(
            name="survivor-probability",
            asserts="The mean probability of the survivor is $\\sum_i p_i^2$.",
            sample="its probability",
            theory=Value(lambda: float(TRUTH @ TRUTH)),
            spread=lambda: float(np.sqrt(TRUTH @ TRUTH**2 - (TRUTH @ TRUTH) ** 2)),
            margin={"smoke": 0.01, "full": 0.004},
            margin_reason="below a tenth of the distance to the rivals",
            rivals={
                "the likeliest token always wins": lambda: 0.4,
                "an average token wins": lambda: 0.25,
            },
            mutate=False,
        ),
        Estimate(
            name="final-distance",
            asserts="The mean final distance from $p$ is $2\\,(1-\\sum_i p_i^2)$.",
            sample="distance",
            theory=Value(lambda: float(2 * (1 - TRUTH @ TRUTH))),
            spread=lambda: float(2 * np.sqrt(TRUTH @ TRUTH**2 - (TRUTH @ TRUTH) ** 2)),
            margin={"smoke": 0.02, "full": 0.008},
            margin_reason="below a tenth of the distance to the rivals",
            rivals={"to the likeliest token": lambda: 1.2, "to an average token": lambda: 1.5},
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 11_000, "full": 50_000}),
)
