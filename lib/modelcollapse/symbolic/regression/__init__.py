"""Derivations for regression on synthetic labels.

d, T, T₀, n are dimension, samples of the last fit, samples of a generator and number of generators; φ = d/T and
φ₀ = d/T₀; σ, σ₀ the standard deviations of the last labels and of the generators' labels; κ the effective ridge.
"""

from modelcollapse.symbolic.regression.least_squares import (
    chain,
    growth,
    inverse_moment,
    null_predictor,
    spread,
)
from modelcollapse.symbolic.regression.ridge import (
    collapse,
    effective,
    fixed_point,
    optimum,
    test_error,
)
from modelcollapse.symbolic.regression.symbols import (
    degrees,
    dimension,
    generations,
    generator_noise,
    generator_ratio,
    generator_samples,
    kappa,
    noise,
    ratio,
    ridge,
    samples,
    signal,
    value,
)

__all__ = [
    "chain",
    "collapse",
    "degrees",
    "dimension",
    "effective",
    "fixed_point",
    "generations",
    "generator_noise",
    "generator_ratio",
    "generator_samples",
    "growth",
    "inverse_moment",
    "kappa",
    "noise",
    "null_predictor",
    "optimum",
    "ratio",
    "ridge",
    "samples",
    "signal",
    "spread",
    "test_error",
    "value",
]
