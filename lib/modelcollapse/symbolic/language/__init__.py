"""Derivations for language models trained on their own output."""

from modelcollapse.symbolic.language import chain, character, mixing, resampling, windows
from modelcollapse.symbolic.language.ngram import (
    balance,
    conservation,
    count,
    first_text,
    holding,
    moves,
    sentences,
    spread,
    visits,
)

__all__ = [
    "balance",
    "chain",
    "character",
    "conservation",
    "count",
    "first_text",
    "holding",
    "mixing",
    "moves",
    "resampling",
    "sentences",
    "spread",
    "visits",
    "windows",
]
