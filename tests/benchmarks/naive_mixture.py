"""The symmetric mixture fitted by plain loops, written from the equations. Nothing of the library is used."""

import numpy as np
from scipy.optimize import fsolve, minimize_scalar


def _draws(mu, sigma, size, rng):
    return rng.choice([-1, 1], size) * mu + sigma * rng.normal(size=size)


def root_fit(y, start):
    """(μ, σ²) where a generic root finder, started at ``start``, leaves the likelihood equation."""
    second = np.mean(y**2)

    def excess(mu):
        return np.mean(y * np.tanh(mu * y / (second - mu**2))) - mu

    with np.errstate(all="ignore"):
        mu = abs(fsolve(excess, start, full_output=True)[0][0])
    return mu, max(second - mu**2, 0.0)


def log_likelihood(y, mu, variance):
    """Mean log density of the mixture, up to a constant."""
    arms = mu * np.abs(y) / variance
    # log cosh without overflow.
    return (
        np.mean(arms + np.log1p(np.exp(-2 * arms)) - (y**2 + mu**2) / (2 * variance)) - np.log(variance) / 2
    )


def likeliest_fit(y, nodes=60):
    """(μ, σ²) of highest likelihood: look at many μ, then search around the best."""
    second = np.mean(y**2)
    # σ² = m₂ − μ² at every root.
    candidates = np.linspace(0, np.sqrt(second), nodes, endpoint=False)
    heights = [log_likelihood(y, mu, second - mu**2) for mu in candidates]
    best = int(np.argmax(heights))
    around = candidates[max(best - 1, 0)], (*candidates, candidates[-1])[best + 1]
    found = minimize_scalar(
        lambda mu: -log_likelihood(y, mu, second - mu**2),
        bounds=around,
        method="bounded",
        options={"xatol": 1e-10},
    )
    mu = found.x if -found.fun > heights[best] else candidates[best]
    return mu, second - mu**2


def paths(fit, mu0, sigma0, size, generations, replicates, rng):
    """σ of each generation, shape (replicates, generations): draw, fit, and draw again, path by path."""
    sigmas = np.zeros((replicates, generations))
    for path in range(replicates):
        mu, sigma = mu0, sigma0
        for k in range(generations):
            mu, variance = fit(_draws(mu, sigma, size, rng))
            sigma = np.sqrt(variance)
            sigmas[path, k] = sigma
            if sigma == 0:
                break
    return sigmas
