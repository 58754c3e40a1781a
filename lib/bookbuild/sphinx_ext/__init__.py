"""The Sphinx extension of the book; it only reads the stage and computes nothing.

Directives ``{claim}``, ``{ledger}``, ``{not-established}``, ``{run-record}``, ``{measured}``; roles ``{rec}``,
``{verdict}``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register everything with Sphinx."""
    from bookbuild.sphinx_ext import claim, layout, ledger, measured, offline, rec, run_record, sources

    for part in (layout, claim, rec, ledger, run_record, measured, sources, offline):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
