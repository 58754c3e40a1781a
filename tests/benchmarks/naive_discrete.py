"""The forgetting of symbols by plain loops, written from the equations: the references of the benchmarks.

Draws come from NumPy's older generator, as in the paper's notebook; with ``default_rng`` these loops take from
two thirds of that time to just as long. Nothing of the library is used.
"""

import random
from collections import Counter

import numpy as np


def bernoulli_survival(p0, size, generations, paths, rng):
    """Share of paths with P_k ≠ 0, k = 1, 2, …: n draws a generation, and their mean, path by path."""
    there = np.zeros(generations)
    for _ in range(paths):
        p = p0
        for k in range(generations):
            p = np.mean(rng.binomial(1, p, size))
            there[k] += p > 0
    return there / paths


def poisson_survival(rate, size, generations, paths, rng):
    """Share of paths with Λ_k ≠ 0, k = 1, 2, …: n draws a generation, and their mean, path by path."""
    there = np.zeros(generations)
    for _ in range(paths):
        mean = rate
        for k in range(generations):
            mean = np.mean(rng.poisson(mean, size))
            there[k] += mean > 0
    return there / paths


def distinct_by_choices(counts, size, generations, paths, rng):
    """Different symbols left, shape (paths, generations): one weighted choice for each token."""
    left = np.empty((paths, generations), dtype=int)
    for path in range(paths):
        held = np.array(counts)
        for k in range(generations):
            shares = held / held.sum()
            held = np.zeros(len(held), dtype=int)
            for _ in range(size):
                held[rng.choice(len(shares), p=shares)] += 1
            left[path, k] = np.count_nonzero(held)
    return left


def distinct_by_texts(words, generations, texts, seed):
    """Different words left, shape (texts, generations): count the words, write as many by their frequencies."""
    chance = random.Random(seed)
    left = np.empty((texts, generations), dtype=int)
    for text in range(texts):
        current = list(words)
        for k in range(generations):
            counts = Counter(current)
            current = chance.choices(list(counts), weights=list(counts.values()), k=len(current))
            left[text, k] = len(set(current))
    return left


def transition_matrix(size):
    """Pr(N' = y | N = x) for the count of one symbol, rows of sum one."""
    states = np.arange(size + 1)
    ways = np.concatenate([[0.0], np.cumsum(np.log((size - states[:-1]) / states[1:]))])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (states / size)[:, None]
        logs = ways + np.where(states > 0, states * np.log(share), 0.0)
        logs += np.where(states < size, (size - states) * np.log1p(-share), 0.0)
    matrix = np.exp(logs)
    return matrix / matrix.sum(axis=1, keepdims=True)


def survival_by_products(matrix, held, generations):
    """Pr(N_k ≠ 0 | N_0 = held), k = 0, 1, …: one product of the matrix with a vector for each generation."""
    alive = np.ones(len(matrix))
    alive[0] = 0.0
    values = []
    for _ in range(generations):
        values.append(alive[held])
        alive = matrix @ alive
    return np.array(values)


def survival_by_regrouped_products(matrix, held, generations):
    """The same products, √k at a time: small powers times the vector, large powers on the row of ``held``."""
    stride = int(np.ceil(np.sqrt(generations)))
    columns = np.empty((len(matrix), stride))
    columns[:, 0] = 1.0
    columns[0, 0] = 0.0
    for j in range(1, stride):
        columns[:, j] = matrix @ columns[:, j - 1]
    leap = np.linalg.matrix_power(matrix, stride)
    row, values = np.zeros(len(matrix)), []
    row[held] = 1.0
    for _ in range(-(-generations // stride)):
        values.append(row @ columns)
        row = row @ leap
    return np.concatenate(values)[:generations]
