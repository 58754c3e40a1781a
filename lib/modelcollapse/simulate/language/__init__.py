"""Language models trained on their own output, simulated token by token."""

from modelcollapse.simulate.language.ngram import END, NgramChain, ngram
from modelcollapse.simulate.language.recursion import SCHEMES, collapse, recursion
from modelcollapse.simulate.language.tables import tables

__all__ = ["END", "SCHEMES", "NgramChain", "collapse", "ngram", "recursion", "tables"]
