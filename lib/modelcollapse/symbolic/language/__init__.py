"""Derivations for language models trained on their own output."""

from modelcollapse.symbolic.language import chain, mixing, resampling, windows
from modelcollapse.symbolic.language.ngram import balance, conservation, first_text, holding, moves, spread

__all__ = [
    "balance",
    "chain",
    "conservation",
    "first_text",
    "holding",
    "mixing",
    "moves",
    "resampling",
    "spread",
    "windows",
]
