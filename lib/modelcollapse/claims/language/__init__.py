"""Claims on language models trained on their own text."""

from modelcollapse.claims.language import (
    collapse_probability,
    collapse_time,
    collision,
    deviation_bounds,
    history,
    mixed_collision,
    mixed_deviation,
    mixed_floor,
    simplex_figure,
    survivor,
    synthetic_share,
    trajectories,
    window,
)

__all__ = ["CLAIMS"]

CLAIMS = (
    collision.CLAIM,
    collapse_probability.CLAIM,
    collapse_time.CLAIM,
    survivor.CLAIM,
    trajectories.CLAIM,
    simplex_figure.CLAIM,
    mixed_collision.CLAIM,
    mixed_floor.CLAIM,
    mixed_deviation.CLAIM,
    deviation_bounds.CLAIM,
    synthetic_share.CLAIM,
    window.CLAIM,
    history.CLAIM,
)
