"""Where the source is published: ``repository: {url, branch}`` in ``_config.yml``, and nowhere else.

Once it is set, every page gets the buttons that lead there, and every chapter one that opens it on Binder.
Until then there are none; Jupyter Book would otherwise name its own repository.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml
from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

BINDER = "https://mybinder.org"
PROVIDERS = ("github", "gitlab", "bitbucket")
# The theme knows no address for an issue elsewhere, and refuses.
WITH_ISSUES = ("github", "gitlab")


def buttons(repository: dict[str, Any]) -> dict[str, Any]:
    """The options of the theme for a repository; an empty one has no button.

    Raises:
        ConfigError: nothing says of what kind the host is.
    """
    url = str(repository.get("url") or "").rstrip("/")
    named = str(repository.get("provider") or urlsplit(url).hostname or "")
    provider = next((name for name in PROVIDERS if name in named), "")
    if url and not provider:
        kinds = ", ".join(PROVIDERS)
        raise ConfigError(f"_config.yml: repository {url}: add provider, one of {kinds}; got {named!r}")
    return {
        "repository_url": url,
        "repository_provider": provider,
        "repository_branch": str(repository.get("branch") or "main"),
        "use_repository_button": bool(url),
        "use_edit_page_button": bool(url),
        "use_issues_button": provider in WITH_ISSUES,
        "launch_buttons": {
            "notebook_interface": "jupyterlab",
            "binderhub_url": BINDER if url else "",
        },
    }


def add_buttons(app: "Sphinx", config: "Config") -> None:
    """Turn the address into buttons."""
    settings = Path(app.srcdir) / "_config.yml"
    stated = yaml.safe_load(settings.read_text(encoding="utf-8")) or {}
    config.html_theme_options = {**config.html_theme_options, **buttons(stated.get("repository") or {})}


def setup(app: "Sphinx") -> None:
    """Connect the listener."""
    app.connect("config-inited", add_buttons)
