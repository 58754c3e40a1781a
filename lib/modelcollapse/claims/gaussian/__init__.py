"""Claims on the recursive Gaussian fit."""

from modelcollapse.claims.gaussian import (
    decay,
    drift,
    landing,
    landing_tail,
    landing_variance,
    passage,
    rate,
    survival,
    trap,
)

__all__ = ["CLAIMS"]

CLAIMS = (
    decay.CLAIM,
    drift.CLAIM,
    rate.CLAIM,
    survival.CLAIM,
    passage.CLAIM,
    trap.CLAIM,
    landing_variance.CLAIM,
    landing.CLAIM,
    landing_tail.CLAIM,
)
