"""What happens on the way: support, entropy and the distance from the first fit, exactly."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.claims.language.collision import SIZE, TRUTH
from modelcollapse.exact import discrete
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import chain
from modelcollapse.symbolic.language import resampling as symbolic

__all__ = ["CLAIM", "JUDGED"]

JUDGED = (1, 5, 20)
# Of one run, rounded up from a first simulation.
_SUPPORT_SPREAD = {1: 1.6, 5: 1.7, 20: 1.3}
_ENTROPY_SPREAD = {1: 0.16, 5: 0.27, 20: 0.35}
_MARGINS = {
    "support": {"smoke": 0.24, "full": 0.11},
    "entropy": {"smoke": 0.05, "full": 0.024},
}
# A given first fit, and draws from it.
FITTED = np.array([0.4, 0.3, 0.2, 0.1])
DRAWS, LATER = 10, (2, 5, 20)
_DISTANCE_SPREAD = {2: 0.07, 5: 0.21, 20: 0.32}
_DISTANCE_MARGINS = {
    2: {"smoke": 0.011, "full": 0.005},
    5: {"smoke": 0.032, "full": 0.014},
    20: {"smoke": 0.05, "full": 0.021},
}
SMALL = (((1, 2, 3), 6, 3, 2), ((1, 1), 2, 4, 3), ((1, 1, 1, 1), 4, 2, 3))


def _support(generations: int) -> float:
    return float(discrete.distinct(TRUTH, sample_size=SIZE, generations=generations))


def _entropy(generations: int) -> float:
    return float(exact.entropy(TRUTH, sample_size=SIZE, generations=generations))


def _distance(generations: int) -> float:
    """E‖p⁽ᵐ⁾ − q‖² = E‖p⁽ᵐ⁾‖² − ‖q‖², because q is the mean."""
    s0 = float(FITTED @ FITTED)
    return float(exact.collision_probability(s0, sample_size=DRAWS, generations=generations - 1)) - s0


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    paths = simulate.recursion(
        TRUTH,
        scheme="synthetic",
        sample_size=SIZE,
        generations=max(JUDGED),
        replicates=replicates,
        rng=rng,
    )
    samples = {}
    for m in JUDGED:
        at = paths[:, m]
        samples[f"support {m}"] = (at > 0).sum(axis=1).astype(float)
        # The logarithm of what is not there is not asked for.
        samples[f"entropy {m}"] = -(at * np.log(np.where(at > 0, at, 1.0))).sum(axis=1)
    # Seen from a given first fit, generation m is m − 1 resamplings away.
    later = simulate.recursion(
        FITTED,
        scheme="synthetic",
        sample_size=DRAWS,
        generations=max(LATER) - 1,
        replicates=replicates,
        rng=rng,
    )
    for m in LATER:
        samples[f"distance {m}"] = ((later[:, m - 1] - FITTED) ** 2).sum(axis=1)
    return samples


def _computed(more: int = 0) -> list[float]:
    return [
        float(exact.entropy([a / whole for a in parts], sample_size=n, generations=m + more))
        for parts, whole, n, m in SMALL
    ]


def _first_support() -> list[tuple[sp.Expr, dict[sp.Symbol, sp.Rational]]]:
    """Σ 1 − (1 − p_i)^n for Zipf's law in rational numbers."""
    weights = [sp.Rational(1, rank) for rank in range(1, 21)]
    total = sum(weights)
    return [(sum(1 - (1 - weight / total) ** SIZE for weight in weights), {})]


