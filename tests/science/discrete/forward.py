"""Naive, independent references, written from the equations. Nothing of the library is used."""

import itertools

import numpy as np
from scipy import stats


def matrix(size):
    """Transition matrix of the count of one symbol."""
    states = np.arange(size + 1)
    return stats.binom.pmf(states[None, :], size, states[:, None] / size)


def laws(p0, sizes):
    """Law of the count in each generation, forwards, for a schedule of sample sizes."""
    law = stats.binom.pmf(np.arange(sizes[0] + 1), sizes[0], p0)
    found = [law]
    for before, after in itertools.pairwise(sizes):
        shares = np.arange(before + 1) / before
        law = law @ stats.binom.pmf(np.arange(after + 1)[None, :], after, shares[:, None])
        found.append(law)
    return found


def absorption_mean(held, size):
    """Mean time to 0 or size from a count, by the dense linear system."""
    inner = matrix(size)[1:-1, 1:-1]
    return np.linalg.solve(np.eye(size - 1) - inner, np.ones(size - 1))[held - 1]


def distinct_by_tokens(counts, size, generations, replicates, rng):
    """Different symbols left, by copying tokens one corpus at a time."""
    start = np.repeat(np.arange(len(counts)), counts)
    left = []
    for _ in range(replicates):
        tokens, row = start, []
        for _ in range(generations):
            tokens = rng.choice(tokens, size)
            row.append(len(np.unique(tokens)))
        left.append(row)
    return np.array(left)
