"""What a killed run left behind is removed at the next start.

Only names that the press gives are touched: the folder of a build may hold what is not of the press.
"""

import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil

from bookbuild import publish
from bookbuild.project import PROFILES, Project

# Both names hold the id of the process that gave them.
_PART = re.compile(r"\.(\d+)-\w{8}\.part")
_PRIVATE = re.compile(r"press-(\d+)-\w{8}")


def private_name() -> str:
    """How the names of this process's private folders begin."""
    return f"press-{os.getpid()}-"


def sweep(project: Project, site: Path) -> None:
    """Clean a build directory, whose lock the caller holds, the place of a site and that of private folders.

    Raises:
        OSError: something is left over and cannot be removed.
    """
    publish.discard(project.rendering)
    publish.restore(site)
    for profile in PROFILES:
        for target in (project.stage(profile), project.notebooks(profile)):
            publish.discard(publish.successor(target))
            publish.restore(target)
        for folder in (project.records(profile), project.published(profile)):
            unfinished(folder)
    for folder in (project.cache, project.build / "stage"):
        unfinished(folder)
    for place in {Path(tempfile.gettempdir()), Path("/tmp")}:
        for path in place.glob("press-*"):
            with suppress(OSError):  # another user's, or gone meanwhile
                if _abandoned(_PRIVATE, path) and path.lstat().st_uid == os.getuid():
                    shutil.rmtree(path)


def unfinished(folder: Path) -> None:
    """Remove the unfinished files in a folder, except those of processes that still run.

    Raises:
        OSError: one cannot be removed.
    """
    for path in folder.glob(".*.part"):
        if _abandoned(_PART, path):
            path.unlink(missing_ok=True)


def _abandoned(pattern: re.Pattern[str], path: Path) -> bool:
    found = pattern.fullmatch(path.name)
    return found is not None and not psutil.pid_exists(int(found[1]))
