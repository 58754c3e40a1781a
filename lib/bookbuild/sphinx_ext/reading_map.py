"""``{reading-map}``: the chapters, what each needs and how long it takes; ``{entry-points}``: where to begin."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging
from sphinx_external_toc.parsing import parse_toc_yaml

from bookbuild import reading
from bookbuild.notebook import load
from bookbuild.reading import Load, Plan, read_plan
from bookbuild.sphinx_ext.layout import Generated, paragraph
from modelcollapse.errors import InvalidArgument

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

# Of the drawing, in rem: the height of a row, the width of the gutter for the arcs.
ROW, GUTTER = 2.0, 4.5


class Book:
    """The pages of the stage, in parts, with their titles and what they ask of a reader."""

    def __init__(self, source: str | Path) -> None:
        self._source = Path(source)
        self._loads: dict[str, tuple[str, Load]] = {}

    @cached_property
    def parts(self) -> list[tuple[str, list[str]]]:
        """The caption of each part and its pages."""
        site = parse_toc_yaml(self._source / "_toc.yml")
        return [
            (tree.caption or "", [str(item) for item in tree.items if isinstance(item, str)])
            for tree in site.root.subtrees
        ]

    @property
    def pages(self) -> list[str]:
        """Every page in order, the first one apart."""
        return [page for _, pages in self.parts for page in pages]

    def plan(self) -> Plan:
        """The plan of reading.

        Raises:
            InvalidArgument: it does not fit the book.
        """
        return read_plan(self._source).checked(self.pages)

    def title(self, page: str) -> str:
        """The title of a page."""
        return self._read(page)[0]

    def load(self, page: str) -> Load:
        """What a page asks of its reader."""
        return self._read(page)[1]

    def _read(self, page: str) -> tuple[str, Load]:
        if page not in self._loads:
            executed = self._source / f"{page}.ipynb"
            if executed.is_file():
                notebook = load(executed.read_bytes())
                text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
                asked = reading.of_notebook(notebook)
            else:
                text = (self._source / f"{page}.md").read_text(encoding="utf-8")
                asked = reading.of_text(text)
            title = next(line for line in text.splitlines() if line.startswith("# ")).removeprefix("# ")
            self._loads[page] = title, asked
        return self._loads[page]


class Planned(Generated):
    """A directive that shows a part of the plan; a plan that does not fit is a warning, which fails the build."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """What is shown, or the warning."""
        book = Book(self.env.srcdir)
        self.env.note_dependency(reading.FILE)
        try:
            return list(self.shown(book, book.plan()))
        except InvalidArgument as error:
            logger.warning("%s: %s", self.name, error, location=self.get_location())
            return []

    def shown(self, book: Book, plan: Plan) -> Iterator[nodes.Node]:
        """What is shown."""
        raise NotImplementedError

    def link(self, book: Book, page: str) -> nodes.reference:
        """A link to a page, with its title."""
        href = self.env.app.builder.get_relative_uri(self.env.docname, page)
        return nodes.reference("", book.title(page), refuri=href, internal=True)


class drawing(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes after their tags
    """A picture that the press has made; no text of a page can ask for one, as it could for raw HTML."""


class ReadingMapDirective(Planned):
    """The chapters as a graph: a list in the order of the book, with arcs from each to what it needs."""

    def shown(self, book: Book, plan: Plan) -> Iterator[nodes.Node]:
        """The list, its arcs, and the rule behind the times."""
        board = nodes.container(classes=["reading-map"])
        rows: dict[str, int] = {}
        row = 0
        lists = nodes.container(classes=["reading-rows"])
        for caption, pages in book.parts:
            chapters = [page for page in pages if page.startswith("notebooks/")]
            if not chapters:
                continue
            lists += paragraph(nodes.Text(caption), classes=["reading-part"])
            row += 1
            listed = nodes.bullet_list(classes=["reading-chapters"])
            for page in chapters:
                slug = PurePosixPath(page).name
                rows[slug] = row
                row += 1
                listed += self._chapter(book, page, plan.needs[slug])
            lists += listed
        board += drawing("", svg=arcs(plan, rows, row))
        board += lists
        yield board
        total = sum(book.load(f"notebooks/{slug}").minutes for slug in rows)
        yield from self.parsed(
            f"An arc leads from a chapter back to one that it needs. Times: {reading.RULE}. Lists and tables that are "
            f"generated are not counted. All chapters together take about {total / 60:.0f} hours."
        )

    def _chapter(self, book: Book, page: str, needed: tuple[str, ...]) -> nodes.list_item:
        minutes = f"{book.load(page).minutes} min"
        time = nodes.inline(minutes, minutes, classes=["reading-minutes"])
        entry = paragraph(self.link(book, page), nodes.Text(" "), time)
        if needed:
            titles = ", ".join(book.title(f"notebooks/{slug}") for slug in needed)
            told = f" needs {titles}"
            entry += nodes.inline(told, told, classes=["reading-needs"])
        return nodes.list_item("", entry)


def arcs(plan: Plan, rows: dict[str, int], count: int) -> str:
    """The arcs beside the list, as SVG; the list says the same in words, so they are hidden from screen readers."""
    unit = 16
    middle = {slug: (row + 0.5) * ROW * unit for slug, row in rows.items()}
    edge = GUTTER * unit - 8
    drawn = []
    for slug, needed in plan.needs.items():
        for other in needed:
            start, end = middle[slug], middle[other]
            reach = min(edge - 4, 14 + 0.13 * abs(start - end))
            drawn.append(
                f'<path d="M{edge:g} {start:g}C{edge - 1.35 * reach:.4g} {start:g} {edge - 1.35 * reach:.4g} {end:g} '
                f'{edge:g} {end:g}"/>'
            )
    dots = [f'<circle cx="{edge:g}" cy="{y:g}" r="3.5"/>' for y in middle.values()]
    height = count * ROW
    return (
        f'<svg class="reading-arcs" aria-hidden="true" focusable="false" width="{GUTTER:g}rem" '
        f'height="{height:g}rem" viewBox="0 0 {GUTTER * unit:g} {height * unit:g}">'
        f"{''.join(drawn)}{''.join(dots)}</svg>"
    )


class EntryPointsDirective(Planned):
    """A path through the book for each kind of reader."""

    def shown(self, book: Book, plan: Plan) -> Iterator[nodes.Node]:
        """One list a reader, with the time that the path takes."""
        board = nodes.container(classes=["entry-points"])
        for who, path in plan.readers.items():
            minutes = sum(book.load(page).minutes for page in path)
            entry = nodes.container(classes=["entry-point"])
            time = f" about {minutes} min" if minutes < 90 else f" about {minutes / 60:.1f} hours"
            entry += paragraph(nodes.strong(who, who), nodes.Text(time), classes=["entry-title"])
            steps: Any = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
            for page in path:
                steps += nodes.list_item("", paragraph(self.link(book, page)))
            entry += steps
            board += entry
        yield board


def _draw(translator: "HTML5Translator", node: nodes.Element) -> None:
    translator.body.append(node["svg"])


def _nothing(translator: Any, node: nodes.Element) -> None:
    """The element has no end, and other builders show the list only."""


def setup(app: "Sphinx") -> None:
    """Register the directives."""
    app.add_node(drawing, html=(_draw, _nothing), text=(_nothing, _nothing), latex=(_nothing, _nothing))
    app.add_directive("reading-map", ReadingMapDirective)
    app.add_directive("entry-points", EntryPointsDirective)
