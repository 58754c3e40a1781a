"""Chapters: text notebooks, found through ``_toc.yml`` and read without running anything."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import jupytext
import yaml
from jupytext.myst import myst_to_notebook
from nbformat import NotebookNode
from sphinx_external_toc.parsing import MalformedError, parse_toc_yaml

from bookbuild.parameters import Parameters
from bookbuild.project import PROFILES, Project
from modelcollapse.errors import InvalidArgument

FORMAT = "md:myst"


@dataclass(frozen=True)
class Chapter:
    """One text notebook and the parameters it declares."""

    slug: str
    path: Path
    text: str
    parameters: Parameters

    @property
    def title(self) -> str:
        """The first heading; the slug where there is none."""
        texts = (cell.source for cell in self.notebook().cells if cell.cell_type == "markdown")
        lines = (line for text in texts for line in text.splitlines())
        return next((line[2:].strip() for line in lines if line.startswith("# ")), self.slug)

    def notebook(self) -> NotebookNode:
        """A fresh notebook of this chapter, without outputs."""
        return cast(NotebookNode, jupytext.reads(self.text, fmt=FORMAT))

    def line_of(self, cell: int) -> int:
        """The line of ``path`` on which the source of the cell (counted from 0) begins."""
        notebook = myst_to_notebook(self.text, add_source_map=True)
        fence: int = notebook.metadata["source_map"][cell]
        first = notebook.cells[cell].source.partition("\n")[0]
        lines = self.text.splitlines()
        return next((i + 1 for i in range(fence, len(lines)) if lines[i] == first), fence)


def read_chapter(path: str | Path) -> Chapter:
    """Read and check one text notebook.

    Raises:
        InvalidArgument: the file cannot be read, is no MyST notebook, or its declared parameters are wrong.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise InvalidArgument("chapter", str(path), f"must be a readable text notebook: {reason}") from error
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem) or path.suffix != ".md":
        raise InvalidArgument("chapter", str(path), "must be named like this-one.md")
    try:
        notebook = jupytext.reads(text, fmt=FORMAT)
        header = notebook.metadata
        parameters = Parameters.declared(header.get("parameters"), header.get("cost"))
        cells = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
        if len(cells) != 1:
            raise InvalidArgument("parameters cell", len(cells), "must be one cell tagged parameters")
        parameters.agree_with(cells[0])
        if parameters.schemas.get("profile", {}).get("enum") != list(PROFILES):
            raise InvalidArgument("parameters", list(parameters.schemas), f"must hold profile: {PROFILES}")
    except InvalidArgument as error:
        raise InvalidArgument(f"chapter {path.stem}: {error.argument}", error.value, error.rule) from error
    except (yaml.YAMLError, ValueError, AttributeError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise InvalidArgument("chapter", str(path), f"must be a MyST notebook: {reason}") from error
    return Chapter(path.stem, path, text, parameters)


def pages(project: Project) -> list[str]:
    """Every page of the book in reading order, as paths without an ending.

    Raises:
        InvalidArgument: ``_toc.yml`` is malformed or names a page that has no file.
    """
    try:
        site = parse_toc_yaml(project.toc)
    except (MalformedError, yaml.YAMLError) as error:
        raise InvalidArgument("_toc.yml", str(project.toc), " ".join(str(error).split())) from error

    def walk(name: str) -> Iterator[str]:
        yield name
        for tree in site[name].subtrees:
            for item in tree.items:
                if isinstance(item, str) and item in site:
                    yield from walk(str(item))

    found = list(walk(site.root.docname))
    for name in found:
        if not (project.root / f"{name}.md").is_file():
            raise InvalidArgument("_toc.yml", name, f"must name a page: there is no {name}.md")
    return found


def chapters(project: Project) -> list[Chapter]:
    """The chapters of the book in reading order.

    Raises:
        InvalidArgument: ``_toc.yml`` or one of the chapters is not usable.
    """
    return [
        read_chapter(project.root / f"{name}.md") for name in pages(project) if name.startswith("notebooks/")
    ]


def chapter(project: Project, name: str) -> Chapter:
    """The chapter with this slug, or at this path.

    Raises:
        InvalidArgument: there is no such chapter, or it is not usable.
    """
    slugs = [page.removeprefix("notebooks/") for page in pages(project) if page.startswith("notebooks/")]
    if name in slugs:
        return read_chapter(project.root / "notebooks" / f"{name}.md")
    if Path(name).is_file():
        return read_chapter(name)
    raise InvalidArgument("chapter", name, f"must be one of {', '.join(slugs)}, or a text notebook's path")
