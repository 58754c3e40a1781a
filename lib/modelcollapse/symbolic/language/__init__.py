"""Derivations for language models trained on their own output."""

from modelcollapse.symbolic.language import chain, mixing, ngram, resampling, windows

__all__ = ["chain", "mixing", "ngram", "resampling", "windows"]
