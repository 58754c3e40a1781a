"""The mean time: infinite without a ceiling, and growing with the corpus under one."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.discrete import source
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM", "SIZES", "mean_times"]

# (count, corpus): where exact and diffusion are compared.
PLACES = ((1, 100), (1, 1000), (10, 1000), (50, 2000), (500, 1000))
SIZES = (100, 1000, 10**4)
HORIZONS = (10**2, 10**3, 10**4, 10**5)
SMALL = ((1, 2), (1, 5), (2, 7), (4, 8))
COUNT, CORPUS = 1, 100


def _mean(count: int, corpus: int) -> float:
    return exact.absorption_time(count / corpus, sample_size=corpus).mean


def mean_times() -> np.ndarray:
    """Mean time until one occurrence is forgotten or alone, for each corpus size."""
    return np.array([_mean(1, n) for n in SIZES])


def _diffusion(count: int, corpus: int) -> float:
    p = count / corpus
    return float(-2 * corpus * (p * np.log(p) + (1 - p) * np.log1p(-p)))


def _ratios() -> np.ndarray:
    return np.array([_mean(c, n) / _diffusion(c, n) for c, n in PLACES])


def _partial_sums() -> np.ndarray:
    """Mean of min(T, K) in the Poisson process with one expected occurrence."""
    alive = np.asarray(exact.poisson_survival(1, generations=range(HORIZONS[-1])))
    return np.asarray(np.cumsum(alive)[np.array(HORIZONS) - 1])


def _spread() -> float:
    return float(np.sqrt(exact.absorption_time(COUNT / CORPUS, sample_size=CORPUS).variance))


def _balance() -> sp.Expr:
    """Half the variance of one step times the curvature of the mean time."""
    return symbolic.diffusion()["curvature"].relation


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    # λ^k is below e^-40 at the end of the watch: no chain is still running.
    time, _ = simulate.absorption(
        COUNT,
        corpus=CORPUS,
        sample_size=CORPUS,
        generations=4_000,
        replicates=replicates,
        rng=rng,
    )
    return {"time": time}


CLAIM = Claim(
    id="discrete-expected-time",
    title="The average time to forget is another matter",
    ledger=("P2-T1d",),
    paper=source.PAPER,
    locus="process of Theorems 1 and 2",
    statement=(
        "In the Poisson process $\\mathbb{E}\\,T = \\infty$ for every count. In the Bernoulli "
        "process the mean time until "
        "a symbol with $c$ occurrences is forgotten or alone is close to $-2n\\,[p\\log p + (1-p)\\log(1-p)]$ with "
        "$p = c/n$, about $2c\\,(\\log\\frac nc + 1)$: it grows with the size of the corpus, which the median does not."
    ),
    assumptions=source.SETTING,
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE + " The paper's abstract claims nothing about expectations.",
    outcome=Outcome.HOLDS,
    chapter=source.SYMBOLS,
    evidence=(
        Identity(
            name="diffusion",
            asserts="$m(p) = -2n[p\\log p + (1-p)\\log(1-p)]$ solves $\\frac{p(1-p)}{2n}\\,m'' = -1$.",
            left=_balance,
            right=lambda: sp.Integer(-1),
            rivals={"n in place of 2n": lambda: sp.Rational(-1, 2)},
        ),
        Agreement(
            name="linear-system",
            asserts="The computed mean agrees with the linear system of the chain in rational numbers, $n$ up to 8.",
            computed=lambda: [_mean(c, n) for c, n in SMALL],
            reference=lambda: [(symbolic.absorption_mean(c, n), {}) for c, n in SMALL],
            bound=1e-13,
            rivals={
                "the diffusion": lambda: [_diffusion(c, n) for c, n in SMALL],
                "one occurrence fewer in a corpus one smaller": lambda: [
                    _mean(max(c - 1, 1), n + 1) for c, n in SMALL
                ],
            },
        ),
        Inequality(
            name="close-to-diffusion",
            asserts="The exact mean is below the diffusion's, by less than 7 per cent at these counts and sizes.",
            points=tuple(float(c) for c, _ in PLACES),
            curve=_ratios,
            lower=lambda: np.full(len(PLACES), 0.93),
            upper=lambda: np.ones(len(PLACES)),
            lower_rivals={"within 5 per cent": lambda: np.full(len(PLACES), 0.95)},
            upper_rivals={"below 0.99": lambda: np.full(len(PLACES), 0.99)},
        ),
        Inequality(
            name="grows-with-corpus",
            asserts="From a corpus of $n$ to one of $10n$ tokens the mean time of a single occurrence grows by about "
            "$2\\log 10$ generations ($n = 100$, $1000$).",
            points=(100.0, 1000.0),
            curve=lambda: np.diff(mean_times()),
            lower=lambda: np.full(2, 4.59),
            upper=lambda: np.full(2, 4.65),
            lower_rivals={"log 1000": lambda: np.full(2, float(np.log(1000)))},
            upper_rivals={"nothing, as for the median": lambda: np.zeros(2)},
        ),
        Inequality(
            name="no-mean-without-ceiling",
            asserts="In the Poisson process the mean of $\\min(T, K)$ at $c=1$ grows like $2\\log K$: it lies within "
            "$[2\\log K - 2,\\, 2\\log K]$ at these $K$.",
            points=HORIZONS,
            curve=_partial_sums,
            lower=lambda: 2 * np.log(HORIZONS) - 2,
            upper=lambda: 2 * np.log(HORIZONS),
            lower_rivals={"3 log K − 2": lambda: 3 * np.log(HORIZONS) - 2},
            upper_rivals={"a finite mean of 15": lambda: np.full(len(HORIZONS), 15.0)},
        ),
        Estimate(
            name="mean-time",
            asserts=f"The mean time at $c = {COUNT}$, $n = {CORPUS}$, until the symbol is forgotten or alone.",
            sample="time",
            theory=Value(_mean, {"count": COUNT, "corpus": CORPUS}),
            spread=_spread,
            margin={"smoke": 0.75, "full": 0.3},
            margin_reason="below half the distance to the diffusion's value at the full profile",
            rivals={
                "the diffusion": lambda: _diffusion(COUNT, CORPUS),
                "the median": lambda: float(
                    exact.absorption_time(COUNT / CORPUS, sample_size=CORPUS).quantile(0.5)
                ),
            },
        ),
    ),
    simulation=Simulation(_block, {"smoke": 130_000, "full": 725_000}),
    not_established=(
        "How far the diffusion's mean is from the exact one is computed at five points, not bounded in general.",
    ),
)
