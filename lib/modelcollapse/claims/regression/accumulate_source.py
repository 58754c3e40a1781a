"""What the claims on kept data have in common."""

from modelcollapse.claims.claim import Provenance

__all__ = [
    "ABSTRACT",
    "CHAPTER",
    "DERIVED",
    "MODEL",
    "REGRESSION",
    "REGRESSION_NOTE",
    "SETTING",
    "UNIVERSAL",
    "UNIVERSAL_NOTE",
]

REGRESSION = "gerstgrasser2024inevitable"
UNIVERSAL = "dey2024universality"
CHAPTER = "accumulate"
ABSTRACT = Provenance.ABSTRACT
DERIVED = Provenance.DERIVED_HERE
REGRESSION_NOTE = (
    "Of Gerstgrasser et al. (2404.01413) only the abstract and the first pages could be read. Sum and limit are "
    "derived here and speak to its sentence that the test error stays below a bound free of the number of generations."
)
UNIVERSAL_NOTE = (
    "Of the paper only the abstract could be read, which names $\\pi^2/6$; the derivation and all that is said at a "
    "finite sample size are ours."
)
SETTING = (
    "Inputs are normal with mean zero and any covariance $\\Sigma$ that can be inverted, drawn afresh in every "
    "generation; labels are linear with independent normal noise of variance $\\sigma^2$.",
    "Generation $n$ draws $T > d+1$ rows, labelled by fit $n-1$; fit 1 sees real labels. All fits are least squares.",
)
MODEL = (
    "Every generation draws $T$ values from the model fitted before it; fit 1 sees real data. The estimate is maximum "
    "likelihood.",
)
