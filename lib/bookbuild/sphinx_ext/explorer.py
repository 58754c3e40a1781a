"""``{explorer} ID``: a panel that computes a formula of the chapter in the browser.

The page holds a picture; two scripts of the site replace it, one with the formulas and one with the panel. Without
scripts, and on paper, the picture stays.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from bookbuild.figures import size
from bookbuild.sphinx_ext.layout import Generated, paragraph
from modelcollapse.errors import InvalidArgument

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

PANEL = "explorer.js"
STYLE = "explorer.css"
# Pictures are drawn beside the rendered site, where Sphinx collects them; scripts go straight into it.
PICTURES = "explorers"
SCRIPTS = "explorers"


class ExplorerDirective(Generated):
    """The picture of an explorer with its words, ready to be replaced by the panel."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        """A container with a figure in it, whose id the script looks for."""
        # Drawing and SymPy are loaded by pages that have an explorer only.
        from modelcollapse import explorers

        try:
            explorer = explorers.load(self.arguments[0])
        except InvalidArgument as error:
            logger.warning("explorer: %s", error, location=self.get_location())
            return []
        drawn = explorers.picture(explorer)
        path = Path(self.env.app.outdir).parent / PICTURES / f"explorer-{explorer.name}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        svg = drawn.svg()
        path.write_text(svg, encoding="utf-8")
        uri = f"/{os.path.relpath(path, self.env.srcdir)}"
        image = nodes.image(uri=uri, alt=drawn.alt, classes=["chapter-figure"], **size(svg))
        words = [node for part in self.parsed(drawn.caption) for node in part.children]
        first = explorers.first_values(explorer)
        if first:
            # The panel shows the values of its sliders, the picture does not.
            words.append(nodes.inline("", f" Drawn for {first}.", classes=["explorer-first"]))
        figure = nodes.figure("", image, nodes.caption("", "", *words), ids=[drawn.name])
        panel = nodes.container(classes=["explorer"], ids=[f"explorer-{explorer.name}"])
        panel["explorer"] = explorer.name
        panel += paragraph(nodes.Text(explorer.title), classes=["explorer-title"])
        panel += figure
        return [panel]


def add_scripts(
    app: "Sphinx",
    pagename: str,  # noqa: ARG001 - Sphinx's signature
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],  # noqa: ARG001
    doctree: nodes.document | None,
) -> None:
    """Write the formulas of a page's explorers into the site, and load them and the panel on this page."""
    names = [] if doctree is None else _names(doctree)
    if names:
        app.add_css_file(STYLE)
    # One long page is made for print.
    if not names or app.builder.name == "singlehtml":
        return
    from modelcollapse import explorers

    folder = Path(app.outdir) / "_static" / SCRIPTS
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.js").write_text(explorers.script(explorers.load(name)), encoding="utf-8")
        app.add_js_file(f"{SCRIPTS}/{name}.js", loading_method="defer")
    app.add_js_file(PANEL, loading_method="defer")


def _names(doctree: nodes.document) -> list[str]:
    return [node["explorer"] for node in doctree.findall(nodes.container) if "explorer" in node]


def setup(app: "Sphinx") -> None:
    """Register the directive."""
    app.add_directive("explorer", ExplorerDirective)
    app.connect("html-page-context", add_scripts)
