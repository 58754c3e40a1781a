"""Claims on high-dimensional regression."""

from modelcollapse.claims.regression import (
    clean,
    collapse,
    effective,
    growth,
    identity,
    law,
    mean,
    null_predictor,
    plateau,
    sweet_spot,
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
)
