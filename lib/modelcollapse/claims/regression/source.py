"""What the claims on regression have in common."""

from modelcollapse.claims.claim import Provenance

__all__ = [
    "ADAPTIVE",
    "DERIVED",
    "DERIVED_NOTE",
    "FULL_TEXT",
    "FULL_TEXT_NOTE",
    "LEAST_SQUARES",
    "PAPER",
    "POWER_LAW",
    "POWER_LAWS",
    "RIDGE",
    "SETTING",
    "TALL",
]

PAPER = "dohmatob2024demystified"
LEAST_SQUARES = "least-squares-chain"
RIDGE = "ridge"
POWER_LAWS = "power-laws"
ADAPTIVE = "adaptive-regularisation"
FULL_TEXT = Provenance.FULL_TEXT
FULL_TEXT_NOTE = (
    "Read in a machine transcription of the NeurIPS 2024 version with its appendices; the typeset page was not "
    "compared."
)
DERIVED = Provenance.DERIVED_HERE
DERIVED_NOTE = "The statement is derived here, for the setting of the paper."
SETTING = (
    "Inputs are drawn from $N(0, \\Sigma)$ in $d$ dimensions, labels are $x^\\top w$ plus Gaussian noise. "
    "Generator 0 "
    "is the truth $w_0$; generator $m$ is the least-squares fit to $T_0$ labels of generator $m-1$, with noise of "
    "standard deviation $\\sigma_0$; the last fit sees $T$ labels of generator $n$, with noise $\\sigma$.",
    "The test error is $E = \\|\\hat w - w_0\\|_\\Sigma^2$, what a fit adds to the noise of a clean test label.",
)
TALL = "Every fit has more samples than dimensions: $T, T_0 \\ge d + 2$, and no ridge."
POWER_LAW = (
    "The eigenvalues are $s_j = j^{-\\beta}$ with $\\beta > 1$, the squared coordinates of $w_0$ in their basis "
    "$c_j^2 = j^{-\\delta}$ with $\\delta = 1 + \\beta(2r-1)$, for $j = 1, \\dots, d$."
)
