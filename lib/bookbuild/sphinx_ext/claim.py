"""``{claim} ID``: the claim card."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.util import logging

from bookbuild.sphinx_ext.cite import cite_part, of_claim, short_address
from bookbuild.sphinx_ext.layout import Cell, Generated, badge, paragraph, plain, slug
from bookbuild.sphinx_ext.numbers import ABSENT, at_margin, show
from bookbuild.sphinx_ext.records import Record, Records, UnknownName, anchor, verdict

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

COMPUTED = ("What is asserted", "Verdict", "Why")
SIMULATED = (
    "What is asserted",
    "Verdict",
    "Theory",
    "Estimate",
    "Margin",
    "Smallest detectable",
    "Power against the nearest wrong variant",
)
# A control of a measurement has a value of its own, a control of a derivation none.
MEASURED = ("Wrong variant", "Judged by", "Verdict", "Its value", "Distance in margins")
UNMEASURED = MEASURED[:3]

STATEMENTS = ("Theorem", "Corollary", "Proposition", "Lemma")
_NUMBER = r"(?:[A-Z]\.)?\d+(?:\.\d+)*"

OUTCOMES = {
    "sharpened": "more is shown than the source states",
    "corrected": "the source's form is corrected here",
    "conditional": "it holds under a condition that is stated here",
    "fails": "the source's statement does not hold",
    "not examined": "nothing here tests it",
}


def source(record: Record) -> str:
    """Where a claim comes from, as Markdown."""
    cited = f"{{cite:t}}`{record['paper']}`" if record.get("paper") else ""
    return ", ".join(part for part in (cited, record.get("locus")) if part) or ABSENT


class ClaimDirective(Generated):
    """The card of one claim: what is stated, who testifies, and the verdict."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        """The card, with its permanent anchor."""
        try:
            record = Records(self.env.srcdir).get(self.arguments[0])
        except UnknownName as error:
            logger.warning("claim: %s", error, location=self.get_location())
            return []
        name = anchor(record["id"])
        domain = cast(StandardDomain, self.env.get_domain("std"))
        domain.note_hyperlink_target(name, self.env.docname, name, record["title"])
        card = nodes.container(classes=["claim-card", f"claim-{slug(verdict(record))}"], ids=[name])
        card += self._head(record)
        card += self.parsed(record["statement"])
        card += self.definitions(self._facts(record))
        card += self._folded_parts(record)
        card += self._foot(record)
        return [_index(record), card]

    def _head(self, record: Record) -> nodes.paragraph:
        title = nodes.strong(record["title"], record["title"])
        link = nodes.reference("", "#", refuri=f"#{anchor(record['id'])}", classes=["claim-link"])
        link["reftitle"] = f"Permanent link to the claim {record['id']}"
        return paragraph(title, nodes.Text(" "), badge(verdict(record)), link, classes=["claim-title"])

    def _facts(self, record: Record) -> list[tuple[str, Cell]]:
        outcome = record["outcome"]
        note = record.get("provenance_note")
        facts: list[tuple[str, Cell]] = [
            ("Source", source(record)),
            ("Provenance", record["provenance"] + (f": {note}" if note else "")),
            ("Outcome", f"{outcome}: {OUTCOMES[outcome]}" if outcome in OUTCOMES else outcome),
        ]
        if record["assumptions"]:
            facts.append(("Assumptions", _bullets(record["assumptions"])))
        if record.get("reason"):
            facts.append(("Verdict", [plain(record["reason"])]))
        return facts

    def _evidence(self, record: Record) -> list[nodes.Node]:
        """One table of what was derived and computed, one of what was simulated."""
        computed = [_computed_row(entry) for entry in record["evidence"] if not _is_simulated(entry)]
        simulated = [_simulated_row(entry) for entry in record["evidence"] if _is_simulated(entry)]
        tables = ((COMPUTED, computed), (SIMULATED, simulated))
        return [self.table(header, rows) for header, rows in tables if rows]

    def _controls(self, record: Record) -> list[nodes.Node]:
        """One table of the controls of derivations, one of those that have a value."""
        pairs = [(entry, control) for entry in record["evidence"] for control in entry.get("controls", [])]
        plain_rows = [_control_row(*pair) for pair in pairs if not _has_value(pair[1])]
        valued = [[*_control_row(*pair), *_control_values(pair[1])] for pair in pairs if _has_value(pair[1])]
        tables = ((UNMEASURED, plain_rows), (MEASURED, valued))
        return [self.table(header, rows) for header, rows in tables if rows]

    def _folded_parts(self, record: Record) -> list[nodes.Node]:
        parts: list[nodes.Node] = []
        if record["evidence"]:
            simulated = sum(_is_simulated(entry) for entry in record["evidence"])
            kinds = ((len(record["evidence"]) - simulated, "derived or computed"), (simulated, "simulated"))
            counted = ", ".join(f"{count} {kind}" for count, kind in kinds if count)
            parts.append(self.folded(f"Evidence: {counted}", *self._evidence(record)))
        controls = record["controls"]
        if controls:
            refuted = sum(control["verdict"] == "refuted" for control in controls)
            summary = f"Wrong variants, and what the judge said: {refuted} of {len(controls)} refuted"
            parts.append(self.folded(summary, *self._controls(record)))
        numbers = [_every_number(entry) for entry in record["evidence"] if entry["values"]]
        if numbers:
            parts.append(self.folded("Every number of the record", *numbers, on_paper=False))
        if record["not_established"]:
            text = _bullets(record["not_established"])
            parts.append(self.folded("What this does not establish", *self.parsed(text)))
        parts.append(self.folded("Cite this claim", self._citation(record), on_paper=False))
        return parts

    def _citation(self, record: Record) -> nodes.Node:
        digest = f"sha256:{record['digest']}, {record['profile']} profile"
        return cite_part(
            self,
            record["id"],
            of_claim(Records(self.env.srcdir).run(), record),
            ("Result", [plain(digest)]),
            ("Permanent address", short_address(self, record["id"])),
        )

    def _foot(self, record: Record) -> nodes.container:
        command = f".venv/bin/modelcollapse check {record['id']} --profile {record['profile']}"
        lines = [f"Judge it again: `{command}`"]
        mutants = record.get("mutants")
        if mutants:
            lines.append(
                f"Generated mutants of the formula: {mutants['refuted']} of {mutants['total']} refuted, "
                f"{mutants['inconclusive']} inconclusive, {mutants['verified']} passed"
            )
        lines += [f"Revision {record['revision']}", *record["history"]]
        lines.append(f"Fixed beforehand (margins, sizes, seeds): `{record['declaration']}`")
        lines.append(f"Record, {record['profile']} profile: `{record['digest']}`")
        return nodes.container("", *self.parsed(_bullets(lines)), classes=["claim-foot"])


def _index(record: Record) -> addnodes.index:
    """Entries that lead a search to the card: the claim's id, and the theorems that it is about."""
    terms = [record["id"], *theorems(record.get("locus") or "")]
    node = addnodes.index()
    node["entries"] = [("single", term, anchor(record["id"]), "main", None) for term in terms]
    return node


