"""What the claims on the mixture have in common."""

from modelcollapse.claims.claim import Provenance

__all__ = [
    "CHAPTER",
    "CODE_NOTE",
    "DERIVED",
    "ESTIMATOR",
    "NOTEBOOK",
    "NOTEBOOK_NOTE",
    "PAPER",
    "SETTING",
]

PAPER = "suresh2024rate"
CHAPTER = "mixture"
NOTEBOOK = Provenance.AUTHORS_NOTEBOOK
NOTEBOOK_NOTE = (
    "The theorem was read in the authors' public notebook, which restates it, not in the paper; the estimator was "
    "read off the code there."
)
DERIVED = Provenance.DERIVED_HERE
CODE_NOTE = "The statement is derived here, for the estimators as they stand in the authors' public code."
SETTING = (
    "Each generation draws $n \\ge 2$ independent values from $\\tfrac12 N(\\mu_k,\\sigma_k^2) + "
    "\\tfrac12 N(-\\mu_k,\\sigma_k^2)$ and refits both parameters.",
    "The same $n$ in every generation; no fresh real data.",
)
ESTIMATOR = "The approximate estimator is used, with $\\eta = 2$ as in the authors' runs."
