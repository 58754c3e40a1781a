"""What the pictures of the discrete chapters have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE

__all__ = ["dots", "draw", "judged"]


_STYLES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]
_COLOURS = [INK, PALETTE[0], PALETTE[2], PALETTE[1], PALETTE[4]]


def draw(axes: Any, x: np.ndarray, curves: Mapping[str, np.ndarray]) -> None:
    """Draw named curves, each in a style and colour of its own."""
    for (name, values), style, colour in zip(curves.items(), _STYLES, _COLOURS, strict=False):
        axes.plot(x, values, linestyle=style, color=colour, label=name)


def judged(record: Mapping[str, Any], prefix: str) -> tuple[list[int], np.ndarray, np.ndarray]:
    """Generations, estimates and interval half-widths of the evidence whose names start with ``prefix``."""
    points = [entry for entry in record["evidence"] if entry["name"].startswith(prefix)]
    at = [int(entry["name"].removeprefix(prefix)) for entry in points]
    estimates = np.array([entry["values"]["estimate"] for entry in points])
    limits = np.array([entry["values"]["interval"] for entry in points]).T
    return at, estimates, np.abs(limits - estimates)


def dots(axes: Any, record: Mapping[str, Any], prefix: str) -> str:
    """Draw judged estimates with their intervals; return them in words."""
    at, estimates, reach = judged(record, prefix)
    axes.errorbar(
        at,
        estimates,
        yerr=reach,
        fmt="o",
        markersize=5,
        markerfacecolor="white",
        color=PALETTE[3],
        capsize=3,
        linewidth=1.2,
        label="simulated, with interval",
    )
    return ", ".join(f"{value:.3g} at {k}" for k, value in zip(at, estimates, strict=True))
