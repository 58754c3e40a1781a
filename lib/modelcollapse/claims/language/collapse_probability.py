"""Theorem 1, second part: the chance that one token is all that is left."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.discrete.shares import share
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.data.zipf import zipf_with_collision
from modelcollapse.exact import discrete
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import chain, published

__all__ = ["CLAIM", "LATE_FACTOR", "MANY", "PAIR", "constants", "late_constants"]

PAIR = (0.3, 0.7)
SIZE = 50
POINTS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
# The paper's settings in its figures of many tokens: 52 tokens with S₀ = 0.1; the law is our choice.
MANY = zipf_with_collision(52, collision=0.1)
SIZES = (10, 50, 200, 1000)
LATE_FACTOR = 20
FEW = 10
JUDGED = (10, 30)
SMALL = (((1, 2, 3), 6, 4, 3), ((1, 4), 5, 5, 2), ((1, 1, 1, 1), 4, 3, 3))


def _bounds(form: str, p: tuple[float, ...] = PAIR, n: int = SIZE) -> tuple[np.ndarray, np.ndarray]:
    return exact.uncollapsed_bounds(p, sample_size=n, generations=POINTS, form=form)


def _kept(n: int = SIZE) -> np.ndarray:
    return np.asarray((1 - float(np.square(PAIR).sum())) * (1 - 1 / n) ** np.array(POINTS))


def constants() -> np.ndarray:
    """Limit of Pr(T > m)/((1 − S₀)(1 − 1/n)^m) by sample size, from the slowest mode of the chain."""
    return np.array([discrete.undecided_constant(n) / 2 for n in SIZES])


def late_constants(p: np.ndarray) -> np.ndarray:
    """The same ratio at m = 20n, from the exact probability itself."""
    different = 1 - float(p @ p)
    return np.array(
        [
            float(exact.uncollapsed(p, sample_size=n, generations=LATE_FACTOR * n))
            / (different * (1 - 1 / n) ** (LATE_FACTOR * n))
            for n in SIZES
        ]
    )


def _gap(factor: float = 1.5) -> np.ndarray:
    return np.asarray(3 - factor * np.log(SIZES) / np.array(SIZES))


def _computed(more: int = 0) -> list[float]:
    return [
        float(exact.uncollapsed([a / whole for a in parts], sample_size=n, generations=m + more))
        for parts, whole, n, m in SMALL
    ]


def _enclosures(more: int = 0) -> list[float]:
    return [
        bound
        for parts, whole, n, m in SMALL
        for form in ("paper", "sharp")
        for bound in exact.uncollapsed_bounds(
            [a / whole for a in parts], sample_size=n + more, generations=m, form=form
        )
    ]


def _alive(generations: int, sample_size: int = FEW) -> float:
    return float(exact.uncollapsed(MANY, sample_size=sample_size, generations=generations))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    time, _ = simulate.collapse(
        MANY, sample_size=FEW, generations=max(JUDGED), replicates=replicates, rng=rng
    )
    return {f"alive {m}": time > m for m in JUDGED}


CLAIM = Claim(
    id="language-collapse-probability",
    title="How likely total collapse is, and the constant that decides it",
    ledger=("P4-T1b",),
    paper=source.PAPER,
    locus="Theorem 1, second part",
    statement=(
        "Let $s$ tokens be possible and $T$ be the first generation that holds one token only. Then "
        "$\\frac{1}{1-1/\\min(n,s)} \\le C \\le \\frac{n^2}{2(n-1)}$ for $C = "
        "\\Pr(T>m)\\,/\\,[(1-S_0)(1-\\frac1n)^m]$. The theorem has $s$ and $n$ for the two; both hold. For many "
        "generations $C$ tends to a constant $C_n$, whatever the distribution was, close to 3 for large $n$."
    ),
    assumptions=source.SETTING,
    provenance=source.READ,
    provenance_note=source.READ_NOTE + " The sharper constants and the exact probability are derived here.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed="$\\frac{1}{1-1/s} \\le \\frac{\\Pr(T>m)}{(1-S_0)(1-\\frac1n)^m} \\le n$.",
        ours=(
            "$\\frac{1}{1-1/\\min(n,s)} \\le \\frac{\\Pr(T>m)}{(1-S_0)(1-\\frac1n)^m} \\le \\frac{n^2}{2(n-1)}$, "
            "and for many generations the quotient tends to a constant, close to 3 for large $n$."
        ),
        decided={
            "alive-m-30": "the theorem's lower bound, as if it were exact",
            "sharp-inside-paper": "",
            "constant-near-three": "",
        },
    ),
    chapter=source.SYNTHETIC,
    evidence=(
        Agreement(
            name="every-table",
            asserts="The exact probability, from the number of ancestors, agrees with listing every table of counts of "
            "up to four tokens, in rational numbers.",
            computed=_computed,
            reference=lambda: [
                (chain.uncollapsed([sp.Rational(a, whole) for a in parts], n, m), {})
                for parts, whole, n, m in SMALL
            ],
            bound=1e-13,
            rivals={"one generation more": lambda: _computed(1)},
        ),
        Agreement(
            name="bounds",
            asserts="All four bounds, computed by logarithms, agree with rational numbers.",
            computed=_enclosures,
            reference=lambda: [
                (bound, {})
                for parts, whole, n, m in SMALL
                for sharp in (False, True)
                for bound in published.uncollapsed([sp.Rational(a, whole) for a in parts], n, m, sharp=sharp)
            ],
            bound=1e-13,
            rivals={"one draw more": lambda: _enclosures(1)},
        ),
        Inequality(
            name="paper",
            asserts=f"Two tokens, $p = {PAIR[0]}$, $n={SIZE}$: the theorem's bounds enclose the exact probability.",
            points=POINTS,
            curve=lambda: exact.uncollapsed(PAIR, sample_size=SIZE, generations=POINTS),
            lower=lambda: _bounds("paper")[0],
            upper=lambda: _bounds("paper")[1],
            lower_rivals={"3 as the lower constant, at every m": lambda: 3 * _kept()},
            upper_rivals={"2 as the upper constant": lambda: 2 * _kept()},
        ),
        Inequality(
            name="sharp",
            asserts=f"52 tokens, $n={FEW}$: the sharper bounds enclose it, with $\\min(n, s) = {FEW}$.",
            points=POINTS,
            curve=lambda: exact.uncollapsed(MANY, sample_size=FEW, generations=POINTS),
            lower=lambda: _bounds("sharp", tuple(MANY), FEW)[0],
            upper=lambda: _bounds("sharp", tuple(MANY), FEW)[1],
            lower_rivals={"the upper bound": lambda: _bounds("sharp", tuple(MANY), FEW)[1]},
            upper_rivals={"the lower bound": lambda: _bounds("sharp", tuple(MANY), FEW)[0]},
        ),
        Inequality(
            name="sharp-inside-paper",
            asserts="The sharper upper bound is below the theorem's.",
            points=POINTS,
            curve=lambda: _bounds("sharp")[1],
            upper=lambda: _bounds("paper")[1],
            upper_rivals={"half the theorem's": lambda: _bounds("paper")[1] / 2},
        ),
        Inequality(
            name="constant-near-three",
            asserts="$3 - 1.5\\,\\frac{\\log n}{n} < C_n < 3$ at these $n$.",
            points=SIZES,
            curve=constants,
            lower=_gap,
            upper=lambda: np.full(len(SIZES), 3.0),
            lower_rivals={"a gap of log n/n": lambda: _gap(1.0)},
            upper_rivals={"2.9": lambda: np.full(len(SIZES), 2.9)},
        ),
        Inequality(
            name="whatever-the-tokens",
            asserts=f"At $m = {LATE_FACTOR}n$ the ratio of 52 tokens is within a millionth of $C_n$.",
            points=SIZES,
            curve=lambda: late_constants(MANY) / constants(),
            lower=lambda: np.full(len(SIZES), 1 - 1e-6),
            upper=lambda: np.full(len(SIZES), 1 + 1e-6),
            lower_rivals={"one per cent more": lambda: np.full(len(SIZES), 1.01)},
            upper_rivals={"one per cent less": lambda: np.full(len(SIZES), 0.99)},
        ),
        *(
            share(
                name=f"alive-m-{m}",
                asserts=f"52 tokens with $S_0 = 0.1$, $n = {FEW}$: $\\Pr(T > {m})$.",
                sample=f"alive {m}",
                theory=Value(_alive, {"generations": m, "sample_size": FEW}),
                margin={"smoke": 0.03, "full": 0.01},
                rivals={
                    "the theorem's lower bound, as if it were exact": lambda m=m: exact.uncollapsed_bounds(  # type: ignore[misc]
                        MANY, sample_size=FEW, generations=m, form="paper"
                    )[0],
                    "the sharper upper bound, cut off at 1": lambda m=m: min(  # type: ignore[misc]
                        1.0,
                        exact.uncollapsed_bounds(MANY, sample_size=FEW, generations=m, form="sharp")[1],
                    ),
                },
                mutate=True,
            )
            for m in JUDGED
        ),
    ),
    simulation=Simulation(_block, {"smoke": 15_000, "full": 140_000}, block_size=20_000),
    not_established=("That $C_n$ tends to 3 is computed up to n = 1000, not proved.",),
    revision=2,
    history=(
        "Revision 2, before the first edition: the bounds are compared with rational numbers, and "
        "$C_n$ is said to be close to 3 for large $n$.",
    ),
)
