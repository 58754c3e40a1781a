"""Claims on regression with synthetic labels."""

from modelcollapse.claims.regression import (
    accumulate_limit,
    accumulate_sum,
    bias_inequality,
    forgetting,
    noise_reversal,
    projections,
    scalar_chain,
    subsample,
    universal,
)

__all__ = ["CLAIMS"]

CLAIMS = (
    forgetting.CLAIM,
    noise_reversal.CLAIM,
    projections.CLAIM,
    bias_inequality.CLAIM,
    scalar_chain.CLAIM,
    accumulate_sum.CLAIM,
    accumulate_limit.CLAIM,
    universal.CLAIM,
    subsample.CLAIM,
)
