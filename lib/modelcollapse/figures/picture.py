"""A figure that carries its caption, its label and its alternative text."""

from __future__ import annotations

import io
import re
import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec

import matplotlib as mpl
import seaborn as sns
from matplotlib.figure import Figure

__all__ = ["INK", "PALETTE", "Picture", "canvas", "literal", "spoken", "styled"]

# Text and axes; the page inverts figures in the dark, so one colour serves both.
INK = "#222832"
# The hues of seaborn's "colorblind", at levels of lightness that tell the first four apart in print without colour.
_CHOSEN = ["#004f86", "#cc8400", "#0b8767", "#b23f00", "#b163a6"]
PALETTE: list[Any] = [*sns.color_palette(_CHOSEN), *sns.color_palette("colorblind")[len(_CHOSEN) :]]

_STYLE = {
    **sns.axes_style("ticks"),
    **sns.plotting_context("notebook", font_scale=0.95),
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": ["DejaVu Sans"],
    "grid.alpha": 0.25,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "svg.fonttype": "path",
    "svg.hashsalt": "modelcollapse",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


P = ParamSpec("P")


@dataclass(frozen=True)
class Picture:
    """A drawn figure.

    Attributes:
        figure: the Matplotlib figure.
        name: label, with the prefix ``fig-``.
        caption: what to see, Markdown with TeX.
        alt: the same for who cannot see it, plain words with the numbers; labels in TeX are put into words.
    """

    figure: Figure
    name: str
    caption: str
    alt: str

    def svg(self) -> str:
        """Return the figure as SVG: the same bytes for the same drawing."""
        buffer = io.StringIO()
        with mpl.rc_context(_STYLE):
            self.figure.savefig(
                buffer,
                format="svg",
                transparent=True,
                bbox_inches="tight",
                metadata={"Date": None, "Creator": None},
            )
        return buffer.getvalue()

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        """Show the figure in a notebook, its words beside it for the page."""
        del include, exclude
        words = {"alt": spoken(self.alt), "caption": self.caption, "name": self.name}
        return {"image/svg+xml": self.svg(), "text/plain": f"<figure {self.name}>"}, {"modelcollapse": words}


def spoken(text: str) -> str:
    """Return a text whose short formulas in TeX, between dollar signs, are put into words."""

    def words(formula: re.Match[str]) -> str:
        plain = re.sub(r"\\[,;! ]|[{}]", " ", formula[1])
        plain = plain.replace("\\", "").replace("^", " to the ").replace("_", " ")
        return " ".join(plain.split())

    return re.sub(r"(?<=\w)/(?=\w)", " over ", re.sub(r"\$([^$]*)\$", words, text))


def literal(text: str) -> str:
    """Return a text that is no Markdown, such as a reader's file name, for use in a caption."""
    return re.sub(f"([{re.escape(string.punctuation)}])", r"\\\1", text)


def canvas(columns: int = 1, *, rows: int = 1, height: float = 3.6, **options: Any) -> tuple[Figure, Any]:
    """Return a figure in the book's style, and its axes (an array where there are several).

    It is 7.2 inches wide; with one column 5.6, so that its words can be read on a phone without scrolling.
    """
    # Not pyplot: it keeps every figure alive and shows it a second time.
    figure = Figure(figsize=(5.6 if columns == 1 else 7.2, height), layout="constrained")
    return figure, figure.subplots(rows, columns, **options)


def styled(draw: Callable[P, Picture]) -> Callable[P, Picture]:
    """Draw in the book's style, and leave the reader's own settings alone."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Picture:
        with mpl.rc_context(_STYLE):
            return draw(*args, **kwargs)

    return drawn
