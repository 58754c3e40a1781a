"""What every exact law along a schedule reads first: the sizes, and for which generations to answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import integer, per_generation
from modelcollapse.data.schedules import Schedule
from modelcollapse.errors import InvalidArgument

__all__ = ["Along", "known"]


def known(schedule: Any) -> Schedule:
    """Return the schedule, if it is one."""
    if not isinstance(schedule, Schedule):
        raise InvalidArgument("schedule", schedule, "must be a schedule from modelcollapse.data.schedules")
    return schedule


class Along:
    """A schedule up to the last generation that is asked for.

    Attributes:
        sizes: n_1, …, n_K as floats, the real sample first.
    """

    def __init__(
        self, schedule: Any, sample_size: Any, generations: Any, *, rounded: bool = True, smallest: int = 1
    ) -> None:
        self._wanted, self._single = per_generation("generations", generations)
        size = integer("sample_size", sample_size, minimum=smallest)
        last = max(int(self._wanted.max()), 1)
        if rounded:
            self.sizes = known(schedule).sizes(sample_size=size, generations=last).astype(float)
        else:
            factors = known(schedule).factors(last - 1, sample_size=size)
            self.sizes = size * np.concatenate([[1.0], factors])
        # Unrounded sizes are an idealisation, and may lie below one draw where a fit's law allows it.
        if (rounded or smallest > 1) and self.sizes.min() < smallest:
            raise InvalidArgument(
                f"schedule {schedule.name}",
                float(self.sizes.min()),
                f"must give sizes of at least {smallest}",
            )

    def answer(self, steps: np.ndarray, *, start: float = 0.0) -> Any:
        """Sum the steps of generations 1, 2, … and pick the generations asked for."""
        return self.pick(start + np.concatenate([[0.0], np.cumsum(steps)]))

    def pick(self, values: np.ndarray) -> Any:
        """Pick the generations asked for from one value for each generation, the truth first."""
        picked = values[self._wanted]
        return float(picked[0]) if self._single else picked
