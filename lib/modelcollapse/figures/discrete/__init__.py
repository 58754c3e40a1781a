"""Pictures of the discrete chapters."""

from modelcollapse.figures.discrete.symbols import (
    clock,
    headline,
    poisson,
    reader_curve,
    survival,
    trajectories,
)
from modelcollapse.figures.discrete.vocabulary import text, vocabulary, zipf

__all__ = [
    "clock",
    "headline",
    "poisson",
    "reader_curve",
    "survival",
    "text",
    "trajectories",
    "vocabulary",
    "zipf",
]
