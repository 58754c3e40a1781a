"""The Sphinx extension of the book; it only reads the stage and computes nothing.

Directives ``{claim}``, ``{ledger}``, ``{not-established}``, ``{run-record}``,
``{parameters}``; roles ``{rec}``, ``{verdict}``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register everything with Sphinx."""
    from bookbuild.sphinx_ext import (
        claim,
        inert,
        layout,
        ledger,
        offline,
        parameters,
        policy,
        rec,
        run_record,
        sources,
    )

    for part in (layout, claim, rec, ledger, parameters, run_record, sources, offline, inert, policy):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
