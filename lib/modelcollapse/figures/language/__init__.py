"""Pictures of language models trained on their own text."""

from modelcollapse.figures.language.character import fading, scenarios
from modelcollapse.figures.language.mixing import allowed, bounds, by_amount, by_truth, signs
from modelcollapse.figures.language.synthetic import (
    collapse_times,
    reader_collapse,
    simplex,
    trajectories,
    uncollapsed,
)
from modelcollapse.figures.language.windows import decay, history, reader_schemes, schemes

__all__ = [
    "allowed",
    "bounds",
    "by_amount",
    "by_truth",
    "collapse_times",
    "decay",
    "fading",
    "history",
    "reader_collapse",
    "reader_schemes",
    "scenarios",
    "schemes",
    "signs",
    "simplex",
    "trajectories",
    "uncollapsed",
]
