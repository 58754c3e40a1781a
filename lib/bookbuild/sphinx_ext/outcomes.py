"""``{outcomes} PAPER``: what holds, is sharpened, is corrected; ``{line-by-line} PAPER``: item by item."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.domains.std import StandardDomain
from sphinx.util import logging

from bookbuild.sphinx_ext.layout import Cell, Generated, badge, escaped, paragraph
from bookbuild.sphinx_ext.numbers import at_margin, show
from bookbuild.sphinx_ext.records import NOT_EXAMINED, Record, Records, anchor, verdict

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

DERIVED = "derived here"
COMPARED = {"sharpened": "What is sharpened", "corrected": "What is corrected"}


def was_read(records: Sequence[Record]) -> bool:
    """Whether anything of a paper's own statements was read; where nothing was, nothing is an erratum."""
    return any(record["provenance"] != DERIVED for record in records)


def lines(records: Sequence[Record], *, published: bool) -> list[tuple[str, str, Record]]:
    """Key and name of each item that the claims name, with each claim that names it, in the order of names."""
    found = [
        (item["key"], item["name"], record)
        for record in records
        for item in record["items"]
        if item["published"] == published
    ]
    return sorted(found, key=lambda line: _natural(line[1]))


def _natural(name: str) -> list[Any]:
    """Order by words, and by numbers as numbers."""
    return [(not part.isdigit(), int(part) if part.isdigit() else part) for part in re.split(r"(\d+)", name)]


def compared(record: Record) -> str:
    """The anchor of the place that sets the published form beside ours."""
    return f"compared-{record['id']}"


def decisive(record: Record) -> list[str]:
    """What decides between the published form and ours: one line of Markdown for each evidence."""
    evidence = {entry["name"]: entry for entry in record["evidence"]}
    return [
        _decided(evidence[shown["evidence"]], shown["control"]) for shown in record["compared"]["decided"]
    ]


def _decided(entry: dict[str, Any], control: str) -> str:
    text = f"{entry['asserts']} {_found(entry)} {{verdict}}`{entry['verdict']}`"
    for wrong in entry["controls"]:
        if wrong["name"] == control:
            value = "" if wrong["value"] is None else f" {_at(wrong['value'], entry)}"
            text += f" Against it, *{escaped(control)}*:{value} {{verdict}}`{wrong['verdict']}`"
    return text


def _found(entry: dict[str, Any]) -> str:
    """The numbers of an evidence, or why it is as it is."""
    values = entry["values"]
    if "estimate" not in values:
        return escaped(entry["reason"])
    interval = ", ".join(_at(end, entry) for end in values["interval"])
    return f"Theory {_at(values['theory'], entry)}, simulated {_at(values['estimate'], entry)} [{interval}]."


def _at(value: float, entry: dict[str, Any]) -> str:
    margin = entry["values"].get("margin")
    return at_margin(value, margin) if margin else show(value, ".4g")


class Paper(Generated):
    """A directive about the claims that speak to one paper."""

    required_arguments = 1
    has_content = False

    def records(self) -> list[Record]:
        """The records of the paper; none is a warning, which fails the build."""
        key = self.arguments[0]
        found = [record for record in Records(self.env.srcdir).all() if record["paper"] == key]
        if not found:
            logger.warning("%s: no claim speaks to %r", self.name, key, location=self.get_location())
        return found


