"""``{scoreboard}``: how the edition stands; ``{by-paper}``: what became of the statements of each paper."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from bookbuild.sphinx_ext.layout import Generated, paragraph
from bookbuild.sphinx_ext.numbers import ABSENT
from bookbuild.sphinx_ext.records import NOT_EXAMINED, Record, Records, verdict

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Outcomes in the order of the tables, and what a reader calls them.
OUTCOMES = {
    "holds": "hold",
    "conditional": "hold on a condition",
    "sharpened": "sharpened",
    "corrected": "corrected",
    "fails": "fail",
    NOT_EXAMINED: "not examined",
}


def tiles(records: Sequence[Record]) -> list[tuple[str, str]]:
    """What is counted, each as a number and what it counts."""
    examined = [record for record in records if verdict(record) != NOT_EXAMINED]
    verified = sum(verdict(record) == "verified" for record in examined)
    outcomes = Counter(record["outcome"] for record in examined)
    controls = [control for record in examined for control in record["controls"]]
    refuted = sum(control["verdict"] == "refuted" for control in controls)
    return [
        (f"{verified:,} of {len(examined):,}", "claims verified"),
        (f"{outcomes['corrected']:,}", "published forms corrected"),
        (f"{outcomes['sharpened']:,}", "sharpened"),
        (f"{outcomes['conditional']:,}", "hold on a condition"),
        (f"{refuted:,} of {len(controls):,}", "wrong variants refuted"),
        _passed(records),
    ]


def _passed(records: Sequence[Record]) -> tuple[str, str]:
    """How many generated near misses the evidence took for true; they run in the full profile only."""
    mutants = [record["mutants"] for record in records if record["mutants"]]
    if not mutants:
        return ABSENT, "mutants passed: not run in this profile"
    return (
        f"{sum(counts['verified'] for counts in mutants):,} of {sum(counts['total'] for counts in mutants):,}",
        "generated mutants passed",
    )


def by_paper(records: Sequence[Record]) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of the table of papers, a sum at its end; outcomes that nobody has are left out."""
    met = Counter(record["outcome"] for record in records)
    columns = [outcome for outcome in OUTCOMES if met[outcome]]
    papers = list(dict.fromkeys(record["paper"] for record in records))

    def row(name: str, some: Sequence[Record]) -> list[str]:
        counts = Counter(record["outcome"] for record in some)
        verified = sum(verdict(record) == "verified" for record in some)
        return [name, *(f"{counts[outcome] or ABSENT}" for outcome in columns), f"{verified} of {len(some)}"]

    rows = [row(f"{{cite:t}}`{paper}`", [r for r in records if r["paper"] == paper]) for paper in papers]
    return (
        ["Paper", *(OUTCOMES[outcome].capitalize() for outcome in columns), "Verified"],
        [*rows, row("Together", records)],
    )


class ScoreboardDirective(Generated):
    """The scoreboard, computed from the records of this build."""

    def run(self) -> list[nodes.Node]:
        """A list of numbers and what they count."""
        board = nodes.bullet_list(classes=["scoreboard"])
        for number, what in tiles(Records(self.env.srcdir).all()):
            score = nodes.strong(number, number, classes=["score"])
            board += nodes.list_item("", paragraph(score, nodes.Text(f" {what}")))
        return [board]


class ByPaperDirective(Generated):
    """How many claims of each paper, by outcome."""

    def run(self) -> list[nodes.Node]:
        """One row a paper."""
        header, rows = by_paper(Records(self.env.srcdir).all())
        return [self.table(header, rows)]


def setup(app: "Sphinx") -> None:
    """Register the directives."""
    app.add_directive("scoreboard", ScoreboardDirective)
    app.add_directive("by-paper", ByPaperDirective)
