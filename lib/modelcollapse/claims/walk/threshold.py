"""Bias of one sign: two sums have to be finite, and the second one may need faster growth."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import bias as symbolic
from modelcollapse.symbolic.walk import error

__all__ = ["CELLS", "CLAIM", "COEFFICIENT", "GENERATIONS", "SIZE", "slope"]

SIZE, GENERATIONS, COEFFICIENT = 50, 31, 0.5
# (bias exponent v, growth exponent a), on both sides of the border and on it; at v = 1 this bias would hardly show.
CELLS = ((0.5, 1.5), (0.5, 2.0), (0.5, 2.5), (0.75, 1.0), (0.75, 1.5))
BOUNDED = (
    (sp.Rational(1, 2), sp.Rational(5, 2)),
    (sp.Rational(3, 4), sp.Rational(3, 2)),
    (sp.Integer(1), sp.Rational(3, 2)),
    (sp.Integer(2), sp.Rational(5, 4)),
)
# Far enough from the border that a million rounds show the exponent.
FAR_CELLS = (
    (0.25, 1.0),
    (0.25, 2.0),
    (0.5, 0.5),
    (0.5, 1.0),
    (0.75, 0.5),
    (2.0, 0.5),
    (1.0, 2.0),
    (2.0, 2.0),
)


def slope(exponent: float, growth: float) -> float:
    """Growth exponent of the squared error between 10⁴ and 10⁶ rounds."""
    found = exact.mean_squared_error(
        schedules.power(growth - 1),
        sample_size=SIZE,
        generations=[10_001, 1_000_001],
        bias=exact.Bias(COEFFICIENT, exponent),
        rounded=False,
    )
    return float(np.log(found[1] / found[0]) / np.log(100))


def _error(
    exponent: float,
    growth: float,
    sample_size: int = SIZE,
    generations: int = GENERATIONS,
    coefficient: float = COEFFICIENT,
) -> float:
    found = exact.mean_squared_error(
        schedules.power(growth - 1),
        sample_size=sample_size,
        generations=generations,
        bias=exact.Bias(coefficient, exponent),
    )
    return sample_size * float(found)


def _limits(bias: bool = True) -> np.ndarray:
    return np.array(
        [
            exact.limit(
                schedules.power(float(a) - 1),
                sample_size=SIZE,
                bias=exact.Bias(COEFFICIENT, float(v)) if bias else None,
            )
            for v, a in BOUNDED
        ]
    )


def _predicted() -> np.ndarray:
    return np.array([max(0.0, 1 - a, 2 * (1 - a * v)) for v, a in FAR_CELLS])


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for v, a in CELLS:
        last = simulate.run(
            simulate.GaussianMean(bias=(COEFFICIENT, v)),
            schedules.power(a - 1),
            sample_size=SIZE,
            generations=GENERATIONS,
            replicates=replicates,
            rng=rng,
            estimator="shifted",
        )[:, -1, 0]
        samples[f"{v:g}, {a:g}"] = SIZE * last**2
    return samples


def _estimate(v: float, a: float) -> Estimate:
    value = Value(_error, {"exponent": v, "growth": a, "sample_size": SIZE, "generations": GENERATIONS})
    noise = _error(v, a, coefficient=0.0)
    sizes = schedules.power(a - 1).sizes(sample_size=SIZE, generations=GENERATIONS).astype(float)
    return Estimate(
        name=f"error-v-{v:g}-a-{a:g}".replace(".", "-"),
        asserts=f"The mean of $n(\\hat\\theta_k-\\theta^*)^2/\\sigma^2$ at $n={SIZE}$, $k={GENERATIONS}$, "
        f"$c={COEFFICIENT}$, $v={v:g}$, sizes $n\\,t^{{{a:g}}}$ rounded up.",
        sample=f"{v:g}, {a:g}",
        theory=value,
        # The square of a normal variable with the variance V and the squared mean B² has the variance 2V² + 4B²V.
        spread=lambda: float(np.sqrt(2 * noise**2 + 4 * noise * (value() - noise))),
        margin=source.margins(value(), smoke=0.1, full=0.03),
        margin_reason="three per cent of the value at the full profile, ten at the smoke profile",
        rivals={
            "no bias": lambda: noise,
            "the bias of the last fit alone": lambda: noise + SIZE * (COEFFICIENT * sizes[-1] ** -v) ** 2,
        },
        # The last generation adds less than the margin.
        mutate=False,
    )


CLAIM = Claim(
    id="walk-bias-threshold",
    title="A bias that keeps its sign needs faster growth, if it is large",
    ledger=("P1-T3", "P1-E3", "X10"),
    paper=source.PAPER,
    locus="abstract: faster growth where there is bias",
    statement=(
        "If every fit to $m$ draws has the noise $\\sigma^2/m$ and the bias $c\\,m^{-v}$, always of the same sign, "
        "then $\\mathbb{E}(\\hat\\theta_k-\\theta^*)^2 = \\sigma^2\\sum_{j\\le k} 1/n_j + c^2\\big(\\sum_{j\\le k} "
        "n_j^{-v}\\big)^2$. It is bounded if and only if both sums are; for $n_t \\asymp t^a$ that is "
        "$a > \\max(1, \\tfrac1v)$."
    ),
    assumptions=(
        source.SCHEDULED,
        "The bias depends on the sample size alone: it neither changes its sign nor pulls towards a fixed point.",
    ),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to(
        "the abstract's sentence that biased estimators need a faster growth, and to the two regimes that a third "
        "party's note mentions"
    ),
    outcome=Outcome.CONDITIONAL,
    chapter="biased-walk",
    evidence=(
        Identity(
            name="one-step",
            asserts="A move with the bias $b$ and the mean square $w$ around it takes an error $e$ to "
            "$(e+b)^2 + w$ on average.",
            left=lambda: error.adding()["biased"].relation,
            right=lambda: (error.error + error.shift) ** 2 + error.noise,
            rivals={
                "squares of errors and biases added": lambda: error.error**2 + error.shift**2 + error.noise
            },
        ),
        Identity(
            name="bias-sum",
            asserts="The integral of $t^{-av}$ up to $T$ is $\\tfrac{T^{1-av}-1}{1-av}$: its derivative is the term.",
            left=lambda: symbolic.threshold()["slope"].relation,
            right=lambda: symbolic.rounds ** (-symbolic.growth * symbolic.exponent),
            rivals={"T^(1 − av)": lambda: symbolic.rounds ** (1 - symbolic.growth * symbolic.exponent)},
        ),
        Agreement(
            name="limits",
            asserts="Where both sums are finite the limit is $\\tfrac1n(1+\\zeta(a)) + c^2 n^{-2v}(1+\\zeta(av))^2$, "
            "with $\\sigma = 1$.",
            computed=_limits,
            reference=lambda: [
                (
                    symbolic.limit_of_error(),
                    {
                        symbolic.growth: a,
                        symbolic.exponent: v,
                        symbolic.size: SIZE,
                        symbolic.coefficient: sp.Rational(1, 2),
                    },
                )
                for v, a in BOUNDED
            ],
            bound=1e-13,
            rivals={"no bias": lambda: _limits(bias=False)},
        ),
        Inequality(
            name="growth-exponents",
            asserts="Between $10^4$ and $10^6$ rounds the error grows with an exponent within $0.02$ of "
            "$\\max(0, 1-a, 2(1-av))$, at eight pairs $(v, a)$ away from the border.",
            points=tuple(range(1, len(FAR_CELLS) + 1)),
            curve=lambda: np.array([slope(v, a) for v, a in FAR_CELLS]),
            lower=lambda: _predicted() - 0.02,
            upper=lambda: _predicted() + 0.02,
            lower_rivals={
                "the bias not squared": lambda: np.array(
                    [max(0.0, 1 - a, 3 * (1 - a * v)) - 0.02 for v, a in FAR_CELLS]
                )
            },
            upper_rivals={"noise alone": lambda: np.array([max(0.0, 1 - a) + 0.02 for _, a in FAR_CELLS])},
        ),
        *(_estimate(v, a) for v, a in CELLS),
    ),
    simulation=Simulation(_block, {"smoke": 16_000, "full": 140_000}, block_size=4096),
    not_established=(
        "On the border the error grows like a logarithm or its square; a finite number of rounds cannot tell that from "
        "slow convergence, and the picture draws the border as a line.",
        "A bias that alternates, or pulls the estimate towards a fixed point, obeys weaker conditions; "
        "it is not examined.",
    ),
)
