"""Language models trained on their own output, exactly."""

from modelcollapse.exact.language.chain import SentenceLaw, sentence_law
from modelcollapse.exact.language.collapse import (
    CollapseTime,
    collapse_time,
    collapse_time_bounds,
    fixation_entropy,
    poisson_margin,
    step_ratio,
    uncollapsed,
    uncollapsed_bounds,
)
from modelcollapse.exact.language.collision import collision_probability, mixed_collision_probability
from modelcollapse.exact.language.concentration import (
    concentration_rate,
    deviation_tail,
    paper_deviation,
    prefactor,
)
from modelcollapse.exact.language.deviation import (
    BOUNDS,
    Deviation,
    deviation,
    expected_deviation,
    gaussian_deviation,
    max_synthetic,
    synthetic_limit,
    synthetic_size,
)
from modelcollapse.exact.language.first_text import bigram_survival, bigram_vocabulary, first_text
from modelcollapse.exact.language.softmax import softmax_descent
from modelcollapse.exact.language.tables import pair_means, token_means
from modelcollapse.exact.language.trajectory import entropy
from modelcollapse.exact.language.whole_sentences import whole_sentences, whole_sentences_bounds
from modelcollapse.exact.language.windows import (
    history_collision,
    history_limit,
    window_collision,
    window_decay,
)

__all__ = [
    "BOUNDS",
    "CollapseTime",
    "Deviation",
    "SentenceLaw",
    "bigram_survival",
    "bigram_vocabulary",
    "collapse_time",
    "collapse_time_bounds",
    "collision_probability",
    "concentration_rate",
    "deviation",
    "deviation_tail",
    "entropy",
    "expected_deviation",
    "first_text",
    "fixation_entropy",
    "gaussian_deviation",
    "history_collision",
    "history_limit",
    "max_synthetic",
    "mixed_collision_probability",
    "pair_means",
    "paper_deviation",
    "poisson_margin",
    "prefactor",
    "sentence_law",
    "softmax_descent",
    "step_ratio",
    "synthetic_limit",
    "synthetic_size",
    "token_means",
    "uncollapsed",
    "uncollapsed_bounds",
    "whole_sentences",
    "whole_sentences_bounds",
    "window_collision",
    "window_decay",
]
