"""What the chapter on windows draws; nothing is judged here."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.claims.language.window import SIZE, START
from modelcollapse.data.zipf import zipf_with_collision
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate

__all__ = ["GENERATIONS", "curves", "decay", "runs"]

# The paper's: n = 10, S₀ = 0.1 on 52 tokens, 500 generations. Its windows are not in the text: 2 and 5 are ours.
GENERATIONS = 500
TOKENS = 52
WINDOWS = (2, 5)


def runs(number: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Simulate Σ p² along runs, by scheme; each of shape (number, generations + 1)."""
    truth = zipf_with_collision(TOKENS, collision=START)
    schemes: list[tuple[str, str, int | None]] = [("last generation", "synthetic", None)]
    schemes += [(f"last {window}", "window", window) for window in WINDOWS]
    schemes += [("whole history", "history", None)]
    found = {}
    for title, scheme, window in schemes:
        paths = simulate.recursion(
            truth,
            scheme=scheme,
            window=window,
            sample_size=SIZE,
            generations=GENERATIONS,
            replicates=number,
            rng=rng,
        )
        found[title] = (paths**2).sum(axis=2)
    return found


def curves() -> dict[str, np.ndarray]:
    """Exact S_m of the same schemes, each of shape (generations + 1,)."""
    m = np.arange(GENERATIONS + 1)
    setting: dict[str, Any] = {"sample_size": SIZE, "generations": m}
    return {
        "last generation": exact.collision_probability(START, **setting),
        **{f"last {window}": exact.window_collision(START, window=window, **setting) for window in WINDOWS},
        "whole history": exact.history_collision(START, **setting),
    }


def decay(windows: tuple[int, ...], generations: np.ndarray) -> dict[int, tuple[np.ndarray, float]]:
    """Exact diversity by window, and its share lost per generation in the long run; n = 60."""
    return {
        window: (
            1 - exact.window_collision(START, sample_size=60, window=window, generations=generations),
            exact.window_decay(sample_size=60, window=window),
        )
        for window in windows
    }
