"""Forgetting of symbols, exactly: the Wright-Fisher chain of counts and the branching process of a Poisson total."""

from modelcollapse.exact.discrete.absorption import (
    AbsorptionTime,
    absorption_time,
    undecided,
    undecided_constant,
)
from modelcollapse.exact.discrete.bounds import (
    distinct_bounds,
    survival_lower,
    survival_upper,
    undecided_bounds,
)
from modelcollapse.exact.discrete.iteration import g, g_bounds, g_square_sums
from modelcollapse.exact.discrete.lineages import LARGEST_SIZE
from modelcollapse.exact.discrete.poisson import poisson_law, poisson_quantile, poisson_survival
from modelcollapse.exact.discrete.survival import survival
from modelcollapse.exact.discrete.vocabulary import distinct, distinct_variance

__all__ = [
    "LARGEST_SIZE",
    "AbsorptionTime",
    "absorption_time",
    "distinct",
    "distinct_bounds",
    "distinct_variance",
    "g",
    "g_bounds",
    "g_square_sums",
    "poisson_law",
    "poisson_quantile",
    "poisson_survival",
    "survival",
    "survival_lower",
    "survival_upper",
    "undecided",
    "undecided_bounds",
    "undecided_constant",
]
