"""The way out of Jupyter Book: the stage also builds with Sphinx alone."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.book
TOOLS = Path(sys.executable).parent


def sphinx_build(stage, out, *options):
    command = [sys.executable, str(TOOLS / "sphinx-build"), "-W", "-n", "--keep-going", "-q", "-E", *options]
    return subprocess.run([*command, str(stage), str(out)], capture_output=True, text=True, check=False)


@pytest.fixture
def stage(small_project, small_site, tmp_path):
    """A copy of the stage of the small book."""
    copy = tmp_path / "stage"
    shutil.copytree(small_project.stage("smoke"), copy)
    return copy


def configure(stage):
    """Write the conf.py that Jupyter Book derives from _config.yml."""
    command = [sys.executable, str(TOOLS / "jupyter-book"), "config", "sphinx", str(stage)]
    subprocess.run(command, check=True, capture_output=True)


def test_plain_sphinx_builds_the_stage_strictly(stage, tmp_path):
    configure(stage)
    done = sphinx_build(stage, tmp_path / "html")
    assert done.returncode == 0, done.stderr
    for page in ("book/intro", "notebooks/falling", "notebooks/rising", "book/claims"):
        assert (tmp_path / "html" / f"{page}.html").is_file()
    assert "claim-small-fall" in (tmp_path / "html" / "notebooks" / "falling.html").read_text()
    assert (tmp_path / "html" / "_static" / "mathjax" / "tex-chtml-full.js").is_file()


def test_strict_means_strict(stage, tmp_path):
    configure(stage)
    page = stage / "book" / "intro.md"
    page.write_text(page.read_text() + "\n{ref}`nowhere`\n")
    assert sphinx_build(stage, tmp_path / "html").returncode != 0


def test_edit_links_lead_to_the_text_notebook(stage, tmp_path):
    settings = yaml.safe_load((stage / "_config.yml").read_text())
    settings["repository"] = {"url": "https://github.com/ann/book", "branch": "main"}
    settings["html"] |= {"use_repository_button": True, "use_edit_page_button": True}
    (stage / "_config.yml").write_text(yaml.safe_dump(settings))
    configure(stage)
    done = sphinx_build(stage, tmp_path / "html")
    assert done.returncode == 0, done.stderr
    edit = "https://github.com/ann/book/edit/main"
    chapter = (tmp_path / "html" / "notebooks" / "falling.html").read_text()
    assert f"{edit}/notebooks/falling.md" in chapter
    assert f"{edit}/notebooks/falling.ipynb" not in chapter
    assert f"{edit}/book/intro.md" in (tmp_path / "html" / "book" / "intro.html").read_text()
