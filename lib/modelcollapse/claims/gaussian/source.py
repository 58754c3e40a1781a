"""What the claims on Theorem 3 of "Rate of Model Collapse in Recursive Training" have in common."""

from modelcollapse.claims.claim import Provenance

__all__ = ["CHAPTER", "DERIVED_NOTE", "NOTEBOOK", "NOTEBOOK_NOTE", "PAPER", "SETTING"]

PAPER = "suresh2024rate"
CHAPTER = "vanishing-variance"
NOTEBOOK = Provenance.AUTHORS_NOTEBOOK
NOTEBOOK_NOTE = "The theorem was read in the authors' public notebook, which restates it, not in the paper."
DERIVED_NOTE = "The statement is derived here, for the process that the authors' public notebook defines."
SETTING = (
    "Each generation draws $n \\ge 2$ independent values from $N(\\mu_k, \\sigma_k^2)$ and refits both parameters.",
    "The same $n$ in every generation; no fresh real data.",
)
