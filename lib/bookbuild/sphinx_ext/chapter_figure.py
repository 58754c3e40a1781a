"""``{chapter-figure} SLUG NAME``: a figure of an executed chapter, shown on another page."""

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from bookbuild.figures import description, size
from bookbuild.notebook import load
from bookbuild.sphinx_ext.layout import Generated
from bookbuild.sphinx_ext.records import UnknownName

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


def find(notebook: Path, name: str) -> tuple[str, dict[str, Any]]:
    """The SVG of a chapter's figure, and its caption and alternative text.

    Raises:
        UnknownName: there is no such chapter, or no such figure in it.
    """
    if not notebook.is_file():
        raise UnknownName(f"no chapter {notebook.stem!r}")
    for cell in load(notebook.read_bytes()).cells:
        for output in cell.get("outputs", []):
            given = description(output)
            if given.get("name") == name and "image/svg+xml" in output["data"]:
                return output["data"]["image/svg+xml"], dict(given)
    raise UnknownName(f"no figure {name!r} in the chapter {notebook.stem}")


class ChapterFigureDirective(Generated):
    """A figure, with its caption and its alternative text, and the way to its chapter."""

    required_arguments = 2
    has_content = False

    def run(self) -> list[nodes.Node]:
        """The figure."""
        slug, name = self.arguments
        notebook = Path(self.env.srcdir) / "notebooks" / f"{slug}.ipynb"
        try:
            svg, given = find(notebook, name)
        except UnknownName as error:
            logger.warning("chapter-figure: %s", error, location=self.get_location())
            return []
        # Sphinx copies pictures from files; as MyST-NB does, outside of the sources.
        image = Path(self.env.doctreedir) / "chapter-figures" / f"{name}.svg"
        image.parent.mkdir(parents=True, exist_ok=True)
        image.write_text(svg, encoding="utf-8")
        here = Path(self.env.srcdir) / PurePosixPath(self.env.docname).parent
        uri = Path(os.path.relpath(image, here)).as_posix()
        figure = nodes.figure("", ids=[f"{name}-again"], classes=["front-figure"])
        figure += nodes.image(uri=uri, alt=given["alt"], classes=["chapter-figure"], **size(svg))
        (caption,) = self.parsed(f"{given['caption']} More in {{doc}}`../notebooks/{slug}`.")
        figure += nodes.caption("", "", *caption.children)
        return [figure]


def setup(app: "Sphinx") -> None:
    """Register the directive."""
    app.add_directive("chapter-figure", ChapterFigureDirective)
