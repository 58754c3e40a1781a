"""The Sphinx extension of the book: it reads the stage, and explorers, which draw and print themselves.

Directives ``{claim}``, ``{explorer}``, ``{ledger}``, ``{not-established}``, ``{run-record}``; roles ``{rec}``,
``{verdict}``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register everything with Sphinx."""
    from bookbuild.sphinx_ext import claim, explorer, layout, ledger, offline, rec, run_record, sources

    for part in (layout, claim, explorer, rec, ledger, run_record, sources, offline):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
