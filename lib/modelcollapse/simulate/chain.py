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
    observe: Callable[[int, State, np.ndarray], None] | None = None,
    absorbed: Callable[[State], np.ndarray] | None = None,
    leave: Callable[[int, State, np.ndarray], None] | None = None,
) -> int:
    """Run a chain of replicates.

    Args:
        state: arrays whose first axis is the replicate; overwritten.
        step: changes the state of one generation in place, given the sample size and the generator.
        sizes: the sample size of each generation, in order.
        rng: generator, used by ``step`` alone.
        observe: called after each generation with its index (from 1), the state and the replicates' indices.
        absorbed: mask of replicates that have reached their end; they are dropped from later generations.
        leave: called with the replicates that are dropped in a generation, as ``observe``; and in the end with
            those that are left, as if they were dropped in the generation after the last.

    Returns:
        how many replicates were still running when ``sizes`` ended.
    """
    replicates: Any = np.arange(len(state[0]))
    generation = 0
    for generation, size in enumerate(sizes, start=1):
        if not len(replicates):
            break
        step(state, size, rng)
        if observe is not None:
            observe(generation, state, replicates)
        if absorbed is None:
            continue
        gone = absorbed(state)
        if gone.any():
            if leave is not None:
                leave(generation, tuple(array[gone] for array in state), replicates[gone])
            alive = ~gone
            replicates = replicates[alive]
            kept = len(replicates)
            for array in state:
                array[:kept] = array[alive]
            state = tuple(array[:kept] for array in state)
    if leave is not None and len(replicates):
        leave(generation + 1, state, replicates)
    return len(replicates)
