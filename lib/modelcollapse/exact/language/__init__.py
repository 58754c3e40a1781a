"""Language models trained on their own output, exactly."""

from modelcollapse.exact.language.bigram import bigram_survival
from modelcollapse.exact.language.collision import collision_probability

__all__ = ["bigram_survival", "collision_probability"]