def theorems(locus: str) -> list[str]:
    """The statements that a locus names, one by one: "Theorems 3 and 4" names two."""
    found = re.findall(rf"({'|'.join(STATEMENTS)})s? ({_NUMBER}(?:(?:,| and) {_NUMBER})*)", locus)
    return [f"{kind} {number}" for kind, numbers in found for number in re.findall(_NUMBER, numbers)]


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _is_simulated(entry: dict[str, Any]) -> bool:
    return any(name in entry["values"] for name in ("estimate", "distance", "effect_size_interval"))


def _verdict(entry: dict[str, Any]) -> Cell:
    return [paragraph(badge(entry["verdict"]))]


def _every_number(entry: dict[str, Any]) -> nodes.paragraph:
    """The name of an evidence and its values, in running text: a page holds thousands of them."""
    values = (
        f"{quantity.replace('_', ' ')} {show(value, '.10g')}" for quantity, value in entry["values"].items()
    )
    name = nodes.strong(entry["name"], entry["name"])
    return paragraph(name, nodes.Text(f": {'; '.join(values)}"), classes=["numbers"])


def _numbers(*texts: str) -> Cell:
    return [plain(text, classes=["number"]) for text in texts]


def _computed_row(entry: dict[str, Any]) -> list[Cell]:
    return [entry["asserts"], _verdict(entry), [plain(entry["reason"], classes=["why"])]]


def _simulated_row(entry: dict[str, Any]) -> list[Cell]:
    values = entry["values"]
    margin, interval = values.get("margin"), values.get("interval")
    if "distance" in values:
        found = [f"distance {show(values['distance'], '.2g')}"]
    elif "effect_size_interval" in values:
        found = [f"effect size {show(values['effect_size_interval'], '.2g')}"]
    else:
        found = [at_margin(values.get("estimate"), margin)]
    if interval:
        found.append(f"[{', '.join(at_margin(end, margin) for end in interval)}]")
    return [
        entry["asserts"],
        _verdict(entry),
        _numbers(at_margin(values.get("theory"), margin)),
        _numbers(*found),
        _numbers(show(margin, ".3g")),
        _numbers(show(values.get("detectable"), ".2g")),
        _numbers(show(values.get("power"), ".4f")),
    ]


def _control_row(entry: dict[str, Any], control: dict[str, Any]) -> list[Cell]:
    return [[plain(control["name"])], [plain(entry["name"])], _verdict(control)]


def _has_value(control: dict[str, Any]) -> bool:
    return any(control.get(name) is not None for name in ("value", "gap_in_margins"))


def _control_values(control: dict[str, Any]) -> list[Cell]:
    return [_numbers(show(control.get("value"))), _numbers(show(control.get("gap_in_margins"), ".3g"))]


def setup(app: "Sphinx") -> None:
    """Register the directive."""
    app.add_directive("claim", ClaimDirective)
