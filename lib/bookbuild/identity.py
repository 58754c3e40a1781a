"""Which sources a build was made from: the directory's SWHID, and the commit where there is one."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bookbuild import tree
from bookbuild.project import Project
from modelcollapse import citation


@dataclass(frozen=True)
class Identity:
    """The sources of a build.

    Attributes:
        directory: SWHID of the directory as it lies: the files that git tracks or would track.
        commit: the commit that is checked out; None where there is no checkout that git can read.
        changed: whether the directory is another than that of the commit.
        date: when these sources were fixed, in UTC: the date of the commit where they are just that, else of
            the edition.
    """

    directory: str
    commit: str | None
    changed: bool
    date: str

    @classmethod
    def of(cls, project: Project, *sites: Path) -> "Identity":
        """The identity of a checkout as it lies; the build directory and ``sites`` do not count.

        Raises:
            OSError: a file cannot be read.
        """
        return cls.among(project, sources(project, *sites))

    @classmethod
    def among(cls, project: Project, files: Mapping[str, tree.Entry]) -> "Identity":
        """The identity of a checkout that consists of ``files``."""
        directory = tree.swhid(files)
        commit = _said(project, "rev-parse", "--verify", "HEAD^{commit}")
        of_commit = _said(project, "rev-parse", "--verify", "HEAD^{tree}")
        changed = commit is not None and directory != f"swh:1:dir:{of_commit}"
        seconds = None if changed else _said(project, "log", "-1", "--format=%ct")
        edition = datetime.fromisoformat(citation.RELEASED).replace(tzinfo=UTC)
        date = datetime.fromtimestamp(int(seconds), UTC) if seconds else edition
        return cls(directory, commit, changed, date.isoformat())

    def stated(self) -> dict[str, Any]:
        """The identity as JSON; ``Identity(**…)`` reads it back."""
        return asdict(self)

    @property
    def origin(self) -> str:
        """The commit, in words."""
        if self.commit is None:
            return "not from a git checkout"
        return f"commit {self.commit}" + (", with changes that are not committed" if self.changed else "")

    @property
    def notes(self) -> tuple[str, str]:
        """What a citation says of the sources."""
        return self.origin[0].upper() + self.origin[1:], self.directory


def sources(project: Project, *sites: Path) -> dict[str, tree.Entry]:
    """The files of a checkout, as they lie."""
    generated: Iterable[Path] = (project.build, *sites)
    return tree.entries(project.root, generated)


def _said(project: Project, *arguments: str) -> str | None:
    answer = tree.git(project.root, *arguments)
    return None if answer is None else answer.decode().strip()
