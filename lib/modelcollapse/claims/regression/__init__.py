"""Claims on high-dimensional regression."""

from modelcollapse.claims.regression import growth, law, mean, null_predictor, plateau

__all__ = ["CLAIMS"]

CLAIMS = (mean.CLAIM, law.CLAIM, plateau.CLAIM, growth.CLAIM, null_predictor.CLAIM)
