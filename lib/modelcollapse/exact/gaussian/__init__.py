"""The recursive Gaussian fit, exactly: laws of the fitted standard deviation σ_k.

Generation 0 is the true N(μ₀, σ₀²). Each generation draws ``sample_size`` = n values from the last fit and
refits mean and variance, dividing by n or by n − 1. Only the chain of σ matters here, and it is a product of
independent factors: σ_{k+1}² / σ_k² = χ²_{n−1} / divisor.
"""

from modelcollapse.exact.gaussian.bounds import chernoff_bound, decay_bound, mean_bound
from modelcollapse.exact.gaussian.factor import log_drift, log_drift_variance, log_moment
from modelcollapse.exact.gaussian.passage import FirstPassage, first_passage
from modelcollapse.exact.gaussian.scale import survival

__all__ = [
    "FirstPassage",
    "chernoff_bound",
    "decay_bound",
    "first_passage",
    "log_drift",
    "log_drift_variance",
    "log_moment",
    "mean_bound",
    "survival",
]
