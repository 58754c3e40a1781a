"""The random walk of an estimate trained on its own output, exactly.

Generation 0 is the truth; generation 1 is fitted to ``sample_size`` = n real draws, generation k + 1 to the draws
that a schedule takes from generation k.
"""

from modelcollapse.exact.walk.gaussian import FittedGaussian, fitted_gaussian
from modelcollapse.exact.walk.shrinkage import ShrunkMean, shrunk_mean
from modelcollapse.exact.walk.squared_error import Bias, limit, mean_squared_error
from modelcollapse.exact.walk.uniform import FittedUniform, fitted_uniform

__all__ = [
    "Bias",
    "FittedGaussian",
    "FittedUniform",
    "ShrunkMean",
    "fitted_gaussian",
    "fitted_uniform",
    "limit",
    "mean_squared_error",
    "shrunk_mean",
]
