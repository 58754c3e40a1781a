"""Slow references for regression, from the equations. Nothing of the library is used."""

import numpy as np
from scipy import optimize


def effective_ridge(spectrum, ridge, samples):
    """κ by Brent's method, one point at a time, in log κ."""
    trace = spectrum.sum()

    def excess(log_kappa):
        kappa = np.exp(log_kappa)
        return kappa * (1 - (spectrum / (spectrum + kappa)).sum() / samples) - ridge

    low = np.log(ridge) if ridge else np.log(spectrum.min()) - 40
    return np.exp(optimize.brentq(excess, low, np.log(ridge + trace / samples), xtol=1e-14, rtol=1e-14))


def chain(spectrum, truth, *, ridge, samples, noise, sizes, generator_noise, same, rng):
    """One chain with raw inputs and labels, least squares by ``lstsq``; the test error of the last ridge fit."""
    root = np.sqrt(spectrum)
    weights = truth
    inputs = None
    for size in sizes:
        if inputs is None or not same:
            inputs = rng.standard_normal((size, len(spectrum))) * root
        labels = inputs @ weights + generator_noise * rng.standard_normal(size)
        weights = np.linalg.lstsq(inputs, labels, rcond=None)[0]
    inputs = rng.standard_normal((samples, len(spectrum))) * root
    labels = inputs @ weights + noise * rng.standard_normal(samples)
    gram = inputs.T @ inputs / samples + ridge * np.eye(len(spectrum))
    fitted = np.linalg.solve(gram, inputs.T @ labels / samples)
    return spectrum @ (fitted - truth) ** 2
