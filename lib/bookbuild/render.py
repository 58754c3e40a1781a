"""Jupyter Book, strictly: one warning and nothing is published; nothing changed and nothing is rendered."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bookbuild import digests, publish
from bookbuild.errors import RenderFailed
from bookbuild.lint import lint_pages
from bookbuild.project import Project

_NOTEWORTHY = re.compile(
    r"WARNING|ERROR|CRITICAL|Exception|^\w[\w.]*(Error|Required|Exit)\b|error \(|error:|threw"
)
# Neither may it outlive a press that is killed, nor can the module be run with -m.
_BOUND_TO = (
    "from bookbuild.processes import end_with_parent; end_with_parent({}); "
    "from jupyter_book.cli.main import main; main()"
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def render(project: Project, profile: str, out: Path, say: Callable[[str], None]) -> bool:
    """Render the stage of a profile to ``out``; False when the site there is already what it would be.

    Raises:
        RenderFailed: holds the warnings and errors of Jupyter Book; ``out`` is then as it was.
        OutputRefused: a page shows a trace of this run or this machine; ``out`` is then as it was.
    """
    stage, receipt = project.stage(profile), project.receipt(profile)
    source = digests.of_value(
        {
            "stage": digests.of_tree(stage),
            "press": digests.of_press(),
            "lock": digests.of_bytes(project.lock.read_bytes()),
            "python": sys.version,
        }
    )
    if out.is_dir() and _stored(receipt) == _receipt(source, out):
        return False
    say("rendering the site")
    work = project.rendering / profile
    publish.discard(work)
    jupyter_book(stage, work)
    rendered = work / "_build" / "html"
    lint_pages(rendered, (project.root, project.build, Path.home()))
    publish.replace_folder(rendered, out)
    publish.write_json(receipt, _receipt(source, out))
    publish.discard(work)
    return True


def jupyter_book(stage: Path, work: Path, builder: str = "html") -> None:
    """Run Jupyter Book on a stage, strictly; what it makes is below ``work``.

    Raises:
        RenderFailed: holds its warnings and errors.
    """
    options = ["--builder", builder, "--path-output", str(work), "-W", "-n", "--keep-going", "--all"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", _BOUND_TO.format(os.getpid()), "build", str(stage), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RenderFailed(_complaints(done.stdout, stage))


def _complaints(output: str, stage: Path) -> str:
    """The lines that say what is wrong, or else the end of what was said."""
    lines = _COLOUR.sub("", output).replace(f"{stage}/", "").splitlines()
    found = [line for line in lines if _NOTEWORTHY.search(line)]
    return "\n".join(dict.fromkeys(found or lines[-30:]))


def _receipt(source: str, out: Path) -> dict[str, Any]:
    return {"source": source, "out": str(out), "files": digests.of_tree(out)}


def _stored(receipt: Path) -> Any:
    try:
        return json.loads(receipt.read_bytes())
    except (OSError, ValueError):
        return None
