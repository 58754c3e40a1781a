"""Theorem 2: the second moment of the mixed recursion, with one sign corrected."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import chain
from modelcollapse.symbolic.language import mixing as symbolic

__all__ = ["CLAIM", "REAL", "SYNTHETIC", "printed", "printed_curve"]

# Few real and many synthetic tokens: where the two signs are far apart.
REAL, SYNTHETIC, TRUTH = 3, 30, (0.5, 0.5)
JUDGED = (1, 2, 5, 8)
# (numerators, denominator of p; N; n; m), for rational arithmetic.
SMALL = (((1, 1), 2, 3, 3, 1), ((1, 1), 2, 3, 3, 3), ((1, 2, 3), 6, 2, 2, 3), ((1, 4), 5, 3, 4, 2))
# The paper's figure: N = 100, S₀ = 0.1.
FIGURE = (1, 10, 100, 1000, 10_000)
DOMAIN = {
    symbolic.start: (0, 1),
    symbolic.fading: (0, 1),
    symbolic.real: (2, 9),
    symbolic.synthetic: (2, 9),
}
# Of one run, rounded up from a first simulation.
_SPREAD = 0.2


def _number(form: sp.Expr, real: int, synthetic: int, s0: sp.Rational) -> float:
    point = {symbolic.real: real, symbolic.synthetic: synthetic, symbolic.start: s0}
    return float(form.subs(point))


def printed(generations: int, real: int, synthetic: int, s0: sp.Rational) -> float:
    """Value of the printed formula for S_m, m ≥ 1."""
    return _number(symbolic.printed(symbolic.beta() ** (generations - 1)), real, synthetic, s0)


def printed_curve(generations: np.ndarray) -> np.ndarray:
    """Return the printed formula at the judged setting, for the chapter's figure."""
    return np.array([printed(int(m), REAL, SYNTHETIC, sp.Rational(1, 2)) for m in generations])


def _corrected(generations: int, real: int = REAL) -> float:
    return float(
        exact.mixed_collision_probability(0.5, real=real, synthetic=SYNTHETIC, generations=generations)
    )


def _squares(parts: tuple[int, ...], whole: int) -> sp.Rational:
    return sp.Rational(sum(a * a for a in parts), whole**2)


def _computed(more: int = 0) -> list[float]:
    return [
        float(
            exact.mixed_collision_probability(
                float(_squares(parts, whole)), real=real, synthetic=synthetic, generations=m + more
            )
        )
        for parts, whole, real, synthetic, m in SMALL
    ]


def _largest_error() -> np.ndarray:
    """Largest |printed − corrected| at the figure's settings: in generation 1, as β is below one."""
    first = symbolic.printed_error(sp.Integer(1))
    return np.array([abs(_number(first, 100, n, sp.Rational(1, 10))) for n in FIGURE])


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    paths = simulate.recursion(
        TRUTH,
        scheme="mixed",
        real=REAL,
        sample_size=SYNTHETIC,
        generations=max(JUDGED),
        replicates=replicates,
        rng=rng,
    )
    return {f"collision {m}": (paths[:, m] ** 2).sum(axis=1) for m in JUDGED}


def _estimate(m: int) -> Estimate:
    return Estimate(
        name=f"simulated-m-{m}",
        asserts=f"$S_{m}$ with $N={REAL}$, $n={SYNTHETIC}$, $p = (\\frac12, \\frac12)$.",
        sample=f"collision {m}",
        theory=Value(_corrected, {"generations": m}),
        spread=lambda: _SPREAD,
        margin={"smoke": 0.009, "full": 0.0045},
        margin_reason="a quarter of the distance to the printed form in generation 8, where it is smallest",
        rivals={
            "the printed form": lambda: printed(m, REAL, SYNTHETIC, sp.Rational(1, 2)),
            "synthetic data only, of as many draws": lambda: float(
                exact.collision_probability(0.5, sample_size=REAL + SYNTHETIC, generations=m)
            ),
        },
        # One generation or one synthetic token more changes less than the margin.
        mutate=False,
    )


