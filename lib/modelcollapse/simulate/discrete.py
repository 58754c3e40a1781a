"""The forgetting of symbols, simulated from counts.

Fitting an empirical distribution and sampling from it is a multinomial draw from the counts before; for one
symbol it is a binomial draw, for the Poisson process a Poisson draw. The laws are the same, not approximate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from modelcollapse.arguments import generator, integer, integers, real
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate import chain
from modelcollapse.simulate.draws import multinomial

__all__ = ["absorption", "counts", "distinct", "extinction"]

# Replicates advanced together, if each is a vocabulary or a single number: their state stays in the cache.
_TOGETHER, _NUMBERS_TOGETHER = 2048, 8192
# The same for texts that are held token by token.
_TOKENS_TOGETHER = 2**16
# A multinomial draw costs about as much for one symbol as copying so many tokens.
_TOKENS_FOR_A_SYMBOL = 20


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

    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        np.divide(rng.binomial(size, state[0]), size, out=state[0])

    return _watched(held / total, step, lambda share: (share == 0) | (share == 1), sizes, rng)


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

    def step(state: chain.State, _: int, rng: np.random.Generator) -> None:
        state[0][:] = rng.poisson(state[0])

    return _watched(np.full(many, mean), step, lambda count: count == 0, [0] * horizon, rng)


def _watched(
    start: np.ndarray,
    step: Callable[[chain.State, int, np.random.Generator], None],
    ended: Callable[[np.ndarray], np.ndarray],
    sizes: list[int],
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Follow one number for each replicate to its end; return when that was and the number then."""
    time, value = np.empty(len(start), dtype=np.int64), np.empty(len(start))
    for first in range(0, len(start), _NUMBERS_TOGETHER):

        def leave(generation: int, state: chain.State, which: np.ndarray, first: int = first) -> None:
            time[first + which] = generation
            value[first + which] = state[0]

        state = (start[first : first + _NUMBERS_TOGETHER].copy(),)
        chain.run(state, step, sizes=sizes, rng=rng, absorbed=lambda state: ended(state[0]), leave=leave)
    return time, value


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
    # A large text makes its own group; a small one is resampled for many replicates at once.
    tokens = max(int(held.sum()), *sizes)
    room = _TOKENS_TOGETHER // tokens if _by_tokens(sizes[0], len(held)) else 2**17 // len(held)
    together = max(1, min(_TOGETHER, room))
    for first in range(0, many, together):
        group = slice(first, min(first + together, many))
        texts = _Texts(held, group.stop - group.start)

        def step(state: chain.State, size: int, rng: np.random.Generator, texts: _Texts = texts) -> None:
            state[0][:] = texts.resample(size, rng)

        def observe(generation: int, state: chain.State, _: np.ndarray, group: slice = group) -> None:
            left[group, generation] = state[0]

        chain.run((left[group, 0].copy(),), step, sizes=sizes, rng=rng, observe=observe)
    return left


def _by_tokens(size: int, symbols: int) -> bool:
    return size < _TOKENS_FOR_A_SYMBOL * symbols


class _Texts:
    """Replicates of a text, token by token while symbols are rare, else by counts; which symbol is which is lost."""

    def __init__(self, held: np.ndarray, replicates: int) -> None:
        self.counts: np.ndarray | None = np.tile(held, (replicates, 1))
        # Shape (replicates, tokens); a symbol has another label in each replicate.
        self.tokens: np.ndarray | None = None
        self.labels = self.most = len(held)

    def resample(self, size: int, rng: np.random.Generator) -> np.ndarray:
        """Write texts of a size from the ones before; return how many symbols each holds."""
        left = self._copy(size, rng) if _by_tokens(size, self.most) else self._draw(size, rng)
        self.most = int(left.max())
        return left

    def _copy(self, size: int, rng: np.random.Generator) -> np.ndarray:
        """Each token copies a uniformly chosen one."""
        if self.counts is not None:
            replicates, self.labels = self.counts.shape
            self.tokens = np.repeat(np.arange(self.counts.size), self.counts.ravel()).reshape(replicates, -1)
            self.counts = None
        assert self.tokens is not None
        replicates, before = self.tokens.shape
        parents = rng.integers(0, before, (replicates, size), dtype=np.min_scalar_type(before - 1))
        self.tokens = self.tokens.take(parents + before * np.arange(replicates)[:, None])
        seen = np.zeros((replicates, self.labels), dtype=bool)
        seen.ravel()[self.tokens] = True
        return np.asarray(np.count_nonzero(seen, axis=1))

    def _draw(self, size: int, rng: np.random.Generator) -> np.ndarray:
        """The counts are multinomial."""
        if self.tokens is not None:
            cells = len(self.tokens) * self.labels
            self.counts = np.bincount(self.tokens.ravel(), minlength=cells).reshape(-1, self.labels)
            self.tokens = None
        assert self.counts is not None
        self.counts[...] = multinomial(self.counts, size, rng)
        # The dead ones move to the front; columns that are dead in every replicate go.
        self.counts.sort(axis=1)
        self.counts = self.counts[:, int((self.counts > 0).any(axis=0).argmax()) :]
        return np.asarray(np.count_nonzero(self.counts, axis=1))
