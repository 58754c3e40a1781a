"""``{run-record}``: which run a page shows, and the command that runs the chapter again."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from docutils import nodes

from bookbuild.sphinx_ext.cite import cite_part, of_chapter
from bookbuild.sphinx_ext.layout import Generated
from bookbuild.sphinx_ext.records import Records

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAMES = {"numpy": "NumPy", "scipy": "SciPy", "sympy": "SymPy"}


def provenance(run: dict[str, Any]) -> str:
    """The provenance line, as Markdown."""
    packages = [f"{NAMES.get(name, name)} {number}" for name, number in run["packages"].items()]
    seeds = [f"root seed {', '.join(str(root) for root in run['seed_roots'])}"] if run["seed_roots"] else []
    parts = [f"{run['profile']} profile", f"Python {run['python']}", *packages, *seeds]
    return f"Run: {' · '.join(parts)} · lock `sha256:{run['lock'][:16]}`"


class RunRecordDirective(Generated):
    """The footer of a chapter; the press adds it to each."""

    def run(self) -> list[nodes.Node]:
        """The provenance line, and the command."""
        run = Records(self.env.srcdir).run()
        lines = [provenance(run)]
        citing: list[nodes.Node] = []
        page = PurePosixPath(self.env.docname)
        if page.parent.name == "notebooks":
            command = f".venv/bin/bookbuild run {page.name} --profile {run['profile']} -o {page.name}.ipynb"
            lines.append(f"Run this chapter again: `{command}`")
            part = cite_part(self, f"chapter-{page.name}", of_chapter(run, page.name))
            citing.append(self.folded("Cite this chapter", part))
        text = "\n".join(f"- {line}" for line in lines)
        return [nodes.container("", *self.parsed(text), *citing, classes=["run-record"])]


def setup(app: "Sphinx") -> None:
    """Register the directive."""
    app.add_directive("run-record", RunRecordDirective)
