"""Pictures of language models trained on their own text."""

from modelcollapse.figures.language.character import fading, scenarios
from modelcollapse.figures.language.mixing import allowed, bounds, by_amount, by_truth, signs
from modelcollapse.figures.language.ngram import vocabularies
from modelcollapse.figures.language.synthetic import (
    collapse_times,
    reader_collapse,
    simplex,
    trajectories,
    uncollapsed,
)

__all__ = [
    "allowed",
    "bounds",
    "by_amount",
    "by_truth",
    "collapse_times",
    "fading",
    "reader_collapse",
    "scenarios",
    "signs",
    "simplex",
    "trajectories",
    "uncollapsed",
    "vocabularies",
]
