"""One chapter with a reader's own parameters, outside the book."""

import os
from collections.abc import Sequence
from pathlib import Path

from bookbuild import environment, publish
from bookbuild.chapters import chapter as find
from bookbuild.execute import execute
from bookbuild.notebook import dump
from bookbuild.project import Project
from bookbuild.sweep import unfinished
from modelcollapse.errors import InvalidArgument


def run_chapter(project: Project, name: str, pairs: Sequence[tuple[str, str]], output: Path) -> None:
    """Execute a chapter with ``pairs`` of parameter name and text, and write the notebook.

    Raises:
        InvalidArgument: the chapter, a parameter or ``output`` is not usable; no kernel was started.
        ChapterFailed: a cell raised; nothing was written.
        OutputRefused: the chapter shows what must not be published; nothing was written.
    """
    chapter = find(project, name)
    values = chapter.parameters.defaults | chapter.parameters.parse(pairs)
    if output.suffix != ".ipynb":
        raise InvalidArgument("output", str(output), "must end in .ipynb")
    if output.is_dir() or not os.access(output.absolute().parent, os.W_OK | os.X_OK):
        raise InvalidArgument("output", str(output), "must be a file in a folder that can be written")
    with environment.applied(project.build):
        executed, _ = execute(chapter, values)
    unfinished(output.absolute().parent)
    publish.write(output.absolute(), dump(executed))
