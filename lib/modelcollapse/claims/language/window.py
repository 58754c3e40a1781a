"""The most recent K generations: collapse comes later, and comes."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import chain
from modelcollapse.symbolic.language import windows as symbolic

__all__ = ["CLAIM", "SIZE", "START", "UNIFORM"]

# The paper's figure has n = 10 and S₀ = 0.1. The formulas know S₀ only, so ten equally likely tokens serve.
SIZE, START = 10, 0.1
UNIFORM = np.full(10, 0.1)
WIDTHS, JUDGED = (2, 5), (10, 40)
# (K, n) of the eigenvalues, and the late generations in which nothing is left.
PLACES = ((1, 10), (2, 10), (5, 10), (5, 100), (10, 100), (20, 400))
LATE = (1000, 2000, 4000)
# (K, draws from each, m), two tokens of probability 1/3 and 2/3.
SMALL = ((2, 1, 4), (2, 2, 3), (3, 1, 4))
_THIRDS = (sp.Rational(1, 3), sp.Rational(2, 3))
# Of one run, rounded up from a first simulation.
_SPREADS = {(2, 10): 0.18, (2, 40): 0.22, (5, 10): 0.15, (5, 40): 0.21}
_MARGINS = {10: {"smoke": 0.024, "full": 0.013}, 40: {"smoke": 0.05, "full": 0.02}}


def _collision(window: int, generations: int) -> float:
    return float(exact.window_collision(START, sample_size=SIZE, window=window, generations=generations))


def _computed(more: int = 0) -> list[float]:
    return [
        float(exact.window_collision(5 / 9, sample_size=each * window, window=window, generations=m + more))
        for window, each, m in SMALL
    ]


def _decays() -> np.ndarray:
    """n times the share lost per generation, over 4/(K + 1)²."""
    return np.array(
        [exact.window_decay(sample_size=n, window=window) * n * (window + 1) ** 2 / 4 for window, n in PLACES]
    )


def _largest_root(window: int, sample_size: int) -> sp.Float:
    form = symbolic.pair_polynomial(window).subs(symbolic.size, sample_size)
    roots = sp.Poly(form).nroots(n=60, maxsteps=200)
    return 1 - max(root for root in roots if root.is_real)


def _left(window: int) -> np.ndarray:
    return np.array(
        [
            1 - exact.window_collision(START, sample_size=SIZE, window=window, generations=m)
            for m in (100, 200, 400)
        ]
    )


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for window in WIDTHS:
        paths = simulate.recursion(
            UNIFORM,
            scheme="window",
            window=window,
            sample_size=SIZE,
            generations=2 * max(JUDGED),
            replicates=replicates,
            rng=rng,
        )
        for m in JUDGED:
            samples[f"collision {window} {m}"] = (paths[:, m] ** 2).sum(axis=1)
        single = paths[:, 1:].max(axis=2) > 1 - 1e-12
        # A generation of one token only, and a later one that has two again.
        came_back = (np.maximum.accumulate(single, axis=1)[:, :-1] & ~single[:, 1:]).any(axis=1)
        samples[f"came back {window}"] = came_back
    return samples


def _estimate(window: int, m: int) -> Estimate:
    value = Value(_collision, {"window": window, "generations": m})
    return Estimate(
        name=f"window-{window}-m-{m}",
        asserts=f"$S_{{{m}}}$ with $K={window}$, $n={SIZE}$, $S_0={START}$.",
        sample=f"collision {window} {m}",
        theory=value,
        spread=lambda: _SPREADS[window, m],
        margin=_MARGINS[m],
        margin_reason="a fifth of the distance to synthetic data only, or less, at the full profile",
        rivals={
            "the last generation only": lambda: value(window=1),
            "as slow as K says, in the place of its square": lambda: float(
                exact.collision_probability(START, sample_size=SIZE, generations=m // window)
            ),
        }
        if m == max(JUDGED)
        else {"the last generation only": lambda: value(window=1)},
        # One generation more changes less than the margin.
        mutate=False,
    )


CLAIM = Claim(
    id="language-window",
    title="A window of generations delays the collapse by the square of its length",
    ledger=("P4-Fig6",),
    paper=source.PAPER,
    locus="figure of other schemes, most recent generations",
    statement=(
        "Draw $\\lfloor n/K\\rfloor$ tokens from each of the last $K$ generations. The mean of the window with "
        "weights $\\frac{2(K-j)}{K(K+1)}$, $j = 0, \\dots, K-1$, does not move. In the long run diversity falls by a "
        "share $1-\\lambda \\approx \\frac{4}{(K+1)^2 n}$ in each generation: collapse comes $(\\frac{K+1}{2})^2$ "
        "times later, and comes. A generation of one token only is not the end: the window may hold others."
    ),
    assumptions=(
        "One context: each generation is the table of frequencies of these draws; in the first generations, of as many "
        "as there are past ones, the truth included.",
        "Where $K$ does not divide $n$, fewer than $n$ tokens are drawn.",
    ),
    provenance=source.DERIVED,
    provenance_note="The paper shows the scheme by simulation, n = 10; its values of K are not in the text. "
    + source.DERIVED_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.WINDOWS,
    evidence=(
        Identity(
            name="conserved",
            asserts="The weighted mean of a window of four does not move.",
            left=lambda: symbolic.kept(4)[1],
            right=lambda: symbolic.kept(4)[0],
            rivals={"equal weights": lambda: symbolic.kept(4, equal=True)[1]},
        ),
        *(
            Identity(
                name=f"slow-down-{window}",
                asserts=f"For large $n$, $n(1-\\lambda)$ tends to $\\frac{{4}}{{(K+1)^2}}$ at $K={window}$.",
                left=lambda window=window: symbolic.first_order(window),  # type: ignore[misc]
                right=lambda window=window: sp.Rational(4, (window + 1) ** 2),  # type: ignore[misc]
                rivals={
                    "1/K": lambda window=window: sp.Rational(1, window),  # type: ignore[misc]
                    "1/K²": lambda window=window: sp.Rational(1, window**2),  # type: ignore[misc]
                },
            )
            for window in (2, 3)
        ),
        Agreement(
            name="every-table",
            asserts="$S_m$ agrees with listing every window of tables, in rational numbers.",
            computed=_computed,
            reference=lambda: [
                (chain.window_collision(_THIRDS, each, window, m), {}) for window, each, m in SMALL
            ],
            bound=1e-14,
            rivals={"one generation more": lambda: _computed(1)},
        ),
        Agreement(
            name="eigenvalue",
            asserts="$1-\\lambda$ agrees with the root of the characteristic polynomial, $K=2$, $n=10$, and "
            "$K=3$, $n=9$.",
            computed=lambda: [exact.window_decay(sample_size=n, window=k) for k, n in ((2, 10), (3, 9))],
            reference=lambda: [(_largest_root(k, n), {}) for k, n in ((2, 10), (3, 9))],
            bound=1e-11,
            rivals={"the approximation": lambda: [4 / 90, 4 / 144]},
        ),
        Inequality(
            name="square-of-the-length",
            asserts="$n(1-\\lambda)$ is below $\\frac{4}{(K+1)^2}$, by at most 6 per cent, at six settings.",
            points=tuple(float(window) for window, _ in PLACES),
            curve=_decays,
            lower=lambda: np.full(len(PLACES), 0.94),
            upper=lambda: np.full(len(PLACES), 1 + 1e-9),
            lower_rivals={"by at most 1 per cent": lambda: np.full(len(PLACES), 0.99)},
            upper_rivals={"below 0.99": lambda: np.full(len(PLACES), 0.99)},
        ),
        Inequality(
            name="collapse-comes",
            asserts="With $K=5$ less than $10^{-4}$ of the diversity is left after 1,000, 2,000, 4,000 generations.",
            points=LATE,
            curve=lambda: np.array(
                [1 - exact.window_collision(START, sample_size=SIZE, window=5, generations=m) for m in LATE]
            ),
            upper=lambda: np.full(len(LATE), 1e-4),
            upper_rivals={
                "what is left with the last generation only": lambda: np.array(
                    [1 - exact.collision_probability(START, sample_size=SIZE, generations=m) for m in LATE]
                )
            },
        ),
        Inequality(
            name="later",
            asserts="With $K=5$ more is left than with $K=2$ after 100, 200, 400 generations.",
            points=(100.0, 200.0, 400.0),
            curve=lambda: _left(2),
            upper=lambda: _left(5),
            upper_rivals={"K = 1": lambda: _left(1)},
        ),
        *(_estimate(window, m) for window in WIDTHS for m in JUDGED),
        *(
            Estimate(
                name=f"comes-back-{window}",
                asserts=f"With $K={window}$, at least one run in ten has, within {2 * max(JUDGED)} generations, one "
                "of one token only and a later one with two.",
                sample=f"came back {window}",
                theory=Value(lambda: 0.1),
                spread=lambda: 0.5,
                margin={"smoke": 0.09, "full": 0.04},
                margin_reason="coarse: that it happens often matters, not how often",
                rivals={"at least nine runs in ten": lambda: 0.9},
                kind="at least",
                mutate=False,
            )
            for window in WIDTHS
        ),
    ),
    simulation=Simulation(_block, {"smoke": 5_000, "full": 12_000}, block_size=2_000),
    not_established=(
        "The time of collapse itself is simulated only; the slow-down is that of the mean diversity.",
        "That $n(1-\\lambda)$ tends to $4/(K+1)^2$ is derived for K up to 3 and computed for others.",
    ),
)
