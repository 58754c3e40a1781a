"""The figure of 81 contexts: a thousand samples in total, or a thousand for each?"""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.discrete.shares import share
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import resampling as symbolic

__all__ = ["CLAIM", "contexts"]

# The paper's: four-token contexts over three tokens, sample size 1000, 40 generations.
CONTEXTS, TOTAL, GENERATIONS = 81, 1000, 40
EACH = TOTAL // CONTEXTS
# Our choice: from the middle of the simplex to near a corner.
TRUTHS = ((1 / 3, 1 / 3, 1 / 3), (0.6, 0.3, 0.1), (0.8, 0.1, 0.1))


def _alive(truth: int, sample_size: int) -> float:
    return float(exact.uncollapsed(TRUTHS[truth], sample_size=sample_size, generations=GENERATIONS))


def _kept(sample_size: int) -> float:
    return 1 - float(exact.collision_probability(1e-300, sample_size=sample_size, generations=GENERATIONS))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for truth, p in enumerate(TRUTHS):
        time, _ = simulate.collapse(
            p, sample_size=EACH, generations=GENERATIONS, replicates=replicates, rng=rng
        )
        samples[f"alive {truth}"] = time > GENERATIONS
    return samples


def contexts(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Simulate the figure's contexts, their truths uniform on the simplex; nothing is judged here.

    Returns:
        frequencies for both readings of the sample size, each of shape (contexts, generations + 1, 3).
    """
    weights = rng.standard_gamma(1.0, (CONTEXTS, 3))
    truths = weights / weights.sum(axis=1, keepdims=True)
    found = {}
    for size in (EACH, TOTAL):
        runs = [
            simulate.recursion(
                p, scheme="synthetic", sample_size=size, generations=GENERATIONS, replicates=1, rng=rng
            )
            for p in truths
        ]
        found[f"{size} each"] = np.concatenate(runs)
    return found


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, int]]]:
    kept = 1 - symbolic.collision_closed(first=sp.Integer(0))
    return [(kept, {symbolic.size: n, symbolic.generation: GENERATIONS}) for n in (TOTAL, EACH, EACH + 1)]


CLAIM = Claim(
    id="language-simplex-figure",
    title="The figure's thousand samples are for all contexts together",
    ledger=("P4-Fig1",),
    paper=source.PAPER,
    locus="figure of contexts on the simplex",
    statement=(
        "With 1,000 samples for every context 96 per cent of the diversity would be left after the figure's 40 "
        "generations, and no context would have collapsed. With 1,000 in total, 12 or 13 for each of the 81 contexts, "
        "3 to 4 per cent are left and most contexts have collapsed, as the figure shows."
    ),
    assumptions=(
        source.SETTING[0],
        "Equal shares of the total for all contexts: our choice. The truths are our choice, too.",
    ),
    provenance=source.READ,
    provenance_note=source.READ_NOTE
    + " How the paper shares its samples out was not found; this is our reading.",
    outcome=Outcome.CONDITIONAL,
    chapter=source.SYNTHETIC,
    evidence=(
        Agreement(
            name="diversity-kept",
            asserts="$(1-\\frac1n)^{40}$ at $n = 1000$, $12$ and $13$.",
            computed=lambda: [_kept(n) for n in (TOTAL, EACH, EACH + 1)],
            reference=_reference,
            bound=1e-13,
            rivals={"39 generations": lambda: [(1 - 1 / n) ** 39 for n in (TOTAL, EACH, EACH + 1)]},
        ),
        Inequality(
            name="nothing-collapsed",
            asserts="With 1,000 samples each, the chance that a context with such a truth has collapsed is below "
            "$10^{-3}$.",
            points=tuple(float(i) for i in range(len(TRUTHS))),
            curve=lambda: np.array([1 - _alive(truth, TOTAL) for truth in range(len(TRUTHS))]),
            upper=lambda: np.full(len(TRUTHS), 1e-3),
            upper_rivals={
                "with 12 each, from below": lambda: np.array(
                    [_alive(truth, EACH) - 1 for truth in range(len(TRUTHS))]
                )
            },
            rounding=1e-12,
        ),
        Inequality(
            name="most-collapsed",
            asserts="With 12 each, more than nine in ten have.",
            points=tuple(float(i) for i in range(len(TRUTHS))),
            curve=lambda: np.array([1 - _alive(truth, EACH) for truth in range(len(TRUTHS))]),
            lower=lambda: np.full(len(TRUTHS), 0.9),
            lower_rivals={"99 in a hundred": lambda: np.full(len(TRUTHS), 0.99)},
        ),
        *(
            share(
                name=f"alive-truth-{truth}",
                asserts=f"Share of contexts not collapsed after {GENERATIONS} generations of {EACH} draws, from "
                f"$p = ({', '.join(f'{x:.3g}' for x in p)})$.",
                sample=f"alive {truth}",
                theory=Value(
                    lambda sample_size, truth=truth: _alive(truth, sample_size), {"sample_size": EACH}
                ),
                margin={"smoke": 0.03, "full": 0.01},
                rivals={
                    "with 1,000 samples": lambda truth=truth: _alive(truth, TOTAL),  # type: ignore[misc]
                    "with 24 samples": lambda truth=truth: _alive(truth, 2 * EACH),  # type: ignore[misc]
                },
            )
            for truth, p in enumerate(TRUTHS)
        ),
    ),
    simulation=Simulation(_block, {"smoke": 6_000, "full": 40_000}, block_size=10_000),
)
