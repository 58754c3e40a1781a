"""Pages that only show: no HTML of their own, and links that lead to pages.

Chapters and pages may hold neither raw HTML nor links such as ``javascript:``. Each is a warning with file and line,
and a warning stops the press; what it is about is left out of the page all the same. A directive of the press that
has to write HTML says so: ``nodes.raw("", html, format="html", generated=True)``, which no text can.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from bookbuild.markup import problems_of_html

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SCHEMES = ("http", "https", "mailto")
# Attributes of nodes that become addresses on the page.
_ADDRESSES = ("refuri", "uri")
_log = logging.getLogger(__name__)


def scheme(address: str) -> str:
    """What stands before the first colon of an absolute address, as a browser reads it; empty for a relative one."""
    # Browsers drop these before they look.
    bare = re.sub(r"[\x00-\x20\x7f-\x9f]", "", address)
    return bare.partition(":")[0].lower() if re.match(r"[^/?#]*:", bare) else ""


def refuse(app: "Sphinx", doctree: nodes.document, docname: str) -> None:
    """Warn of everything on a page that could be active, and take it out."""
    for node, problem, said in list(_problems(doctree)):
        _log.warning("%s: %r", problem, said[:80], location=_place(app, docname, said, node))
        if isinstance(node, nodes.raw):
            node.parent.remove(node)
        else:
            for name in _ADDRESSES:
                if node.get(name):
                    node[name] = "#"


def _problems(doctree: nodes.document) -> Iterator[tuple[Any, str, str]]:
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.raw) and "html" in node.get("format", "").split():
            if node.get("generated"):
                continue
            if "text_html" not in node["classes"] or not _is_output(node):
                yield node, "raw HTML", node.astext()
            elif problems_of_html(node.astext()):
                yield node, "HTML output that is more than a table", node.astext()
        if isinstance(node, nodes.meta) and "http-equiv" in node:
            yield node, "a command to the browser", str(node)
        for name in _ADDRESSES:
            address = node.get(name, "")
            if scheme(address) and (scheme(address) not in SCHEMES or name == "uri"):
                yield node, "a link to something other than a page", address


def _is_output(node: Any) -> bool:
    """Whether a node was made by MyST-NB from the output of a cell, which no text can claim to be."""
    while node is not None:
        if isinstance(node, nodes.container) and node.get("nb_element") == "cell_code_output":
            return True
        node = node.parent
    return False


def _place(app: "Sphinx", docname: str, said: str, node: Any) -> Any:
    """Where it stands in the text of the page; a chapter's text lies beside its notebook, with lines of its own."""
    text = Path(app.srcdir) / f"{docname}.md"
    first = said.strip().partition("\n")[0]
    lines = text.read_text(encoding="utf-8").splitlines() if text.is_file() else []
    found = [number for number, line in enumerate(lines, start=1) if first in line]
    # The same may stand on several lines: the node, or what it is part of, says from where to look.
    own = node
    while own.line is None and own.parent is not None:
        own = own.parent
    nearest = min(found, key=lambda number: (number < (own.line or 0), number), default=None)
    return node if nearest is None else f"{docname}.md:{nearest}"


def setup(app: "Sphinx") -> None:
    """Connect the listener, after those that complete the pages."""
    app.connect("doctree-resolved", refuse, priority=900)
