"""The book on paper: tagged, with an outline, a chapter on a new page, nothing cut, nothing that leads outside."""

import re
import subprocess
import sys

import pypdf
import pytest
from bs4 import BeautifulSoup

from bookbuild import browser as chromium
from bookbuild.__main__ import main
from bookbuild.chapters import pages
from bookbuild.pdf import write_pdf
from modelcollapse.errors import InvalidArgument

pytestmark = pytest.mark.book


def heading(path):
    """The title of a page of the site."""
    title = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select_one("article h1")
    title.select_one("a.headerlink").decompose()
    return " ".join(title.get_text().split())


def titles(outline):
    """Every title of an outline."""
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield entry.title


def check_chapters(reader, chapters):
    """The outline leads to each chapter, at the top of a page of its own."""
    found = {
        part.title: (reader.get_destination_page_number(part), float(part.top))
        for part in reader.outline[1]
        if not isinstance(part, list)
    }
    assert [title for title in found if title in chapters] == chapters
    assert len({found[title][0] for title in chapters}) == len(chapters)
    for title in chapters:
        number, top = found[title]
        assert top > 0.85 * float(reader.pages[number].mediabox.height), title


def outside(reader):
    """Addresses that the file leads to."""
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots") or []]
    return {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}


def dangling(reader):
    """Links within the file whose end is nowhere."""
    named = set(reader.named_destinations)
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots") or []]
    ends = {str(note["/Dest"]).removeprefix("/") for note in notes if "/Dest" in note}
    return {end for end in ends if end not in named and f"/{end}" not in named}


def check_file(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    for number, page in enumerate(reader.pages, start=1):
        assert page.extract_text().rstrip().endswith(str(number)), number
    assert not [uri for uri in outside(reader) if "127.0.0.1" in uri or uri.startswith("file:")]
    assert dangling(reader) == set()
    assert not any("/EF" in str(note) for note in reader.attachments)


def on_paper(project):
    """The file that the command makes; a process of its own, since two Playwrights do not share one."""
    if chromium.installed() is None:
        pytest.skip("Chromium is not installed (on Debian: apt-get install chromium)")
    command = [sys.executable, "-m", "bookbuild", "pdf", "--profile", "smoke"]
    folders = ["--root", str(project.root), "--build-dir", str(project.build)]
    done = subprocess.run([*command, *folders], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"wrote {project.pdf('smoke')}"
    return pypdf.PdfReader(project.pdf("smoke"))


@pytest.fixture(scope="module")
def small(explorer_project):
    return on_paper(explorer_project)


@pytest.mark.browser
def test_the_file_is_tagged_numbered_and_leads_nowhere_outside(small):
    check_file(small)
    assert outside(small) == set()


@pytest.mark.browser
def test_the_outline_names_the_chapters_each_on_a_page_of_its_own(small):
    check_chapters(small, ["Falling", "Rising", "Claims"])


@pytest.mark.browser
def test_evidence_is_open_and_the_list_of_numbers_is_left_out(small):
    text = " ".join(" ".join(page.extract_text() for page in small.pages).split())
    for part in ("What is asserted", "the divisor n-1", "Nothing is said about"):
        assert part in text
    assert "Every number of the record" not in text
    assert "Show the parameters" not in text


@pytest.mark.browser
def test_no_line_of_code_is_cut(small):
    text = "".join(page.extract_text() for page in small.pages)
    assert all(f"addend_{i}" in re.sub(r"\s", "", text) for i in range(30))


@pytest.mark.browser
def test_explorers_are_pictures_on_paper(small):
    text = " ".join(" ".join(page.extract_text() for page in small.pages).split())
    assert "When is a symbol forgotten?" in text
    assert "Drawn for expected occurrences c = 10" in text
    assert "Read at" not in text


def test_a_book_that_was_not_built_is_refused(project):
    with pytest.raises(InvalidArgument, match="must be built first"):
        write_pdf(project, "smoke", lambda line: None)


def test_without_chromium_one_line_says_what_to_install(monkeypatch, project, capsys):
    stage = project.stage("full")
    stage.mkdir(parents=True)
    (stage / "_toc.yml").touch()
    monkeypatch.setattr(chromium, "NAMES", ("no-such-browser",))
    arguments = ["bookbuild", "pdf", "--root", str(project.root), "--build-dir", str(project.build)]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        "bookbuild: Chromium is not installed; on Debian: apt-get install chromium"
    ]
    assert not project.pdf("full").exists()


@pytest.mark.slow
@pytest.mark.browser
def test_the_real_book_on_paper(book, site, measured):
    reader = on_paper(book)
    check_file(reader)
    chapters = [heading(site.site / f"{page}.html") for page in pages(book)[1:]]
    check_chapters(reader, chapters)
    # Chromium doubles the title of a heading that has moved to the next page.
    assert "Derivation" in (found := [*titles(reader.outline)])
    assert [title for title in found if len(title) > 3 and title == 2 * title[: len(title) // 2]] == []
    measured("pages/of the PDF", len(reader.pages), "pages of the book on paper")
    measured(
        "pages/chapters of the PDF", len(chapters), "chapters and pages in its outline, each on a new page"
    )
