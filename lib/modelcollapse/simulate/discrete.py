"""The forgetting of symbols, simulated from counts.

Fitting an empirical distribution and sampling from it is a multinomial draw from the counts before; for one
symbol it is a binomial draw, for the Poisson process a Poisson draw. The laws are the same, not approximate.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import generator, integer, integers, real
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate import chain
from modelcollapse.simulate.draws import multinomial

__all__ = ["absorption", "counts", "distinct", "extinction"]

# Replicates advanced together: their state stays in the cache.
_TOGETHER = 2048


def _schedule(sample_size: Any, generations: Any) -> list[int]:
    horizon = integer("generations", generations, minimum=1)
    if isinstance(sample_size, list | tuple | range | np.ndarray):
        return [int(n) for n in integers("sample_size", sample_size, minimum=1, length=horizon)[:horizon]]
    return [integer("sample_size", sample_size, minimum=1)] * horizon


def _corpus(start: Any) -> np.ndarray:
    held = integers("start", start, minimum=0)
    if not held.any():
        raise InvalidArgument("start", start, "must hold a count above 0")
    return held


def counts(
    start: Any, *, sample_size: Any, generations: int, replicates: int, rng: np.random.Generator
) -> np.ndarray:
    """Simulate whole paths of the counts of every symbol.

    Args:
        start: counts of the starting corpus, whole numbers, shape (symbols,).
        sample_size: tokens in a generation, or a sequence with one size for each generation.
        generations: K ≥ 1.
        replicates: R ≥ 1 independent chains.
        rng: generator.

    Returns:
        whole numbers, shape (replicates, generations + 1, symbols), column 0 the starting corpus.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), discrete process.
    """
    held = _corpus(start)
    sizes = _schedule(sample_size, generations)
    many = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    paths = np.empty((many, len(sizes) + 1, len(held)), dtype=np.int64)
    paths[:, 0] = held

    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        state[0][...] = multinomial(state[0], size, rng)

    for first in range(0, many, _TOGETHER):
        group = slice(first, min(first + _TOGETHER, many))

        def observe(generation: int, state: chain.State, _: np.ndarray, group: slice = group) -> None:
            paths[group, generation] = state[0]

        chain.run((paths[group, 0].copy(),), step, sizes=sizes, rng=rng, observe=observe)
    return paths


def absorption(
    count: Any,
    *,
    corpus: int,
    sample_size: Any,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Simulate when one symbol is forgotten or alone; finished chains are dropped.

    Args:
        count: occurrences of the symbol in the starting corpus, 1 to corpus − 1, or one number for each
            replicate.
        corpus: tokens of the starting corpus.
        sample_size: tokens in a generation, or a sequence with one size for each generation.
        generations: K ≥ 1, after which the watch ends.
        replicates: R ≥ 1 independent chains.
        rng: generator.

    Returns:
        (time, share), shape (replicates,): the first generation with share 0 or 1, or K + 1 where there was
        none, and the share of the symbol then or at the end of the watch.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Bernoulli process.
    """
    total = integer("corpus", corpus, minimum=2)
    sizes = _schedule(sample_size, generations)
    many = integer("replicates", replicates, minimum=1)
    if isinstance(count, list | tuple | np.ndarray):
        held = integers("count", count, minimum=1, maximum=total - 1)
        if len(held) != many:
            raise InvalidArgument("count", count, f"must hold one entry for each of {many} replicates")
    else:
        held = np.full(many, integer("count", count, minimum=1, maximum=total - 1))
    generator("rng", rng)
    time = np.full(many, len(sizes) + 1, dtype=np.int64)
    share = np.empty(many)

    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        state[0][:] = rng.binomial(size, state[0])
        state[0][:] /= size

    def decided(state: chain.State) -> np.ndarray:
        return np.asarray((state[0] == 0) | (state[0] == 1))

    for first in range(0, many, _TOGETHER):
        shares = held[first : first + _TOGETHER] / total

        def observe(generation: int, state: chain.State, running: np.ndarray, first: int = first) -> None:
            share[first + running] = state[0]
            time[first + running[decided(state)]] = generation

        chain.run((shares,), step, sizes=sizes, rng=rng, observe=observe, absorbed=decided)
    return time, share


def extinction(
    total: float, *, generations: int, replicates: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Simulate when a Poisson total first is zero; finished chains are dropped.

    Args:
        total: expected number of occurrences in the first sample, n λ0, above 0.
        generations: K ≥ 1, after which the watch ends.
        replicates: R ≥ 1 independent chains.
        rng: generator.

    Returns:
        (time, count), shape (replicates,): the first generation with N_k = 0, or K + 1 where there was none,
        and N_K (0 for the finished).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Poisson process.
    """
    mean = real("total", total, above=0.0)
    horizon = integer("generations", generations, minimum=1)
    many = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    time = np.full(many, horizon + 1, dtype=np.int64)
    count = np.empty(many)

    def step(state: chain.State, _: int, rng: np.random.Generator) -> None:
        state[0][:] = rng.poisson(state[0])

    def gone(state: chain.State) -> np.ndarray:
        return np.asarray(state[0] == 0)

    for first in range(0, many, _TOGETHER):
        totals = np.full(min(_TOGETHER, many - first), mean)

        def observe(generation: int, state: chain.State, running: np.ndarray, first: int = first) -> None:
            count[first + running] = state[0]
            time[first + running[gone(state)]] = generation

        chain.run((totals,), step, sizes=[0] * horizon, rng=rng, observe=observe, absorbed=gone)
    return time, count


def distinct(
    start: Any, *, sample_size: Any, generations: int, replicates: int, rng: np.random.Generator
) -> np.ndarray:
    """Simulate the number of different symbols; symbols that no replicate of a group holds are dropped.

    Args:
        start: counts of the starting corpus, whole numbers, shape (symbols,).
        sample_size: tokens in a generation, or a sequence with one size for each generation.
        generations: K ≥ 1.
        replicates: R ≥ 1 independent chains.
        rng: generator.

    Returns:
        whole numbers, shape (replicates, generations + 1), column 0 the symbols of the starting corpus.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), discrete process.
    """
    held = _corpus(start)
    sizes = _schedule(sample_size, generations)
    many = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    held = np.sort(held[held > 0])
    left = np.empty((many, len(sizes) + 1), dtype=np.int64)
    left[:, 0] = len(held)
    # A large vocabulary makes its own block; a small one is resampled for many replicates at once.
    together = max(1, min(_TOGETHER, 2**17 // len(held)))
    for first in range(0, many, together):
        group = slice(first, min(first + together, many))
        matrix = np.tile(held, (group.stop - group.start, 1))
        # Columns before this one are dead in every replicate of the group.
        living = 0

        def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
            nonlocal living
            rows = state[0][:, living:]
            rows[...] = multinomial(rows, size, rng)
            # Which symbol is which does not matter here, so the dead ones may move to the front.
            rows.sort(axis=1)
            living += int((rows > 0).any(axis=0).argmax())

        def observe(generation: int, state: chain.State, _: np.ndarray, group: slice = group) -> None:
            left[group, generation] = np.count_nonzero(state[0][:, living:], axis=1)  # noqa: B023

        chain.run((matrix,), step, sizes=sizes, rng=rng, observe=observe)
    return left
