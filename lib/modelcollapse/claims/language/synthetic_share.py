"""How much synthetic data may be added? Three answers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import mixing as symbolic

__all__ = ["CLAIM", "PLACES", "allowed", "answer", "least", "table"]

# As many synthetic as real tokens, where the paper's condition allows none.
REAL, ADDED, TOKENS, TOLERANCE, LAST = 10**4, 10**4, 65, 0.1, 30
UNIFORM = np.full(TOKENS, 1 / TOKENS)
LARGE = tuple(10**k for k in range(3, 13))
# What the three bounds are called in tables.
NAMES = {
    "paper": "the paper's condition",
    "sure": "whatever is drawn",
    "sharp": "exact second moment",
}
# (N, tokens, ε) of the chapter's table; the last is the setting of the paper's figures.
PLACES = (
    (10**4, 65, 0.1),
    (10**6, 65, 0.1),
    (10**9, 65, 0.1),
    (10**6, 50_257, 0.1),
    (100, 52, 0.1),
)
# A vocabulary so large that the sharp limit is finite over this range of N.
WIDE, DOUBLING = 50_257, tuple(2**k * 10**4 for k in range(7))


def _limits(bound: str, real: tuple[int, ...], support: int) -> np.ndarray:
    return np.array(
        [exact.synthetic_limit(real=n, support=support, tolerance=TOLERANCE, bound=bound) for n in real]
    )


def allowed(real: Sequence[int], support: int, tolerance: float) -> dict[str, np.ndarray]:
    """Return the most synthetic tokens by bound, for each N; not rounded, infinite where there is no limit."""
    return {
        name: np.array(
            [exact.synthetic_limit(real=n, support=support, tolerance=tolerance, bound=bound) for n in real]
        )
        for bound, name in NAMES.items()
    }


def least(support: int, tolerance: float) -> int:
    """Return the fewest real tokens, up to 10¹², with which the sharp bound sets no limit."""

    def endless(real: int) -> bool:
        return bool(np.isinf(exact.synthetic_limit(real=real, support=support, tolerance=tolerance)))

    return 1 + bisect_left(range(1, 10**12), x=True, key=endless)


def _growth() -> np.ndarray:
    """log₂ of the factor by which the limit of the bound by moments grows when the real data double."""
    form = symbolic.allowed()["sharp"].relation.rhs
    fixed = {sp.Symbol("epsilon", positive=True): sp.Rational(1, 10), sp.Symbol("s", positive=True): WIDE}
    limits = [float(form.subs({**fixed, symbolic.real: n})) for n in DOUBLING]
    return np.asarray(np.diff(np.log2(limits)))


def table(places: Sequence[tuple[int, int, float]]) -> list[dict[str, str]]:
    """Return what each bound allows, one row for each (N, tokens, tolerance); whole numbers in words."""
    rows = []
    for real, support, tolerance in places:
        row = {"real": f"{real:,}", "tokens": f"{support:,}", "tolerance": f"{tolerance:g}"}
        for bound, name in NAMES.items():
            limit = exact.max_synthetic(real=real, support=support, tolerance=tolerance, bound=bound)
            row[name] = "no limit" if np.isinf(limit) else f"{limit:,.0f}" if limit else "none"
        rows.append(row)
    return rows


def answer(*, real: int, support: int, tolerance: float, synthetic: int) -> list[dict[str, str]]:
    """Return what each bound says to a reader's own numbers, one row a bound.

    Generation 1 is taken to be uniform, for which the bounds are largest.
    """
    found = exact.deviation(np.full(support, 1 / support), real=real, synthetic=synthetic, generations=10**9)
    distances = {"paper": found.paper, "sure": found.sure, "sharp": found.sharp}
    rows = []
    for bound, name in NAMES.items():
        limit = exact.max_synthetic(real=real, support=support, tolerance=tolerance, bound=bound)
        # No two distributions are farther apart than 2.
        distance = float(distances[bound])
        rows.append(
            {
                "bound": name,
                "may add": "any number" if np.isinf(limit) else f"{limit:,.0f}",
                f"distance with {synthetic:,}": f"{distance:.3g}" if distance < 2 else "says nothing",
                "harmless?": "yes" if synthetic <= limit else "not shown",
            }
        )
    return rows


def _bound() -> float:
    return float(exact.deviation(UNIFORM, real=REAL, synthetic=ADDED, generations=LAST).sharp)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    runs = simulate.recursion(
        UNIFORM,
        scheme="mixed",
        real=REAL,
        sample_size=ADDED,
        generations=LAST,
        replicates=replicates,
        rng=rng,
    )
    moved = np.abs(runs[:, LAST] - runs[:, 1]).sum(axis=1)
    return {"moved": moved, "real error less moved": np.abs(runs[:, 1] - UNIFORM).sum(axis=1) - moved}


CLAIM = Claim(
    id="language-synthetic-share",
    title="How much synthetic data is harmless: far more than the bound says",
    ledger=("P4-E11",),
    paper=source.PAPER,
    locus="equation (11) and the remarks on it",
    statement=(
        "To keep $\\mathbb{E}\\,\\|p^{(m)}-p^{(1)}\\|_1 \\le \\varepsilon$ for ever, $n \\le "
        "\\frac{\\varepsilon}{2-\\varepsilon}N$ always suffices, and with $s$ tokens $n \\le "
        "\\frac{N^2\\varepsilon^2}{(s-1)-(2N+1)\\varepsilon^2}$; for $N \\ge \\frac{s-1}{2\\varepsilon^2} - "
        "\\frac12$ any $n$ does. The paper's sufficient condition, logarithmic in $N$, holds, and is contained in "
        "the first. That synthetic data must be exponentially fewer does not follow."
    ),
    assumptions=(*source.MIXED, "$0 < \\varepsilon < 2$; every bound is on the distance from generation 1."),
    provenance=source.READ,
    provenance_note=source.READ_NOTE + " The two larger amounts are derived here.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "$n \\le \\frac{2\\pi}{e^2}\\min\\bigl\\{s-2,\\ "
            "\\log\\frac{\\sqrt{2\\pi}\\,N\\varepsilon}{6es}\\bigr\\}$ suffices for "
            "$\\mathbb{E}\\,\\|p^{(m)}-p^{(1)}\\|_1 < \\varepsilon$ with large vocabularies; so synthetic data "
            "have to be exponentially fewer than real data."
        ),
        ours=(
            "$n \\le \\frac{\\varepsilon}{2-\\varepsilon}N$ suffices always, $n \\le "
            "\\frac{N^2\\varepsilon^2}{(s-1)-(2N+1)\\varepsilon^2}$ with $s$ tokens, and any $n$ if $N \\ge "
            "\\frac{s-1}{2\\varepsilon^2} - \\frac12$. The printed condition is sufficient; that the share has to"
            " be so small does not follow."
        ),
        decided={"paper-below-sure": "", "at-least-quadratic": "", "as-many-as-real": "the tolerance"},
    ),
    chapter=source.MIXING,
    evidence=(
        Identity(
            name="sure",
            asserts="At $n = \\frac{\\varepsilon}{2-\\varepsilon}N$ the sure bound $\\frac{2n}{N+n}$ is "
            "$\\varepsilon$.",
            left=lambda: symbolic.allowed()["sure"].relation.rhs,
            right=lambda: (
                symbolic.real
                * sp.Symbol("epsilon", positive=True)
                / (2 - sp.Symbol("epsilon", positive=True))
            ),
            rivals={"half of it": lambda: symbolic.real * sp.Symbol("epsilon", positive=True) / 2},
            domain={sp.Symbol("epsilon", positive=True): (0, 2)},
        ),
        Identity(
            name="sharp",
            asserts="At the second amount the bound $\\sqrt{(s-1)\\,n/(N^2+2Nn+n)}$ is $\\varepsilon$.",
            left=lambda: symbolic.allowed()["sharp"].relation.rhs,
            right=lambda: (
                symbolic.real**2
                * sp.Symbol("epsilon", positive=True) ** 2
                / (
                    sp.Symbol("s", positive=True)
                    - 1
                    - (2 * symbolic.real + 1) * sp.Symbol("epsilon", positive=True) ** 2
                )
            ),
            rivals={
                "without the second term below": lambda: (
                    symbolic.real**2
                    * sp.Symbol("epsilon", positive=True) ** 2
                    / (sp.Symbol("s", positive=True) - 1)
                )
            },
            domain={sp.Symbol("epsilon", positive=True): (0, 1), sp.Symbol("s", positive=True): (60, 90)},
        ),
        Inequality(
            name="paper-below-sure",
            asserts="With 65 tokens and $\\varepsilon = 0.1$ the paper's condition allows less than the sure one, "
            "$N$ from $10^3$ to $10^{12}$.",
            points=LARGE,
            curve=lambda: _limits("paper", LARGE, TOKENS),
            upper=lambda: _limits("sure", LARGE, TOKENS),
            upper_rivals={"a ten-millionth of it": lambda: _limits("sure", LARGE, TOKENS) / 1e7},
        ),
        Inequality(
            name="at-least-quadratic",
            asserts="Where the second amount is finite it grows at least like $N^2$: 50,257 tokens, $N$ doubling from "
            "$10^4$ to $64\\cdot10^4$.",
            points=DOUBLING[1:],
            curve=_growth,
            lower=lambda: np.full(len(DOUBLING) - 1, 2.0),
            lower_rivals={"like the cube": lambda: np.full(len(DOUBLING) - 1, 3.0)},
        ),
        Estimate(
            name="as-many-as-real",
            asserts=f"$N = n = {REAL}$, {TOKENS} equally likely tokens: the mean distance in generation {LAST} is "
            "$\\sqrt{2/\\pi}$ times the sharp bound, as for normal deviations.",
            sample="moved",
            theory=Value(
                lambda: exact.gaussian_deviation(UNIFORM, real=REAL, synthetic=ADDED, generations=LAST)
            ),
            spread=lambda: 0.0034,
            margin={"smoke": 0.001, "full": 0.0006},
            margin_reason="a tenth of the distance to the bound, or less",
            rivals={
                "the sharp bound, as if it were exact": _bound,
                "the tolerance": lambda: TOLERANCE,
            },
            kind="asymptotic",
            # About 154 real tokens of each kind: the normal approximation is good to a per cent.
            remainder=0.0004,
            mutate=False,
        ),
        Estimate(
            name="real-error-is-larger",
            asserts="The real data are farther from the truth than generation 30 is from them.",
            sample="real error less moved",
            theory=Value(lambda: 0.0),
            spread=lambda: 0.008,
            margin={"smoke": 0.004, "full": 0.003},
            margin_reason="what this many runs can settle",
            rivals={"by more than the tolerance": lambda: TOLERANCE},
            kind="ordering",
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 1_300, "full": 2_500}, block_size=500),
    not_established=(
        "All three amounts are sufficient. How much more would still do was not asked.",
        "The distance is from the fit to the real data, in one context. Real contexts have few tokens each.",
    ),
)
