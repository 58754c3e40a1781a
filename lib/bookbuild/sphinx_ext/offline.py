"""A site that asks nobody for anything: MathJax is served from the site itself."""

import shutil
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

# One script with every TeX extension in it, what keeps formulas from being links, and the fonts: 2 MB of the
# package's 24.
SCRIPT = "tex-chtml-full.js"
SAFE = "ui/safe.js"
FONTS = "output/chtml/fonts/woff-v2"
# Listeners of sphinx_thebe, by event.
_THEBE = {"env-before-read-docs": "init_thebe_core", "doctree-resolved": "update_thebe_context"}


def mathjax_folder() -> Path:
    """Where the installed package ``sphinx-mathjax-offline``, used for its files only, keeps MathJax.

    Raises:
        PackageNotFoundError: the package is not installed.
    """
    files = distribution("sphinx-mathjax-offline").locate_file("sphinx-mathjax-offline/static/mathjax")
    return Path(str(files))


def use_local_mathjax(app: "Sphinx", config: "Config") -> None:  # noqa: ARG001 - Sphinx's signature
    """Point the pages at the copy in the site."""
    config.mathjax_path = f"mathjax/{SCRIPT}"


def disconnect_thebe(app: "Sphinx") -> None:
    """Drop the scripts that would load live code from elsewhere; the style sheet must stay, or is missed."""
    for event, name in _THEBE.items():
        for listener in list(app.events.listeners.get(event, [])):
            if listener.handler.__name__ == name:
                app.disconnect(listener.id)


def copy_mathjax(app: "Sphinx", failure: Exception | None) -> None:
    """Copy the files into the finished site, and drop source maps, which nobody reads there."""
    if failure is not None or app.builder.format != "html":
        return
    source, static = mathjax_folder(), Path(app.outdir) / "_static"
    target = static / "mathjax"
    for name in (SCRIPT, SAFE):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)
    shutil.copytree(source / FONTS, target / FONTS, dirs_exist_ok=True)
    for path in static.rglob("*.map"):
        path.unlink()


def setup(app: "Sphinx") -> None:
    """Connect the listeners."""
    app.connect("config-inited", use_local_mathjax)
    app.connect("builder-inited", disconnect_thebe)
    app.connect("build-finished", copy_mathjax)
