"""The recursive Gaussian fit, exactly: laws of the fitted standard deviation σ_k and of the fitted mean μ_k.

Generation 0 is the true N(μ₀, σ₀²). Each generation draws ``sample_size`` = n values from the last fit and
refits mean and variance, dividing by n or by n − 1. The chain of σ is a product of independent factors,
σ_{k+1}² / σ_k² = χ²_{n−1} / divisor; the mean follows it, and freezes (``landing``).
"""

from modelcollapse.exact.gaussian.bounds import chernoff_bound, decay_bound, mean_bound
from modelcollapse.exact.gaussian.factor import log_drift, log_drift_variance, log_moment
from modelcollapse.exact.gaussian.landing import (
    FrozenMeanTail,
    conditional_variance,
    frozen_mean_tail,
    mean_variance,
    movement,
    student_tail,
    tail_constant,
    tail_index,
)
from modelcollapse.exact.gaussian.passage import FirstPassage, first_passage
from modelcollapse.exact.gaussian.scale import survival

__all__ = [
    "FirstPassage",
    "FrozenMeanTail",
    "chernoff_bound",
    "conditional_variance",
    "decay_bound",
    "first_passage",
    "frozen_mean_tail",
    "log_drift",
    "log_drift_variance",
    "log_moment",
    "mean_bound",
    "mean_variance",
    "movement",
    "student_tail",
    "survival",
    "tail_constant",
    "tail_index",
]
