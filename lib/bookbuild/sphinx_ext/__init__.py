"""The Sphinx extension of the book; it only reads the stage and computes nothing. A module each."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# In the order in which they are set up.
PARTS = (
    "layout",
    "claim",
    "cite",
    "rec",
    "ledger",
    "parameters",
    "run_record",
    "measured",
    "scoreboard",
    "outcomes",
    "chapter_figure",
    "reading_map",
    "explorer",
    "glossary",
    "sources",
    "repository",
    "offline",
    "inert",
    "access",
    "policy",
)


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register everything with Sphinx."""
    for part in PARTS:
        import_module(f"bookbuild.sphinx_ext.{part}").setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
