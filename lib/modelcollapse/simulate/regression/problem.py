"""Checked arguments, and how many replicates are worked on together."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import real_array
from modelcollapse.errors import InvalidArgument

__all__ = ["problem", "ridges", "together"]

# Replicates are worked on together as long as their largest arrays have so many entries.
_LARGEST = 2**21


def problem(spectrum: Any, coefficients: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the spectrum and the coordinates of w₀."""
    values = real_array("spectrum", spectrum, above=0, dimensions=1)
    truth = real_array("coefficients", coefficients, dimensions=1)
    if truth.shape != values.shape:
        rule = f"must have one entry for each of the {len(values)} eigenvalues, has {len(truth)}"
        raise InvalidArgument("coefficients", coefficients, rule)
    return values, truth


def ridges(ridge: Any) -> tuple[np.ndarray, bool]:
    """Return the ridges as an array, and whether a single one was asked for."""
    values = real_array("ridge", ridge, minimum=0)
    if values.ndim > 1:
        raise InvalidArgument("ridge", ridge, "must be a number or a sequence of numbers")
    return values.reshape(-1), values.ndim == 0


def together(replicates: int, entries: int) -> list[int]:
    """Split replicates whose largest array has so many entries each."""
    size = max(1, _LARGEST // entries)
    whole, rest = divmod(replicates, size)
    return [size] * whole + [rest] * (rest > 0)
