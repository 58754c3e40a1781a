"""The generated parts of a page: claim cards, ledger, limits, numbers in prose, run record."""

import shlex
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from bookbuild.__main__ import cli
from bookbuild.chapters import chapter
from bookbuild.sphinx_ext.claim import theorems
from bookbuild.sphinx_ext.numbers import at_margin, show, typeset
from bookbuild.sphinx_ext.rec import value
from bookbuild.sphinx_ext.records import Records, UnknownName
from press.small_book import read_json, record


@pytest.fixture(scope="module")
def page(small_site):
    def read(name):
        return BeautifulSoup((small_site.site / f"{name}.html").read_text(), "html.parser")

    return read


@pytest.fixture
def card(page):
    return page("notebooks/falling").find(id="claim-small-fall")


pytestmark = pytest.mark.book


def test_a_card_holds_statement_source_and_verdict(card):
    text = card.get_text(" ")
    for part in ("The claim small-fall", "✓ verified", "Small", "Theorem 3", "full text", "holds"):
        assert part in text
    assert [span.get_text().strip() for span in card.select("div.math")] == ["\\[\\sigma_k \\to 0.\\]"]
    assert card.select_one("a.claim-link")["href"] == "#claim-small-fall"
    assert card.select("dd li")[1].get_text() == "independent draws"


def test_the_citation_leads_to_the_bibliography(card):
    assert "../book/claims.html" in card.select_one("dd a")["href"]


def test_simulated_evidence_is_a_table_with_real_headers(card):
    evidence = card.select("table")[1]
    assert [cell.get_text().strip() for cell in evidence.select("thead th")] == [
        "What is asserted",
        "Verdict",
        "Theory",
        "Estimate",
        "Margin",
        "Smallest detectable",
        "Power against the nearest wrong variant",
    ]
    cells = [" ".join(cell.get_text().split()) for cell in evidence.select("tbody td")]
    assert cells == ["✓ verified", "0.5000", "0.5012 [0.4900, 0.5100]", "0.0625", "0.03", "0.9990"]
    assert evidence.select("tbody .math")


def test_computed_evidence_says_why(card):
    cells = [cell.get_text().strip() for cell in card.select("table")[0].select("tbody tr > *")]
    assert cells == ["It is zero.", "✓ verified", "SymPy reduces [it] to *zero*"]


def test_evidence_controls_numbers_and_limits_fold_away(card):
    summaries = [part.get_text() for part in card.select("details > summary")]
    assert summaries == [
        "Evidence: 1 derived or computed, 1 simulated",
        "Wrong variants, and what the judge said: 2 of 2 refuted",
        "Every number of the record",
        "What this does not establish",
        "Cite this claim",
    ]
    controls = [
        [cell.get_text().strip() for cell in row.select("td, th")]
        for row in card.select("details")[1].select("tbody tr")
    ]
    assert controls == [
        ["twice as much", "offset", "✗ refuted"],
        ["the divisor n-1", "rate", "✗ refuted", "−0.25", "4"],
    ]
    offset, rate = (part.get_text() for part in card.select("details")[2].select(".numbers"))
    assert offset == "offset: largest gap −1.5\u202f×\u202f10⁻⁶; points 20"
    assert rate.startswith("rate: detectable 0.03; estimate 0.50123; interval [0.49, 0.51]; ")
    assert rate.endswith("; replicates 1000; theory 0.5")


def test_header_cells_say_what_they_head(card):
    table = card.select("table")[1]
    assert {cell["scope"] for cell in table.select("thead th")} == {"col"}
    assert [cell["scope"] for cell in table.select("tbody th")] == ["row"]


@pytest.mark.parametrize(
    ("locus", "named"),
    [
        ("Theorems 3 and 4, Lemma 1", ["Theorem 3", "Theorem 4", "Lemma 1"]),
        ("Theorem 4.3, Proposition F.5", ["Theorem 4.3", "Proposition F.5"]),
        ("equation 1", []),
        ("", []),
    ],
)
def test_the_theorems_of_a_locus(locus, named):
    assert theorems(locus) == named


def test_a_card_says_how_to_judge_again(card):
    foot = card.select_one(".claim-foot").get_text()
    assert "modelcollapse check small-fall --profile smoke" in foot
    assert "7 of 8 refuted" in foot
    assert "ab" * 32 in foot
    assert "cd" * 32 in foot
    assert "Revision 1" in foot


def test_the_ledger_links_to_the_card(page):
    rows = page("book/claims").find("table").select("tbody tr")
    assert [row.find("th").get_text().split() for row in rows] == [
        ["The", "claim", "small-fall", "small-fall"],
        ["The", "claim", "small-untouched", "small-untouched"],
    ]
    assert rows[0].find("a")["href"] == "../notebooks/falling.html#claim-small-fall"
    assert "○ not examined" in rows[1].get_text()


def test_the_ledger_shows_controls_and_kill_score(page):
    rows = page("book/claims").find("table").select("tbody tr")
    cells = [[cell.get_text().strip() for cell in row.select("td")][-2:] for row in rows]
    assert cells[0] == ["2 of 2", "8 of 8"]


def test_limits_are_listed(page):
    text = page("book/claims").get_text()
    assert "The claim small-untouched (Small [2024], Theorem 3): Nothing is said about" in " ".join(
        text.split()
    )
    assert "None." in text


def test_numbers_in_prose_come_from_the_record(page):
    text = " ".join(page("book/intro").find("article").get_text().split())
    assert "The verdict is verified; the rate is 0.50, the offset −1.5 × 10⁻⁶." in text
    assert "See Fig. 1 and The claim small-fall." in text


