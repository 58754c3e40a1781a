"""The one chain driver: advance a state, generation by generation, in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

__all__ = ["run"]

State = tuple[np.ndarray, ...]


def run(
    state: State,
    step: Callable[[State, int, np.random.Generator], None],
    *,
    sizes: Iterable[int],
    rng: np.random.Generator,
    observe: Callable[[int, State, np.ndarray], None],
    absorbed: Callable[[State], np.ndarray] | None = None,
) -> int:
    """Run a chain of replicates.

    Args:
        state: arrays whose first axis is the replicate; overwritten.
        step: changes the state of one generation in place, given the sample size and the generator.
        sizes: the sample size of each generation, in order.
        rng: generator, used by ``step`` alone.
        observe: called after each generation with its index (from 1), the state and the replicates' indices.
        absorbed: mask of replicates that have reached their end; they are dropped from later generations.

    Returns:
        how many replicates were still running when ``sizes`` ended.
    """
    replicates: Any = np.arange(len(state[0]))
    for generation, size in enumerate(sizes, start=1):
        if not len(replicates):
            break
        step(state, size, rng)
        observe(generation, state, replicates)
        if absorbed is not None:
            alive = ~absorbed(state)
            if not alive.all():
                replicates = replicates[alive]
                kept = len(replicates)
                for array in state:
                    array[:kept] = array[alive]
                state = tuple(array[:kept] for array in state)
    return len(replicates)
