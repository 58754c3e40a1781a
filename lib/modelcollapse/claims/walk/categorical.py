"""The bridge to symbols: the chance that two draws differ shrinks by 1 − 1/n in each generation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from modelcollapse.checks import Agreement, Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact.language import collision_probability
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import categorical as symbolic

__all__ = ["CLAIM", "GENERATIONS", "SCHEDULES", "SIZE"]

SIZE, GENERATIONS = 10, 31
PROBABILITIES = (0.5, 0.3, 0.2)
START = sum(p * p for p in PROBABILITIES)
SCHEDULES: Mapping[str, schedules.Schedule] = {
    "linear": schedules.linear(),
    "quadratic": schedules.power(1),
}
SIZES = (2, 3, 10, 50)
ROUNDS = 400


def _collision(schedule: str, sample_size: int, generations: int, real: bool = True) -> float:
    sizes = SCHEDULES[schedule].sizes(sample_size=sample_size, generations=generations)
    used = sizes if real else sizes[1:]
    return float(collision_probability(START, sample_size=used, generations=len(used)))


def _kept() -> np.ndarray:
    """Share of diversity that synthetic rounds of sizes n·t² leave."""
    return np.array(
        [
            2
            * (
                1
                - collision_probability(
                    0.5,
                    sample_size=[n * t * t for t in range(1, ROUNDS + 1)],
                    generations=ROUNDS,
                )
            )
            for n in SIZES
        ]
    )


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for name, schedule in SCHEDULES.items():
        last = simulate.run(
            simulate.Categorical(PROBABILITIES),
            schedule,
            sample_size=SIZE,
            generations=GENERATIONS,
            replicates=replicates,
            rng=rng,
        )[:, -1]
        # Two draws from the last generation: they agree if one symbol was drawn twice.
        samples[name] = (rng.multinomial(2, last / last.sum(axis=1, keepdims=True)) == 2).any(axis=1)
    return samples


def _estimate(name: str) -> Estimate:
    value = Value(_collision, {"schedule": name, "sample_size": SIZE, "generations": GENERATIONS})

    def spread() -> float:
        share = value()
        return float(np.sqrt(share * (1 - share)))

    return Estimate(
        name=f"agreement-{name}",
        asserts=f"The share of walks in which two draws from generation $k$ agree, "
        f"at $n={SIZE}$, $k={GENERATIONS}$, {name} sizes, from "
        "$p = (0.5, 0.3, 0.2)$.",
        sample=name,
        theory=value,
        spread=spread,
        margin={"smoke": 0.022, "full": 0.011},
        margin_reason="on the probability scale: " + source.SETTLES,
        rivals={
            "the real sample forgotten": lambda: _collision(name, SIZE, GENERATIONS, real=False),
            "S₀, as if nothing happened": lambda: START,
        },
        mutate=False,
    )


CLAIM = Claim(
    id="walk-categorical",
    title="The same product for symbols: where the random walk meets language models",
    ledger=("P1-C4", "X13"),
    paper=source.PAPER,
    locus="public summary: general parametric models",
    statement=(
        "For the frequencies of symbols, with $S_k = \\mathbb{E}\\sum_i \\hat p_i^2$ the chance that two draws agree, "
        "$1-S_k = (1-S_0)\\prod_{j\\le k}(1-1/n_j)$. Diversity survives if and only if $\\sum_t 1/n_t < \\infty$; with "
        "$n_t = n\\,t^2$ the synthetic rounds leave the share $\\sin(\\pi/\\sqrt n)/(\\pi/\\sqrt n)$ of it."
    ),
    assumptions=(source.SCHEDULED, "All $n_k \\ge 2$: after a single draw only one symbol is left."),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to(
        "the summary's remark that parametric families in general are treated; for one constant size it is a theorem "
        "of Seddik et al. (2024)"
    ),
    outcome=Outcome.HOLDS,
    chapter="random-walk",
    evidence=(
        Identity(
            name="one-step",
            asserts="One generation multiplies $1-S$ by $1-\\tfrac1n$.",
            left=lambda: 1 - symbolic.step()["after"].relation,
            right=lambda: (1 - symbolic.collision) * (1 - 1 / symbolic.size),
            rivals={
                "1 − 1/(n + 1)": lambda: (1 - symbolic.collision) * (1 - 1 / (symbolic.size + 1)),
                "S multiplied": lambda: 1 - symbolic.collision * (1 - 1 / symbolic.size),
            },
        ),
        Identity(
            name="product-step",
            asserts="The product of gamma functions grows from $T-1$ to $T$ rounds by the factor $1-\\tfrac{1}{nT^2}$.",
            left=lambda: symbolic.step()["ratio"].relation,
            right=lambda: 1 - 1 / (symbolic.size * symbolic.rounds**2),
            rivals={"1 − 1/(nT)": lambda: 1 - 1 / (symbolic.size * symbolic.rounds)},
        ),
        Agreement(
            name="product",
            asserts=f"The share left by {ROUNDS} rounds of sizes $n\\,t^2$ is that product, at "
            + ", ".join(f"$n={n}$" for n in SIZES)
            + ".",
            computed=_kept,
            reference=lambda: [
                (symbolic.step()["product"].relation, {symbolic.size: n, symbolic.rounds: ROUNDS})
                for n in SIZES
            ],
            bound=1e-13,
            rivals={"the endless product": lambda: np.sinc(1 / np.sqrt(SIZES))},
        ),
        *(_estimate(name) for name in SCHEDULES),
    ),
    simulation=Simulation(_block, {"smoke": 32_000, "full": 125_000}, block_size=4096),
    revision=2,
    history=("Revision 2, before the first edition: sizes of one draw are excluded.",),
)
