"""A share of chains against an exact probability: the form that most simulated evidence of this family has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from modelcollapse.checks import Estimate, Value

__all__ = ["share"]


def share(
    *,
    name: str,
    asserts: str,
    sample: str,
    theory: Value,
    margin: float | Mapping[str, float],
    rivals: Mapping[str, Callable[[], float]],
    margin_reason: str = "on the probability scale: what this many replicates can settle",
    mutate: bool = False,
) -> Estimate:
    """Return the estimate of a share of yes and no, its spread that of one yes or no."""

    def spread() -> float:
        probability = theory()
        return float(np.sqrt(probability * (1 - probability)))

    return Estimate(
        name=name,
        asserts=asserts,
        sample=sample,
        theory=theory,
        spread=spread,
        margin=margin,
        margin_reason=margin_reason,
        rivals=rivals,
        mutate=mutate,
    )
