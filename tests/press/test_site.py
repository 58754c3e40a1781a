"""The real book as a reader meets it: complete, offline, typeset, readable on a phone and in the dark."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from bookbuild.chapters import pages
from press.walk import Walk, opened

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def html(book, site):
    """Every page of the table of contents, parsed."""
    return {
        page: BeautifulSoup((site.site / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
        for page in pages(book)
    }


def test_every_page_exists_and_the_front_door_leads_to_the_first(book, site):
    listed = pages(book)
    assert site.pages == len(listed) > 1
    assert [page for page in listed if not (site.site / f"{page}.html").is_file()] == []
    assert f"{listed[0]}.html" in (site.site / "index.html").read_text()


def test_no_executed_chapter_holds_an_error(book, site):
    executed = sorted(book.notebooks("smoke").glob("*.ipynb"))
    assert {path.stem for path in executed} == {
        page.removeprefix("notebooks/") for page in pages(book) if page.startswith("notebooks/")
    }
    kinds = [
        output["output_type"]
        for path in executed
        for cell in json.loads(path.read_text())["cells"]
        for output in cell.get("outputs", [])
    ]
    assert kinds
    assert "error" not in kinds


def test_every_claim_has_its_card_and_its_row(site, html):
    cards = [card["id"] for page in html.values() for card in page.select(".claim-card")]
    examined = [f"claim-{r['id']}" for r in site.records.values() if r["outcome"] != "not examined"]
    assert sorted(set(cards) & set(examined)) == sorted(examined)
    assert len(set(cards)) == len(cards)
    rows = html["book/claims-ledger"].select("article table tbody tr")
    assert len(rows) == len(site.records)


def test_every_picture_has_an_alternative_text(html):
    pictures = [image for page in html.values() for image in page.select("article img")]
    assert pictures
    for image in pictures:
        alt = image.get("alt", "").strip()
        assert len(alt.split()) > 2, image
        assert not re.search(r"\.(svg|png)$|[/$\\]", alt), image


def test_every_picture_keeps_its_place_free_until_it_is_there(html):
    pictures = [image for page in html.values() for image in page.select("article img")]
    assert pictures
    sizeless = [image for image in pictures if not (image.get("width") and image.get("height"))]
    assert sizeless == []


def test_every_figure_has_a_caption_and_an_anchor(html):
    figures = [figure for page in html.values() for figure in page.select("article figure")]
    assert figures
    for figure in figures:
        assert figure["id"].startswith("fig-")
        assert figure.find("figcaption").get_text(strip=True)


def test_every_table_has_header_cells_that_say_what_they_head(html):
    tables = [table for page in html.values() for table in page.select("article table")]
    assert tables
    assert [table for table in tables if not table.find("th")] == []
    cells = [cell for table in tables for cell in table.find_all("th")]
    assert {cell.get("scope") for cell in cells} == {"col", "row"}
    assert [
        cell for cell in cells if (cell["scope"] == "col") != (cell.find_parent("thead") is not None)
    ] == []


def test_no_page_asks_another_site_for_anything(html):
    asked = {
        (page, element.get("src") or element.get("href"))
        for page, soup in html.items()
        for element in soup.select("[src], link[href]")
        if re.match(r"(https?:)?//", element.get("src") or element.get("href"))
        and element.get("rel") not in (["canonical"], ["next"], ["prev"])
    }
    assert asked == set()


def test_nothing_of_this_machine_is_on_a_page(book, site):
    where = [str(book.root), str(book.build)]
    texts = [
        path for path in site.site.rglob("*") if path.suffix in {".html", ".js", ".ipynb", ".md", ".svg"}
    ]
    assert texts
    leaks = [path for path in texts if any(name in path.read_text(encoding="utf-8") for name in where)]
    assert leaks == []


@pytest.mark.browser
def test_the_dark_theme_can_be_chosen_and_inverts_the_figures(browser, html, site_url):
    seen = Walk()
    page = opened(browser, site_url, seen, viewport={"width": 1280, "height": 900}, color_scheme="light")
    illustrated = next(name for name, soup in html.items() if soup.select_one("img.chapter-figure"))
    page.goto(f"{site_url}{illustrated}.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    ink = "getComputedStyle(document.querySelector('img.chapter-figure')).filter"
    light = page.evaluate(paper)
    assert page.evaluate(ink) == "none"
    for _ in range(3):
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
        page.locator(".theme-switch-button:visible").first.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(paper) != light
    assert "invert(1)" in page.evaluate(ink)
    assert seen.complaints == []
    page.context.close()


@pytest.mark.browser
def test_on_a_phone_only_a_figure_of_several_panels_has_to_be_scrolled(browser, html, site_url):
    page = opened(browser, site_url, Walk(), viewport={"width": 390, "height": 844})
    scrolled = {}
    for kind, selector in (("one panel", ".figure-scroll:not(.wide)"), ("several", ".figure-scroll.wide")):
        illustrated = next(name for name, soup in html.items() if soup.select_one(f"article {selector}"))
        page.goto(f"{site_url}{illustrated}.html")
        scrolled[kind] = page.locator(selector).first.evaluate("box => box.scrollWidth > box.clientWidth")
    assert scrolled == {"one panel": False, "several": True}
    page.context.close()
