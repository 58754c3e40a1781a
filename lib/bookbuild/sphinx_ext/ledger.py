"""``{ledger}``: every claim in one table; ``{not-established}``: what the book leaves open."""

from typing import TYPE_CHECKING

from docutils import nodes

from bookbuild.sphinx_ext.claim import source
from bookbuild.sphinx_ext.layout import Generated, badge, escaped, paragraph
from bookbuild.sphinx_ext.numbers import ABSENT
from bookbuild.sphinx_ext.records import NOT_EXAMINED, Record, Records, anchor, verdict

if TYPE_CHECKING:
    from sphinx.application import Sphinx


HEADER = ("Claim", "Verdict", "Source", "Outcome", "Wrong variants refuted", "Mutants caught")


def _controls(record: Record) -> str:
    refuted = sum(control["verdict"] == "refuted" for control in record["controls"])
    return f"{refuted} of {len(record['controls'])}" if record["controls"] else ABSENT


def _mutants(record: Record) -> str:
    """The kill score: how many generated near misses the evidence did not verify."""
    mutants = record["mutants"]
    if not mutants or not mutants["total"]:
        return ABSENT
    return f"{mutants['total'] - mutants['verified']} of {mutants['total']}"


def _link(record: Record) -> str:
    """A link to the card; a statement that nobody examined need not have one."""
    if record["outcome"] == NOT_EXAMINED:
        return str(record["title"])
    return f"{{ref}}`{record['title']} <{anchor(record['id'])}>`"


class LedgerDirective(Generated):
    """The table of all claims."""

    def run(self) -> list[nodes.Node]:
        """One row a claim."""
        rows = [
            [
                f"{_link(record)}\n\n`{record['id']}`",
                [paragraph(badge(verdict(record)))],
                source(record),
                record["outcome"],
                _controls(record),
                _mutants(record),
            ]
            for record in Records(self.env.srcdir).all()
        ]
        return [self.table(HEADER, rows)]


class NotEstablishedDirective(Generated):
    """Claims that are not verified, statements not examined, and the limits of every other claim."""

    def run(self) -> list[nodes.Node]:
        """Three lists, each introduced by a line of its own; an empty one says that it is empty."""
        records = Records(self.env.srcdir).all()
        failed = [
            f"{_link(r)} {{verdict}}`{verdict(r)}`: {escaped(r['reason'])}"
            for r in records
            if verdict(r) not in ("verified", NOT_EXAMINED)
        ]
        untouched = [
            f"{r['title']} ({source(r)}): {' '.join(r['not_established']) or r['statement']}"
            for r in records
            if verdict(r) == NOT_EXAMINED
        ]
        limits = [
            f"{_link(r)}\n" + "\n".join(f"  - {sentence}" for sentence in r["not_established"])
            for r in records
            if verdict(r) != NOT_EXAMINED and r["not_established"]
        ]
        return [
            *self._listed("Claims that were examined and are not verified", failed),
            *self._listed("Statements entered in the ledger and not examined", untouched),
            *self._listed("What each examined claim leaves open", limits),
        ]

    def _listed(self, title: str, entries: list[str]) -> list[nodes.Node]:
        text = "\n".join(f"- {entry}" for entry in entries) or "None."
        return [nodes.rubric(title, title), *self.parsed(text)]


def setup(app: "Sphinx") -> None:
    """Register the directives."""
    app.add_directive("ledger", LedgerDirective)
    app.add_directive("not-established", NotEstablishedDirective)
