"""What an executed chapter and a page may show; anything else blocks publication."""

import html
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbformat import NotebookNode

from bookbuild.errors import OutputRefused
from bookbuild.figures import FIGURE_TYPES, description, is_figure
from bookbuild.markup import problems_of_html, problems_of_svg
from bookbuild.traces import traces

MIME_TYPES = (*FIGURE_TYPES, "text/html", "text/latex", "text/plain")


def lint(slug: str, notebook: NotebookNode) -> None:
    """Check the outputs of one executed chapter.

    Raises:
        OutputRefused: names the chapter and every cell with an output that must not be published.
    """
    found = [
        f"{slug}, cell {index + 1}: {problem}"
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
        for problem in _problems(cell)
    ]
    if found:
        raise OutputRefused("\n".join(found))


def lint_pages(site: Path, places: Iterable[Path]) -> None:
    """Check the pages of a rendered site, whatever their text came from.

    Args:
        site: the folder of the site.
        places: folders of this machine that no page may name.

    Raises:
        OutputRefused: names every page with a trace of this run or this machine, and what it shows.
    """
    places = tuple(places)
    found = [
        f"{page.relative_to(site)}: {problem}"
        for page in sorted(site.rglob("*.html"))
        # As bytes: reading text would turn the carriage return of a progress bar into a line's end.
        for problem in traces(html.unescape(page.read_bytes().decode()), places)
    ]
    if found:
        raise OutputRefused("\n".join(found))


def _problems(cell: NotebookNode) -> Iterator[str]:
    if sum(is_figure(output) for output in cell.outputs) > 1:
        yield "shows more than one figure; give each its own cell, so that each has its own label"
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"stored error {output.ename}: {output.evalue}"
        elif output.output_type == "stream":
            if output.name == "stderr":
                yield f"writes to standard error: {output.text.strip()[:200]}"
            yield from traces(output.text)
        else:
            yield from _problems_of_data(output)


def _problems_of_data(output: NotebookNode) -> Iterator[str]:
    for kind, content in output.data.items():
        if kind not in MIME_TYPES:
            yield f"output of type {kind}; allowed are {', '.join(MIME_TYPES)}"
        elif kind != "image/png":
            yield from traces(content)
    if "text/html" in output.data:
        yield from problems_of_html(output.data["text/html"])
    if "image/svg+xml" in output.data:
        yield from problems_of_svg(output.data["image/svg+xml"])
    if is_figure(output):
        given = description(output)
        for name in ("alt", "caption", "name"):
            words = str(given.get(name, ""))
            if not words.strip():
                yield f"a figure without {name}"
            yield from traces(words)
