"""Figures carry their own caption, label and alternative text; the page takes them from there.

A figure is an image output whose metadata holds ``{"modelcollapse": {"alt", "caption", "name"}}``.
"""

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

METADATA = "modelcollapse"
FIGURE_TYPES = ("image/svg+xml", "image/png")


def is_figure(output: NotebookNode) -> bool:
    """Whether an output is an image."""
    return any(kind in output.get("data", {}) for kind in FIGURE_TYPES)


def description(output: NotebookNode) -> Mapping[str, Any]:
    """The figure's ``alt``, ``caption`` and ``name``, as far as it brings them."""
    found = output.get("metadata", {}).get(METADATA, {})
    return found if isinstance(found, Mapping) else {}


def present_figures(notebook: NotebookNode) -> None:
    """Lift the description of each figure into the options by which MyST-NB renders its cell."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if is_figure(output):
                given = description(output)
                options = cell.metadata.setdefault("mystnb", {})
                options["image"] = {"alt": given["alt"], "classes": "chapter-figure"}
                options["figure"] = {"caption": given["caption"], "name": given["name"]}
