"""Claims on walks of an estimate that is trained on its own output."""

from modelcollapse.claims.claim import Claim
from modelcollapse.claims.walk import table

__all__ = ["CLAIMS"]

CLAIMS: tuple[Claim, ...] = (*table.CLAIMS,)
