"""What the claims on the mean of the Gaussian chain have in common."""

from modelcollapse.claims.claim import Provenance
from modelcollapse.claims.gaussian.source import DERIVED_NOTE, PAPER, SETTING

__all__ = ["CHAPTER", "DERIVED", "DERIVED_NOTE", "LOCUS", "PAPER", "SETTING"]

CHAPTER = "frozen-mean"
LOCUS = "process of Theorem 3"
DERIVED = Provenance.DERIVED_HERE
