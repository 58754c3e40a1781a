"""What the claims on the discrete theorems of "Rate of Model Collapse in Recursive Training" have in common."""

from modelcollapse.claims.claim import Provenance

__all__ = [
    "ABSTRACT_NOTE",
    "CODE_NOTE",
    "DERIVED",
    "DERIVED_NOTE",
    "NOTEBOOK",
    "NOTEBOOK_NOTE",
    "PAPER",
    "POISSON",
    "SETTING",
    "SYMBOLS",
    "VOCABULARY",
]

PAPER = "suresh2024rate"
SYMBOLS = "forgetting-symbols"
VOCABULARY = "vocabulary"
NOTEBOOK = Provenance.AUTHORS_NOTEBOOK
DERIVED = Provenance.DERIVED_HERE
NOTEBOOK_NOTE = "The theorem was read in the authors' public notebook, which restates it, not in the paper."
CODE_NOTE = "The settings are those of the authors' public figure code."
DERIVED_NOTE = "The statement is derived here, for the process that the authors' public notebook defines."
ABSTRACT_NOTE = (
    "That the time to forget is about linear in the count was read in the abstract, which claims nothing about "
    "expectations; the quantiles and the limit law are derived here."
)
SETTING = (
    "Each generation draws $n$ independent tokens from the distribution before it and takes the observed "
    "frequencies as the next distribution.",
    "The same $n$ in every generation; no fresh real data.",
)
POISSON = (
    "Each generation draws $n$ independent $\\mathrm{Poisson}(\\Lambda_k)$ values and takes their mean as "
    "$\\Lambda_{k+1}$.",
    "The same $n$ in every generation; no fresh real data.",
)
