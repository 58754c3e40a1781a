"""Where everything lies: the sources in git and what the press writes below the build directory."""

import os
from dataclasses import dataclass
from pathlib import Path

from modelcollapse.errors import InvalidArgument

PROFILES = ("smoke", "full")
BUILD_VARIABLE = "MODELCOLLAPSE_BUILD"


@dataclass(frozen=True)
class Project:
    """A checkout and its build directory."""

    root: Path
    build: Path

    @classmethod
    def at(cls, root: Path, build: Path | None = None) -> "Project":
        """The project at ``root``; ``build`` defaults to MODELCOLLAPSE_BUILD, else to ``_build`` in it.

        Raises:
            InvalidArgument: ``root`` holds no book.
        """
        root = root.resolve()
        for name in ("_config.yml", "_toc.yml", "requirements.lock"):
            if not (root / name).is_file():
                raise InvalidArgument("root", str(root), f"must be the project's folder: it holds no {name}")
        chosen = build or Path(os.environ.get(BUILD_VARIABLE) or root / "_build")
        if chosen.exists() and not chosen.is_dir():
            raise InvalidArgument("build-dir", str(chosen), "must be a folder")
        return cls(root, chosen.resolve())

    @property
    def config(self) -> Path:
        """The configuration of Jupyter Book."""
        return self.root / "_config.yml"

    @property
    def toc(self) -> Path:
        """The table of contents, the only place that knows the order of the chapters."""
        return self.root / "_toc.yml"

    @property
    def lock(self) -> Path:
        """The hashed lock of every dependency."""
        return self.root / "requirements.lock"

    @property
    def science(self) -> Path:
        """The library that computes every result."""
        return self.root / "lib" / "modelcollapse"

    @property
    def cache(self) -> Path:
        """Executed chapters by content key."""
        return self.build / "cache"

    @property
    def timings(self) -> Path:
        """Seconds of the last build, outside every digest and outside the site."""
        return self.build / "timings.json"

    def records(self, profile: str) -> Path:
        """The judged claims."""
        return self.build / "records" / profile

    def notebooks(self, profile: str) -> Path:
        """The executed chapters."""
        return self.build / "notebooks" / profile

    def stage(self, profile: str) -> Path:
        """What Jupyter Book is given: the same relative paths as in git."""
        return self.build / "stage" / profile

    @property
    def rendering(self) -> Path:
        """Where Jupyter Book works; nothing there is kept."""
        return self.build / "render"

    def receipt(self, profile: str) -> Path:
        """What the last site was made from, and the digest of each of its files."""
        return self.build / "stage" / f"{profile}.receipt.json"

    def published(self, profile: str) -> Path:
        """The folder of a profile's results: a smoke run never overwrites a full one."""
        return self.build if profile == "full" else self.build / profile

    def site(self, profile: str) -> Path:
        """The rendered book."""
        return self.published(profile) / "html"

    def pdf(self, profile: str) -> Path:
        """The book on paper."""
        return self.published(profile) / "book.pdf"

    def manifest(self, profile: str) -> Path:
        """The digest of every file of a build, and what it was made from."""
        return self.published(profile) / "manifest.json"

    def ledger(self, profile: str) -> Path:
        """Every verdict in one file."""
        return self.published(profile) / "ledger.json"
