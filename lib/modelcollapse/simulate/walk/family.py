"""What a parametric family must offer to be trained on its own output."""

from __future__ import annotations

from typing import Protocol

import numpy as np

__all__ = ["Family"]


class Family(Protocol):
    """A parametric family, with its truth, as the walk sees it.

    Attributes:
        name: as the walk's ``family`` argument takes it.
        truth: parameters of generation 0, shape (coordinates,).
        estimators: names of its estimators.
        smallest: smallest sample that every estimator can be fitted to.
    """

    name: str
    truth: np.ndarray
    estimators: tuple[str, ...]
    smallest: int

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each row of ``parameters`` (replicates, coordinates) by its refit to ``size`` fresh draws."""
