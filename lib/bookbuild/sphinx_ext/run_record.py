"""``{run-record}``: which run a page shows, and the doors to run the chapter again."""

import json
import shlex
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from docutils import nodes

from bookbuild.chapters import Chapter, read_chapter
from bookbuild.sphinx_ext.cite import cite_part, of_chapter
from bookbuild.sphinx_ext.layout import Generated, paragraph
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


def command(chapter: Chapter, profile: str) -> str:
    """The command that executes a chapter as this page shows it, every parameter named."""
    words = [".venv/bin/bookbuild", "run", chapter.slug, "--profile", profile]
    for name, value in chapter.parameters.defaults.items():
        if name != "profile":
            words += ["-p", name, value if isinstance(value, str) else json.dumps(value)]
    return shlex.join([*words, "-o", f"{chapter.slug}.ipynb"])


class RunRecordDirective(Generated):
    """The footer of a chapter; the press adds it to each."""

    def run(self) -> list[nodes.Node]:
        """The provenance line, and the doors."""
        run = Records(self.env.srcdir).run()
        page = PurePosixPath(self.env.docname)
        content = self.parsed(provenance(run))
        if page.parent.name == "notebooks":
            cited = cite_part(self, f"chapter-{page.name}", of_chapter(run, page.name))
            cite = self.folded("Cite this chapter", cited, on_paper=False)
            content = [*self._doors(page, run["profile"]), *content, cite]
        return [nodes.container("", *content, classes=["run-record"])]

    def _doors(self, page: PurePosixPath, profile: str) -> list[nodes.Node]:
        chapter = read_chapter(Path(self.env.srcdir) / f"{page}.md")
        # The theme keeps the source of each page there: for a chapter, the executed notebook.
        executed = nodes.reference("", "executed notebook", refuri=f"../_sources/{page}.ipynb")
        (text,) = self.parsed(f"{{download}}`text notebook <{page.name}.md>`, without output")
        again = nodes.literal_block("", command(chapter, profile), language="text")
        return [
            paragraph(nodes.strong("", "Run this chapter again"), classes=["run-title"]),
            paragraph(
                nodes.Text("Take it with you: the "), executed, nodes.Text(", or the "), *text.children
            ),
            paragraph(
                nodes.Text(
                    "In a checkout of the book, with the parameters of this page; change what you like:"
                )
            ),
            again,
        ]


def setup(app: "Sphinx") -> None:
    """Register the directive."""
    app.add_directive("run-record", RunRecordDirective)
