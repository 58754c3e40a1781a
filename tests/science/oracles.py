"""Naive, independent references, written from the equations and slow on purpose. Nothing of the library is used."""

import numpy as np
import scipy.special as special

# The level of one check of the book; a law test that is wrong by chance is that rare, too.
LEVEL = 1e-6
REACH = 4.8916  # two-sided normal quantile of LEVEL
SPACING = 0.01


def refit(sigma, sizes, divisor, rng):
    """Paths by drawing n normal values, and fitting mean and variance, again and again."""
    mu = np.zeros(len(sigma))
    mus, sigmas = [mu], [np.array(sigma, dtype=float)]
    for size in sizes:
        values = mus[-1][:, None] + sigmas[-1][:, None] * rng.normal(size=(len(sigma), size))
        mean = values.sum(axis=1) / size
        squares = ((values - mean[:, None]) ** 2).sum(axis=1)
        mus.append(mean)
        sigmas.append(np.sqrt(squares / (size if divisor == "n" else size - 1)))
    return np.array(mus).T, np.array(sigmas).T


def passage_by_refit(threshold, size, divisor, replicates, rng):
    """First generation at or below the threshold, chain by chain, from n normal values a generation."""
    times, depths = [], []
    for _ in range(replicates):
        sigma, k = 1.0, 0
        while sigma > threshold:
            values = sigma * rng.standard_normal(size)
            sigma = np.sqrt(np.sum((values - values.mean()) ** 2) / (size if divisor == "n" else size - 1))
            k += 1
        times.append(k)
        depths.append(np.log(threshold / sigma))
    return np.array(times), np.array(depths)


def _parameters(size, divisor):
    return size - 1.0, float(size if divisor == "n" else size - 1)


def step_density(x, size, divisor):
    """Density of ½ log(χ²_{n−1}/divisor), by a change of variable in the chi-square density."""
    degrees, m = _parameters(size, divisor)
    half = m * np.exp(2 * np.minimum(x, 300)) / 2
    return 2 * np.exp(degrees / 2 * np.log(m / 2) + degrees * x - half - special.gammaln(degrees / 2))


def step_tail(x, size, divisor):
    """Pr(½ log(χ²_{n−1}/divisor) > x)."""
    degrees, m = _parameters(size, divisor)
    return special.gammaincc(degrees / 2, m * np.exp(2 * np.minimum(x, 300)) / 2)


def survival_by_convolution(threshold, sizes, divisor, low, high, spacing=SPACING):
    """Pr(σ_k > threshold) for k = 1, 2, …, by convolving densities on a grid of log σ.

    The trapezoid rule on a whole line is exact to rounding for these analytic densities; [low, high] has to
    hold all but a negligible part of log σ_k for every k.
    """
    grid = np.arange(round(low / spacing), round(high / spacing) + 1) * spacing
    length = 2 ** int(np.ceil(np.log2(3 * len(grid))))
    zero = -round(low / spacing)
    level = np.log(threshold)
    density, values = None, []
    for size in sizes:
        tail = step_tail(level - grid, size, divisor)
        values.append(step_tail(level, size, divisor) if density is None else spacing * density @ tail)
        step = step_density(grid, size, divisor)
        # Log-gamma of a large size leaves a relative error of 1e-13 in every step; a density integrates to 1.
        step /= spacing * step.sum()
        if density is None:
            density = step
        else:
            both = np.fft.irfft(np.fft.rfft(density, length) * np.fft.rfft(step, length), length)
            density = spacing * both[zero : zero + len(grid)]
    return np.array(values)


def passage_by_trapezoid(threshold, size, divisor, spacing, above=18.0):
    """E τ and E overshoot of the first passage of log σ below log threshold, by the plain trapezoid rule."""
    start = -np.log(threshold)
    nodes = np.arange(0.0, start + above, spacing)
    weights = np.full(len(nodes), spacing)
    weights[0] = spacing / 2
    kernel = step_density(nodes[None, :] - nodes[:, None], size, divisor) * weights
    depth = np.arange(0.0, 40.0, spacing)
    tails = 1 - step_tail(-nodes[:, None] - depth[None, :], size, divisor)
    inner = np.full(len(depth), spacing)
    inner[0] = spacing / 2
    # E(depth; depth > 0) is the integral of Pr(depth > d) over d.
    landing = tails @ inner
    system = np.eye(len(nodes)) - kernel
    time, over = np.linalg.solve(system, np.stack([np.ones(len(nodes)), landing], axis=1)).T
    first = step_density(nodes - start, size, divisor) * weights
    once = (1 - step_tail(-start - depth, size, divisor)) @ inner
    return 1 + first @ time, once + first @ over


def romberg(function, spacing):
    """Remove the h² and h⁴ errors of a trapezoid rule from three spacings, each half of the last."""
    coarse, middle, fine = (np.array(function(spacing / 2**i)) for i in range(3))
    first, second = middle + (middle - coarse) / 3, fine + (fine - middle) / 3
    return second + (second - first) / 15


def largest_gap(one, other):
    """Largest distance between two empirical distribution functions (Kolmogorov and Smirnov)."""
    points = np.concatenate([one, other])
    reached = [
        np.searchsorted(np.sort(sample), points, side="right") / len(sample) for sample in (one, other)
    ]
    return np.abs(reached[0] - reached[1]).max()


def allowed_gap(one, other, level=LEVEL):
    """Two Dvoretzky-Kiefer-Wolfowitz envelopes, each exceeded with half the level."""
    return sum(np.sqrt(np.log(4 / level) / (2 * len(sample))) for sample in (one, other))
