"""The picture of an explorer for paper, and for browsers without scripts."""

from __future__ import annotations

import math

import numpy as np

from modelcollapse.explorers.explorer import POINTS, Curve, Explorer, Mark
from modelcollapse.figures import explorer as figures
from modelcollapse.figures.picture import Picture

__all__ = ["first_values", "picture"]


def picture(explorer: Explorer) -> Picture:
    """Draw an explorer with every slider at its first value."""
    x = explorer.x
    places = x.spread(POINTS)
    marks = {mark.says: float(explorer.at_start(mark, [x.start])[0]) for mark in explorer.marks if mark.line}
    first = first_values(explorer)
    told = [*(_course(explorer, curve) for curve in explorer.curves)]
    told += [f"{_sentence(mark.says)}: {_value(explorer, mark, x.start)}." for mark in explorer.marks]
    return figures.curves(
        np.array(places),
        {curve.says: explorer.at_start(curve, places) for curve in explorer.curves},
        {says: value for says, value in marks.items() if x.low <= value <= x.high},
        log=(x.log, explorer.y.log),
        labels=(x.label, explorer.y.says),
        limits=(explorer.y.low, explorer.y.high),
        name=f"fig-explorer-{explorer.name}",
        caption=explorer.caption,
        alt=f"Line chart of {explorer.y.says} against {x.label}"
        + (f", for {first}" if first else "")
        + ". "
        + " ".join(told),
    )


def first_values(explorer: Explorer) -> str:
    """Return the values that the picture is drawn for, in words; empty where no slider changes it."""
    return "; ".join(f"{slider.label} = {_number(slider.start)}" for slider in explorer.sliders)


def _course(explorer: Explorer, curve: Curve) -> str:
    ends = dict.fromkeys((explorer.x.low, explorer.x.start, explorer.x.high))
    told = ", ".join(f"{_value(explorer, curve, place)} at {_number(place)}" for place in ends)
    return f"{_sentence(curve.says)}: {told}."


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _value(explorer: Explorer, part: Curve | Mark, place: float) -> str:
    value = float(explorer.at_start(part, [place])[0])
    return part.absent if math.isnan(value) else _number(value)


def _number(value: float) -> str:
    # Four digits, and no minus before a zero.
    short = float(f"{value:.4g}") + 0.0
    plain = not short or 1e-3 <= abs(short) < 1e6
    return (f"{short:,.0f}" if short == round(short) else f"{short:,.4g}") if plain else f"{short:.3g}"
