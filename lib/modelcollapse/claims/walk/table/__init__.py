"""Claims on real tables trained on their own synthetic rows."""

from modelcollapse.claims.walk.table import classifier, coverage, drift, improvement, regression

__all__ = ["CLAIMS"]

CLAIMS = (drift.CLAIM, improvement.CLAIM, coverage.CLAIM, regression.CLAIM, classifier.CLAIM)
