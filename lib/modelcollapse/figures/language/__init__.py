"""Pictures of language models trained on their own text."""

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
    "reader_collapse",
    "signs",
    "simplex",
    "trajectories",
    "uncollapsed",
    "vocabularies",
]
