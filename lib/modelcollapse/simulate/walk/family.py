"""What a parametric family must offer to be trained on its own output."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from modelcollapse.arguments import choice, integer
from modelcollapse.data.schedules import Schedule
from modelcollapse.errors import InvalidArgument

__all__ = ["Family", "prepared"]


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


def prepared(
    family: Family, schedule: Schedule, *, sample_size: int, generations: int, estimator: str | None
) -> tuple[str, list[int]]:
    """Return the estimator and the sample size of each generation.

    Raises:
        InvalidArgument: for an unknown estimator, what is no schedule, or sizes too small for the family.
    """
    if estimator is None and len(family.estimators) == 1:
        estimator = family.estimators[0]
    fit = choice("estimator", estimator, family.estimators)
    if not isinstance(schedule, Schedule):
        raise InvalidArgument("schedule", schedule, "must be a schedule from modelcollapse.data.schedules")
    sizes = schedule.sizes(
        sample_size=integer("sample_size", sample_size, minimum=family.smallest), generations=generations
    )
    if sizes.min() < family.smallest:
        raise InvalidArgument(
            f"schedule {schedule.name}", int(sizes.min()), f"must give sizes of at least {family.smallest}"
        )
    return fit, sizes.tolist()
