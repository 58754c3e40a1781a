"""Pictures of regression on synthetic labels."""

from modelcollapse.figures.regression.chain import growth, plateau, reader_chain, spread
from modelcollapse.figures.regression.ridge import accuracy, effective, reader_ridge, samples, sweet_spot

__all__ = [
    "accuracy",
    "effective",
    "growth",
    "plateau",
    "reader_chain",
    "reader_ridge",
    "samples",
    "spread",
    "sweet_spot",
]
