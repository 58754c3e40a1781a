"""Theorem 2: the Poisson process forgets by an exact formula."""

from __future__ import annotations

from functools import partial

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.discrete import source
from modelcollapse.claims.discrete.shares import share
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM", "GENERATIONS", "TOTALS"]

TOTALS = (10, 100)
GENERATIONS = {10: (1, 10, 50, 100, 200, 500), 100: (50, 100, 200, 500)}
MARGINS = {
    10: (0.001, 0.0085, 0.0105, 0.0085, 0.0065, 0.0045),
    100: (0.0035, 0.008, 0.011, 0.0105),
}
POINTS = (2, 3, 5, 10, 20, 50, 100, 200, 500)

_k = np.array(POINTS, dtype=float)


def _exponent(constant: float) -> np.ndarray:
    """Survival with constant/k in the place of g_k, total 10."""
    return np.asarray(-np.expm1(-10 * constant / _k))


def _sharp(side: int) -> np.ndarray:
    return np.asarray(-np.expm1(-10 * np.asarray(exact.g_bounds(POINTS)[side])))


def _printed(total: int, constant: int, generations: int) -> float:
    return float(-np.expm1(-total * constant / generations))


def _alive(total: int, generations: int) -> float:
    return float(exact.poisson_survival(total, generations=generations))


def _sample(total: int, generation: int) -> str:
    return f"total={total} k={generation}"


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    alive = {}
    for total in TOTALS:
        time, _ = simulate.extinction(
            total, generations=GENERATIONS[total][-1], replicates=replicates, rng=rng
        )
        for k in GENERATIONS[total]:
            alive[_sample(total, k)] = time > k
    return alive


def _estimates() -> list[Estimate]:
    estimates = []
    for total in TOTALS:
        for k, margin in zip(GENERATIONS[total], MARGINS[total], strict=True):
            value = Value(_alive, {"total": total, "generations": k})
            rivals = {
                "1/k in place of g": partial(_printed, total, 1, k),
                "3/k in place of g": partial(_printed, total, 3, k),
            }
            if k == 1:
                # After one generation g = 1 = 1/k, and nearly every chain is alive.
                rivals = {"total 1": partial(value, total=1)}
            estimates.append(
                share(
                    name=f"total-{total}-k-{k}",
                    asserts=f"$\\Pr(\\Lambda_{{{k}}} \\ne 0)$ at $n\\lambda_0 = {total}$.",
                    sample=_sample(total, k),
                    theory=value,
                    margin={"smoke": 4 * margin, "full": margin},
                    rivals=rivals,
                    # From generation 50 on one generation more or less hides in the margin.
                    mutate=k <= 10,
                )
            )
    return estimates


CLAIM = Claim(
    id="discrete-poisson-survival",
    title="For counts without a ceiling the formula is exact",
    ledger=("P2-T2", "P2-F4", "P2-S0"),
    paper=source.PAPER,
    locus="Theorem 2",
    statement=(
        "$\\Pr(\\Lambda_k \\ne 0) = 1 - e^{-n\\lambda_0 g_k}$ for all $n$, $\\lambda_0$ and $k \\ge 1$, and "
        "$\\Lambda_k \\to 0$ almost surely, while $\\mathbb{E}\\,\\Lambda_k = \\lambda_0$. With the sharper bounds on "
        "$g_k$ the probability lies in a narrower interval than the printed "
        "$[1 - e^{-n\\lambda_0/k},\\, 1 - e^{-3n\\lambda_0/k}]$."
    ),
    assumptions=source.POISSON,
    provenance=source.NOTEBOOK,
    provenance_note=source.NOTEBOOK_NOTE + " The narrower interval is derived here.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "$\\Pr(\\Lambda_k \\ne 0) = 1 - e^{-n\\lambda_0 g_k}$, a number in $[1 - e^{-n\\lambda_0/k},\\, 1 - "
            "e^{-3n\\lambda_0/k}]$."
        ),
        ours=(
            "The equation holds as it stands. The interval narrows to $[1 - e^{-2n\\lambda_0/(k+1+(H_k-1)/3)},\\,"
            " 1 - e^{-2n\\lambda_0/(k+1)}]$."
        ),
        decided={"sharp-interval": "", "total-10-k-50": "3/k in place of g"},
    ),
    chapter=source.SYMBOLS,
    evidence=(
        *(
            Identity(
                name=f"exponent-{k}",
                asserts=f"The composed generating function of generation {k} at $s=0$ is $e^{{-c g_{{{k}}}}}$.",
                left=lambda k=k: symbolic.poisson_pgf(k).subs(symbolic.s, 0),  # type: ignore[misc]
                right=lambda k=k: sp.exp(-symbolic.total * symbolic.iterate(k)),  # type: ignore[misc]
                rivals={
                    "the next iterate": lambda k=k: sp.exp(-symbolic.total * symbolic.iterate(k + 1)),  # type: ignore[misc]
                },
            )
            for k in (1, 2, 3)
        ),
        Identity(
            name="mean-stays",
            asserts="After three generations the mean of the total $N_3$ is still $c = n\\lambda_0$.",
            left=lambda: symbolic.poisson()["mean"].relation,
            right=lambda: symbolic.total,
            rivals={"a shrinking mean": lambda: symbolic.total * symbolic.iterate(3)},
        ),
        Identity(
            name="variance-grows",
            asserts="Its variance is $3c$.",
            left=lambda: symbolic.poisson()["variance"].relation,
            right=lambda: 3 * symbolic.total,
            rivals={"c": lambda: symbolic.total},
        ),
        Inequality(
            name="sharp-interval",
            asserts="At $n\\lambda_0 = 10$ the exact curve lies in the narrower interval.",
            points=POINTS,
            curve=lambda: exact.poisson_survival(10, generations=POINTS),
            lower=lambda: _sharp(0),
            upper=lambda: _sharp(1),
            lower_rivals={"2/(k+1) as the lower exponent": lambda: _sharp(1)},
            upper_rivals={"1.9/(k+1)": lambda: np.asarray(-np.expm1(-19 / (_k + 1)))},
        ),
        Inequality(
            name="printed-interval",
            asserts="The printed interval holds, too.",
            points=POINTS,
            curve=lambda: exact.poisson_survival(10, generations=POINTS),
            lower=lambda: _exponent(1),
            upper=lambda: _exponent(3),
            lower_rivals={"2/k": lambda: _exponent(2)},
            upper_rivals={"1.5/k": lambda: _exponent(1.5)},
        ),
        *_estimates(),
    ),
    simulation=Simulation(_block, {"smoke": 8_000, "full": 120_000}),
)
