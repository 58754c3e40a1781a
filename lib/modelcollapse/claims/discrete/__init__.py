"""Claims on the forgetting of symbols and vocabularies."""

from modelcollapse.claims.discrete import (
    bound,
    decided,
    expected_time,
    fixation,
    forgetting_time,
    iteration,
    poisson,
    rate,
    spread,
    survival,
    survivors,
    text,
    vocabulary,
    vocabulary_end,
    zipf,
)

__all__ = ["CLAIMS"]

CLAIMS = (
    iteration.CLAIM,
    bound.CLAIM,
    survival.CLAIM,
    decided.CLAIM,
    rate.CLAIM,
    fixation.CLAIM,
    poisson.CLAIM,
    forgetting_time.CLAIM,
    expected_time.CLAIM,
    survivors.CLAIM,
    vocabulary.CLAIM,
    spread.CLAIM,
    vocabulary_end.CLAIM,
    zipf.CLAIM,
    text.CLAIM,
)
