"""Pictures of language models trained on their own text."""

from modelcollapse.figures.language.synthetic import (
    collapse_times,
    reader_collapse,
    simplex,
    trajectories,
    uncollapsed,
)

__all__ = ["collapse_times", "reader_collapse", "simplex", "trajectories", "uncollapsed"]
