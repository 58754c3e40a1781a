"""What an explorer is: sliders, axes and curves, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import sympy as sp

from modelcollapse.explorers.formula import Formula

__all__ = ["Axis", "Curve", "Explorer", "Mark", "Slider"]

POINTS = 240


@dataclass(frozen=True)
class Slider:
    """A letter that the reader turns.

    Attributes:
        symbol: the letter in the formulas; one that is an integer there takes whole values only.
        says: what it is, plain text.
        letter: the letter as the reader sees it.
        low, high: the range, ends included.
        start: its first value.
        steps: how many values it has, roughly: equal ones are dropped.
        log: whether the values are spread by factors instead of differences.
    """

    symbol: sp.Symbol
    says: str
    letter: str
    low: float
    high: float
    start: float
    steps: int = 60
    log: bool = False

    @property
    def label(self) -> str:
        """What it is, with its letter."""
        return f"{self.says} {self.letter}"

    @property
    def whole(self) -> bool:
        """Whether it takes whole values only."""
        return bool(self.symbol.is_integer)

    def spread(self, count: int) -> list[float]:
        """Return about ``count`` values from end to end, rising."""
        line = (np.geomspace if self.log else np.linspace)(self.low, self.high, count)
        values = np.unique(np.rint(line)) if self.whole else line
        return [int(value) if self.whole else float(value) for value in values]

    @property
    def values(self) -> list[float]:
        """The values where it stops, with three digits; the first value is among them."""
        short = {float(f"{value:.3g}") for value in (*self.spread(self.steps), self.start)}
        return [int(value) if self.whole else value for value in sorted(short)]


@dataclass(frozen=True)
class Curve:
    """A formula against the horizontal axis.

    Attributes:
        says: what it is, plain text.
        formula: the formula.
        absent: what it means where the formula is not positive, if then it means nothing as a number.
    """

    says: str
    formula: Formula
    absent: str = ""


@dataclass(frozen=True)
class Mark:
    """A number that does not depend on the horizontal axis.

    Attributes:
        says: what it is, plain text.
        formula: the formula.
        line: whether it is a place on the horizontal axis, marked by a vertical line.
        absent: as in ``Curve``.
    """

    says: str
    formula: Formula
    line: bool = True
    absent: str = ""


@dataclass(frozen=True)
class Axis:
    """The vertical axis; without ``high`` it reaches as far as the curves do."""

    says: str
    low: float
    high: float | None = None
    log: bool = False


@dataclass(frozen=True)
class Explorer:
    """A panel with sliders and a plot.

    Attributes:
        name: its id.
        chapter: the slug of the chapter that derives its formulas.
        title: what it answers.
        caption: what is drawn and what is held fixed, Markdown with TeX.
        x: the horizontal axis; its slider is the place where values are read.
        y: the vertical axis.
        sliders: the other letters.
        curves: what is drawn.
        marks: numbers that are told, or marked on the horizontal axis.
        fixed: letters that no slider turns, and their values.
    """

    name: str
    chapter: str
    title: str
    caption: str
    x: Slider
    y: Axis
    sliders: Sequence[Slider]
    curves: Sequence[Curve]
    marks: Sequence[Mark] = ()
    fixed: Mapping[sp.Symbol, float] = field(default_factory=dict)

    @property
    def turned(self) -> list[Slider]:
        """All sliders, that of the horizontal axis first."""
        return [self.x, *self.sliders]

    @property
    def arguments(self) -> list[sp.Symbol]:
        """The letters that every function of this explorer takes, in order."""
        return [*(slider.symbol for slider in self.turned), *self.fixed]

    @property
    def drawn(self) -> list[Curve | Mark]:
        """Whatever has a formula, in the order in which the page has its functions."""
        return [*self.curves, *self.marks]

    @cached_property
    def _start(self) -> list[float]:
        return [*(slider.start for slider in self.sliders), *self.fixed.values()]

    def at_start(self, part: Curve | Mark, places: Sequence[float]) -> np.ndarray:
        """Return a curve or a mark at places of the horizontal axis, the other sliders at their first values.

        Where it is absent the entry is NaN. Shape (places,).
        """
        function = part.formula.function(self.arguments)
        values = np.array([function(place, *self._start) for place in places])
        return np.where(values > 0, values, np.nan) if part.absent else values
