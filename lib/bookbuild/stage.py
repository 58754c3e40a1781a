"""The stage: what Jupyter Book is given, with the same relative paths as in git.

Nothing is computed here. An executed chapter gets what only the page needs: options of its figures, tags
that hide cells, the table of its parameters where it says "Try it", and its run record at the end.
"""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from bookbuild import publish
from bookbuild.chapters import Chapter
from bookbuild.figures import present_figures
from bookbuild.notebook import copied, dump, markdown_cell
from bookbuild.project import Project

RECORDS = "records"
RUN = "run.json"

_HEADER = ("parameters", "cost")
_TRY_IT = re.compile("^## Try it$", re.MULTILINE)
_TAGS = {"parameters": "hide-input", "injected-parameters": "remove-cell"}


def present(notebook: NotebookNode) -> NotebookNode:
    """A copy of an executed chapter, ready to be rendered."""
    page = copied(notebook)
    for declared in _HEADER:
        page.metadata.pop(declared, None)
    present_figures(page)
    for cell in page.cells:
        tags = cell.metadata.get("tags", [])
        hiding = [hidden for tag, hidden in _TAGS.items() if tag in tags and hidden not in tags]
        if hiding:
            cell.metadata["tags"] = [*tags, *hiding]
        if "parameters" in tags:
            prompts = {"code_prompt_show": "Show the parameters", "code_prompt_hide": "Hide the parameters"}
            cell.metadata["mystnb"] = cell.metadata.get("mystnb", {}) | prompts
    page.cells.insert(_after_try_it(page), markdown_cell("```{parameters}\n```", "parameters"))
    page.cells.append(markdown_cell("```{run-record}\n```", "run-record"))
    return page


def _after_try_it(page: NotebookNode) -> int:
    """Where the table of parameters goes: below the text of "Try it", or at the end."""
    texts = (cell.source if cell.cell_type == "markdown" else "" for cell in page.cells)
    found = (index + 1 for index, text in enumerate(texts) if _TRY_IT.search(text))
    return next(found, len(page.cells))


def assemble(
    project: Project,
    profile: str,
    executed: Mapping[str, NotebookNode],
    chapters: Mapping[str, Chapter],
    records: Mapping[str, Mapping[str, Any]],
    run: Mapping[str, Any],
) -> Path:
    """Write the stage of a profile and return its folder.

    Raises:
        OSError: the build directory cannot be written; the earlier stage is then as it was.
    """
    target = project.stage(profile)
    new = publish.successor(target)
    publish.discard(new)
    new.mkdir(parents=True)
    for path in (project.config, project.toc):
        shutil.copyfile(path, new / path.name)
    shutil.copytree(project.root / "book", new / "book", ignore=shutil.ignore_patterns(".*"))
    (new / "notebooks").mkdir()
    for slug, chapter in chapters.items():
        publish.write(new / "notebooks" / f"{slug}.md", chapter.text.encode())
        publish.write(new / "notebooks" / f"{slug}.ipynb", dump(present(executed[slug])))
    for name, record in records.items():
        publish.write_json(new / RECORDS / f"{name}.json", record)
    publish.write_json(new / RUN, run)
    publish.replace_folder(new, target)
    return target
