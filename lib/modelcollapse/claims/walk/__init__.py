"""Claims on walks of an estimate that is trained on its own output."""

from modelcollapse.claims.claim import Claim
from modelcollapse.claims.walk import (
    dimensions,
    directions,
    family_limit,
    family_moments,
    fitted_variance,
    half,
    heavy_tail,
    inflation,
    line,
    misspecified,
)

__all__ = ["CLAIMS"]

CLAIMS: tuple[Claim, ...] = (
    line.CLAIM,
    dimensions.CLAIM,
    directions.CLAIM,
    fitted_variance.CLAIM,
    half.CLAIM,
    family_moments.CLAIM,
    heavy_tail.CLAIM,
    family_limit.CLAIM,
    misspecified.CLAIM,
    inflation.CLAIM,
)
