"""SHA-256 of files, folders and values: what the press compares instead of dates."""

import hashlib
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bookbuild.chapters import Chapter
from bookbuild.project import Project

_IGNORED = ("__pycache__", ".pyc", ".egg-info", ".mypy_cache", ".ruff_cache", ".DS_Store")


def of_bytes(content: bytes) -> str:
    """The digest of some bytes."""
    return hashlib.sha256(content).hexdigest()


def of_value(value: Any) -> str:
    """The digest of a value that JSON can hold, in canonical form."""
    return of_bytes(json.dumps(value, sort_keys=True, allow_nan=False).encode())


def of_tree(root: Path) -> dict[str, str]:
    """The digest of every file below a folder, by relative path; caches of tools do not count."""
    return {
        str(path.relative_to(root).as_posix()): of_bytes(path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file() and not any(part.endswith(_IGNORED) for part in path.relative_to(root).parts)
    }


class Keys:
    """The keys under which executed chapters are kept; the shared part is computed once.

    The press itself is no part of it: what it adds to an executed chapter is added after the cache.
    """

    def __init__(self, project: Project) -> None:
        self._shared = {
            "science": of_tree(project.science),
            "lock": of_bytes(project.lock.read_bytes()),
            "python": platform.python_version(),
        }

    def of(self, chapter: Chapter, values: Mapping[str, Any]) -> str:
        """The key of one chapter executed with these parameter values."""
        return of_value(self._shared | {"chapter": chapter.text, "parameters": dict(values)})


def of_sources(project: Project) -> str:
    """The digest of everything in the checkout that decides what a build holds, the lock apart."""
    trees = {part: of_tree(project.root / part) for part in ("book", "lib", "notebooks")}
    files = {path.name: of_bytes(path.read_bytes()) for path in (project.config, project.toc)}
    return of_value(trees | files)


def of_press() -> str:
    """The digest of this package, which decides how the site looks."""
    return of_value(of_tree(Path(__file__).parent))
