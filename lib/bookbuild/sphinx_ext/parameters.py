"""``{parameters}``: what a reader may turn in a chapter, as its header declares it; the press adds it to "Try it"."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from bookbuild.chapters import read_chapter
from bookbuild.parameters import Parameters
from bookbuild.sphinx_ext.layout import Generated, escaped

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HEADER = ("Parameter", "Meaning", "Allowed", "Default", "Unit", "Cost grows")


class ParametersDirective(Generated):
    """The table of a chapter's parameters, and what a run costs."""

    def run(self) -> list[nodes.Node]:
        """The table and the line below it."""
        declared = read_chapter(Path(self.env.srcdir) / f"{self.env.docname}.md").parameters
        rows = [_row(declared, name) for name in declared.schemas]
        return [self.table(HEADER, rows), *self.parsed(bill(declared))]


def _row(declared: Parameters, name: str) -> list[str]:
    schema = declared.schemas[name]
    return [
        f"`{name}`",
        escaped(schema["description"]),
        escaped(declared.rule(name)),
        f"`{json.dumps(schema['default'], ensure_ascii=False)}`",
        escaped(schema.get("unit", "")),
        escaped(declared.cost.growth(name)),
    ]


def bill(declared: Parameters) -> str:
    """What a run costs, as Markdown."""
    cost = declared.cost
    what = f"Cost: {escaped(cost.formula)} {escaped(cost.unit)}"
    if not any(powers for _, powers in cost.terms):
        return f"{what}, whatever you choose."
    here = _amount(cost.of(declared.defaults))
    return (
        f"{what}, {here} with the defaults. A run above {_amount(cost.budget)} is refused before it starts."
    )


def _amount(value: float) -> str:
    """A count as a reader says it: in full up to a million, then as a power of ten."""
    if value < 1e6:
        return f"{value:,.0f}"
    mantissa, _, exponent = f"{value:.1e}".partition("e")
    return rf"${mantissa.removesuffix('.0')} \times 10^{{{int(exponent)}}}$"


def setup(app: "Sphinx") -> None:
    """Register the directive."""
    app.add_directive("parameters", ParametersDirective)
