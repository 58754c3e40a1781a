"""High-dimensional regression on synthetic labels, simulated.

A generator fits least squares (of least norm, where it has fewer samples than dimensions) to the labels of the
generator before it; a ridge regression fits the labels of the last one. All methods draw from the same law.
"""

from modelcollapse.simulate.regression.averages import Conditional, conditional, isotropic_conditional
from modelcollapse.simulate.regression.chains import chain
from modelcollapse.simulate.regression.least_squares import least_squares
from modelcollapse.simulate.regression.pool import pool_chain

__all__ = ["Conditional", "chain", "conditional", "isotropic_conditional", "least_squares", "pool_chain"]