CLAIM = Claim(
    id="language-mixed-collision",
    title="Diversity with real data kept: a formula, and a sign in it",
    ledger=("P4-T2",),
    paper=source.PAPER,
    locus="Theorem 2, equation (9)",
    statement=(
        "With $\\beta = \\frac{n(n-1)}{(N+n)^2}$, for $m \\ge 0$: $1 - S_{m+1} = (1-S_0)\\,(1-\\frac1N)\\,\\big[1 - "
        "\\frac{n\\,(1-\\beta^m)}{N^2+(2N+1)\\,n}\\big]$. It equals the theorem's formula with a plus in front of "
        "$\\frac{\\alpha}{N}\\beta^m$, $\\alpha = \\frac{n}{N+n}$; in the version we read there is a minus, which "
        "misses $S_1$ already."
    ),
    assumptions=source.MIXED,
    provenance=source.READ,
    provenance_note=source.READ_NOTE
    + " In that version the sign is wrong in the theorem, in the last line of its proof and in a remark; the lines "
    "before are right. The short form is derived here.",
    outcome=Outcome.CORRECTED,
    compared=Comparison(
        printed=(
            "$S_{m+1} = \\frac{1}{ND}\\bigl[1+2\\alpha-(1-\\frac1N)\\alpha\\beta^m\\bigr] + "
            "\\frac{(1-\\frac1N)S_0}{D}\\bigl[1+\\alpha-\\frac{\\alpha}{N}\\beta^m\\bigr]$ with $\\alpha = "
            "\\frac{n}{N+n}$, $D = 1+(1+\\frac1N)\\alpha$."
        ),
        ours=(
            "A plus in the last bracket, $1+\\alpha+\\frac{\\alpha}{N}\\beta^m$, or shorter $1 - S_{m+1} = "
            "(1-S_0)(1-\\frac1N)\\bigl[1 - \\frac{n\\,(1-\\beta^m)}{N^2+(2N+1)\\,n}\\bigr]$, $\\beta = "
            "\\frac{n(n-1)}{(N+n)^2}$."
        ),
        decided={
            "begins": "the printed form",
            "every-table": "the printed form",
            "simulated-m-1": "the printed form",
            "simulated-m-8": "the printed form",
        },
    ),
    chapter=source.MIXING,
    evidence=(
        Identity(
            name="recursion",
            asserts="The formula with a plus solves the recursion of the conditional second moments ($b$ stands for "
            "$\\beta^m$).",
            left=lambda: symbolic.corrected(symbolic.beta() * symbolic.fading),
            right=lambda: symbolic.next_moment(symbolic.corrected(symbolic.fading)),
            rivals={
                "the printed form": lambda: symbolic.next_moment(symbolic.printed(symbolic.fading)),
                "without the real data": lambda: (
                    1 / symbolic.synthetic
                    + (1 - 1 / symbolic.synthetic) * symbolic.corrected(symbolic.fading)
                ),
            },
            domain=DOMAIN,
        ),
        Identity(
            name="begins",
            asserts="At $m=0$ it is $S_1 = \\frac1N + (1-\\frac1N)\\,S_0$.",
            left=lambda: symbolic.corrected(sp.Integer(1)),
            right=lambda: 1 / symbolic.real + (1 - 1 / symbolic.real) * symbolic.start,
            rivals={"the printed form": lambda: symbolic.printed(sp.Integer(1))},
            domain=DOMAIN,
        ),
        Identity(
            name="difference",
            asserts="Printed less corrected form is $-\\frac{2S_0\\,n\\,(N-1)}{N\\,(N^2+2Nn+n)}\\,\\beta^m$, not zero.",
            left=lambda: symbolic.printed(symbolic.fading) - symbolic.corrected(symbolic.fading),
            right=lambda: symbolic.printed_error(symbolic.fading),
            rivals={
                "zero, as if the sign did not matter": lambda: sp.Integer(0),
                "half of it": lambda: symbolic.printed_error(symbolic.fading) / 2,
            },
            domain=DOMAIN,
        ),
        Identity(
            name="short-form",
            asserts="The short form equals the corrected one.",
            left=lambda: symbolic.compact(symbolic.fading),
            right=lambda: symbolic.corrected(symbolic.fading),
            rivals={"the printed form": lambda: symbolic.printed(symbolic.fading)},
            domain=DOMAIN,
        ),
        Agreement(
            name="every-table",
            asserts="The formula agrees with listing every table of real and synthetic counts, in rational numbers.",
            computed=_computed,
            reference=lambda: [
                (
                    chain.mixed_collision([sp.Rational(a, whole) for a in parts], real, synthetic, m),
                    {},
                )
                for parts, whole, real, synthetic, m in SMALL
            ],
            bound=1e-14,
            rivals={
                "the printed form": lambda: [
                    printed(m, real, synthetic, _squares(parts, whole))
                    for parts, whole, real, synthetic, m in SMALL
                ],
                "one generation more": lambda: _computed(1),
            },
        ),
        Inequality(
            name="invisible-in-the-figure",
            asserts="At the settings of the paper's figure, $N=100$, $S_0=0.1$, the two signs differ by less than "
            "$10^{-3}$ for every $n$.",
            points=FIGURE,
            curve=_largest_error,
            upper=lambda: np.full(len(FIGURE), 1e-3),
            upper_rivals={"half of that": lambda: np.full(len(FIGURE), 5e-4)},
        ),
        *(_estimate(m) for m in JUDGED),
    ),
    simulation=Simulation(_block, {"smoke": 30_000, "full": 120_000}, block_size=20_000),
)
