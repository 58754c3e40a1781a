"""Where errors are of order 1/n, sublinear sizes suffice: the uniform law, fitted without bias."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.exact.walk.series import series
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import uniform as symbolic

__all__ = ["CLAIM", "GENERATIONS", "SIZE"]

SIZE, GENERATIONS = 10, 101
FAR = (100, 10_000, 1_000_000)


def _fitted(growth: float, generations: object, *, rounded: bool) -> exact.FittedUniform:
    return exact.fitted_uniform(
        schedules.power(growth - 1),
        sample_size=SIZE,
        generations=generations,
        estimator="unbiased",
        rounded=rounded,
    )


def _variance(growth: float, sample_size: int, generations: int) -> float:
    found = exact.fitted_uniform(
        schedules.power(growth - 1), sample_size=sample_size, generations=generations, estimator="unbiased"
    )
    return float(found.variance)


def _log_second(growth: float) -> np.ndarray:
    found = _fitted(growth, [t + 1 for t in FAR], rounded=False)
    return np.asarray(np.log1p(found.variance))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    last = simulate.run(
        "uniform",
        schedules.power(-0.4),
        sample_size=SIZE,
        generations=GENERATIONS,
        replicates=replicates,
        rng=rng,
        estimator="unbiased",
    )[:, -1, 0]
    return {"square": (last - 1) ** 2, "log": np.log(last)}


def _all_rounds(growth: float) -> float:
    """Σ 1/n_t² over all generations, the real sample included."""
    return (1 + series(2 * growth, 0.0, first=1)) / SIZE**2


CLAIM = Claim(
    id="walk-uniform-rate",
    title="Sublinear sizes can be enough",
    ledger=("P1-T2", "P1-E6", "X9"),
    paper=source.PAPER,
    locus="abstract: superlinear growth of the sample size is required",
    statement=(
        "For the uniform law on $(0,\\theta)$ and the unbiased estimate $\\tfrac{n+1}{n}\\max$ the relative variance "
        "is $\\prod_j\\big(1+\\tfrac{1}{n_j(n_j+2)}\\big) - 1$. It stays bounded if and only if "
        "$\\sum_t 1/n_t^2 < \\infty$: sizes $n_t \\asymp t^a$ suffice for $a > \\tfrac12$."
    ),
    assumptions=(source.SCHEDULED,),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to("the abstract's sentence that superlinear growth is required"),
    outcome=Outcome.CONDITIONAL,
    chapter="random-walk",
    evidence=(
        Identity(
            name="factor",
            asserts="One generation multiplies the mean square of the unbiased estimate by $1+\\tfrac{1}{n(n+2)}$.",
            left=lambda: symbolic.largest()["factor"].relation,
            right=lambda: 1 + 1 / (symbolic.size * (symbolic.size + 2)),
            rivals={
                "1 + 1/n": lambda: 1 + 1 / symbolic.size,
                "1 + 1/n²": lambda: 1 + 1 / symbolic.size**2,
            },
        ),
        Identity(
            name="log-mean",
            asserts="The logarithm of the largest of $n$ draws from $(0,1)$ has the mean $-\\tfrac1n$.",
            left=lambda: symbolic.largest()["log_mean"].relation,
            right=lambda: -1 / symbolic.size,
            rivals={
                "−1/(n + 1)": lambda: -1 / (symbolic.size + 1),
                "−2/n": lambda: sp.Integer(-2) / symbolic.size,
            },
        ),
        Inequality(
            name="bounded-at-0-6",
            asserts="With $n_t = 10\\,t^{0.6}$, $\\log\\mathbb{E}(\\hat\\theta/\\theta)^2$ stays below the sum of all "
            "$1/n_t^2$ up to a million rounds.",
            points=FAR,
            curve=lambda: _log_second(0.6),
            upper=lambda: np.full(len(FAR), _all_rounds(0.6)),
            upper_rivals={"half of it": lambda: np.full(len(FAR), _all_rounds(0.6) / 2)},
        ),
        Inequality(
            name="unbounded-at-0-4",
            asserts="With $n_t = 10\\,t^{0.4}$ it exceeds $\\tfrac{(T+1)^{0.2}-1}{0.2}\\big/\\,125$ after $T$ rounds: "
            "no bound.",
            points=FAR,
            # 1/(n(n+2)) ≥ 1/(1.2 n²) for n ≥ 10, log(1 + x) ≥ x/1.01 for x ≤ 1/120, and 1.2 · 1.01 < 1.25.
            curve=lambda: _log_second(0.4),
            lower=lambda: ((np.array(FAR) + 1.0) ** 0.2 - 1) / 0.2 / 125,
            lower_rivals={"five times that": lambda: ((np.array(FAR) + 1.0) ** 0.2 - 1) / 0.2 / 25},
        ),
        Estimate(
            name="variance-at-0-6",
            asserts=f"The mean of $(\\hat\\theta_k/\\theta-1)^2$ at $n={SIZE}$, $k={GENERATIONS}$, sizes "
            "$10\\,t^{0.6}$ rounded up.",
            sample="square",
            theory=Value(_variance, {"growth": 0.6, "sample_size": SIZE, "generations": GENERATIONS}),
            # As for a normal variable; the logarithm is close to one.
            spread=lambda: 1.42 * _variance(0.6, SIZE, GENERATIONS),
            margin=source.margins(_variance(0.6, SIZE, GENERATIONS), smoke=0.12, full=0.04),
            margin_reason="four per cent of the value at the full profile, twelve at the smoke profile",
            rivals={
                "the real sample alone": lambda: _variance(0.6, SIZE, 1),
                "sizes 10 t^0.4": lambda: _variance(0.4, SIZE, GENERATIONS),
                "errors of order 1/√n": lambda: float(
                    exact.mean_squared_error(schedules.power(-0.4), sample_size=SIZE, generations=GENERATIONS)
                ),
            },
            # One generation of a hundred is within the margin.
            mutate=False,
        ),
        Estimate(
            name="log-at-0-6",
            asserts="The mean of $\\log(\\hat\\theta_k/\\theta)$ there.",
            sample="log",
            theory=Value(
                lambda growth, sample_size, generations: float(
                    exact.fitted_uniform(
                        schedules.power(growth - 1),
                        sample_size=sample_size,
                        generations=generations,
                        estimator="unbiased",
                    ).log_mean
                ),
                {"growth": 0.6, "sample_size": SIZE, "generations": GENERATIONS},
            ),
            spread=lambda: float(np.sqrt(_fitted(0.6, GENERATIONS, rounded=True).log_variance)),
            margin={"smoke": 0.012, "full": 0.004},
            margin_reason="a fifth of the value at the full profile",
            rivals={
                "0, the log of the mean": lambda: 0.0,
                "the largest draw itself": lambda: float(
                    exact.fitted_uniform(
                        schedules.power(-0.4),
                        sample_size=SIZE,
                        generations=GENERATIONS,
                        estimator="likelihood",
                    ).log_mean
                ),
            },
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 40_000, "full": 200_000}, block_size=8192),
    not_established=(
        "A general rule for errors of order $n^{-\\kappa}$, $a > 1/(2\\kappa)$, is stated in the chapter; only "
        "$\\kappa = \\tfrac12$ and $\\kappa = 1$ are judged.",
    ),
)
