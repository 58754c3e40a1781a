"""First passage: how many generations until σ first falls to a tenth?"""

from __future__ import annotations

from functools import cache

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Frequencies, Law, Value
from modelcollapse.claims.claim import Claim, Outcome, Provenance, Simulation
from modelcollapse.claims.gaussian import source
from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate
from modelcollapse.symbolic import gaussian as symbolic

__all__ = ["CLAIM", "solution"]

SIZE, THRESHOLD = 10, 0.1
# Times from here on share one cell of the frequency table.
LAST = 200
DISTANCE = float(np.log(1 / THRESHOLD))


@cache
def solution(sample_size: int = SIZE, divisor: str = "n-1") -> exact.FirstPassage:
    """The exact law, computed once."""
    return exact.first_passage(THRESHOLD, sample_size=sample_size, divisor=divisor)


def _mean(sample_size: int, divisor: str) -> float:
    return solution(sample_size, divisor).mean


def _drift() -> float:
    return float(exact.log_drift(sample_size=SIZE, divisor="n-1")) / 2


def _spread_of_balance() -> float:
    """Standard deviation of a τ + log ε − log σ_τ: by Wald's second identity its variance is v E τ."""
    step = exact.log_drift_variance(sample_size=SIZE, divisor="n-1") / 4
    return float(np.sqrt(step * solution().mean))


def _cdf(passage: exact.FirstPassage, points: np.ndarray) -> np.ndarray:
    index = np.clip(points, 0, len(passage.survival) - 1).astype(int)
    return np.where(points < 0, 0.0, 1 - passage.survival[index])


def _cells(passage: exact.FirstPassage) -> np.ndarray:
    """Pr(τ = k) for k = 0, …, LAST − 1, and Pr(τ ≥ LAST)."""
    # survival[k] = Pr(τ > k), and τ ≥ 1.
    alive = np.concatenate([[1.0], passage.survival[:LAST]])
    return np.append(-np.diff(alive), alive[-1])


def _without_return(points: np.ndarray) -> np.ndarray:
    """Pr(σ_k ≤ ε), which forgets that a path may fall to ε and come back."""
    generations = np.maximum(points, 0).astype(int)
    wanted = np.unique(generations)
    values = exact.survival(THRESHOLD, sample_size=SIZE, generations=wanted, divisor="n-1")
    return np.asarray(1 - values[np.searchsorted(wanted, generations)])


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    time, overshoot = simulate.first_passage(
        THRESHOLD, sample_size=SIZE, divisor="n-1", replicates=replicates, rng=rng
    )
    return {"time": time, "distance per drift": time - (DISTANCE + overshoot) / -_drift()}


CLAIM = Claim(
    id="gaussian-first-passage",
    title="How long until a tenth of the spread is left",
    ledger=("P2-T3t",),
    paper=source.PAPER,
    locus="process of Theorem 3",
    statement=(
        "The first generation $\\tau$ with $\\sigma_\\tau \\le \\varepsilon$ satisfies "
        "$\\mathbb{E}\\,\\tau = \\big(\\log\\tfrac{\\sigma_0}{\\varepsilon} + "
        "\\mathbb{E}[\\text{overshoot}]\\big) / |a_n|$, "
        "with $a_n$ the drift of $\\log\\sigma$; its whole law solves a linear integral equation."
    ),
    assumptions=(*source.SETTING, "The variance is fitted with the divisor $n-1$."),
    provenance=Provenance.DERIVED_HERE,
    provenance_note=source.DERIVED_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Agreement(
            name="two-generations",
            asserts="The solved law agrees with the integral for $\\Pr(\\tau > 1)$ and $\\Pr(\\tau > 2)$.",
            computed=lambda: solution().survival[1:3],
            reference=lambda: [
                (symbolic.survival(SIZE, "n-1", sp.Rational(1, 10), 1), {}),
                (symbolic.no_passage_in_two(SIZE, "n-1", sp.Rational(1, 10)), {}),
            ],
            bound=1e-11,
            scale=1.0,
            rivals={"the other divisor": lambda: solution(SIZE, "n").survival[1:3]},
        ),
        Estimate(
            name="mean-time",
            asserts=f"$\\mathbb{{E}}\\,\\tau$ at $n={SIZE}$, $\\varepsilon={THRESHOLD}$.",
            sample="time",
            theory=Value(_mean, {"sample_size": SIZE, "divisor": "n-1"}),
            spread=lambda: float(np.sqrt(solution().variance)),
            margin={"smoke": 1.0, "full": 0.4},
            margin_reason="below one per cent of the mean at the full profile, a third of the overshoot's part before",
            rivals={
                "no overshoot": lambda: DISTANCE / -_drift(),
                "the rate of the mean": lambda: (
                    DISTANCE / -float(exact.log_moment(1.0, sample_size=SIZE, divisor="n-1"))
                ),
            },
        ),
        Estimate(
            name="balance",
            asserts="Along simulated paths $\\tau$ and (distance + overshoot)$/|a_n|$ have the same mean.",
            sample="distance per drift",
            theory=Value(lambda: 0.0),
            spread=lambda: _spread_of_balance() / -_drift(),
            margin={"smoke": 1.0, "full": 0.4},
            margin_reason="as for the mean time",
            # A drift off by 6 per cent shifts the balance by 6 per cent of the mean time.
            rivals={"a drift six per cent too large": lambda: 0.06 / 1.06 * solution().mean},
            mutate=False,
        ),
        Law(
            name="law-of-time",
            asserts="The simulated first-passage times follow the solved law.",
            sample="time",
            cdf=lambda points: _cdf(solution(), points),
            margin={"smoke": 0.025, "full": 0.007},
            margin_reason="a third of the distance to the nearest rival, or less",
            rivals={
                "the curve Pr(σ_k ≤ ε), blind to paths that come back": _without_return,
                "the other divisor": lambda points: _cdf(solution(SIZE, "n"), points),
            },
            whole=True,
        ),
        Frequencies(
            name="frequencies-of-time",
            asserts="So do the counts of each single generation.",
            sample="time",
            probabilities=lambda: _cells(solution()),
            margin={"smoke": 0.07, "full": 0.035},
            margin_reason="an effect size: a third of the distance to the nearest rival, or less",
            rivals={
                "shifted by one generation": lambda: np.roll(_cells(solution()), 1),
                "the other divisor": lambda: _cells(solution(SIZE, "n")),
            },
        ),
    ),
    simulation=Simulation(_block, {"smoke": 60_000, "full": 300_000}),
    not_established=(
        "The scale $2(n-1)\\log(\\sigma_0/\\varepsilon)$ for the mean time is its leading term for large $n$; no error "
        "bound is proved.",
    ),
)
