"""What the press is given instead of kernels, claims and Jupyter Book; everything else is the real press.

A kernel is a forked process in a session of its own, as a real one is; a claim is a digest of its name and of
the edition; a page is a digest of what it was made from.
"""

import hashlib
import multiprocessing
import os
import shutil
import signal
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

from nbformat.v4 import new_output

from bookbuild import build as building
from bookbuild import render as rendering
from bookbuild.errors import ChapterFailed
from bookbuild.lint import lint
from bookbuild.normalise import normalise
from modelcollapse import claims, records, streams
from press import small_book
from press.campaign import injection

CHAPTERS = ("falling", "rising")
CLAIMS = ("small-fall", "small-rise", "small-rest")

_NAP = 0.004


def install(edition: str) -> None:
    """Put the stand-ins in place; results differ from edition to edition."""
    claims._ALL = dict.fromkeys(CLAIMS)
    claims.get = lambda name: SimpleNamespace(id=name)  # which is all that judging needs here
    claims._compute = lambda claim, profile, **_: _judged(claim.id, edition)
    records.source_key = lambda: f"edition {edition}"
    building.get_context = lambda _: multiprocessing.get_context("fork")
    building.execute = execute
    rendering.jupyter_book = render


def _judged(name, edition):
    time.sleep(_NAP)
    value = int(_digest(f"{name} {edition}")[:8], 16) / 2**32
    seed = {"root": streams.ROOT, "spawn_key": [1]}
    return small_book.record(name, seed=seed, reason=f"the estimate is {value}")


def execute(chapter, values):
    """A chapter executed by a process that can be killed, and that outlives a careless press."""
    receiving, sending = os.pipe()
    kernel = os.fork()
    if kernel == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.setsid()
        injection.cell(chapter.slug)
        time.sleep(_NAP)
        os.write(sending, _digest(f"{chapter.text} {sorted(values.items())}")[:16].encode())
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving) as file:
        value = file.read()
    _, status = os.waitpid(kernel, 0)
    if os.WIFSIGNALED(status):
        raise ChapterFailed(f"{chapter.slug}: the kernel died before the last cell was done")
    if status:
        raise ChapterFailed(f"{chapter.slug}, cell 2\n{value}")
    notebook = chapter.notebook()
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.outputs = [new_output("stream", name="stdout", text=f"{value}\n")]
    executed = normalise(notebook)
    lint(chapter.slug, executed)
    return executed, _NAP


def render(stage: Path, work: Path) -> None:
    """A page for each file of the stage."""
    site = work / "_build" / "html"
    for path in sorted(path for path in stage.rglob("*") if path.is_file() and path.suffix != ".css"):
        page = site / f"{path.relative_to(stage)}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"<p>{_digest(path.read_text())}</p>\n")
        time.sleep(_NAP / 20)
    (site / "searchindex.js").write_text("index\n")


def write_edition(root: Path, edition: str) -> None:
    """The sources of the small book in an edition: one chapter differs."""
    shutil.rmtree(root, ignore_errors=True)
    small_book.write_project(root)
    shutil.rmtree(root / "book" / "_static")
    path = root / "notebooks" / "rising.md"
    path.write_text(path.read_text() + f"\nThis is edition {edition}.\n")


def said(output: str) -> dict[str, int]:
    """How often each chapter was executed, by what the press says."""
    return Counter(
        name for name in CHAPTERS for line in output.splitlines() if f"{name}: executed in" in line
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
