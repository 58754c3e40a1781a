"""Claims on language models trained on their own text."""

from modelcollapse.claims.language import (
    collapse_probability,
    collapse_time,
    collision,
    simplex_figure,
    survivor,
    trajectories,
)

__all__ = ["CLAIMS"]

CLAIMS = (
    collision.CLAIM,
    collapse_probability.CLAIM,
    collapse_time.CLAIM,
    survivor.CLAIM,
    trajectories.CLAIM,
    simplex_figure.CLAIM,
)
