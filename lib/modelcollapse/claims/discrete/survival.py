"""The exact curve Pr(P_k ≠ 0), against rational arithmetic and against simulation."""

from __future__ import annotations

from functools import partial

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.discrete import source
from modelcollapse.claims.discrete.shares import share
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate
from modelcollapse.symbolic import discrete as symbolic

__all__ = ["CLAIM", "GENERATIONS"]

GENERATIONS = (1, 2, 5, 10, 20, 50)
# (count, corpus, how many chains for each replicate, margin at the full profile for each generation): the two
# settings of the authors' figure. The second is cheap, and its bound and its curve are close.
SETTINGS = (
    (10, 10**4, 1, (0.001, 0.001, 0.0035, 0.006, 0.0075, 0.0075)),
    (1, 100, 5, (0.0035, 0.0035, 0.0032, 0.0026, 0.002, 0.0014)),
)
# (numerator, denominator of p0; n): small enough for rational arithmetic.
SMALL = ((1, 2, 2), (1, 7, 5), (1, 100, 10), (1, 3, 12))
SMALL_GENERATIONS = (1, 2, 3, 10)


def _small(more: int = 0, forget: bool = True) -> list[float]:
    values = []
    for numerator, denominator, n in SMALL:
        for k in SMALL_GENERATIONS:
            p = numerator / denominator
            arguments = {"sample_size": n, "generations": k + more}
            values.append(
                float(exact.survival(p, **arguments))
                if forget
                else float(exact.survival_lower(p, **arguments))
            )
    return values


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, int]]]:
    return [
        (symbolic.survival(sp.Rational(numerator, denominator), n, k), {})
        for numerator, denominator, n in SMALL
        for k in SMALL_GENERATIONS
    ]


def _there(count: int, corpus: int, generations: int) -> float:
    return float(exact.survival(count / corpus, sample_size=corpus, generations=generations))


def _bound(count: int, corpus: int, generations: int) -> float:
    return float(exact.survival_lower(count / corpus, sample_size=corpus, generations=generations))


def _sample(corpus: int, generation: int) -> str:
    return f"n={corpus} k={generation}"


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    alive = {}
    for count, corpus, chains, _ in SETTINGS:
        time, last = simulate.absorption(
            count,
            corpus=corpus,
            sample_size=corpus,
            generations=GENERATIONS[-1],
            replicates=chains * replicates,
            rng=rng,
        )
        for k in GENERATIONS:
            # A symbol that is the only one left is not forgotten either.
            alive[_sample(corpus, k)] = (time > k) | (last == 1)
    return alive


def _estimates() -> list[Estimate]:
    estimates = []
    for count, corpus, _, margins in SETTINGS:
        for k, margin in zip(GENERATIONS, margins, strict=True):
            value = Value(_there, {"count": count, "corpus": corpus, "generations": k})
            rivals = {"one occurrence more": partial(value, count=count + 1)}
            if corpus == 100 and k == 50:
                rivals["the lower bound, as if it were exact"] = partial(_bound, count, corpus, k)
            if corpus == 10**4 and k <= 2:
                # Nearly every chain still holds the symbol, ten or eleven occurrences alike.
                rivals = {"one occurrence only": partial(value, count=1)}
            estimates.append(
                share(
                    name=f"n-{corpus}-k-{k}",
                    asserts=f"$\\Pr(P_{{{k}}} \\ne 0)$ at $p_0 = {count / corpus:g}$, $n = {corpus}$.",
                    sample=_sample(corpus, k),
                    theory=value,
                    margin={"smoke": 3.16 * margin, "full": margin},
                    rivals=rivals,
                    # Late, one generation more or less is below what this many replicates can see.
                    mutate=k <= 10,
                )
            )
    return estimates


CLAIM = Claim(
    id="discrete-survival-curve",
    title="The whole curve of forgetting, exactly",
    ledger=("P2-T1x", "P2-F3"),
    paper=source.PAPER,
    locus="figure to Theorem 1",
    statement=(
        "$\\Pr(P_k = 0) = \\mathbb{E}\\,(1-p_0)^{A}$, where $A$ is the number of ancestors, in the first sample, of "
        "all $n$ tokens of generation $k$. Its law does not depend on $p_0$, and computing it gives the curve to "
        "eleven digits."
    ),
    assumptions=source.SETTING,
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE + " " + source.CODE_NOTE,
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed="Two bounds, those of Theorem 1, with simulated chains between them.",
        ours=(
            "The curve itself: $\\Pr(P_k = 0) = \\mathbb{E}\\,(1-p_0)^A$, where $A$ is the number of ancestors "
            "that all tokens of generation $k$ have in the first sample."
        ),
        decided={"n-10000-k-50": "", "n-100-k-50": "the lower bound, as if it were exact"},
    ),
    chapter=source.SYMBOLS,
    evidence=(
        Identity(
            name="duality",
            asserts="For $n = 5$ and three generations, forwards and backwards give the same polynomial in $p$.",
            left=lambda: symbolic.absent_by_chain(5, 3),
            right=lambda: symbolic.absent_by_ancestors(5, 3),
            rivals={"one generation more": lambda: symbolic.absent_by_ancestors(5, 4)},
            domain={symbolic.p: (0, 1)},
        ),
        Agreement(
            name="rational",
            asserts="The computed probability agrees with the forward chain in rational numbers, up to $n=12$ and ten "
            "generations.",
            computed=_small,
            reference=_reference,
            bound=1e-13,
            rivals={
                "one generation more": lambda: _small(more=1),
                "the lower bound, as if it were exact": lambda: _small(forget=False),
            },
        ),
        *_estimates(),
    ),
    simulation=Simulation(
        _block,
        {"smoke": 32_000, "full": 250_000},
        entries={_sample(corpus, k): chains for _, corpus, chains, _ in SETTINGS for k in GENERATIONS},
    ),
    not_established=(
        "The exact routine is compared with rational arithmetic for small samples here, with the forward chain up "
        "to $n = 400$ in the tests, and with simulation at the figure's sizes.",
    ),
)
