"""Links the first use of each term on a page to the glossary, so that no chapter has to remember to."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "book/glossary"
# What a card says is a record's wording; a caption and a table are read by themselves.
_APART = ("claim-card", "run-record")
_BLOCK = re.compile(r"^(`{3,})\{glossary\}[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)


def terms(page: str) -> list[str]:
    """The terms of a glossary page: the lines of its glossaries that are not indented."""
    lines = [line for block in _BLOCK.finditer(page) for line in block.group(2).splitlines()]
    return [line.strip() for line in lines if line.strip() and not line[0].isspace() and line[0] != ":"]


def pattern(known: list[str]) -> re.Pattern[str]:
    """Finds any of the terms as whole words, singular or plural, the longer one first."""
    longest = sorted(known, key=len, reverse=True)
    words = "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in longest)
    return re.compile(rf"(?<![\w-])(?:{words})(?:e?s)?(?![\w-])", re.IGNORECASE)


class FirstUses(SphinxTransform):
    """Turns the first use of each term into a reference; a page that explains a term in bold needs none."""

    # After the text is complete, and before references are resolved.
    default_priority = 720

    def apply(self, **_: object) -> None:
        """Link the terms of one page."""
        path = Path(self.env.srcdir, f"{PAGE}.md")
        if self.env.docname == PAGE or not path.is_file():
            return
        self.env.note_dependency(str(path))
        known = {term.lower(): term for term in terms(path.read_text(encoding="utf-8"))}
        if not known:
            return
        found = pattern(list(known))
        for paragraph in self._prose():
            for node in list(paragraph.children):
                if isinstance(node, nodes.strong):
                    for match in found.finditer(node.astext()):
                        known.pop(_singular(match.group(), known), None)
                elif isinstance(node, nodes.Text):
                    paragraph.replace(node, self._linked(str(node), found, known))

    def _prose(self) -> Iterator[nodes.paragraph]:
        for paragraph in self.document.findall(nodes.paragraph):
            around = paragraph.parent
            while around is not None:
                if isinstance(around, nodes.table | nodes.caption | nodes.footnote | nodes.topic):
                    break
                if any(name in _APART for name in around.get("classes", ())):
                    break
                around = around.parent
            else:
                yield paragraph

    def _linked(self, text: str, found: re.Pattern[str], known: dict[str, str]) -> list[nodes.Node]:
        parts: list[nodes.Node] = []
        start = 0
        for match in found.finditer(text):
            term = known.pop(_singular(match.group(), known), None)
            if term is None:
                continue
            shown = nodes.inline("", match.group(), classes=["term"])
            reference = pending_xref(
                "",
                shown,
                refdomain="std",
                reftype="term",
                reftarget=term,
                refdoc=self.env.docname,
                refwarn=True,
            )
            parts += [nodes.Text(text[start : match.start()]), reference]
            start = match.end()
        return [*parts, nodes.Text(text[start:])]


def _singular(word: str, known: dict[str, str]) -> str:
    plain = " ".join(word.lower().split())
    endings = (plain, plain.removesuffix("s"), plain.removesuffix("es"))
    return next((form for form in endings if form in known), plain)


def setup(app: "Sphinx") -> None:
    """Register the transform."""
    app.add_transform(FirstUses)
