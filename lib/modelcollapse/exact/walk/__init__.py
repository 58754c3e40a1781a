"""The random walk of an estimate trained on its own output, exactly.

Generation 0 is the truth; generation 1 is fitted to ``sample_size`` = n real draws, generation k + 1 to the draws
that a schedule takes from generation k.
"""

from modelcollapse.exact.walk.gaussian import FittedGaussian, fitted_gaussian
from modelcollapse.exact.walk.improvement import (
    affine_improvement,
    improvement_between,
    improvement_probability,
    unknown_variance_improvement,
)
from modelcollapse.exact.walk.information import (
    logistic_bias,
    logistic_information,
    poisson_information,
    poisson_score_covariance,
)
from modelcollapse.exact.walk.moments import (
    exponential_log_moments,
    exponential_moment,
    poisson_cumulants,
)
from modelcollapse.exact.walk.one_round import one_round_improvement, tie_probability
from modelcollapse.exact.walk.shrinkage import ShrunkMean, shrunk_mean
from modelcollapse.exact.walk.squared_error import Bias, limit, mean_squared_error
from modelcollapse.exact.walk.uniform import FittedUniform, fitted_uniform

__all__ = [
    "Bias",
    "FittedGaussian",
    "FittedUniform",
    "ShrunkMean",
    "affine_improvement",
    "exponential_log_moments",
    "exponential_moment",
    "fitted_gaussian",
    "fitted_uniform",
    "improvement_between",
    "improvement_probability",
    "limit",
    "logistic_bias",
    "logistic_information",
    "mean_squared_error",
    "one_round_improvement",
    "poisson_cumulants",
    "poisson_information",
    "poisson_score_covariance",
    "shrunk_mean",
    "tie_probability",
    "unknown_variance_improvement",
]
