"""The Sphinx extension of the book; it only reads the stage and computes nothing.

Directives ``{claim}``, ``{ledger}``, ``{not-established}``, ``{run-record}``; roles ``{rec}``, ``{verdict}``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register everything with Sphinx."""
    from bookbuild.sphinx_ext import (
        access,
        claim,
        layout,
        ledger,
        offline,
        rec,
        repository,
        run_record,
        sources,
    )

    for part in (layout, claim, rec, ledger, run_record, sources, repository, offline, access):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
