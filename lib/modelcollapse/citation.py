"""How to cite the book, a chapter or a claim: one set of facts, as BibTeX and as plain text."""

from __future__ import annotations

from dataclasses import dataclass

from modelcollapse import RELEASED, __version__

__all__ = ["AUTHOR", "RELEASED", "TITLE", "VERSION", "Citation", "book", "chapter", "claim"]

VERSION = __version__
TITLE = "Model Collapse: Derived, Simulated, Checked"
AUTHOR = f"The contributors to {TITLE}"
_EDITION = f"{TITLE}, version {VERSION}"
_PREFIX = f"modelcollapse-{VERSION}"

# What TeX would take for a command, and the signs of the titles that plain BibTeX cannot print.
_TEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%#_"}
    | {"−": r"\ensuremath{-}", "π": r"\ensuremath{\pi}", "²": r"\textsuperscript{2}"}
)


@dataclass(frozen=True)
class Citation:
    """What a citation says; no identifier is made up.

    Attributes:
        key: the BibTeX key, the same for as long as the version is.
        title: of the thing that is cited.
        part: which part of the book it is; empty for the whole book.
        notes: what else identifies it, in this order.
    """

    key: str
    title: str
    part: str
    notes: tuple[str, ...]

    def bibtex(self) -> str:
        """Return a BibTeX entry; the signs of the titles are written for TeX."""
        fields = {
            "author": f"{{{AUTHOR}}}",
            "title": f"{{{self.title}}}",
            "year": RELEASED[:4],
            "version": VERSION,
            "howpublished": self.part,
            "note": "; ".join(self.notes),
        }
        lines = [f"  {name} = {{{value.translate(_TEX)}}},\n" for name, value in fields.items() if value]
        return f"@misc{{{self.key},\n{''.join(lines)}}}\n"

    def text(self) -> str:
        """Return the citation as one line of plain text."""
        parts = (f"{AUTHOR} ({RELEASED[:4]})", self.title, self.part, *self.notes)
        return ". ".join(filter(None, parts)) + "."


def book(*notes: str) -> Citation:
    """Cite the whole book."""
    return Citation(_PREFIX, TITLE, "", (f"Version {VERSION}", *notes))


def chapter(slug: str, title: str, *notes: str) -> Citation:
    """Cite a chapter."""
    return Citation(f"{_PREFIX}-chapter-{slug}", title, f"Chapter {slug}", (_EDITION, *notes))


def claim(name: str, title: str, revision: int, *notes: str) -> Citation:
    """Cite a claim as it stands in a revision."""
    again = f"Judge it again: modelcollapse check {name}"
    return Citation(
        f"{_PREFIX}-{name}", title, f"Claim {name}, revision {revision}", (_EDITION, *notes, again)
    )
