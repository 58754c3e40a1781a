"""A chapter is in the stage twice: executed, and as the text it came from.

The text notebook is left out of the book, and the links to a page's source lead to it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def exclude_text_twins(app: "Sphinx", config: "Config") -> None:
    """Leave out each ``x.md`` beside an ``x.ipynb``."""
    source = Path(app.srcdir)
    for notebook in sorted(source.glob("notebooks/*.ipynb")):
        twin = notebook.with_suffix(".md")
        if twin.exists():
            config.exclude_patterns.append(twin.relative_to(source).as_posix())


def link_to_text(
    app: "Sphinx",
    pagename: str,
    templatename: str,  # noqa: ARG001 - Sphinx's signature
    context: dict[str, Any],
    doctree: Any,  # noqa: ARG001
) -> None:
    """Aim the edit and source links of a chapter at its text notebook."""
    to_page = context.get("get_edit_provider_and_url")
    if to_page is None or not (Path(app.srcdir) / f"{pagename}.ipynb").exists():
        return

    def to_text() -> tuple[str, str]:
        provider, url = to_page()
        return provider, url.replace(f"{pagename}.ipynb", f"{pagename}.md")

    context["get_edit_provider_and_url"] = to_text


def _listen(app: "Sphinx") -> None:
    # Connected this late, it follows the theme's listener of the same priority, which sets the function it
    # wraps, and comes before the theme's buttons (501), which call it.
    app.connect("html-page-context", link_to_text, priority=500)


def setup(app: "Sphinx") -> None:
    """Connect both listeners."""
    app.connect("config-inited", exclude_text_twins)
    app.connect("builder-inited", _listen, priority=900)
