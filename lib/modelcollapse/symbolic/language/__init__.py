"""Derivations for language models trained on their own output."""

from modelcollapse.symbolic.language import chain, character, mixing, ngram, published, resampling, windows

__all__ = ["chain", "character", "mixing", "ngram", "published", "resampling", "windows"]
