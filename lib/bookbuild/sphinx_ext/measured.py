"""``{measured} part``: the figures that tests measured for one part, and the command that measures them again.

The figures lie beside the page, in ``measurements.json``; ``make measure`` writes them.
"""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from bookbuild.sphinx_ext.layout import Cell, Generated, paragraph, plain
from bookbuild.sphinx_ext.numbers import show

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

MEASUREMENTS = Path("book", "measurements.json")
UNMEASURED = "Not measured in this edition."
PYTEST = ".venv/bin/python -m pytest"
WRITTEN = re.compile(r"[a-z_-]+([./][a-z_-]+)+")
HEADER = ("What was counted", "Figure")

Figure = dict[str, Any]


class MeasuredDirective(Generated):
    """The figures of one part: a table, further tables below it, and where and how they were measured."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Tables, or a plain word that there are no figures."""
        path = Path(self.env.srcdir) / MEASUREMENTS
        self.env.note_dependency(str(path))
        try:
            found = of_part(self.arguments[0], json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            logger.warning("measured: %s: %s", MEASUREMENTS, error, location=self.get_location())
            return []
        if not found:
            return [nodes.warning("", plain(UNMEASURED))]
        single = [figure for figure in found if not isinstance(figure["value"], list)]
        tables = [figure for figure in found if isinstance(figure["value"], list)]
        content: list[nodes.Node] = []
        if single:
            content.append(self.table(HEADER, [_row([figure["what"], figure["value"]]) for figure in single]))
        for figure in tables:
            header, *rows = figure["value"]
            content += [
                plain(f"{_sentence(figure['what'])}:"),
                self.table([_sentence(name) for name in header], [_row(row) for row in rows]),
            ]
        return [*content, _origin(found)]


def of_part(part: str, figures: dict[str, Figure]) -> list[Figure]:
    """The figures whose names begin with a part, by name."""
    return [figures[name] for name in sorted(figures) if name.partition("/")[0] == part]


def _row(cells: list[Any]) -> list[Cell]:
    first, *others = cells
    return [[_named(str(first))], *([_shown(cell)] for cell in others)]


def _named(name: str) -> nodes.paragraph:
    """The name of a row: a function or a page as it is written there, anything else as a sentence begins."""
    return paragraph(nodes.literal(name, name)) if WRITTEN.fullmatch(name) else plain(_sentence(name))


def _shown(value: Any) -> nodes.paragraph:
    if isinstance(value, str):
        return plain(value)
    return plain(f"{value:,}" if type(value) is int else show(value), ["number"])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _origin(found: list[Figure]) -> nodes.container:
    """The machines, and the commands: a figure of single tests, or of whole folders of tests."""
    tests = {figure["test"] for figure in found}
    single = {test.partition("::")[0] for test in tests if "::" in test}
    whole = {test for test in tests if "::" not in test}
    again = [f"-m measures {' '.join(sorted(single))}"] if single else []
    lines = [plain(f"Measured on: {machine}") for machine in sorted({figure["machine"] for figure in found})]
    for options in again + sorted(whole):
        command = f"{PYTEST} --measured {MEASUREMENTS} {options}"
        lines.append(paragraph(nodes.Text("Measure again: "), nodes.literal(command, command)))
    listed = nodes.bullet_list("", *(nodes.list_item("", line) for line in lines))
    return nodes.container("", listed, classes=["run-record"])


def setup(app: "Sphinx") -> None:
    """Register the directive."""
    app.add_directive("measured", MeasuredDirective)
