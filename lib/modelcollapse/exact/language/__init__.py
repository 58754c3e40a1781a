"""Language models trained on their own output, exactly."""

from modelcollapse.exact.language.chain import SentenceLaw, sentence_law
from modelcollapse.exact.language.collision import collision_probability
from modelcollapse.exact.language.first_text import bigram_survival, bigram_vocabulary, first_text
from modelcollapse.exact.language.whole_sentences import whole_sentences, whole_sentences_bounds

__all__ = [
    "SentenceLaw",
    "bigram_survival",
    "bigram_vocabulary",
    "collision_probability",
    "first_text",
    "sentence_law",
    "whole_sentences",
    "whole_sentences_bounds",
]
