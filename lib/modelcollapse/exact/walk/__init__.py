"""The random walk of an estimate trained on its own output, exactly.

Generation 0 is the truth; generation 1 is fitted to ``sample_size`` = n real draws, generation k + 1 to the draws
that a schedule takes from generation k.
"""

from modelcollapse.exact.walk.squared_error import Bias, limit, mean_squared_error

__all__ = ["Bias", "limit", "mean_squared_error"]
