"""Claims on high-dimensional regression."""

from modelcollapse.claims.regression import (
    accumulate_limit,
    accumulate_sum,
    bias_inequality,
    clean,
    collapse,
    effective,
    forgetting,
    growth,
    identity,
    law,
    mean,
    noise_reversal,
    null_predictor,
    plateau,
    projections,
    scalar_chain,
    subsample,
    sweet_spot,
    universal,
)

__all__ = ["CLAIMS"]

CLAIMS = (
    mean.CLAIM,
    law.CLAIM,
    plateau.CLAIM,
    growth.CLAIM,
    null_predictor.CLAIM,
    effective.CLAIM,
    clean.CLAIM,
    identity.CLAIM,
    collapse.CLAIM,
    sweet_spot.CLAIM,
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
