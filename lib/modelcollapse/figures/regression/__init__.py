"""Pictures of regression on synthetic labels."""

from modelcollapse.figures.regression.adaptive import (
    adapted_curves,
    digit_errors,
    digit_spectrum,
    levels,
    reader_adapted,
)
from modelcollapse.figures.regression.chain import growth, plateau, reader_chain, spread
from modelcollapse.figures.regression.power import collapsed_curves, designs, power_parts, reader_powers
from modelcollapse.figures.regression.ridge import accuracy, effective, reader_ridge, samples, sweet_spot

__all__ = [
    "accuracy",
    "adapted_curves",
    "collapsed_curves",
    "designs",
    "digit_errors",
    "digit_spectrum",
    "effective",
    "growth",
    "levels",
    "plateau",
    "power_parts",
    "reader_adapted",
    "reader_chain",
    "reader_powers",
    "reader_ridge",
    "samples",
    "spread",
    "sweet_spot",
]
