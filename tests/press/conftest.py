"""The small book, fresh for each test or built once for those that only look at it."""

from pathlib import Path
from typing import Any

import pytest

from bookbuild.build import Built, build
from bookbuild.chapters import pages
from bookbuild.project import Project
from press import small_book
from press.walk import Walk, walk_together


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small book, in a folder with a space in its name."""
    small_book.write_project(tmp_path / "a book")
    return Project.at(tmp_path / "a book", tmp_path / "build")


@pytest.fixture(scope="session")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small book that no test changes."""
    folder = tmp_path_factory.mktemp("small")
    small_book.write_project(folder / "a book")
    return Project.at(folder / "a book", folder / "build")


@pytest.fixture(scope="session")
def walked(browser: Any, book: Project, site_url: str) -> Walk:
    """Every page of the real book, the search page and the index, each looked at once in a browser."""
    return walk_together(site_url, [*pages(book), "search", "genindex"])


@pytest.fixture(scope="session")
def small_site(small_project: Project) -> Built:
    """The small book, built at the smoke profile."""
    return build(small_project, "smoke", judge=small_book.judge)


@pytest.fixture(scope="session")
def explorer_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small book with two explorers in a chapter, built at the smoke profile."""
    folder = tmp_path_factory.mktemp("explorers")
    small_book.write_project(folder / "book")
    panels = "".join(f"Turn it.\n\n```{{explorer}} {name}\n```\n\n" for name in ("chain", "clock"))
    chapter = folder / "book" / "notebooks" / "rising.md"
    chapter.write_text(small_book.chapter_text("rising", panels, small_book.LONG_LINE), encoding="utf-8")
    project = Project.at(folder / "book", folder / "build")
    build(project, "smoke", judge=small_book.judge)
    return project
