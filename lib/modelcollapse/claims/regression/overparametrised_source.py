"""What the claims on over-parametrised generators have in common."""

from modelcollapse.claims.regression.source import DERIVED, DERIVED_NOTE, FULL_TEXT, FULL_TEXT_NOTE, PAPER

__all__ = [
    "CHAPTER",
    "CONDITIONS",
    "DERIVED",
    "DERIVED_NOTE",
    "FULL_TEXT",
    "FULL_TEXT_NOTE",
    "PAPER",
    "PLAIN",
    "SETTING",
]

CHAPTER = "overparametrised"
CONDITIONS = (
    FULL_TEXT_NOTE
    + " The list of conditions that the theorem refers to is lost there; we use those that its proof "
    "needs: $T_0 \\ge d$, or the same inputs for all generators."
)
SETTING = (
    "Inputs are normal with mean zero and covariance $\\Sigma$. Each of $n$ generators is a least-norm fit to "
    "$T_0 < d$ inputs, labelled by the generator before it; the first one sees labels of the truth $w_0$.",
)
PLAIN = (*SETTING, "$\\Sigma = I$ and $\\lVert w_0\\rVert = 1$.")
