"""A normal law fitted to rows of a table, then to its own draws.

The fit is kept as its mean and the lower triangular root L of its covariance L Lᵀ. A round draws ``size`` rows
from it and refits. Only what the refit uses is drawn: the mean of the rows, and their scatter by Bartlett's
decomposition, whose root is L times a random triangle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse.arguments import choice, generator, integer, integers
from modelcollapse.data.schedules import Schedule
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate import chain
from modelcollapse.simulate.walk.gaussian import bartlett

__all__ = ["Fits", "draw", "first_fit", "regression_error", "resample", "scores", "walk"]

# Replicates whose rows are held together while they are averaged.
_TOGETHER = 256


@dataclass(frozen=True)
class Fits:
    """Fitted normal laws.

    Attributes:
        mean: shape (replicates, …, columns).
        root: lower triangular root of the covariance, shape (replicates, …, columns, columns).
    """

    mean: np.ndarray
    root: np.ndarray

    @property
    def covariance(self) -> np.ndarray:
        """Covariances, shaped as ``root``."""
        return np.asarray(self.root @ self.root.swapaxes(-1, -2))

    @property
    def log_volume(self) -> np.ndarray:
        """Log determinant of the covariance."""
        return np.asarray(2 * np.log(np.diagonal(self.root, axis1=-2, axis2=-1)).sum(axis=-1))


def _table(argument: str, values: Any, size: int) -> np.ndarray:
    table = np.asarray(values, dtype=float)
    if table.ndim != 2 or not np.isfinite(table).all():
        raise InvalidArgument(argument, values, "must be finite numbers in rows and columns")
    if size < table.shape[1] + 1:
        raise InvalidArgument(
            "sample_size", size, f"must be at least {table.shape[1] + 1}, one more than there are columns"
        )
    return table


def _divisor(size: int, divisor: str) -> int:
    return size if divisor == "n" else size - 1


def resample(
    values: Any, *, sample_size: int, replicates: int, rng: np.random.Generator, divisor: str
) -> Fits:
    """Fit to ``sample_size`` rows drawn with replacement: the real stage, the table being the population.

    Raises:
        InvalidArgument: for arguments outside these ranges, or a draw with too few different rows.
    """
    size = integer("sample_size", sample_size, minimum=2)
    count = integer("replicates", replicates, minimum=1)
    table = _table("values", values, size)
    choice("divisor", divisor, ("n", "n-1"))
    generator("rng", rng)
    columns = table.shape[1]
    fits = Fits(np.empty((count, columns)), np.empty((count, columns, columns)))
    for start in range(0, count, _TOGETHER):
        now = slice(start, min(start + _TOGETHER, count))
        drawn = table[rng.integers(len(table), size=(now.stop - start, size))]
        fits.mean[now] = drawn.mean(axis=1)
        drawn -= fits.mean[now][:, None]
        try:
            scatter = np.linalg.cholesky(drawn.swapaxes(1, 2) @ drawn)
        except np.linalg.LinAlgError:
            raise InvalidArgument(
                "sample_size", size, "is too small: a draw of rows has a singular covariance"
            ) from None
        fits.root[now] = scatter / np.sqrt(_divisor(size, divisor))
    return fits


def first_fit(values: Any, *, replicates: int, divisor: str) -> Fits:
    """Fit to all rows of a table, the same fit for each replicate.

    Raises:
        InvalidArgument: for arguments outside these ranges, or a singular covariance.
    """
    table = _table("values", values, len(np.asarray(values)))
    count = integer("replicates", replicates, minimum=1)
    choice("divisor", divisor, ("n", "n-1"))
    mean = table.mean(axis=0)
    centred = table - mean
    try:
        root = np.linalg.cholesky(centred.T @ centred / _divisor(len(table), divisor))
    except np.linalg.LinAlgError:
        raise InvalidArgument("values", values, "must not have a singular covariance") from None
    return Fits(np.tile(mean, (count, 1)), np.tile(root, (count, 1, 1)))


def _refit(divisor: str) -> Callable[[chain.State, int, np.random.Generator], None]:
    """A round of one normal law, or of several that share their covariance (means of shape (…, laws, columns))."""

    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        mean, root = state
        laws = 1 if mean.ndim == 2 else mean.shape[1]
        move = rng.standard_normal((len(mean), laws, mean.shape[-1])) @ root.swapaxes(1, 2)
        mean += (move / np.sqrt(size)).reshape(mean.shape)
        d = mean.shape[-1]
        below = rng.standard_normal((len(mean), d * (d - 1) // 2))
        halves = rng.standard_gamma((laws * (size - 1) - np.arange(d)) / 2, (len(mean), d))
        root[...] = root @ bartlett(below, halves) / np.sqrt(laws * _divisor(size, divisor))

    return step


def walk(
    start: Fits,
    schedule: Schedule,
    *,
    sample_size: int,
    generations: int | Sequence[int],
    rng: np.random.Generator,
    divisor: str,
) -> Fits:
    """Train on synthetic rows, round after round.

    Args:
        start: generation 1. Means of shape (replicates, columns), or (replicates, laws, columns) for laws that
            share one covariance; each law then gives every size in rows, and the scatter is pooled.
        schedule: sizes of the synthetic samples.
        sample_size: n of the real stage, which the schedule multiplies.
        generations: G ≥ 1, or an increasing sequence of such.
        rng: generator.
        divisor: "n" or "n-1" in the fitted covariance, for each law.

    Returns:
        the fits at these generations: mean of shape (replicates, generations, …) for a sequence, and without
        that axis for one generation; root alike.

    Raises:
        InvalidArgument: for arguments outside these ranges, or sizes too small for the columns.
    """
    single = not isinstance(generations, Sequence)
    asked = integers("generations", [generations] if single else generations, minimum=1)
    choice("divisor", divisor, ("n", "n-1"))
    generator("rng", rng)
    if not isinstance(schedule, Schedule):
        raise InvalidArgument("schedule", schedule, "must be a schedule from modelcollapse.data.schedules")
    sizes = schedule.sizes(sample_size=sample_size, generations=int(asked.max()))[1:]
    laws = 1 if start.mean.ndim == 2 else start.mean.shape[1]
    columns = start.mean.shape[-1]
    if len(sizes) and laws * (sizes.min() - 1) < columns:
        least = -(-columns // laws) + 1
        raise InvalidArgument(
            f"schedule {schedule.name}", int(sizes.min()), f"must give at least {least} rows"
        )
    state = (start.mean.copy(), start.root.copy())
    # Replicates first, then the generations that were asked for.
    kept = tuple(np.empty((len(part), len(asked), *part.shape[1:])) for part in state)

    def observe(generation: int, state: chain.State, _: Any) -> None:
        for at in np.flatnonzero(asked == generation):
            for into, part in zip(kept, state, strict=True):
                into[:, at] = part

    observe(1, state, None)
    chain.run(
        state,
        _refit(divisor),
        sizes=sizes.tolist(),
        rng=rng,
        observe=lambda round_, now, which: observe(round_ + 1, now, which),
    )
    return Fits(kept[0][:, 0], kept[1][:, 0]) if single else Fits(*kept)


def draw(fits: Fits, count: int, *, rng: np.random.Generator) -> np.ndarray:
    """Draw rows from each fit.

    Args:
        fits: mean of shape (replicates, columns).
        count: rows, at least 1.
        rng: generator.

    Returns:
        array of shape (replicates, count, columns).
    """
    number = integer("count", count, minimum=1)
    generator("rng", rng)
    noise = rng.standard_normal((len(fits.mean), number, fits.mean.shape[-1]))
    return np.asarray(fits.mean[:, None] + noise @ fits.root.swapaxes(1, 2))


def regression_error(fits: Fits, values: Any) -> np.ndarray:
    """Mean squared error of predicting the last column of ``values`` from the others by each fit.

    Args:
        fits: mean of shape (replicates, …, columns).
        values: rows to predict, shape (rows, columns).

    Returns:
        array of shape (replicates, …).
    """
    table = np.asarray(values, dtype=float)
    features, answer = table[:, :-1], table[:, -1]
    # The regression on the first columns solves a triangular system: last row of L against its upper block.
    block = fits.root[..., :-1, :-1].swapaxes(-1, -2)
    slope = np.linalg.solve(block, fits.root[..., -1, :-1, None])[..., 0]
    intercept = fits.mean[..., -1] - (slope * fits.mean[..., :-1]).sum(axis=-1)
    residual = answer - slope @ features.T - intercept[..., None]
    return np.asarray((residual**2).mean(axis=-1))


def scores(fits: Fits, values: Any) -> np.ndarray:
    """Score of each row by Fisher's linear discriminant with each fit's two means and covariance.

    Args:
        fits: mean of shape (replicates, …, 2, columns), root of shape (replicates, …, columns, columns).
        values: shape (rows, columns).

    Returns:
        array of shape (replicates, …, rows); above 0 speaks for the second law.
    """
    gap = fits.mean[..., 1, :] - fits.mean[..., 0, :]
    half = np.linalg.solve(fits.root, gap[..., None])
    direction = np.linalg.solve(fits.root.swapaxes(-1, -2), half)[..., 0]
    threshold = (direction * fits.mean.mean(axis=-2)).sum(axis=-1)
    return np.asarray(direction @ np.asarray(values, dtype=float).T - threshold[..., None])
