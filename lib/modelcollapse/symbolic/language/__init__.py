"""Derivations for language models trained on their own output."""

from modelcollapse.symbolic.language import chain, mixing, resampling, windows
from modelcollapse.symbolic.language.ngram import bigram_survival, conservation, holding, moves

__all__ = [
    "bigram_survival",
    "chain",
    "conservation",
    "holding",
    "mixing",
    "moves",
    "resampling",
    "windows",
]
