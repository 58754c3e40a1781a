"""A site that asks nobody for anything, and asks for little: MathJax and the icons come from the site itself."""

import re
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

# Draws the theme's icons a second time, as pictures, from 1.5 MB; the theme's style sheet has them as a font.
ICONS = "_static/scripts/fontawesome.js"
_ICONS_TAG = re.compile(rf'\s*<script[^>]*\bsrc="[^"]*{re.escape(ICONS)}[^"]*"[^>]*></script>')

TYPESET = Path(__file__).with_name("typeset.js")


def mathjax_folder() -> Path:
    """Where the installed package ``sphinx-mathjax-offline``, used for its files only, keeps MathJax.

    Raises:
        PackageNotFoundError: the package is not installed.
    """
    files = distribution("sphinx-mathjax-offline").locate_file("sphinx-mathjax-offline/static/mathjax")
    return Path(str(files))


def use_local_mathjax(app: "Sphinx", config: "Config") -> None:  # noqa: ARG001 - Sphinx's signature
    """Point the pages at the copy in the site, and leave it to our script when to typeset."""
    config.mathjax_path = f"mathjax/{SCRIPT}"
    config.mathjax3_config = {**(config.mathjax3_config or {}), "startup": {"typeset": False}}
    config.html_static_path.append(str(TYPESET))


def disconnect_thebe(app: "Sphinx") -> None:
    """Drop the scripts that would load live code from elsewhere; the style sheet must stay, or is missed."""
    for event, name in _THEBE.items():
        for listener in list(app.events.listeners.get(event, [])):
            if listener.handler.__name__ == name:
                app.disconnect(listener.id)


def finish(app: "Sphinx", failure: Exception | None) -> None:
    """Copy MathJax into the finished site; drop what its readers do not need."""
    if failure is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    source, target = mathjax_folder(), site / "_static" / "mathjax"
    for name in (SCRIPT, SAFE):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)
    shutil.copytree(source / FONTS, target / FONTS, dirs_exist_ok=True)
    # Source maps, and the theme's templates, which it leaves among its style sheets.
    for unread in ("*.map", "*-macros.html"):
        for path in (site / "_static").rglob(unread):
            path.unlink()
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if ICONS in text:
            page.write_text(_ICONS_TAG.sub("", text), encoding="utf-8")
    (site / ICONS).unlink(missing_ok=True)


def setup(app: "Sphinx") -> None:
    """Connect the listeners."""
    app.connect("config-inited", use_local_mathjax)
    app.connect("builder-inited", disconnect_thebe)
    app.connect("build-finished", finish)
    app.add_js_file(TYPESET.name)
