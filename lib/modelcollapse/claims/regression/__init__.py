"""Claims on high-dimensional regression."""

from modelcollapse.claims.regression import (
    adaptive,
    clean,
    collapse,
    collapsed,
    digits,
    effective,
    growth,
    identity,
    law,
    mean,
    noisy_labels,
    null_predictor,
    plateau,
    power_sums,
    scaling_law,
    sharp_constants,
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
    power_sums.CLAIM,
    sharp_constants.CLAIM,
    scaling_law.CLAIM,
    adaptive.CLAIM,
    collapsed.CLAIM,
    noisy_labels.CLAIM,
    digits.CLAIM,
)
