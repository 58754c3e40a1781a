"""Counts, by their mean."""

from __future__ import annotations

import numpy as np

from modelcollapse.arguments import real

__all__ = ["Poisson"]


class Poisson:
    """Poisson draws; the estimate is the sample mean, drawn through the total.

    Args:
        mean: of the truth, above 0.
        mixing: shape of a gamma factor of mean one that each count's own mean carries; none by default. With it the
            counts are overdispersed, and the Poisson fit is misspecified.

    Raises:
        InvalidArgument: for a mean or a shape that is not above 0.
    """

    name = "poisson"
    estimators: tuple[str, ...] = ("mean",)
    smallest = 1

    def __init__(self, *, mean: float = 1.0, mixing: float | None = None) -> None:
        self.truth = np.array([real("mean", mean, above=0.0)])
        self._mixing = None if mixing is None else real("mixing", mixing, above=0.0)

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each mean by that of ``size`` counts."""
        del estimator  # there is one
        total = size * parameters
        if self._mixing is not None:
            # Gamma factors of the same shape add up to a gamma variable.
            total = parameters * rng.standard_gamma(self._mixing * size, size=parameters.shape) / self._mixing
        parameters[:] = rng.poisson(total)
        parameters /= size
