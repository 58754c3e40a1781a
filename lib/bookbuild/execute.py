"""One chapter, executed by Papermill in a folder of its own."""

import logging
import os
import re
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from bookbuild.chapters import Chapter
from bookbuild.errors import ChapterFailed
from bookbuild.lint import lint
from bookbuild.normalise import normalise

_SETTINGS = Config(
    {
        # Sockets in a private folder instead of ports that every local user can read.
        "KernelManager": {"transport": "ipc"},
        # A kernel is interrupted before it is asked to end, and calls that an error in the middle of a good build.
        "NotebookClient": {"extra_arguments": ["--IPKernelApp.log_level=50"]},
    }
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def execute(chapter: Chapter, values: Mapping[str, Any]) -> tuple[NotebookNode, float]:
    """The executed chapter, normalised and checked, and the seconds it took.

    The caller has checked ``values`` and set the environment (`bookbuild.environment.applied`).

    Raises:
        ChapterFailed: a cell raised, or the kernel died; nothing of the run is kept.
        OutputRefused: the chapter ran and shows what must not be published.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    # What Papermill logs, the error says; what it warns of, the declared parameters exclude.
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as staging:
        try:
            notebook = papermill.execute_notebook(
                chapter.notebook(),
                Path(staging) / "executed.ipynb",
                parameters=dict(values),
                kernel_name="python3",
                cwd=staging,
                progress_bar=False,
                request_save_on_cell_execute=False,
                config=_SETTINGS,
            )
        except PapermillExecutionError as error:
            raise ChapterFailed(_explain(chapter, error)) from None
        except DeadKernelError:
            raise ChapterFailed(f"{chapter.slug}: the kernel died before the last cell was done") from None
    executed = normalise(notebook)
    lint(chapter.slug, executed)
    return executed, time.perf_counter() - started


def _explain(chapter: Chapter, error: Any) -> str:
    """Chapter, cell, source line and traceback of a failed cell."""
    traceback = _COLOUR.sub("", "\n".join(error.traceback))
    cell = _source_cell(chapter, error.cell_index)
    where = f"{chapter.slug}, cell {cell + 1}"
    line = chapter.line_of(cell)
    within = re.search(rf"Cell In\[{error.exec_count}\], line (\d+)", traceback)
    if within:
        offset = int(within[1]) - 1
        source = error.source.splitlines()
        where += f", {chapter.path}:{line + offset}"
        if offset < len(source):
            where += f"\n    {source[offset].strip()}"
    else:
        where += f", {chapter.path}:{line}"
    return f"{where}\n{traceback}"


def _source_cell(chapter: Chapter, executed: int) -> int:
    """The index in the chapter of an executed cell: Papermill adds one after the parameters."""
    cells = chapter.notebook().cells
    tagged = next(i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", []))
    return executed - (executed > tagged)
