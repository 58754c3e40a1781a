"""Claims on walks of an estimate that is trained on its own output."""

from modelcollapse.claims.walk import (
    adds_up,
    bounded,
    categorical,
    conservation,
    degeneracy,
    fixed_budget,
    moments,
    shrinkage,
    small_bias,
    table,
    threshold,
    uniform_bias,
    uniform_rate,
)

__all__ = ["CLAIMS"]

CLAIMS = (
    adds_up.CLAIM,
    bounded.CLAIM,
    uniform_rate.CLAIM,
    fixed_budget.CLAIM,
    conservation.CLAIM,
    moments.CLAIM,
    degeneracy.CLAIM,
    categorical.CLAIM,
    threshold.CLAIM,
    small_bias.CLAIM,
    uniform_bias.CLAIM,
    shrinkage.CLAIM,
    *table.CLAIMS,
)
