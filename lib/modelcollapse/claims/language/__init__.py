"""Claims on n-gram language models trained on their own output."""

from modelcollapse.claims.language import conserved, first_text, start, whole_sentences

__all__ = ["CLAIMS"]

CLAIMS = (conserved.CLAIM, first_text.CLAIM, whole_sentences.CLAIM, start.CLAIM)
