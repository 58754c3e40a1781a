"""What the pages say to those who cannot see them, and keep free for what is still to come.

Header cells of tables say which cells they head; a figure's place is known before the figure is there.
"""

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

FIGURE = "chapter-figure"
# The theme's script lets the keyboard into boxes of this class, when they have something to scroll.
SCROLLER = "pst-scrollable-table-container"

# Pixels; a wider figure would be shrunk beyond reading on a phone.
WIDE = 600

_STYLE = re.compile(r'style="width: (\d+)px; height: (\d+)px;"')


def visit_entry(translator: Any, node: nodes.entry) -> None:
    """A cell; a header cell gets its scope."""
    scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
    type(translator).visit_entry(translator, node)
    translator.body[-1] = re.sub(r"^<th\b", f'<th scope="{scope}"', translator.body[-1])


def depart_entry(translator: Any, node: nodes.entry) -> None:
    """End the cell."""
    type(translator).depart_entry(translator, node)


def visit_citation(translator: Any, node: nodes.citation) -> None:
    """An entry of the bibliography: a role that screen readers know, in place of one that was withdrawn."""
    written = len(translator.body)
    type(translator).visit_citation(translator, node)
    translator.body[written:] = [
        part.replace('role="doc-biblioentry"', 'role="listitem"') for part in translator.body[written:]
    ]


def depart_citation(translator: Any, node: nodes.citation) -> None:
    """End the entry."""
    type(translator).depart_citation(translator, node)


def visit_image(translator: Any, node: nodes.image) -> None:
    """An image; its size is a shape that may shrink, and a figure of a chapter has a box to scroll in."""
    type(translator).visit_image(translator, node)
    if FIGURE in node["classes"]:
        stated = _STYLE.search(translator.body[-1])
        image = _STYLE.sub(r'width="\1" height="\2"', translator.body[-1])
        box = "figure-scroll wide" if stated and int(stated[1]) > WIDE else "figure-scroll"
        translator.body[-1] = f'<div class="{box} {SCROLLER}">{image.rstrip()}</div>\n'


def depart_image(translator: Any, node: nodes.image) -> None:
    """End the image."""
    type(translator).depart_image(translator, node)


def keep_images_plain(app: "Sphinx", config: "Config") -> None:  # noqa: ARG001 - Sphinx's signature
    """An image that states its size is not therefore a link to itself."""
    config.html_scaled_image_link = False


def setup(app: "Sphinx") -> None:
    """Wrap the writer's own methods."""
    app.connect("config-inited", keep_images_plain)
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
