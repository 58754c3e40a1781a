"""Claims on regression with synthetic labels."""

from modelcollapse.claims.regression import accumulate_limit, accumulate_sum, subsample, universal

__all__ = ["CLAIMS"]

CLAIMS = (accumulate_sum.CLAIM, accumulate_limit.CLAIM, universal.CLAIM, subsample.CLAIM)
