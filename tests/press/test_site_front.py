"""The landing page and the page of outcomes of the real book."""

import pytest
from bs4 import BeautifulSoup

from bookbuild.chapters import pages
from press.walk import HEIGHT, WIDTHS
from science.test_claims_catalogue import COVERED

pytestmark = pytest.mark.book

DESK, PHONE = ({"width": width, "height": HEIGHT} for width in (WIDTHS[0], WIDTHS[-1]))

UNREAD = "a-probabilistic-perspective-on-model-collapse"


@pytest.fixture(scope="module")
def read(site):
    def parsed(name):
        text = (site.site / "book" / f"{name}.html").read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser").find("article")

    return parsed


@pytest.fixture(scope="module")
def errata(read):
    return read("errata")


@pytest.fixture(scope="module")
def lines(read):
    return read("line-by-line").select(".line-by-line tbody tr")


def chosen(records, *outcomes):
    return {name for name, record in records.items() if record["outcome"] in outcomes}


def test_what_is_sharpened_or_corrected_has_its_place(site, errata):
    places = {card["id"].removeprefix("compared-") for card in errata.select(".comparison[id]")}
    assert places == chosen(site.records, "sharpened", "corrected")
    for card in errata.select(".comparison[id]"):
        text = " ".join(card.get_text(" ").split())
        assert "In the version we read (" in text
        assert card.select("dd li .verdict")
        assert f"#claim-{card['id'].removeprefix('compared-')}" in card.a["href"]


def test_what_was_not_read_is_derived_and_never_corrected(site, errata):
    section = errata.find(id=UNREAD)
    mine = {name for name, record in site.records.items() if record["paper"] == "xu2025probabilistic"}
    assert not section.select(".comparison[id]")
    titles = [title.get_text() for title in section.select("p.rubric")]
    assert titles == ["What is derived here", "What holds on a condition, derived here"]
    linked = {link["href"].rpartition("#claim-")[2] for link in section.select('a[href*="#claim-"]')}
    assert linked == mine


def test_the_lines_hold_every_item_and_every_claim(site, lines):
    keys = {key.get_text() for row in lines for key in row.select("th:first-child code")}
    named = {code.get_text() for row in lines for code in row.select("td:nth-child(2) code")}
    assert keys == COVERED
    assert named == set(site.records)


def test_every_line_agrees_with_its_record(site, errata, lines):
    places = {card["id"] for card in errata.select(".comparison[id]")}
    checked = 0
    for row in lines:
        record = site.records[row.select_one("td:nth-child(2) code").get_text()]
        cells = [cell.get_text().strip() for cell in row.select("th, td")]
        assert record["title"] in cells[1].replace("’", "'")
        assert cells[2] == record["outcome"]
        assert cells[3].endswith(record["verdict"])
        assert row.select_one("th code").get_text() in record["ledger"]
        linked = row.select_one("td:nth-child(3) a")
        if record["outcome"] in {"sharpened", "corrected"}:
            page, _, place = linked["href"].partition("#")
            assert (page, place in places) == ("errata.html", True)
        else:
            assert linked is None
        checked += 1
    assert checked >= len(COVERED)


def test_the_papers_add_up(site, read):
    table = read("intro").find("table")
    rows = [[cell.get_text().strip() for cell in row.select("th, td")] for row in table.select("tbody tr")]
    assert rows[-1][-1].endswith(f"of {len(site.records)}")
    for column in range(1, len(rows[0]) - 1):
        numbers = [0 if row[column] == "–" else int(row[column]) for row in rows]
        assert sum(numbers[:-1]) == numbers[-1]


def test_the_map_holds_every_chapter(book, read):
    linked = [link["href"] for link in read("intro").select(".reading-map li a")]
    assert linked == [f"../{page}.html" for page in pages(book) if page.startswith("notebooks/")]


@pytest.mark.browser
def test_the_first_screen_holds_picture_board_and_doors(browser, site_url):
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(f"{site_url}book/intro.html", wait_until="load")
    for part in (".front figure img", ".scoreboard", ".doors"):
        box = page.locator(part).bounding_box()
        assert box["width"] > 100, part
        assert box["y"] + box["height"] <= DESK["height"], part
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_arcs_end_at_their_chapters(browser, site_url, size):
    page = browser.new_context(viewport=size).new_page()
    page.goto(f"{site_url}book/intro.html", wait_until="load")
    dots = page.locator(".reading-arcs circle")
    rows = page.locator(".reading-map li")
    assert dots.count() == rows.count()
    for at in range(dots.count()):
        dot, row = dots.nth(at).bounding_box(), rows.nth(at).bounding_box()
        assert abs((dot["y"] + dot["height"] / 2) - (row["y"] + row["height"] / 2)) < 2
        assert row["x"] + row["width"] <= size["width"]
    page.context.close()
