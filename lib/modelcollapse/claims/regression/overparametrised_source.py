"""What the claims on over-parametrised generators have in common."""

from modelcollapse.claims.claim import Provenance

__all__ = ["CHAPTER", "CONDITIONS", "DERIVED", "DERIVED_NOTE", "FULL", "NOTE", "PAPER", "PLAIN", "SETTING"]

PAPER = "dohmatob2024demystified"
CHAPTER = "overparametrised"
FULL = Provenance.FULL_TEXT
DERIVED = Provenance.DERIVED_HERE
NOTE = "Read in a machine transcription of the camera-ready version (NeurIPS 2024), not on the typeset page."
CONDITIONS = (
    NOTE
    + " The list of conditions that the theorem refers to is lost there; we use those that its proof needs: "
    "$T_0 \\ge d$, or the same inputs for all generators."
)
DERIVED_NOTE = "Derived here, for the setting of the paper."
SETTING = (
    "Inputs are normal with mean zero and covariance $\\Sigma$. Each of $n$ generators is a least-norm fit to "
    "$T_0 < d$ inputs, labelled by the generator before it; the first one sees labels of the truth $w_0$.",
)
PLAIN = (*SETTING, "$\\Sigma = I$ and $\\lVert w_0\\rVert = 1$.")
