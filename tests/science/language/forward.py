"""Naive references for a vocabulary: every table of counts, forwards. Nothing of the library is used."""

import itertools
import math

import numpy as np


def tables(draws, tokens):
    """All tables of counts, shape (tables, tokens)."""
    return np.array(
        [t for t in itertools.product(range(draws + 1), repeat=tokens) if sum(t) == draws], dtype=int
    )


def law(shares, counts):
    """Multinomial probability of each table."""
    draws = int(counts[0].sum())
    ways = [math.factorial(draws) / math.prod(math.factorial(c) for c in row) for row in counts.tolist()]
    return np.array(ways) * np.prod(np.asarray(shares, dtype=float) ** counts, axis=1)


def collapse_mean(p, draws):
    """E T from the linear system over all tables that are not collapsed."""
    counts = tables(draws, len(p))
    inner = counts[counts.max(axis=1) < draws]
    step = np.array([law(row / draws, inner) for row in inner])
    times = np.linalg.solve(np.eye(len(inner)) - step, np.ones(len(inner)))
    return 1 + law(p, inner) @ times
