"""Yaglom's law: a rare symbol that survives is over-represented."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Inequality, Law, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.discrete import source
from modelcollapse.claims.discrete.shares import share
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM", "GENERATIONS", "law"]

TOTAL, GENERATIONS = 1, 100
# Beyond, less than e^-80 is left of the law.
STATES = 4096
POINTS = (10.0, 30.0, 100.0, 300.0)


def _alive(total: float, generations: int) -> float:
    return float(exact.poisson_survival(total, generations=generations))


def _conditional_mean(total: float, generations: int) -> float:
    return total / _alive(total, generations)


def law(generations: int = GENERATIONS) -> np.ndarray:
    """Pr(N_k = 0, 1, …), conditional on survival."""
    values = exact.poisson_law(TOTAL, generations=generations, states=STATES)
    return np.concatenate([[0.0], values[1:] / values[1:].sum()])


def _spread() -> float:
    states = np.arange(STATES)
    values = law()
    return float(np.sqrt(values @ states**2 - (values @ states) ** 2))


def _cdf(points: np.ndarray) -> np.ndarray:
    return np.asarray(np.cumsum(law())[np.clip(points, 0, STATES - 1).astype(int)])


def _exponential(mean: float, points: np.ndarray) -> np.ndarray:
    return np.asarray(-np.expm1(-np.maximum(points, 0) / mean))


def _distances() -> np.ndarray:
    """Largest distance between the law of N_k/(k/2), given survival, and the exponential law."""
    found = []
    for k in POINTS:
        values = exact.poisson_law(TOTAL, generations=int(k), states=2**14)
        reached = np.cumsum(values[1:]) / values[1:].sum()
        # Between two whole numbers the exponential law may be nearer to either end of the step.
        at = np.arange(1, len(values))
        before = np.concatenate([[0.0], reached[:-1]])
        curve = -np.expm1(-2 * at / k)
        found.append(float(max(np.abs(reached - curve).max(), np.abs(before - curve).max())))
    return np.array(found)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    _, count = simulate.extinction(TOTAL, generations=GENERATIONS, replicates=replicates, rng=rng)
    return {"alive": count > 0, "survivors": count[count > 0]}


CLAIM = Claim(
    id="discrete-survivors",
    title="What survives is over-represented",
    ledger=("P2-T1d",),
    paper=source.PAPER,
    locus="process of Theorem 2",
    statement=(
        "In the Poisson process $\\mathbb{E}[N_k \\mid N_k > 0] = c/(1 - e^{-cg_k})$. For $c = 1$ and many generations "
        "$N_k/(k/2)$, given survival, approaches an exponential law: one symbol in about $k/2$ survives, with about "
        "$k/2$ occurrences."
    ),
    assumptions=source.POISSON,
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE + " The limit is Yaglom's law of critical branching.",
    outcome=Outcome.HOLDS,
    chapter=source.SYMBOLS,
    evidence=(
        Identity(
            name="mean-given-survival",
            asserts="Mean over survival probability, from the generating function of generation 3, is "
            "$c/(1-e^{-cg_3})$.",
            left=lambda: (
                symbolic.poisson()["mean"].relation / (1 - symbolic.poisson_pgf(3).subs(symbolic.s, 0))
            ),
            right=lambda: symbolic.total / (1 - sp.exp(-symbolic.total * symbolic.iterate(3))),
            rivals={
                "generation 2": lambda: symbolic.total / (1 - sp.exp(-symbolic.total * symbolic.iterate(2)))
            },
        ),
        Inequality(
            name="towards-exponential",
            asserts="At $c=1$ the distance to the exponential law is below $(1 + \\log k)/k$, above a quarter of it.",
            points=POINTS,
            curve=_distances,
            lower=lambda: (1 + np.log(POINTS)) / (4 * np.array(POINTS)),
            upper=lambda: (1 + np.log(POINTS)) / np.array(POINTS),
            lower_rivals={"a distance of 0.05 that stays": lambda: np.full(len(POINTS), 0.05)},
            upper_rivals={"1/k²": lambda: 1 / np.array(POINTS) ** 2},
        ),
        share(
            name="alive",
            asserts=f"$\\Pr(N_{{{GENERATIONS}}} > 0)$ at $c = {TOTAL}$.",
            sample="alive",
            theory=Value(_alive, {"total": TOTAL, "generations": GENERATIONS}),
            margin={"smoke": 0.0016, "full": 0.00075},
            rivals={"1/k": lambda: 1 / GENERATIONS, "3/k": lambda: 3 / GENERATIONS},
        ),
        Estimate(
            name="mean-of-survivors",
            asserts=f"The mean of $N_{{{GENERATIONS}}}$ over the survivors.",
            sample="survivors",
            theory=Value(_conditional_mean, {"total": TOTAL, "generations": GENERATIONS}),
            spread=_spread,
            margin={"smoke": 4.5, "full": 2.0},
            margin_reason="four per cent of the value at the full profile; far below the distance to the rivals",
            rivals={
                "c, the mean over all chains": lambda: float(TOTAL),
                "k, twice the scale": lambda: float(GENERATIONS),
            },
            mutate=False,
        ),
        Law(
            name="law-of-survivors",
            asserts="The counts of the survivors follow the law that the generating function gives.",
            sample="survivors",
            cdf=_cdf,
            margin={"smoke": 0.06, "full": 0.03},
            margin_reason="a quarter of the distance to the nearest rival, or less",
            rivals={
                "exponential with mean k": lambda points: _exponential(float(GENERATIONS), points),
                "exponential with mean k/4": lambda points: _exponential(GENERATIONS / 4, points),
            },
            whole=True,
        ),
    ),
    simulation=Simulation(
        _block, {"smoke": 450_000, "full": 1_950_000}, entries={"survivors": _alive(TOTAL, GENERATIONS)}
    ),
)
