"""The variance trap: the mean of σ² stays at one while almost every path collapses."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Refusal, Value
from modelcollapse.claims.claim import Claim, Outcome, Provenance, Simulation
from modelcollapse.claims.gaussian import source
from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate
from modelcollapse.symbolic import gaussian as symbolic

__all__ = ["CLAIM"]

SIZE, GENERATIONS = 10, 200

_n = sp.Symbol("n", integer=True, positive=True)


def _second_moment() -> sp.Expr:
    """E (σ'/σ)² from the chi-square integral."""
    return symbolic.moment()["value"].relation.subs(symbolic.order, 2).subs(symbolic.divisor, symbolic.nu)


def _one_step(sample_size: int, divisor: str) -> float:
    return float(np.exp(exact.log_moment(2.0, sample_size=sample_size, divisor=divisor)))


def _left(sample_size: int, generations: int, divisor: str) -> float:
    return float(exact.survival(1.0, sample_size=sample_size, generations=generations, divisor=divisor))


def _spread_of_share() -> float:
    share = _left(SIZE, GENERATIONS, "n-1")
    return float(np.sqrt(share * (1 - share)))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    _, sigma = simulate.paths(
        sample_size=SIZE, generations=GENERATIONS, replicates=replicates, divisor="n-1", rng=rng
    )
    last = sigma[:, GENERATIONS]
    return {
        "variance": last**2,
        # σ_0 = 1, so the first fitted variance is the ratio of one step.
        "one step": sigma[:, 1] ** 2,
        "log variance": 2 * np.log(last),
        "not yet smaller": last > 1,
    }


CLAIM = Claim(
    id="gaussian-variance-trap",
    title="The average never moves, and almost every path is gone",
    ledger=("P2-T3x", "P2-S0"),
    paper=source.PAPER,
    locus="process of Theorem 3",
    statement=(
        "With the divisor $n-1$, $\\mathbb{E}\\,\\sigma_k^2 = \\sigma_0^2$ in every generation, while "
        "$\\sigma_k \\to 0$ almost surely. A simulated mean of $\\sigma_k^2$ does not see this: at $n = 10$ and "
        "$k = 200$ it would refute the true value."
    ),
    assumptions=(*source.SETTING, "The variance is fitted with the divisor $n-1$."),
    provenance=Provenance.DERIVED_HERE,
    provenance_note=source.DERIVED_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="conserved",
            asserts="The mean of one generation's variance factor is exactly 1.",
            left=_second_moment,
            right=lambda: sp.Integer(1),
            rivals={"1 − 1/ν": lambda: 1 - 1 / symbolic.nu},
        ),
        Refusal(
            name="naive-mean",
            asserts=f"The judge declines the simulated mean of $\\sigma_{{{GENERATIONS}}}^2$, whose normal interval "
            "would refute the true value 1.",
            sample="variance",
            truth=lambda: 1.0,
            sound={"a single step": "one step", "the log scale": "log variance"},
        ),
        Estimate(
            name="one-step",
            asserts=f"The mean of one generation's variance factor at $n={SIZE}$, simulated.",
            sample="one step",
            theory=Value(_one_step, {"sample_size": SIZE, "divisor": "n-1"}, expression=sp.Integer(1)),
            # Var(χ²_ν/ν) = 2/ν.
            spread=lambda: float(np.sqrt(2 / (SIZE - 1))),
            margin={"smoke": 0.02, "full": 0.0095},
            margin_reason="two per cent at the smoke profile, below one at the full one",
            rivals={"the other divisor": lambda: _one_step(SIZE, "n")},
        ),
        Estimate(
            name="log-variance",
            asserts=f"The mean of $\\log\\sigma_{{{GENERATIONS}}}^2$, which has no heavy tail.",
            sample="log variance",
            theory=Value(
                lambda sample_size, generations, divisor: (
                    generations * float(exact.log_drift(sample_size=sample_size, divisor=divisor))
                ),
                {"sample_size": SIZE, "generations": GENERATIONS, "divisor": "n-1"},
            ),
            spread=lambda: float(
                np.sqrt(GENERATIONS * exact.log_drift_variance(sample_size=SIZE, divisor="n-1"))
            ),
            margin={"smoke": 0.25, "full": 0.11},
            margin_reason="about one generation's worth of drift at the full profile",
            rivals={
                "0, the log of the mean": lambda: 0.0,
                "the other divisor": lambda: (
                    GENERATIONS * float(exact.log_drift(sample_size=SIZE, divisor="n"))
                ),
            },
        ),
        Estimate(
            name="share-not-smaller",
            asserts=f"$\\Pr(\\sigma_{{{GENERATIONS}}} > \\sigma_0)$: the few paths that carry the mean.",
            sample="not yet smaller",
            theory=Value(_left, {"sample_size": SIZE, "generations": GENERATIONS, "divisor": "n-1"}),
            spread=_spread_of_share,
            margin={"smoke": 0.004, "full": 0.0005},
            margin_reason="on the probability scale: what this many replicates can settle",
            rivals={"one path in a hundred": lambda: 0.01},
            # The probability is below a thousandth; a neighbouring n or k is closer than the margin.
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 50_000, "full": 250_000}),
    not_established=(
        "That almost every path collapses is the strong law applied to the drift; it is not judged by simulation, "
        "which sees finitely many generations.",
    ),
)
