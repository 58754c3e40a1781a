"""Claims on real tables trained on their own synthetic rows."""

from modelcollapse.claims.walk.table import drift

__all__ = ["CLAIMS"]

CLAIMS = (drift.CLAIM,)