class OutcomesDirective(Paper):
    """What became of the statements of one paper."""

    def run(self) -> list[nodes.Node]:
        """A list for each outcome; a paper that was not read has statements of ours only."""
        records = self.records()
        if not was_read(records):
            return [
                *self._listed("What is derived here", _outcome(records, "holds")),
                *self._conditions("What holds on a condition, derived here", records),
            ]
        held = _outcome(records, "holds")
        return [
            *self._listed("What holds", [r for r in held if r["provenance"] != DERIVED]),
            *self._listed("Derived here, beside it", [r for r in held if r["provenance"] == DERIVED]),
            *self._conditions("What holds on a condition", records),
            *(
                node
                for outcome, title in COMPARED.items()
                for node in self._compared(title, outcome, records)
            ),
            *self._conditions("What fails", records, "fails"),
        ]

    def _part(
        self, title: str, records: Sequence[Record], entry: Callable[[Record], list[nodes.Node]]
    ) -> list[nodes.Node]:
        if not records:
            return []
        return [nodes.rubric(title, title), *(node for record in records for node in entry(record))]

    def _listed(self, title: str, records: Sequence[Record]) -> list[nodes.Node]:
        text = "\n".join(f"- {_head(record)}" for record in records)
        return [nodes.rubric(title, title), *self.parsed(text)] if records else []

    def _conditions(
        self, title: str, records: Sequence[Record], outcome: str = "conditional"
    ) -> list[nodes.Node]:
        return self._part(
            title,
            _outcome(records, outcome),
            lambda record: [
                self._entry(
                    record, [("Stated here", record["statement"]), ("Read", record["provenance_note"])]
                )
            ],
        )

    def _compared(self, title: str, outcome: str, records: Sequence[Record]) -> list[nodes.Node]:
        def entry(record: Record) -> list[nodes.Node]:
            forms = record["compared"]
            version = f"In the version we read ({record['version']}): "
            decided = "\n".join(f"- {line}" for line in decisive(record))
            return [
                self._entry(
                    record,
                    [
                        ("Published", version + forms["printed"]),
                        (outcome.capitalize(), forms["ours"]),
                        ("Decided by", decided),
                        ("Read", record["provenance_note"]),
                    ],
                    compared(record),
                )
            ]

        return self._part(title, _outcome(records, outcome), entry)

    def _entry(
        self, record: Record, facts: Sequence[tuple[str, Cell]], name: str | None = None
    ) -> nodes.container:
        card = nodes.container(classes=["comparison"], ids=[name] if name else [])
        if name:
            domain = cast(StandardDomain, self.env.get_domain("std"))
            domain.note_hyperlink_target(name, self.env.docname, name, record["title"])
        card += self.parsed(_head(record))
        card += self.definitions(facts)
        return card


def _outcome(records: Sequence[Record], outcome: str) -> list[Record]:
    return [record for record in records if record["outcome"] == outcome]


def _head(record: Record) -> str:
    link = f"{{ref}}`{record['title']} <{anchor(record['id'])}>`"
    return f"{link} {{verdict}}`{verdict(record)}` {record['locus']}"


class LineByLineDirective(Paper):
    """Every item of a paper that a claim names, and what became of it."""

    def run(self) -> list[nodes.Node]:
        """The table of what was published, and the table of what is derived here."""
        records = self.records()
        derived = (
            ("Derived here", False, "Derived here, for the same processes")
            if was_read(records)
            else ("Speaks to", False, "")
        )
        made: list[nodes.Node] = []
        for header, published, title in (("Published", True, ""), derived):
            rows = [self._line(*line) for line in lines(records, published=published)]
            if rows and title:
                made.append(nodes.rubric(title, title))
            if rows:
                table = self.table((header, "In one sentence", "Outcome", "Verdict"), rows)
                table["classes"].append("line-by-line")
                made.append(table)
        return made

    def _line(self, key: str, name: str, record: Record) -> list[Cell]:
        title = record["title"]
        if record["outcome"] != NOT_EXAMINED:
            title = f"{{ref}}`{title} <{anchor(record['id'])}>`"
        outcome = record["outcome"]
        if record["compared"]:
            outcome = f"{{ref}}`{outcome} <{compared(record)}>`"
        return [
            f"{escaped(name)} `{key}`",
            f"{title}: `{record['id']}`",
            outcome,
            [paragraph(badge(verdict(record)))],
        ]


def setup(app: "Sphinx") -> None:
    """Register the directives."""
    app.add_directive("outcomes", OutcomesDirective)
    app.add_directive("line-by-line", LineByLineDirective)
