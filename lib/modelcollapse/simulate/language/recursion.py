"""One context of a language model, fitted again and again to draws from its own past.

Every scheme mixes whole counts, so that nothing has to be normalised between generations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from modelcollapse.arguments import choice, distribution, generator, integer
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate import chain
from modelcollapse.simulate.draws import multinomial

__all__ = ["SCHEMES", "collapse", "recursion"]

SCHEMES = ("synthetic", "mixed", "window", "history")

# Numbers of a state advanced together: a few megabytes, which the cache holds.
_TOGETHER = 2**18

Step = Callable[[chain.State, int, np.random.Generator], None]


def _synthetic(state: chain.State, size: int, rng: np.random.Generator) -> None:
    """Draw all from the last generation. State: frequencies."""
    state[0][:] = multinomial(state[0], size, rng)
    state[0][:] /= size


def _mixed(real: int) -> Step:
    """Keep the same real counts and add fresh draws. State: frequencies, real counts."""

    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        shares, held = state
        shares[:] = (held + multinomial(shares, size, rng)) / (real + size)

    return step


def _window(state: chain.State, size: int, rng: np.random.Generator) -> None:
    """Draw equally from each generation in the window. State: frequencies, ring of generations, how many."""
    shares, ring, count = state
    width = ring.shape[1]
    present = min(int(count[0]), width)
    each = size // width
    total = sum(multinomial(ring[:, slot], each, rng) for slot in range(present))
    shares[:] = total
    shares[:] /= present * each
    ring[:, int(count[0]) % width] = shares
    count += 1


def _history(state: chain.State, size: int, rng: np.random.Generator) -> None:
    """Draw from all generations alike. State: frequencies, sum of all generations so far.

    Picking a generation at random and then a token of it is the same as drawing from the mean of all.
    """
    shares, total = state
    shares[:] = multinomial(total, size, rng)
    shares[:] /= size
    total += shares


def recursion(
    p: Any,
    *,
    scheme: str,
    sample_size: int,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
    real: int = 0,
    window: int | None = None,
) -> np.ndarray:
    """Simulate the distribution of the next token, generation by generation.

    Args:
        p: probabilities of the tokens in the truth, sum one.
        scheme: "synthetic" draws ``sample_size`` tokens from the last generation; "mixed" adds as many to the
            same ``real`` tokens every time, and its generation 1 has the real ones alone; "window" draws
            ⌊n/K⌋ from each of the last K = ``window`` generations, of as many as there are yet; "history"
            picks for each token one of all past generations, the truth included.
        sample_size: tokens drawn in a generation, n ≥ 1 (at least ``window``).
        generations: M ≥ 1.
        replicates: R ≥ 1 independent runs.
        rng: generator.
        real: real tokens, N ≥ 1, for "mixed"; else 0.
        window: K ≥ 1, for "window"; else None.

    Returns:
        frequencies, shape (replicates, generations + 1, tokens), column 0 the truth.

    Raises:
        InvalidArgument: for arguments outside these ranges, or that the scheme does not use.

    Source: the schemes of Seddik et al. (2024).
    """
    truth = distribution("p", p)
    choice("scheme", scheme, SCHEMES)
    size = integer("sample_size", sample_size, minimum=1)
    horizon = integer("generations", generations, minimum=1)
    many = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    held = integer("real", real, minimum=1 if scheme == "mixed" else 0)
    if held and scheme != "mixed":
        raise InvalidArgument("real", real, f"must be 0: the scheme {scheme!r} uses no real tokens")
    if scheme == "window":
        width = integer("window", window, minimum=1)
        if width > size:
            raise InvalidArgument("window", window, f"must be at most sample_size = {size}")
    elif window is not None:
        raise InvalidArgument("window", window, f"must be None: the scheme {scheme!r} has no window")

    paths = np.empty((many, horizon + 1, len(truth)))
    paths[:, 0] = truth
    together = max(1, _TOGETHER // len(truth))
    for first in range(0, many, together):
        group = slice(first, min(first + together, many))
        rows = paths[group]
        state: chain.State
        step: Step
        sizes, done = [size] * horizon, 0
        start = np.tile(truth, (len(rows), 1))
        if scheme == "mixed":
            counts = multinomial(start, held, rng)
            rows[:, 1] = counts / held
            state, step = (rows[:, 1].copy(), counts), _mixed(held)
            sizes, done = sizes[1:], 1
        elif scheme == "window":
            ring = np.empty((len(rows), width, len(truth)))
            ring[:, 0] = truth
            state, step = (start, ring, np.ones(len(rows), dtype=np.int64)), _window
        elif scheme == "history":
            state, step = (start, start.copy()), _history
        else:
            state, step = (start,), _synthetic

        def observe(
            generation: int, state: chain.State, _: np.ndarray, rows: np.ndarray = rows, done: int = done
        ) -> None:
            rows[:, generation + done] = state[0]

        chain.run(state, step, sizes=sizes, rng=rng, observe=observe)
    return paths


def collapse(
    p: Any, *, sample_size: int, generations: int, replicates: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Simulate when one token is all that is left, synthetic data only; finished runs are dropped.

    Each token of a generation copies a token of the one before, chosen at random: the cost does not depend on
    the vocabulary.

    Args:
        p: probabilities of the tokens in the truth, sum one.
        sample_size: tokens drawn in a generation, n ≥ 1.
        generations: M ≥ 1, after which the watch ends.
        replicates: R ≥ 1 independent runs.
        rng: generator.

    Returns:
        (time, survivor), whole numbers of shape (replicates,): the first generation of one token only, or
        M + 1 where there was none; and the index of that token, or −1.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Seddik et al. (2024), synthetic data only.
    """
    truth = distribution("p", p)
    size = integer("sample_size", sample_size, minimum=1)
    horizon = integer("generations", generations, minimum=1)
    many = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    alive = np.flatnonzero(truth)
    steps = np.cumsum(truth[alive])
    time = np.full(many, horizon + 1, dtype=np.int64)
    survivor = np.full(many, -1, dtype=np.int64)

    def single(state: chain.State) -> np.ndarray:
        return np.asarray((state[0] == state[0][:, :1]).all(axis=1))

    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        tokens = state[0]
        parents = rng.integers(0, size, tokens.shape)
        tokens[:] = np.take_along_axis(tokens, parents, axis=1)

    together = max(1, _TOGETHER // size)
    for first in range(0, many, together):
        rows = min(together, many - first)
        drawn = rng.random((rows, size)) * steps[-1]
        tokens = alive[np.minimum(np.searchsorted(steps, drawn, side="right"), len(alive) - 1)]

        def observe(generation: int, state: chain.State, running: np.ndarray, first: int = first) -> None:
            ended = single(state)
            # The first generation is drawn from the truth, before the chain starts.
            time[first + running[ended]] = generation + 1
            survivor[first + running[ended]] = state[0][ended, 0]

        observe(0, (tokens,), np.arange(rows))
        left = np.flatnonzero(~single((tokens,)))

        def later(
            generation: int,
            state: chain.State,
            running: np.ndarray,
            observe: Callable[..., None] = observe,
            left: np.ndarray = left,
        ) -> None:
            observe(generation, state, left[running])

        chain.run(
            (tokens[left],), step, sizes=[size] * (horizon - 1), rng=rng, observe=later, absorbed=single
        )
    return time, survivor
