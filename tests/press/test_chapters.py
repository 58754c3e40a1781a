"""Discovery: the table of contents and the chapters it names, read without running anything."""

import subprocess
import sys

import jupytext
import pytest

from bookbuild.chapters import chapter, chapters, pages, read_chapter
from bookbuild.project import Project
from modelcollapse.errors import InvalidArgument
from press.small_book import CELL, HEADER, REPOSITORY, TOC, chapter_text


def test_pages_and_chapters_come_in_reading_order(project):
    assert pages(project) == [
        "book/intro",
        "notebooks/falling",
        "notebooks/rising",
        "book/claims",
        "book/glossary",
    ]
    assert [found.slug for found in chapters(project)] == ["falling", "rising"]


def test_parts_of_the_real_table_of_contents_are_walked():
    found = pages(Project.at(REPOSITORY))
    assert found[0] == "book/intro"
    assert {"notebooks/vanishing-variance", "book/bibliography"} <= set(found)


@pytest.mark.parametrize(
    "toc",
    [TOC + "  - file: book/absent\n", TOC + "  - file: book/intro\n", "format: jb-book\n", ": [", "root: a"],
)
def test_a_table_of_contents_that_is_not_usable_is_refused(project, toc):
    project.toc.write_text(toc)
    with pytest.raises(InvalidArgument, match=r"_toc\.yml"):
        pages(project)


def test_a_chapter_is_found_by_slug_or_path(project, tmp_path):
    mine = tmp_path / "mine.md"
    mine.write_text(chapter_text("mine", CELL))
    assert chapter(project, "rising").path == project.root / "notebooks" / "rising.md"
    assert chapter(project, str(mine)).slug == "mine"
    with pytest.raises(InvalidArgument, match="must be one of falling, rising"):
        chapter(project, "setting")


PARAMETERS_CELL = HEADER.partition("# TITLE")[2]

UNREADABLE = {
    "no header": "# Only text\n",
    "broken YAML": HEADER.replace("parameters:", "parameters: ["),
    "no parameters": HEADER.partition("parameters:")[0] + "---\n" + PARAMETERS_CELL,
    "no parameters cell": HEADER.replace(":tags: [parameters]", ":tags: [hide-input]"),
    "two parameters cells": HEADER + PARAMETERS_CELL,
    "cell differs": HEADER.replace("sample_size = 20", "sample_size = 30"),
    "no profile": HEADER.replace("enum: [smoke, full]", "enum: [full]"),
    "not text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_chapter_is_refused_in_one_line(tmp_path, text):
    path = tmp_path / "broken.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InvalidArgument) as caught:
        read_chapter(path)
    assert "\n" not in str(caught.value)
    assert "broken" in str(caught.value)


def test_a_missing_file_and_a_bad_name_are_refused(tmp_path):
    with pytest.raises(InvalidArgument, match="No such file"):
        read_chapter(tmp_path / "absent.md")
    (tmp_path / "Bad Name.md").write_text(HEADER)
    with pytest.raises(InvalidArgument, match=r"this-one\.md"):
        read_chapter(tmp_path / "Bad Name.md")


def test_the_source_line_of_a_cell_is_found(project):
    found = chapter(project, "falling")
    lines = found.text.splitlines()
    for index, cell in enumerate(found.notebook().cells):
        if cell.cell_type == "code":
            assert lines[found.line_of(index) - 1] == cell.source.splitlines()[0]


def test_a_folder_without_a_book_is_no_project(tmp_path):
    with pytest.raises(InvalidArgument, match=r"it holds no _config\.yml"):
        Project.at(tmp_path)


def test_the_build_directory_comes_from_the_variable(project, tmp_path, monkeypatch):
    monkeypatch.setenv("MODELCOLLAPSE_BUILD", str(tmp_path / "elsewhere"))
    assert Project.at(project.root).build == tmp_path / "elsewhere"
    monkeypatch.delenv("MODELCOLLAPSE_BUILD")
    assert Project.at(project.root).build == project.root / "_build"


def test_a_smoke_run_never_writes_where_a_full_one_does(project):
    for place in (project.site, project.ledger, project.stage, project.records, project.notebooks):
        assert place("smoke") != place("full")
    assert project.site("full") == project.build / "html"
    assert project.site("smoke") == project.build / "smoke" / "html"


@pytest.mark.parametrize("path", sorted((REPOSITORY / "notebooks").glob("*.md")), ids=lambda path: path.stem)
def test_the_code_of_a_chapter_is_clean(path):
    """What `make lint` asks of the chapters, so that the test suite asks it too."""
    notebook = jupytext.writes(jupytext.read(path, fmt="md:myst"), fmt="ipynb")
    command = [sys.executable, "-m", "ruff", "check", "--quiet", "--ignore", "D1"]
    done = subprocess.run(
        [*command, "--stdin-filename", f"{path.stem}.ipynb"],
        input=notebook,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
    )
    assert done.returncode == 0, done.stdout
