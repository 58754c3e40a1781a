"""What an executed chapter may show; anything else blocks publication."""

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from bookbuild.errors import OutputRefused
from bookbuild.figures import FIGURE_TYPES, description, is_figure
from bookbuild.markup import problems_of_html, problems_of_svg

MIME_TYPES = (*FIGURE_TYPES, "text/html", "text/latex", "text/plain")

_MACHINE_DEPENDENT = {
    "a memory address": re.compile(r"\bat 0x[0-9a-f]{6,}"),
    "a temporary path": re.compile(r"/tmp/|/var/folders/|\\AppData\\Local\\Temp\\"),
    "a home folder": re.compile(r"/(?:home|Users)/\w|/root/"),
}


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


def _problems(cell: NotebookNode) -> Iterator[str]:
    if sum(is_figure(output) for output in cell.outputs) > 1:
        yield "shows more than one figure; give each its own cell, so that each has its own label"
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"stored error {output.ename}: {output.evalue}"
        elif output.output_type == "stream":
            if output.name == "stderr":
                yield f"writes to standard error: {output.text.strip()[:200]}"
            yield from _machine_dependent(output.text)
        else:
            yield from _problems_of_data(output)


def _problems_of_data(output: NotebookNode) -> Iterator[str]:
    for kind, content in output.data.items():
        if kind not in MIME_TYPES:
            yield f"output of type {kind}; allowed are {', '.join(MIME_TYPES)}"
        elif kind.startswith("text/"):
            yield from _machine_dependent(content)
    if "text/html" in output.data:
        yield from problems_of_html(output.data["text/html"])
    if "image/svg+xml" in output.data:
        yield from problems_of_svg(output.data["image/svg+xml"])
    if is_figure(output):
        given = description(output)
        for name in ("alt", "caption", "name"):
            if not str(given.get(name, "")).strip():
                yield f"a figure without {name}"


def _machine_dependent(text: str) -> Iterator[str]:
    for noun, pattern in _MACHINE_DEPENDENT.items():
        match = pattern.search(text)
        if match:
            line = text[max(match.start() - 30, 0) : match.end() + 30].strip()
            yield f"shows {noun}: {line!r}"
