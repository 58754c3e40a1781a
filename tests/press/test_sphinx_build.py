"""The way out of Jupyter Book: the stage also builds with Sphinx alone."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.errors import ConfigError

from bookbuild.sphinx_ext.repository import buttons

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


def links(page):
    """Where a page leads, outside the book."""
    found = BeautifulSoup(page.read_text(), "html.parser").select("a[href^=http]")
    return {link["href"] for link in found}


def test_without_an_address_there_is_no_button(small_site):
    pages = ("book/intro", "notebooks/falling")
    texts = [(small_site.site / f"{page}.html").read_text() for page in pages]
    assert not any(
        word in text for text in texts for word in ("mybinder", "/issues", "executablebooks/jupyter-book")
    )


def test_one_address_gives_every_button(stage, tmp_path):
    url = "https://git.example.org/ann/book"
    repository = {"url": f"{url}/", "provider": "gitlab"}
    settings = yaml.safe_load((stage / "_config.yml").read_text())
    (stage / "_config.yml").write_text(yaml.safe_dump({**settings, "repository": repository}))
    configure(stage)
    done = sphinx_build(stage, tmp_path / "html")
    assert done.returncode == 0, done.stderr
    edit = f"{url}/-/edit/main"
    chapter, intro = (
        links(tmp_path / "html" / f"{page}.html") for page in ("notebooks/falling", "book/intro")
    )
    assert {url, f"{edit}/notebooks/falling.md"} <= chapter
    assert {url, f"{edit}/book/intro.md"} <= intro
    assert not any(link.startswith(edit) and link.endswith(".ipynb") for link in chapter)
    for found in (chapter, intro):
        assert any(link.startswith(url) and "/issues/new" in link for link in found)
    binder = [link for link in chapter if link.startswith("https://mybinder.org/v2/")]
    assert len(binder) == 1
    assert binder[0].endswith("/main?urlpath=lab/tree/notebooks/falling.ipynb")
    assert not any("mybinder" in link for link in intro)


def test_what_the_address_tells():
    made = buttons({"url": "https://github.com/ann/book", "branch": "draft"})
    assert (made["repository_provider"], made["repository_branch"]) == ("github", "draft")
    assert made["use_repository_button"]
    assert made["use_issues_button"]
    assert not buttons({"url": "https://bitbucket.org/ann/book"})["use_issues_button"]
    assert not any(buttons({})[name] for name in made if name.startswith("use_"))
    with pytest.raises(ConfigError, match="add provider"):
        buttons({"url": "https://example.org/ann/book"})
