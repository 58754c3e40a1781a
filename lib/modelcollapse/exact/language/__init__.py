"""Language models trained on their own output, exactly."""

from modelcollapse.exact.language.bigram import bigram_survival

__all__ = ["bigram_survival"]
