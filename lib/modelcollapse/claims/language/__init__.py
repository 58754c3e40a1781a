"""Claims on language models trained on their own text."""

from modelcollapse.claims.language import (
    character_deviation,
    character_loss,
    collapse_probability,
    collapse_time,
    collision,
    conserved,
    deviation_bounds,
    first_text,
    history,
    mixed_collision,
    mixed_deviation,
    mixed_floor,
    simplex_figure,
    softmax_counts,
    start,
    survivor,
    synthetic_share,
    trajectories,
    whole_sentences,
    window,
)

__all__ = ["CLAIMS"]

CLAIMS = (
    conserved.CLAIM,
    first_text.CLAIM,
    whole_sentences.CLAIM,
    start.CLAIM,
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
    softmax_counts.CLAIM,
    character_deviation.CLAIM,
    character_loss.CLAIM,
)