def test_a_chapter_ends_with_its_run_record(page):
    text = page("notebooks/falling").select_one(".run-record").get_text()
    assert "smoke profile · Python 3." in text
    assert "root seed 20241217" in text


def test_a_chapter_offers_the_doors_to_run_it_again(page, small_site, small_project):
    record = page("notebooks/falling").select_one(".run-record")
    executed, text = (small_site.site / "notebooks" / link["href"] for link in record.select("a")[:2])
    assert any(cell.get("outputs") for cell in read_json(executed)["cells"])
    assert text.read_text() == (small_project.root / "notebooks" / "falling.md").read_text()
    words = shlex.split(record.find("pre").get_text())
    assert words[:3] == [".venv/bin/bookbuild", "run", "falling"]
    shown = cli.commands["run"].make_context("run", words[2:]).params
    assert (shown["chapter"], shown["profile"], shown["output"]) == (
        "falling",
        "smoke",
        Path("falling.ipynb"),
    )
    parameters = chapter(small_project, "falling").parameters
    assert parameters.parse(shown["pairs"]) | {"profile": "full"} == parameters.defaults


def test_a_figure_has_caption_label_and_alternative_text(page):
    figure = page("notebooks/falling").find("figure", id="fig-falling")
    assert figure.find("img")["alt"] == "A falling line"
    assert figure.find("img")["src"].endswith(".svg")
    assert "It falls by" in figure.find("figcaption").get_text()


def test_the_injected_cell_is_hidden_and_the_parameters_fold(page):
    source = page("notebooks/rising")
    assert 'profile = "smoke"' not in source.get_text()
    assert source.select_one("details.hide summary").get_text().strip().startswith("Show the parameters")


class Small(Records):
    """One record, without a stage."""

    def __init__(self):
        super().__init__("nowhere")

    def get(self, name):
        if name != "small-fall":
            raise UnknownName(name)
        return record(name)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("small-fall verdict", "verified"),
        ("small-fall rate.verdict", "verified"),
        ("small-fall rate.estimate", "0.50123"),
        ("small-fall rate.estimate:.3f", "0.501"),
        ("small-fall rate.interval.1:.1%", "51.0%"),
        ("small-fall offset.largest_gap:.0e", "−2\u202f×\u202f10⁻⁶"),
        ("small-fall rate.controls.0.value:.2f", "−0.25"),
        ("small-fall seed.root:d", "20241217"),
        ("small-fall rate.replicates:,", "1,000"),
    ],
)
def test_a_path_finds_its_value(text, shown):
    assert value(Small(), text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "small-rise verdict",
        "small-fall",
        "small-fall verdict now",
        "small-fall rat.estimate",
        "small-fall rate.estimat",
        "small-fall rate.interval",
        "small-fall rate.interval.2",
        "small-fall rate.estimate.0",
        "small-fall rate",
        "small-fall rate.verdict:.3f",
        "small-fall rate.estimate:.3q",
    ],
)
def test_a_path_to_nothing_is_an_error(text):
    with pytest.raises((UnknownName, ValueError)):
        value(Small(), text)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (None, "–"),
        (True, "yes"),
        (-3, "−3"),
        (12345678, "12345678"),
        (0.1 + 0.2, "0.3"),
        (1e-300, "1\u202f×\u202f10⁻³⁰⁰"),
        (2.5e10, "2.5\u202f×\u202f10¹⁰"),
        ([1.0, None], "[1, –]"),
        ({"n": 20, "k": -1}, "n 20, k −1"),
        ("1/4", "1/4"),
    ],
)
def test_numbers_in_tables(number, shown):
    assert show(number) == shown


def test_words_with_a_hyphen_stay_as_they_are():
    assert typeset("-words") == "-words"


@pytest.mark.parametrize(
    ("number", "margin", "shown"),
    [
        (43.09416589, 1.0, "43.09"),
        (-0.11520647, 0.00115, "−0.11521"),
        (0.0, 0.01, "0.0000"),
        (3.6e-9, 0.005, "3.6\u202f×\u202f10⁻⁹"),
        (0.123456, None, "0.1235"),
        (None, 0.01, "–"),
        (1.5, 1e-9, "1.5"),
    ],
)
def test_an_estimate_shows_the_decimals_its_margin_can_tell_apart(number, margin, shown):
    assert at_margin(number, margin) == shown


def test_the_first_use_of_a_term_leads_to_the_glossary(page):
    chapter = page("notebooks/falling")
    links = [
        (link.get_text(), link["href"].rpartition("/")[2])
        for link in chapter.select("article a")
        if link.select_one(".term")
    ]
    # The longer term first, in either number; nothing that the page explains itself; nothing in cards.
    assert links == [
        ("slow falls", "glossary.html#term-slow-fall"),
        ("fall", "glossary.html#term-fall"),
    ]
    glossary = page("book/glossary")
    assert [word["id"] for word in glossary.select("dt")][:2] == ["term-slow-fall", "term-fall"]
    assert not glossary.select("article .term")


def test_the_parameters_of_a_chapter_are_a_table_before_its_run_record(page):
    article = page("notebooks/rising").find("article")
    (table,) = (one for one in article.select("table") if "Parameter" in one.get_text())
    rows = [
        [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
        for row in table.select("tbody tr")
    ]
    assert [row[0] for row in rows] == ["profile", "sample_size"]
    assert rows[1][1:] == [
        "draws per fit",
        "an integer at least 2 and at most 500",
        "20",
        "draws",
        "in proportion",
    ]
    text = " ".join(article.get_text().split())
    assert "Cost: 30 × sample_size draws, 600 with the defaults. A run above 10,000 is refused" in text
    assert text.index("Parameter") < text.index("Run:")
