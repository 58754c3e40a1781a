"""How to cite what a page shows: a foldable part, BibTeX files, and a permanent short address for each claim."""

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.domains.std import StandardDomain

from bookbuild.identity import Identity
from bookbuild.sphinx_ext.layout import Cell, Generated, plain
from bookbuild.sphinx_ext.records import Record, Records, anchor
from modelcollapse import citation
from modelcollapse.citation import Citation

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Run = dict[str, Any]

ENTRIES, SHORT = "bib", "c"

REDIRECT = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta http-equiv="refresh" content="0; url=../{target}">
</head>
<body><p><a href="../{target}">{title}</a></p></body>
</html>
"""


def of_book(run: Run) -> Citation:
    """The citation of the book as it was built."""
    return citation.book(*_sources(run).notes)


def of_chapter(run: Run, slug: str) -> Citation:
    """The citation of a chapter as it was built."""
    return citation.chapter(slug, run["chapters"][slug], *_sources(run).notes)


def of_claim(run: Run, record: Record) -> Citation:
    """The citation of a claim as it was judged for this build."""
    result = f"Result sha256:{record['digest'][:16]}, {record['profile']} profile"
    return citation.claim(record["id"], record["title"], record["revision"], *_sources(run).notes, result)


def _sources(run: Run) -> Identity:
    return Identity(**run["identity"])


def cite_part(page: Generated, name: str, cited: Citation, *facts: tuple[str, Cell]) -> nodes.container:
    """Whence the sources are, and what else is known; then the citation as text, to be copied, and as a BibTeX file.

    Args:
        page: the directive on whose page it stands.
        name: of the BibTeX file.
        facts: what is known beside the sources and not in the citation.
    """
    sources = _sources(Records(page.env.srcdir).run())
    return nodes.container(
        "",
        page.definitions([("Sources", [plain(sources.origin)]), *facts]),
        _verbatim(cited.text(), "text"),
        _download(page, name, "BibTeX entry"),
        classes=["cite-part"],
    )


def short_address(page: Generated, name: str) -> Cell:
    """A link to a claim that stays, wherever its card moves."""
    address = f"{SHORT}/{name}.html"
    return [_link(page, address, address)]


def _download(page: Generated, name: str, words: str) -> nodes.paragraph:
    return _link(page, f"{ENTRIES}/{name}.bib", words)


def _link(page: Generated, file: str, words: str) -> nodes.paragraph:
    """A link to a file of the site that Sphinx knows nothing of."""
    to_root = "../" * page.env.docname.count("/")
    return nodes.paragraph("", "", nodes.reference("", words, refuri=to_root + file, internal=True))


def _verbatim(text: str, language: str) -> nodes.literal_block:
    return nodes.literal_block(text, text.rstrip(), language=language)


class CiteBookDirective(Generated):
    """The ``{cite-book}`` directive: how to cite the whole book."""

    def run(self) -> list[nodes.Node]:
        """The citation, unfolded, and every entry in one file."""
        run = Records(self.env.srcdir).run()
        part = cite_part(
            self,
            "book",
            of_book(run),
            ("Directory", [plain(_sources(run).directory)]),
            ("Version", [plain(citation.VERSION)]),
        )
        part += _verbatim(of_book(run).bibtex(), "bibtex")
        return [part, _download(self, "all", "Download the entries of the book, its chapters and its claims")]


def write_files(app: "Sphinx", exception: Exception | None) -> None:
    """Write the BibTeX files, and for each card a short page that leads to it."""
    if exception is not None or app.builder.name != "html":
        return
    records, out = Records(app.srcdir), Path(app.outdir)
    run = records.run()
    found = {"book": of_book(run)}
    found |= {f"chapter-{slug}": of_chapter(run, slug) for slug in sorted(run["chapters"])}
    found |= {record["id"]: of_claim(run, record) for record in records.all()}
    entries = {name: cited.bibtex() for name, cited in found.items()}
    for name, entry in (entries | {"all": "\n".join(entries.values())}).items():
        _write(out / ENTRIES / f"{name}.bib", entry)
    cards = cast(StandardDomain, app.env.get_domain("std")).anonlabels
    for record in records.all():
        page, label = cards.get(anchor(record["id"]), ("", ""))[:2]
        if page:
            target = f"{page}.html#{label}"
            _write(
                out / SHORT / f"{record['id']}.html",
                REDIRECT.format(title=escape(record["title"]), target=target),
            )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def setup(app: "Sphinx") -> None:
    """Register the directive and the listener."""
    app.add_directive("cite-book", CiteBookDirective)
    app.connect("build-finished", write_files)
