"""Building blocks of the generated parts of a page: parsed text, tables, foldable details, verdicts."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective, SphinxRole

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

MARKS = {"verified": "✓", "refuted": "✗", "inconclusive": "?", "not examined": "○"}

Cell = str | Sequence[nodes.Node]


class details(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes after their tags
    """A part that opens on demand, without any script."""


class bare(nodes.paragraph):  # noqa: N801 - docutils names nodes after their tags
    """The only paragraph of a cell: no tags of its own, which a page with thousands of cells would carry."""


class VerdictRole(SphinxRole):
    """The ``{verdict}`` role: a badge that says the verdict in words, with a mark and a colour."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The badge."""
        return [badge(self.text)], []


def slug(verdict: str) -> str:
    """A verdict as part of a class name."""
    return verdict.replace(" ", "-")


def badge(verdict: str) -> nodes.inline:
    """A verdict as a badge."""
    label = f"{MARKS.get(verdict, '')} {verdict}".strip()
    return nodes.inline(label, label, classes=["verdict", f"verdict-{slug(verdict)}"])


class Generated(SphinxDirective):
    """A directive that writes Markdown and has it parsed where it stands, so that TeX and citations work."""

    def parsed(self, markdown: str) -> list[nodes.Node]:
        """The nodes of some Markdown."""
        holder = nodes.Element()
        self.state.nested_parse(StringList(markdown.splitlines(), source=""), self.content_offset, holder)
        return list(holder.children)

    def definitions(
        self, entries: Sequence[tuple[str, Cell]], *, classes: Sequence[str] = ("claim-facts",)
    ) -> nodes.definition_list:
        """A list of terms and what they are."""
        # Docutils calls a list simple when it finds nothing but paragraphs of its own in it.
        listed = nodes.definition_list(classes=["simple", *classes])
        for term, cell in entries:
            listed += nodes.definition_list_item(
                "", nodes.term(term, term), self._filled(nodes.definition(), cell)
            )
        return listed

    def table(self, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> nodes.container:
        """A table with real header cells, which scrolls by itself where the page is narrow.

        The first cell of a row heads the row.
        """
        group = nodes.tgroup("", cols=len(header))
        for column, _ in enumerate(header):
            group += nodes.colspec(colwidth=1, stub=int(column == 0))
        group += nodes.thead("", self._row(header))
        group += nodes.tbody("", *(self._row(row) for row in rows))
        return nodes.container("", nodes.table("", group), classes=["table-scroll"])

    def folded(self, summary: str, *content: nodes.Node, on_paper: bool = True) -> details:
        """Content behind a summary line; on paper it is open, or left out."""
        return details("", *content, summary=summary, classes=[] if on_paper else ["not-on-paper"])

    def _row(self, cells: Sequence[Cell]) -> nodes.row:
        return nodes.row("", *(self._filled(nodes.entry(), cell) for cell in cells))

    def _filled(self, place: nodes.Element, cell: Cell) -> nodes.Element:
        content = self.parsed(cell) if isinstance(cell, str) else list(cell)
        match content:
            case [nodes.paragraph() as only]:
                place += bare("", "", *only.children)
                place["classes"] += only["classes"]
            case _:
                place += content
        return place


def paragraph(*content: nodes.Node, classes: Sequence[str] = ()) -> nodes.paragraph:
    """A paragraph of inline nodes."""
    return nodes.paragraph("", "", *content, classes=list(classes))


def plain(text: str, classes: Sequence[str] = ()) -> nodes.paragraph:
    """A paragraph of text that is no Markdown."""
    return paragraph(nodes.Text(text), classes=classes)


def escaped(text: str) -> str:
    """Text that is no Markdown, for use within Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>$#|~^])", r"\\\1", text)


def _open(translator: "HTML5Translator", node: nodes.Element) -> None:
    summary = translator.encode(node["summary"])
    classes = " ".join(["claim-details", *node["classes"]])
    translator.body.append(f'<details class="{classes}"><summary>{summary}</summary>\n')


def _close(translator: "HTML5Translator", node: nodes.Element) -> None:  # noqa: ARG001 - docutils' signature
    translator.body.append("</details>\n")


def _nothing(translator: Any, node: nodes.Element) -> None:
    """The content speaks for itself; other builders show it unfolded."""


def setup(app: "Sphinx") -> None:
    """Register the nodes and the role."""
    silent = (_nothing, _nothing)
    app.add_node(bare, html=silent, text=silent, latex=silent)
    app.add_node(details, html=(_open, _close), text=silent, latex=silent)
    app.add_role("verdict", VerdictRole())
