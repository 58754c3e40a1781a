"""The symmetric mixture ½N(μ, σ²) + ½N(−μ, σ²), fitted to its own draws again and again.

Only the magnitudes |Y| of the draws matter: they are the magnitudes of μ + σZ. They are kept as differences from
μ, so that nothing cancels when the two bumps are far apart.
"""

from modelcollapse.simulate.mixture.fits import approximate_fit, joint_fit, log_likelihood, magnitudes
from modelcollapse.simulate.mixture.generic import generic_root, generic_root_paths
from modelcollapse.simulate.mixture.recursion import ESTIMATORS, paths

__all__ = [
    "ESTIMATORS",
    "approximate_fit",
    "generic_root",
    "generic_root_paths",
    "joint_fit",
    "log_likelihood",
    "magnitudes",
    "paths",
]