CLAIM = Claim(
    id="language-trajectories",
    title="Tokens go first, then entropy: the path to collapse",
    ledger=("P4-D1", "P4-T1d"),
    paper=source.PAPER,
    locus="setting of Theorem 1",
    statement=(
        "Support and entropy are sums over tokens, and each token alone is a Wright-Fisher chain. So their means "
        "follow exactly, from one matrix. Given generation 1, $p^{(1)} = q$: $\\mathbb{E}\\,\\|p^{(m)} - q\\|_2^2 = "
        "(1 - \\|q\\|_2^2)\\,[1 - (1-\\frac1n)^{m-1}]$."
    ),
    assumptions=source.SETTING,
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.SYNTHETIC,
    evidence=(
        Identity(
            name="distance",
            asserts="$S_m - S_0$ from Theorem 1 is the squared distance from the start, $(1 - "
            "S_0)\\,[1-(1-\\frac1n)^m]$.",
            left=lambda: symbolic.collision_closed() - symbolic.start,
            right=lambda: (1 - symbolic.start) * (1 - (1 - 1 / symbolic.size) ** symbolic.generation),
            rivals={
                "one generation fewer": lambda: (
                    (1 - symbolic.start) * (1 - (1 - 1 / symbolic.size) ** (symbolic.generation - 1))
                )
            },
            domain={symbolic.start: (0, 1), symbolic.size: (2, 12)},
        ),
        Agreement(
            name="entropy-every-table",
            asserts="The expected entropy agrees with listing every table of counts.",
            computed=_computed,
            reference=lambda: [
                (chain.entropy([sp.Rational(a, whole) for a in parts], n, m), {})
                for parts, whole, n, m in SMALL
            ],
            bound=1e-13,
            rivals={"one generation more": lambda: _computed(1)},
        ),
        Agreement(
            name="support-first",
            asserts=f"After one generation the expected support is $\\sum_i 1-(1-p_i)^n$, $n={SIZE}$.",
            computed=lambda: [_support(1)],
            reference=_first_support,
            bound=1e-13,
            rivals={"all twenty tokens": lambda: [20.0]},
        ),
        *(
            Estimate(
                name=f"support-m-{m}",
                asserts=f"Mean number of tokens left in generation {m}, Zipf's law on twenty, $n={SIZE}$.",
                sample=f"support {m}",
                theory=Value(_support, {"generations": m}),
                spread=lambda m=m: _SUPPORT_SPREAD[m],  # type: ignore[misc]
                margin=_MARGINS["support"],
                margin_reason="a tenth of a token at the full profile",
                rivals={
                    "a tenth more generations, and one": lambda m=m: _support(m + m // 10 + 1),  # type: ignore[misc]
                    "all twenty": lambda: 20.0,
                },
                mutate=False,
            )
            for m in JUDGED
        ),
        *(
            Estimate(
                name=f"entropy-m-{m}",
                asserts=f"Mean entropy of generation {m}, in nats.",
                sample=f"entropy {m}",
                theory=Value(_entropy, {"generations": m}),
                spread=lambda m=m: _ENTROPY_SPREAD[m],  # type: ignore[misc]
                margin=_MARGINS["entropy"],
                margin_reason="a fortieth of a nat at the full profile",
                rivals={
                    "half as many generations": lambda m=m: _entropy(m // 2),  # type: ignore[misc]
                    "twice as many": lambda m=m: _entropy(2 * m),  # type: ignore[misc]
                },
                mutate=False,
            )
            for m in JUDGED
        ),
        *(
            Estimate(
                name=f"distance-m-{m}",
                asserts=f"$\\mathbb{{E}}\\,\\|p^{{({m})}}-q\\|_2^2$ with $q = (0.4, 0.3, 0.2, 0.1)$, $n={DRAWS}$.",
                sample=f"distance {m}",
                theory=Value(_distance, {"generations": m}),
                spread=lambda m=m: _DISTANCE_SPREAD[m],  # type: ignore[misc]
                margin=_DISTANCE_MARGINS[m],
                margin_reason="a tenth of the value or less at the full profile",
                rivals={
                    "half as many generations after the first": lambda m=m: _distance(1 + (m - 1) // 2),  # type: ignore[misc]
                    "the final distance": lambda: float(1 - FITTED @ FITTED),
                }
                if m < max(LATER)
                else {"half as many generations": lambda m=m: _distance(1 + (m - 1) // 2)},  # type: ignore[misc]
                mutate=False,
            )
            for m in LATER
        ),
    ),
    simulation=Simulation(_block, {"smoke": 7_000, "full": 16_000}),
)
