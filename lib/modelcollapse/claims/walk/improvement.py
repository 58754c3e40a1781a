"""What the claims on beating the real fit have in common: cells, samples, and the judged share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import special

from modelcollapse.checks import Estimate, Law, Value
from modelcollapse.claims.discrete.shares import share
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate

__all__ = [
    "CHAPTER",
    "FULL",
    "GENERATIONS",
    "NOTE",
    "SIZE",
    "SMOKE",
    "STEPS",
    "Cell",
    "cells",
    "judged_law",
    "judged_share",
    "ratio",
    "samples",
]

CHAPTER = "beating-real-data"
# n of the real sample; ten synthetic rounds.
SIZE, GENERATIONS = 20, 11
SMOKE, FULL = 15_000, 200_000
NOTE = source.speaks_to(
    "the sentence in public summaries that the paper derives the chance of beating real data, for Gaussian and for "
    "asymptotically normal estimators"
)
STEPS = "The mean of a normal law is fitted by the sample mean; its covariance is known, and the fits use it."
MARGINS = {
    1: {"smoke": 0.03, "full": 0.0085},
    2: {"smoke": 0.028, "full": 0.0077},
    5: {"smoke": 0.022, "full": 0.0062},
    20: {"smoke": 0.0075, "full": 0.002},
}
LAW_MARGIN = {"smoke": 0.045, "full": 0.012}


@dataclass(frozen=True)
class Cell:
    """One dimension and one power schedule n·t^{1+s}."""

    dimension: int
    s: int

    @property
    def name(self) -> str:
        """A slug."""
        return f"d-{self.dimension}-s-{self.s}"

    @property
    def r(self) -> float:
        """r from the sizes themselves."""
        sizes = schedules.power(self.s).sizes(sample_size=SIZE, generations=GENERATIONS)
        return float(np.sqrt(np.sum(SIZE / sizes[1:])))

    def probability(self, dimension: int, convention: str = "A") -> float:
        """P by the exact function."""
        schedule = schedules.power(self.s, convention=convention)
        return float(
            exact.improvement_probability(
                schedule, sample_size=SIZE, generations=GENERATIONS, dimension=dimension
            )
        )


def cells(*dimensions: int) -> tuple[Cell, ...]:
    """Return the cells of these dimensions, with s = 0, 1, 2."""
    return tuple(Cell(d, s) for d in dimensions for s in (0, 1, 2))


def ratio(first: np.ndarray, last: np.ndarray, r: float) -> np.ndarray:
    """Return Q = r Z·W/|W|², which is below −r/2 where the last estimate is closer."""
    step = last - first
    return np.asarray(r * np.einsum("ri,ri->r", first, step) / np.einsum("ri,ri->r", step, step))


def samples(
    asked: tuple[Cell, ...],
) -> Callable[[np.random.Generator, int], dict[str, np.ndarray]]:
    """Return a simulation of these cells."""

    def block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
        drawn = {}
        for cell in asked:
            first, last = simulate.errors(
                simulate.GaussianMean(dimension=cell.dimension),
                schedules.power(cell.s),
                sample_size=SIZE,
                generations=GENERATIONS,
                replicates=replicates,
                rng=rng,
            )
            drawn[f"improved {cell.name}"] = simulate.improved(first, last)
            drawn[f"ratio {cell.name}"] = ratio(first, last, cell.r)
        return drawn

    return block


def judged_share(cell: Cell, rivals: Mapping[str, Callable[[], float]]) -> Estimate:
    """Return the estimate of P in one cell."""
    return share(
        name=f"share-{cell.name}",
        asserts=f"$P$ at $d = {cell.dimension}$ after ten rounds of $n\\,t^{{{1 + cell.s}}}$ draws, $n = {SIZE}$.",
        sample=f"improved {cell.name}",
        theory=Value(cell.probability, {"dimension": cell.dimension}),
        margin=MARGINS[cell.dimension],
        rivals=rivals,
        # At d = 20 a neighbouring dimension is closer than the margin.
        mutate=cell.dimension < 20,
    )


def student(degrees: int, scale: float) -> Callable[[np.ndarray], np.ndarray]:
    """Return the distribution function of ``scale`` times a Student variable."""
    return lambda points: np.asarray(special.stdtr(degrees, points / scale))


def judged_law(cell: Cell, rivals: Mapping[str, Callable[[np.ndarray], np.ndarray]]) -> Law:
    """Return the check of the whole law of Q in one cell."""
    d = cell.dimension
    return Law(
        name=f"law-{cell.name}",
        asserts=f"$Q = r\\,Z\\cdot W/\\|W\\|^2$ follows Student's $t_{{{d}}}/\\sqrt{{{d}}}$ at $s = {cell.s}$.",
        sample=f"ratio {cell.name}",
        cdf=student(d, d**-0.5),
        margin=LAW_MARGIN,
        margin_reason="half the distance to the nearest wrong law, or less, at the full profile",
        rivals=rivals,
    )
