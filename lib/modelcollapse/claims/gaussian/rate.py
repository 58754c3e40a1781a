"""The typical path decays twice as fast as the mean."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Inequality, Slope, Value
from modelcollapse.claims.claim import Claim, Outcome, Provenance, Simulation
from modelcollapse.claims.gaussian import source
from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate
from modelcollapse.symbolic import gaussian as symbolic

__all__ = ["CLAIM"]

SIZE, GENERATIONS = 10, 100
GRID = tuple(range(0, GENERATIONS + 1, 5))
SIZES = (2, 3, 5, 10, 20, 50, 100, 1000, 10**4)

_n = sp.Symbol("n", integer=True, positive=True)


def typical(sample_size: int) -> float:
    """Drift of log σ (half that of log σ²), divisor n − 1."""
    return float(exact.log_drift(sample_size=sample_size, divisor="n-1") / 2)


def _typical_expression() -> sp.Expr:
    drift = symbolic.drift()["mean"].relation.subs(symbolic.divisor, symbolic.nu) / 2
    return sp.expand(drift.subs(symbolic.nu, _n - 1))


def mean_rate(sample_size: int) -> float:
    """Log of the mean factor E[σ'/σ], divisor n − 1."""
    return float(exact.log_moment(1.0, sample_size=sample_size, divisor="n-1"))


def _ratio() -> np.ndarray:
    return np.array([typical(n) / mean_rate(n) for n in SIZES])


def _leading_ratio() -> sp.Expr:
    series = symbolic.log_drift_series(3) / 2 / symbolic.log_decay_series(3)
    return sp.limit(series, symbolic.nu, sp.oo)


def _slope_spread() -> float:
    """Standard deviation of the least-squares slope of a random walk seen on GRID."""
    x = np.array(GRID, dtype=float)
    weights = (x - x.mean()) / ((x - x.mean()) @ (x - x.mean()))
    # The step between two grid points carries the weights of all later points.
    later = np.array([weights[i:].sum() for i in range(1, len(x))])
    step = exact.log_drift_variance(sample_size=SIZE, divisor="n-1") / 4
    return float(np.sqrt(step * np.diff(x) @ later**2))


def _above_mean(sample_size: int, generations: int) -> float:
    level = float(np.exp(generations * mean_rate(sample_size)))
    return float(exact.survival(level, sample_size=sample_size, generations=generations, divisor="n-1"))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    _, sigma = simulate.paths(
        sample_size=SIZE, generations=GENERATIONS, replicates=replicates, divisor="n-1", rng=rng
    )
    level = np.exp(GENERATIONS * mean_rate(SIZE))
    return {"log sigma": np.log(sigma[:, list(GRID)]), "above mean": sigma[:, GENERATIONS] > level}


def _share_spread() -> float:
    share = _above_mean(SIZE, GENERATIONS)
    return float(np.sqrt(share * (1 - share)))


CLAIM = Claim(
    id="gaussian-typical-rate",
    title="The typical path decays twice as fast as the mean",
    ledger=("P2-T3x",),
    paper=source.PAPER,
    locus="process of Theorem 3",
    statement=(
        "With the divisor $n-1$, $\\tfrac1k\\log\\sigma_k \\to a_n = \\tfrac12\\big(\\psi(\\tfrac{n-1}{2}) - "
        "\\log\\tfrac{n-1}{2}\\big)$ almost surely, while "
        "$\\tfrac1k\\log\\mathbb{E}\\,\\sigma_k = \\log\\alpha_{n-1}$; "
        "the ratio of the two rates exceeds 2 and tends to 2 as $n$ grows."
    ),
    assumptions=(*source.SETTING, "The variance is fitted with the divisor $n-1$."),
    provenance=Provenance.DERIVED_HERE,
    provenance_note=source.DERIVED_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="limit",
            asserts="The leading terms of the two series have the ratio 2.",
            left=_leading_ratio,
            right=lambda: sp.Integer(2),
            rivals={"the same rate": lambda: sp.Integer(1), "four times": lambda: sp.Integer(4)},
        ),
        Inequality(
            name="ratio",
            asserts="The ratio lies between $2$ and $2 + \\frac{1}{n-1}$ at these $n$.",
            points=SIZES,
            curve=_ratio,
            lower=lambda: np.full(len(SIZES), 2.0),
            upper=lambda: 2 + 1 / (np.array(SIZES) - 1.0),
            lower_rivals={"2.001": lambda: np.full(len(SIZES), 2.001)},
            upper_rivals={"exactly 2": lambda: np.full(len(SIZES), 2.0)},
        ),
        Slope(
            name="path-slope",
            asserts=f"The mean slope of $\\log\\sigma_k$ along a path, $n={SIZE}$, $k \\le {GENERATIONS}$.",
            sample="log sigma",
            theory=Value(typical, {"sample_size": SIZE}, expression=_typical_expression(), point={_n: SIZE}),
            spread=_slope_spread,
            margin={"smoke": 0.00115, "full": 0.00057},
            margin_reason="two per cent of the slope at the smoke profile, one per cent at the full one",
            rivals={
                "the rate of the mean": lambda: mean_rate(SIZE),
                "−1/(2n)": lambda: -1 / (2 * SIZE),
            },
            positions=GRID,
        ),
        Estimate(
            name="share-above-mean",
            asserts=f"Few paths are above the mean: $\\Pr(\\sigma_k > \\mathbb{{E}}\\,\\sigma_k)$ at $n={SIZE}$, "
            f"$k={GENERATIONS}$.",
            sample="above mean",
            theory=Value(_above_mean, {"sample_size": SIZE, "generations": GENERATIONS}),
            spread=_share_spread,
            margin={"smoke": 0.02, "full": 0.0075},
            margin_reason="on the probability scale; far below the distance to one half",
            rivals={"one half, if mean and median agreed": lambda: 0.5},
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 50_000, "full": 160_000}),
    not_established=("That the ratio exceeds 2 for every $n$ is computed at the listed $n$, not proved.",),
)
