"""High-dimensional regression on synthetic labels, exactly or as deterministic equivalents.

Inputs x ~ N(0, Σ) in d dimensions, labels x'w + noise. Generation 0 is the truth w₀; each generator is a
least-squares fit to ``generator_samples`` = T₀ labels of the one before; a ridge regression on ``samples`` = T labels
of the last one is tested against the truth. ``generations`` counts the generators, 0 is clean training.
"""

from modelcollapse.exact.regression.effective_ridge import df, kappa
from modelcollapse.exact.regression.least_squares import (
    LeastSquaresRisk,
    least_squares_cdf,
    least_squares_risk,
)
from modelcollapse.exact.regression.optimum import OptimalRidge, optimal_ridge
from modelcollapse.exact.regression.power_law import PowerLaw
from modelcollapse.exact.regression.risk import Risk, risk
from modelcollapse.exact.regression.scaling import (
    Constants,
    SharpRidge,
    adaptive_exponent,
    constants,
    critical_exponent,
    fit_power_law,
    sharp_ridge,
)

__all__ = [
    "Constants",
    "LeastSquaresRisk",
    "OptimalRidge",
    "PowerLaw",
    "Risk",
    "SharpRidge",
    "adaptive_exponent",
    "constants",
    "critical_exponent",
    "df",
    "fit_power_law",
    "kappa",
    "least_squares_cdf",
    "least_squares_risk",
    "optimal_ridge",
    "risk",
    "sharp_ridge",
]
