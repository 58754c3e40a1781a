"""The setting of the paper's figures of mixed data, and what the chapter draws of it."""

from __future__ import annotations

import numpy as np

from modelcollapse.data.zipf import zipf_with_collision
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate

__all__ = [
    "ADDED",
    "COLLISIONS",
    "FEW",
    "REAL",
    "bound",
    "bounds",
    "by_truth",
    "collision_paths",
    "distances",
    "horizon",
    "limits",
    "mean_paths",
    "settings",
]

# The paper's figures: N = 100, 52 tokens of a vocabulary of 600, 50 generations. Its first varies n at S₀ = 0.1
# (the values of n are our choice); its second has n = 10 and several distributions (ours by S₀).
REAL, TOKENS, VOCABULARY, LAST = 100, 52, 600, 50
# Enough where n is small.
SHORT = 12
ADDED = (1, 10, 100, 1000)
COLLISIONS = (0.02, 0.1, 0.3, 0.6, 0.9)
FEW = 10


def settings() -> list[tuple[str, float, int]]:
    """Name of the evidence, S₀ and n of both figures; the setting that they share stands once."""
    # With few synthetic tokens the law is stationary within a few generations: β^11 is below 10^-20 at n = 10.
    by_size = [(f"added-{n}", 0.1, n) for n in ADDED]
    by_truth = [(f"collision-{round(100 * s0):02d}", s0, FEW) for s0 in COLLISIONS if s0 != 0.1]
    return by_size + by_truth


def horizon(n: int) -> int:
    """Return after how many generations the distance is judged."""
    return LAST if n > FEW else SHORT


def bound(s0: float, n: int) -> float:
    """Return the sharp bound, averaged over the real data."""
    p = zipf_with_collision(TOKENS, collision=s0)
    return float(exact.expected_deviation(p, real=REAL, synthetic=n, generations=horizon(n)).sharp)


def distances(s0: float, n: int, generations: int, replicates: int, rng: np.random.Generator) -> np.ndarray:
    """Simulate the figures' distances from generation 1, shape (replicates, generations)."""
    paths = simulate.recursion(
        zipf_with_collision(TOKENS, collision=s0),
        scheme="mixed",
        real=REAL,
        sample_size=n,
        generations=generations,
        replicates=replicates,
        rng=rng,
    )
    return np.asarray(np.abs(paths[:, 1:] - paths[:, 1:2]).sum(axis=2))


def mean_paths(runs: int, rng: np.random.Generator) -> dict[int, np.ndarray]:
    """Simulate mean distances over all generations by n, for the chapter's figure; nothing is judged here."""
    return {n: distances(0.1, n, LAST, runs, rng).mean(axis=0) for n in ADDED}


def collision_paths() -> dict[int, np.ndarray]:
    """Exact S_m from generation 1 on, by n."""
    m = range(1, LAST + 1)
    return {n: exact.mixed_collision_probability(0.1, real=REAL, synthetic=n, generations=m) for n in ADDED}


def limits() -> tuple[dict[int, float], float]:
    """Sharp bound by n, and for endless synthetic data."""
    p = zipf_with_collision(TOKENS, collision=0.1)
    # So much synthetic data takes as many generations to show.
    endless = exact.expected_deviation(p, real=REAL, synthetic=10**9, generations=10**12)
    return {n: bound(0.1, n) for n in ADDED}, float(endless.sharp)


def by_truth() -> tuple[dict[float, float], dict[float, str]]:
    """Sharp bound at n = 10 by S₀, and the name of its evidence."""
    names = {s0: name for name, s0, n in settings() if n == FEW}
    return {s0: bound(s0, FEW) for s0 in COLLISIONS}, names


def bounds(sizes: np.ndarray) -> dict[str, np.ndarray]:
    """Every bound against n, at the figure's setting."""
    p = np.concatenate([zipf_with_collision(TOKENS, collision=0.1), np.zeros(VOCABULARY - TOKENS)])
    found = [exact.expected_deviation(p, real=REAL, synthetic=int(n), generations=10**6) for n in sizes]
    return {
        "by moments": np.array([one.by_moments for one in found]),
        "sure": np.array([one.sure for one in found]),
        "textbook": np.sqrt(sizes * (TOKENS - 1)) / REAL,
        "Theorem 3": np.array([one.paper for one in found]),
    }
