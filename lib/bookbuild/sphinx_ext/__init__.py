"""The Sphinx extension of the book; it only reads the stage and computes nothing.

Directives ``{claim}``, ``{ledger}``, ``{not-established}``, ``{run-record}``, ``{scoreboard}``, ``{by-paper}``,
``{outcomes}``, ``{line-by-line}``, ``{chapter-figure}``, ``{reading-map}``, ``{entry-points}``; roles
``{rec}``, ``{verdict}``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register everything with Sphinx."""
    from bookbuild.sphinx_ext import (
        chapter_figure,
        claim,
        layout,
        ledger,
        offline,
        outcomes,
        reading_map,
        rec,
        run_record,
        scoreboard,
        sources,
    )

    parts = (layout, claim, rec, ledger, run_record, sources, offline)
    for part in (*parts, scoreboard, outcomes, chapter_figure, reading_map):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
