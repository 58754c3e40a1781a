"""Builds in circumstances as different as one machine allows, each in a process of its own."""

import os
import shutil
import subprocess
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context

import pytest

from bookbuild import build as building
from bookbuild import chapters as book
from bookbuild.build import build
from bookbuild.project import Project
from press.small_book import read_json

# The program of that name sets the clock of what it starts; Debian has a package of it.
FAKETIME = shutil.which("faketime")


@dataclass(frozen=True)
class Extreme:
    """The circumstances of a build; ``ahead`` is by how many days its clock is set forward."""

    place: str
    workers: int
    order: str
    zone: str
    language: str
    mask: int
    ahead: int


EXTREMES = (
    Extreme("a", 1, "as listed", "UTC", "C", 0o022, 0),
    Extreme("b/much/deeper one", 2, "reversed", "Pacific/Apia", "de_DE.UTF-8", 0o077, 400 if FAKETIME else 0),
)
# How the page names them; the folder is a new one in each run.
_NAMES = {"workers": "workers", "order": "order of chapters", "zone": "time zone", "language": "language"}
SHOWN = [
    ["Circumstance", "First build", "Second build"],
    ["folder", "short path", "longer path, with a space"],
    *([name, *(getattr(side, field) for side in EXTREMES)] for field, name in _NAMES.items()),
    ["file mask", *(f"{side.mask:03o}" for side in EXTREMES)],
    ["day", *(f"{side.ahead} days later" if side.ahead else "today" for side in EXTREMES)],
]


def built_at(extreme, folder, write, judge):
    """The manifest of a build in these circumstances of the book that ``write`` puts there, and its clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", extreme.zone)
        patch.setenv("LANG", extreme.language)
        for name, value in _clock(extreme.ahead).items():
            patch.setenv(name, value)
        # Not a fork: the variables have to be there when the process starts.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            return process.submit(_built, extreme, folder, write, judge).result()


def _clock(ahead):
    """The variables by which faketime sets a clock forward."""
    if not ahead:
        return {}
    shown = subprocess.run(
        [FAKETIME, "-m", "-f", f"+{ahead}d", "env"], capture_output=True, text=True, check=True
    ).stdout
    stated = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
    return {name: stated[name] for name in ("LD_PRELOAD", "FAKETIME")}


def _built(extreme, folder, write, judge):
    write(folder / extreme.place / "book")
    project = Project.at(folder / extreme.place / "book", folder / extreme.place / "build")
    if extreme.order == "reversed":
        found = book.chapters(project)
        building.book.chapters = lambda _: tuple(reversed(found))
    os.umask(extreme.mask)
    build(project, "smoke", workers=extreme.workers, judge=judge)
    return read_json(project.manifest("smoke")), datetime.now(UTC)
