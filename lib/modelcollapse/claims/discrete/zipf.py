"""The Zipf-Mandelbrot figure: vocabulary curves of two artificial corpora."""

from __future__ import annotations

from functools import cache

import numpy as np

from modelcollapse import streams
from modelcollapse.checks import Estimate, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.discrete import source
from modelcollapse.data.zipf import zipf_mandelbrot
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate

__all__ = ["CLAIM", "LAWS", "SIZE", "corpus"]

RANKS = SIZE = 1000
# (exponent, shift), the roles of the two as in the authors' code.
LAWS = ((1.0, 2.7), (2.0, 5.0))
GENERATIONS = tuple(range(1, 10))
JUDGED = (1, 3, 9)
SIZES = (100, 10**3, 10**4, 10**5)


@cache
def corpus(exponent: float, shift: float) -> np.ndarray:
    """Counts of the corpus of this edition: one sample of 1,000 tokens, the same in both profiles."""
    rng = next(streams.blocks(f"zipf corpus {exponent:g} {shift:g}", "full"))
    return np.asarray(rng.multinomial(SIZE, zipf_mandelbrot(RANKS, exponent=exponent, shift=shift)))


def _types(exponent: float, shift: float) -> int:
    return int(np.count_nonzero(corpus(exponent, shift)))


@cache
def _share(exponent: float, shift: float, generations: int) -> float:
    left = exact.distinct(corpus(exponent, shift), sample_size=SIZE, generations=generations)
    return float(left) / _types(exponent, shift)


def _curve(law: tuple[float, float]) -> np.ndarray:
    return np.array([_share(*law, k) for k in GENERATIONS])


def _bounds(
    law: tuple[float, float], generations: tuple[int, ...] = GENERATIONS
) -> tuple[np.ndarray, np.ndarray]:
    lower, upper = exact.distinct_bounds(
        corpus(*law), sample_size=SIZE, generations=generations, form="theorem"
    )
    return np.asarray(lower) / _types(*law), np.asarray(upper) / _types(*law)


def _spread(law: tuple[float, float], k: int) -> float:
    variance = exact.distinct_variance(corpus(*law), sample_size=SIZE, generations=k)
    return float(np.sqrt(variance)) / _types(*law)


def _gap(law: tuple[float, float]) -> np.ndarray:
    """Relative distance of the two bounds after nine generations, for true probabilities and growing samples."""
    p = zipf_mandelbrot(RANKS, exponent=law[0], shift=law[1])
    found = []
    for n in SIZES:
        lower, upper = exact.distinct_bounds(p, sample_size=n, generations=GENERATIONS[-1], form="theorem")
        found.append((upper - lower) / lower)
    return np.array(found)


def _name(law: tuple[float, float], k: int) -> str:
    return f"exponent-{law[0]:g}-k-{k}"


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    shares = {}
    for law in LAWS:
        left = simulate.distinct(
            corpus(*law), sample_size=SIZE, generations=GENERATIONS[-1], replicates=replicates, rng=rng
        )
        for k in JUDGED:
            shares[_name(law, k)] = left[:, k] / left[:, 0]
    return shares


def _estimate(law: tuple[float, float], k: int) -> Estimate:
    rivals = {"one generation fewer": lambda: _share(*law, k - 1)}
    if k == 9:
        rivals = {"the corollary's upper bound, as if it were exact": lambda: float(_bounds(law)[1][-1])}
    return Estimate(
        name=_name(law, k),
        asserts=f"Exponent {law[0]:g}: mean share of the vocabulary left in generation {k}.",
        sample=_name(law, k),
        theory=Value(lambda generations: _share(*law, generations), {"generations": k}),
        spread=lambda: _spread(law, k),
        margin={"smoke": 0.006, "full": 0.003},
        margin_reason="a fifth of the distance between the bounds in generation nine, or less",
        rivals=rivals,
    )


CLAIM = Claim(
    id="discrete-zipf-vocabulary",
    title="Zipf's tail is lost first",
    ledger=("P2-F6",),
    paper=source.PAPER,
    locus="figure of Zipf-Mandelbrot vocabularies",
    statement=(
        "For corpora of 1,000 tokens drawn from $p_r \\propto (r+b)^{-a}$, $r \\le 1000$, with $(a,b) = (1, 2.7)$ and "
        "$(2, 5)$, the exact curve of the surviving vocabulary lies between the corollary's bounds. "
        "The bounds close on "
        "each other as the sample grows."
    ),
    assumptions=(
        *source.SETTING,
        "Generation 0 is one sample of 1,000 tokens, fixed for this edition; shares are of the symbols it holds.",
    ),
    provenance=source.NOTEBOOK,
    provenance_note=source.CODE_NOTE + " The roles of the two parameters are those in the code.",
    outcome=Outcome.HOLDS,
    chapter=source.VOCABULARY,
    evidence=(
        *(
            Inequality(
                name=f"bounds-exponent-{law[0]:g}",
                asserts=f"Exponent {law[0]:g}: the exact share lies between the bounds in every generation.",
                points=GENERATIONS,
                curve=lambda law=law: _curve(law),  # type: ignore[misc]
                lower=lambda law=law: _bounds(law)[0],  # type: ignore[misc]
                upper=lambda law=law: _bounds(law)[1],  # type: ignore[misc]
                lower_rivals={"the upper bound": lambda law=law: _bounds(law)[1]},  # type: ignore[misc]
                upper_rivals={"the lower bound": lambda law=law: _bounds(law)[0]},  # type: ignore[misc]
            )
            for law in LAWS
        ),
        *(
            Inequality(
                name=f"gap-exponent-{law[0]:g}",
                asserts=f"Exponent {law[0]:g}: after nine generations the relative distance of the bounds is below "
                "$160/n$ for these $n$.",
                points=SIZES,
                curve=lambda law=law: _gap(law),  # type: ignore[misc]
                upper=lambda: 160 / np.array(SIZES),
                upper_rivals={"40/n": lambda: 40 / np.array(SIZES)},
            )
            for law in LAWS
        ),
        *(_estimate(law, k) for law in LAWS for k in JUDGED),
    ),
    simulation=Simulation(_block, {"smoke": 2_000, "full": 9_000}),
)
