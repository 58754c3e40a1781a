"""Figures carry their own caption, label and alternative text; the page takes them from there.

A figure is an image output whose metadata holds ``{"modelcollapse": {"alt", "caption", "name"}}``.
"""

import re
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

METADATA = "modelcollapse"
FIGURE_TYPES = ("image/svg+xml", "image/png")

_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)pt"[^>]*?\bheight="([\d.]+)pt"')
_PIXELS_PER_POINT = 96 / 72


def is_figure(output: NotebookNode) -> bool:
    """Whether an output is an image."""
    return any(kind in output.get("data", {}) for kind in FIGURE_TYPES)


def description(output: NotebookNode) -> Mapping[str, Any]:
    """The figure's ``alt``, ``caption`` and ``name``, as far as it brings them."""
    found = output.get("metadata", {}).get(METADATA, {})
    return found if isinstance(found, Mapping) else {}


def size(drawing: str) -> dict[str, str]:
    """``width`` and ``height`` of an SVG in pixels, as far as it states them, for the page to keep free."""
    found = _SIZE.search(drawing)
    if not found:
        return {}
    width, height = (str(round(float(points) * _PIXELS_PER_POINT)) for points in found.groups())
    return {"width": width, "height": height}


def present_figures(notebook: NotebookNode) -> None:
    """Lift the description of each figure into the options by which MyST-NB renders its cell."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if is_figure(output):
                given = description(output)
                options = cell.metadata.setdefault("mystnb", {})
                kept = size(output["data"].get("image/svg+xml", ""))
                options["image"] = {"alt": given["alt"], "classes": "chapter-figure", **kept}
                options["figure"] = {"caption": given["caption"], "name": given["name"]}
