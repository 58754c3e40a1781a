"""The Sphinx extension of the book; it only reads the stage and computes nothing.

Directives ``{claim}``, ``{cite-book}``, ``{ledger}``, ``{not-established}``, ``{run-record}``;
roles ``{rec}``, ``{verdict}``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register everything with Sphinx."""
    from bookbuild.sphinx_ext import cite, claim, layout, ledger, offline, rec, run_record, sources

    for part in (layout, claim, cite, rec, ledger, run_record, sources, offline):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
