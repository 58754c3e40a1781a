"""What can be cited: CITATION.cff, a BibTeX entry for each thing, permanent anchors, no identifier made up."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from pybtex.database import parse_file, parse_string

from bookbuild import tree
from bookbuild.identity import Identity
from modelcollapse import citation
from press.small_book import REPOSITORY, read_json

ANCHORS = Path(__file__).with_name("anchors.txt")
TEX = {rf"\{sign}": sign for sign in "&%#_"}
TEX |= {r"\ensuremath{-}": "−", r"\ensuremath{\pi}": "π", r"\textsuperscript{2}": "²"}
CFF = REPOSITORY / "CITATION.cff"
DOI = re.compile(r"\b10\.\d{4,9}/[-._;()/:A-Za-z0-9]+")
ORCID = re.compile(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b")


def test_citation_cff_says_what_the_library_says():
    stated = yaml.safe_load(CFF.read_text(encoding="utf-8"))
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert stated.pop("message")
    assert stated.pop("keywords")
    assert stated == {
        "cff-version": "1.2.0",
        "title": citation.TITLE,
        "type": "software",
        "authors": [{"name": citation.AUTHOR}],  # an entity: nobody is made up
        "version": citation.VERSION,
        "date-released": citation.RELEASED,
        "license": project["license"],
    }
    assert project["version"] == citation.VERSION


@pytest.fixture(scope="module")
def cffconvert():
    """Run the validator in an environment of its own: it needs a jsonschema from 2019."""
    uv = Path(sys.executable).with_name("uv")
    if not uv.exists():
        pytest.skip("uv is not installed beside this Python; make sets it up")

    def run(*arguments, cwd=None):
        command = [uv, "tool", "run", "--isolated", "--no-progress", "--python", sys.executable]
        return subprocess.run(
            [*command, "--from", "cffconvert==2.0.0", "cffconvert", *arguments],
            env=os.environ | {"UV_HTTP_TIMEOUT": "20"},
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
        )

    tried = run("--version")
    if tried.returncode:
        pytest.skip(f"cffconvert could not be installed: {tried.stderr.strip().splitlines()[-1]}")
    return run


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [("", "", 0), ("type: software", "type: novel", 1)],
)
def test_citation_cff_is_valid_by_its_schema(cffconvert, tmp_path, old, new, status):
    text = CFF.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "CITATION.cff").write_text(text.replace(old, new), encoding="utf-8")
    done = cffconvert("--validate", cwd=tmp_path)
    assert done.returncode == status, done.stdout + done.stderr


def test_the_validator_left_no_trace_in_the_lock():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"^cffconvert", lock, re.MULTILINE)
    assert int(re.search(r"^jsonschema==(\d+)", lock, re.MULTILINE)[1]) >= 4


@pytest.mark.parametrize(
    "cited",
    [
        citation.book(),
        citation.book("Commit abc", "swh:1:dir:0"),
        citation.chapter("power-laws", "Power laws & 100 % of #1: a_b"),
        citation.claim("a-b", "At most π²/6, at the rate 1 − 1/n", 3),
    ],
    ids=lambda cited: cited.key,
)
def test_an_entry_can_be_read_back(cited):
    text = cited.bibtex()
    assert text.isascii()
    (key,) = parse_string(text, "bibtex").entries
    entry = parse_string(text, "bibtex").entries[key]
    assert key == cited.key
    assert str(entry.persons["author"][0]) == f"{{{citation.AUTHOR}}}"
    title = entry.fields["title"]
    for tex, sign in TEX.items():
        title = title.replace(tex, sign)
    assert title == f"{{{cited.title}}}"
    assert entry.fields["version"] == citation.VERSION
    assert citation.RELEASED.startswith(entry.fields["year"])
    assert all(note in cited.text() for note in (cited.title, *cited.notes))


@pytest.mark.book
def test_every_entry_of_the_site_is_read_and_has_a_key_of_its_own(book, site, measured):
    sources = Identity(**read_json(book.manifest("smoke"))["identity"])
    folder = site.site / "bib"
    everything = parse_file(folder / "all.bib", "bibtex").entries
    prefix = f"modelcollapse-{citation.VERSION}"
    chapters = [path.stem for path in (REPOSITORY / "notebooks").glob("*.md")]
    expected = [prefix, *(f"{prefix}-chapter-{slug}" for slug in chapters)]
    expected += [f"{prefix}-{name}" for name in site.records]
    assert sorted(everything) == sorted(expected)
    found = [
        parse_file(path, "bibtex").entries for path in sorted(folder.glob("*.bib")) if path.stem != "all"
    ]
    assert sorted(key for entries in found for key in entries) == sorted(everything)
    for entries in found:
        for key, entry in entries.items():
            assert entry == everything[key]
            assert sources.directory in entry.fields["note"]
            assert sources.notes[0] in entry.fields["note"]
            assert entry.fields["version"] == citation.VERSION
    assert all(path.read_text(encoding="utf-8").isascii() for path in folder.iterdir())
    for name, record in site.records.items():
        entry = everything[f"{prefix}-{name}"]
        assert entry.fields["howpublished"] == f"Claim {name}, revision {record['revision']}"
        assert f"sha256:{record['digest'][:16]}" in entry.fields["note"].replace(r"\_", "_")
    measured("identity/bibtex", len(everything), "BibTeX entries, each read by pybtex, each with its own key")


@pytest.mark.book
def test_anchors_are_permanent(site, measured):
    listed = ANCHORS.read_text(encoding="utf-8").split()
    pages = {path: path.read_text(encoding="utf-8") for path in site.site.resolve().glob("[bn]*/*.html")}
    carried = Counter(
        card
        for text in pages.values()
        for card in re.findall(r'class="[^"]*\bclaim-card\b[^"]*" id="([^"]+)"', text)
    )
    examined = {f"claim-{name}" for name, r in site.records.items() if r["outcome"] != "not examined"}
    assert [anchor for anchor in listed if carried[anchor] != 1] == [], "a permanent anchor is lost"
    assert sorted(examined - set(listed)) == [], "add the anchor to tests/press/anchors.txt"
    assert listed == sorted(set(listed))
    for anchor in listed:
        path = site.site / "c" / f"{anchor.removeprefix('claim-')}.html"
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        target, _, named = page.find("a")["href"].partition("#")
        assert named == anchor
        assert f'id="{anchor}"' in pages[(path.parent / target).resolve()]
        assert f"url={target}#{anchor}" in page.find("meta", {"http-equiv": "refresh"})["content"]
    measured(
        "identity/anchors", len(listed), "permanent anchors, each on one page and behind a short address"
    )


def test_no_anchor_was_ever_dropped():
    changes = tree.git(REPOSITORY, "log", "--patch", "--format=", "--", "tests/press/anchors.txt")
    if changes is None:
        pytest.skip("no history: these sources are no git checkout")
    dropped = set(re.findall(r"^-(claim-\S+)$", changes.decode(), re.MULTILINE))
    assert dropped <= set(ANCHORS.read_text(encoding="utf-8").split())


@pytest.mark.book
def test_the_cards_name_the_sources_of_the_build(book, site):
    sources = Identity(**read_json(book.manifest("smoke"))["identity"])
    for path in (site.site / "notebooks").glob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        parts = page.select(".cite-part")
        assert len(parts) == len(page.select(".claim-card")) + 1
        for part in parts:
            text = part.get_text()
            assert sources.directory in text
            assert sources.origin in text
            (words,) = part.select("pre")
            entry = (path.parent / part.select("a")[-1]["href"]).read_text(encoding="utf-8")
            for cited in (words.get_text(), entry):
                assert citation.AUTHOR in cited
                assert sources.directory in cited


def made_up(text, allowed=frozenset()):
    """The DOIs and ORCIDs in a text that are not from the bibliography."""
    return {found.rstrip(".,;)") for found in DOI.findall(text)} - allowed | set(ORCID.findall(text))


@pytest.mark.book
def test_no_identifier_is_made_up(site):
    papers = parse_file(REPOSITORY / "book" / "references.bib", "bibtex").entries.values()
    allowed = frozenset(paper.fields["doi"] for paper in papers if "doi" in paper.fields)
    planted = "see https://doi.org/" + "10.5281/" + "zenodo.1234567, orcid " + "0000-0002-1825-" + "0097."
    assert len(made_up(planted)) == 2
    texts = {name: entry.content for name, entry in tree.entries(REPOSITORY).items()}
    # The scripts of the theme and of MathJax are other people's.
    ours = ("html", "bib", "md", "ipynb")
    texts |= {str(path): path.read_bytes() for end in ours for path in site.site.rglob(f"*.{end}")}
    found = {name: made_up(text.decode(errors="replace"), allowed) for name, text in texts.items()}
    assert {name: sorted(marks) for name, marks in found.items() if marks} == {}


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_list_of_anchors_is_watched(tmp_path):
    """The test of the history would see a dropped line."""
    lines = ["claim-a", "claim-b"]
    git = ["git", "-C", str(tmp_path), "-c", "user.name=N", "-c", "user.email=n@example.org"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    for kept in (lines, lines[:1]):
        (tmp_path / "anchors.txt").write_text("\n".join(kept) + "\n")
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", "x"], check=True)
    changes = tree.git(tmp_path, "log", "--patch", "--format=", "--", "anchors.txt")
    assert re.findall(r"^-(claim-\S+)$", changes.decode(), re.MULTILINE) == ["claim-b"]
