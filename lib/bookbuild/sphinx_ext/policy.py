"""A Content-Security-Policy on every page: scripts come from the site's files, and nothing from anywhere else.

The theme has a few scripts and handlers of its own in the page; they are allowed by their digests. Scripts within the
content are not: whatever a page is to run has to be a file of the site (data may stand in the page, as
``<script type="application/json">``).
"""

import base64
import hashlib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Opened from a disk, a page's own folder counts as another site in some browsers: hence file:, which nothing served
# over HTTP may load.
_SITE = "'self' file:"
_DIRECTIVES = {
    "default-src": "'none'",
    "connect-src": _SITE,  # the search reads the pages it found
    "font-src": _SITE,
    "img-src": f"{_SITE} data:",
    "style-src": f"{_SITE} 'unsafe-inline'",  # MathJax writes its own style sheet
    "base-uri": "'none'",
    "form-action": _SITE,  # the search field
}
_AFTER = "<head>"


class _Scripts(HTMLParser):
    """The scripts and the handlers that stand in some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()
        self.handlers: Counter[str] = Counter()
        self._script: list[str] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handlers.update(value or "" for name, value in attrs if name.startswith("on"))
        if tag == "script" and "src" not in dict(attrs):
            self._script = []

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self.found["".join(self._script)] += 1
            self._script = None


def policy(scripts: set[str]) -> str:
    """The policy of a page whose theme brings these scripts and handlers."""
    digests = sorted(base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts)
    allowed = " ".join([_SITE, "'unsafe-hashes'", *(f"'sha256-{digest}'" for digest in digests)])
    return "; ".join(f"{name} {value}" for name, value in {**_DIRECTIVES, "script-src": allowed}.items())


def remember_content(
    app: "Sphinx",
    pagename: str,
    templatename: str,  # noqa: ARG001 - Sphinx's signature
    context: dict[str, Any],
    doctree: Any,  # noqa: ARG001
) -> None:
    """Keep which scripts stand in the content of a page, to leave them out of what is allowed."""
    _content(app)[pagename] = _Scripts(context.get("body") or "")


def _content(app: "Sphinx") -> dict[str, _Scripts]:
    found: dict[str, _Scripts] = app.__dict__.setdefault("_scripts_in_content", {})
    return found


def protect(app: "Sphinx", failure: Exception | None) -> None:
    """Write the policy into every finished page."""
    if failure is not None or app.builder.format != "html":
        return
    content = _content(app)
    pages = {name: Path(app.outdir) / f"{name}.html" for name in content}
    found = {name: _Scripts(path.read_text(encoding="utf-8")) for name, path in pages.items()}
    # The search parses the pages that it found, under its own policy: their handlers have to be known to it.
    handlers = {text for name in pages for text in found[name].handlers - content[name].handlers}
    for name, path in pages.items():
        allowed = policy(handlers | set(found[name].found - content[name].found))
        meta = f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'
        html = path.read_text(encoding="utf-8")
        path.write_text(html.replace(_AFTER, f"{_AFTER}\n    {meta}", 1), encoding="utf-8")


def setup(app: "Sphinx") -> None:
    """Connect both listeners."""
    app.connect("html-page-context", remember_content, priority=900)
    app.connect("build-finished", protect)
