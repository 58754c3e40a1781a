"""`papermill jupytext://chapter.md out.ipynb -p name value`, the way in for readers who know Papermill."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bookbuild.papermill_io import TextNotebookHandler
from press.small_book import CELL, chapter_text, files


@pytest.fixture
def papermill(project):
    """Run Papermill in the small book's folder."""

    def run(*arguments):
        script = str(Path(sys.executable).with_name("papermill"))
        command = [sys.executable, script, "jupytext://notebooks/rising.md", "out.ipynb", "--no-progress-bar"]
        return subprocess.run(
            [*command, *arguments], cwd=project.root, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.book
def test_a_text_notebook_runs_with_parameters(papermill, project):
    done = papermill("-p", "sample_size", "7")
    assert done.returncode == 0, done.stderr
    page = json.loads((project.root / "out.ipynb").read_text())
    assert [output["text"] for cell in page["cells"] for output in cell.get("outputs", [])] == [["full 7\n"]]
    assert page["metadata"]["language_info"]["name"] == "python"
    assert "does not end in" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("sample_sise", "7", "did you mean sample_size?"),
        ("sample_size", "1", "must be an integer at least 2"),
        ("sample_size", "nan", "must be an integer at least 2"),
        ("open('stolen','w'); n", "7", "must be a Python identifier"),
    ],
)
def test_what_is_not_declared_is_refused_before_a_kernel_starts(papermill, project, name, value, said):
    before = files(project.root)
    done = papermill("-p", name, value)
    assert done.returncode == 2
    assert said in done.stderr.splitlines()[-1]
    assert files(project.root) == before


def test_the_handler_lists_text_notebooks_and_never_writes(project):
    folder = f"jupytext://{project.root}/notebooks"
    assert TextNotebookHandler.listdir(folder) == [f"{folder}/falling.md", f"{folder}/rising.md"]
    with pytest.raises(Exception, match="only read here"):
        TextNotebookHandler.write("", f"{folder}/rising.md")


def test_an_unreadable_chapter_is_one_line(tmp_path):
    (tmp_path / "a.md").write_text(chapter_text("a", CELL).replace("= 20", "= 21"))
    with pytest.raises(click.UsageError, match="must equal the declared default 20"):
        TextNotebookHandler.read(f"jupytext://{tmp_path}/a.md")
