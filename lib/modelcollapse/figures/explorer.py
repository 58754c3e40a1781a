"""Pictures of explorers as they are first seen."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["curves"]

_STYLES = ("-", "--", "-.", ":")
_COLOURS = (INK, PALETTE[0], PALETTE[3], PALETTE[2])


@styled
def curves(
    x: np.ndarray,
    lines: Mapping[str, np.ndarray],
    marks: Mapping[str, float],
    *,
    log: tuple[bool, bool],
    labels: tuple[str, str],
    limits: tuple[float, float | None],
    name: str,
    caption: str,
    alt: str,
) -> Picture:
    """Draw named curves and named places on the horizontal axis.

    Args:
        x: places, shape (points,).
        lines: values by name, NaN where there is none, shape of ``x``.
        marks: places on the horizontal axis by name.
        log: whether the horizontal and the vertical axis are logarithmic.
        labels: of both axes.
        limits: of the vertical axis; without an upper one it reaches as far as the curves.
        name, caption, alt: the words of the picture.
    """
    figure, axes = canvas(height=3.8)
    for (says, values), style, colour in zip(lines.items(), _STYLES, _COLOURS, strict=False):
        axes.plot(x, values, linestyle=style, color=colour, label=says)
    for (says, place), style in zip(marks.items(), (":", "--"), strict=False):
        axes.axvline(place, color=INK, linestyle=style, linewidth=1.2, label=says)
    axes.set(
        xscale="log" if log[0] else "linear",
        yscale="log" if log[1] else "linear",
        xlabel=labels[0],
        ylabel=labels[1],
        xlim=(x[0], x[-1]),
        ylim=limits,
    )
    figure.legend(loc="outside upper left", fontsize="small", ncols=1)
    return Picture(figure, name, caption, alt)
