"""The real book as a reader meets it: complete, offline, typeset, readable on a phone and in the dark."""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup

from bookbuild.chapters import pages

pytestmark = pytest.mark.book

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


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


def test_every_figure_has_a_caption_and_an_anchor(html):
    figures = [figure for page in html.values() for figure in page.select("article figure")]
    assert figures
    for figure in figures:
        assert figure["id"].startswith("fig-")
        assert figure.find("figcaption").get_text(strip=True)


def test_every_table_has_header_cells(html):
    tables = [table for page in html.values() for table in page.select("article table")]
    assert tables
    assert [table for table in tables if not table.find("th")] == []


def test_links_within_the_book_lead_somewhere(site, html):
    broken = []
    for page, soup in html.items():
        for link in soup.select("a[href]"):
            target, anchor = urldefrag(unquote(link["href"]))
            if "://" in target or target.startswith("mailto:"):
                continue
            path = (site.site / f"{page}.html").parent / target if target else site.site / f"{page}.html"
            named = anchor and path.suffix == ".html" and path.is_file()
            if not path.exists() or (named and f'id="{anchor}"' not in path.read_text(encoding="utf-8")):
                broken.append((page, link["href"]))
    assert broken == []


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


@dataclass
class Visit:
    """What a browser saw on the pages of the book."""

    formulas: dict[str, int] = field(default_factory=dict)
    untypeset: dict[str, int] = field(default_factory=dict)
    overflow: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


UNTYPESET = "[...document.querySelectorAll('.math')].filter(m => !m.querySelector('mjx-container')).length"
WRONG = "document.querySelectorAll('mjx-merror').length"
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
TYPESET = "window.MathJax === undefined || (MathJax.startup && MathJax.startup.promise.then(() => true))"


def opened(browser, url, visit, **options):
    """A fresh page that reports to ``visit`` whatever it requests or complains of."""
    page = browser.new_context(**options).new_page()

    def requested(request):
        if not request.url.startswith((url, "data:", "blob:")):
            visit.foreign.append(request.url)

    def answered(response):
        if response.status >= 400:
            visit.complaints.append(f"{response.status} {response.url}")

    def said(message):
        if message.type in {"error", "warning"}:
            visit.complaints.append(message.text)

    page.on("request", requested)
    page.on("response", answered)
    page.on("console", said)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    return page


@pytest.fixture(scope="module")
def visit(browser, book, site_url):
    """Every page, once at a desk and once on a phone."""
    seen = Visit()
    for size in (DESK, PHONE):
        page = opened(browser, site_url, seen, viewport=size)
        for name in pages(book):
            page.goto(f"{site_url}{name}.html", wait_until="load")
            # Not wait_for_function: it evaluates text within the page, which the page's policy forbids.
            page.evaluate(TYPESET)
            seen.formulas[name] = page.evaluate("document.querySelectorAll('mjx-container').length")
            seen.untypeset[name] = page.evaluate(UNTYPESET) + page.evaluate(WRONG)
            if size is PHONE:
                seen.overflow[name] = page.evaluate(OVERFLOW)
        page.context.close()
    return seen


@pytest.mark.browser
def test_formulas_are_typeset_without_a_network(visit, book):
    assert all(visit.formulas[page] > 0 for page in pages(book) if page.startswith("notebooks/"))
    assert {page: count for page, count in visit.untypeset.items() if count} == {}


@pytest.mark.browser
def test_the_browser_makes_no_foreign_request_and_no_complaint(visit):
    assert visit.foreign == []
    assert visit.complaints == []


@pytest.mark.browser
def test_no_page_scrolls_sideways_on_a_phone(visit):
    assert {page: width for page, width in visit.overflow.items() if width > 0} == {}


@pytest.mark.browser
def test_the_search_finds_a_claim(browser, site, site_url):
    seen = Visit()
    page = opened(browser, site_url, seen, viewport=DESK)
    title = next(iter(site.records.values()))["title"]
    word = max(re.findall(r"[a-z]+", title.lower()), key=len)
    page.goto(f"{site_url}search.html?q={word}")
    page.wait_for_selector("#search-results ul.search li a")
    found = page.eval_on_selector_all("#search-results ul.search li a", "links => links.map(a => a.href)")
    assert any("/notebooks/" in link for link in found)
    page.wait_for_selector("#search-results li .context, #search-results li p")
    assert (seen.foreign, seen.complaints) == ([], [])
    page.context.close()


@pytest.mark.browser
def test_the_dark_theme_can_be_chosen_and_inverts_the_figures(browser, html, site_url):
    seen = Visit()
    page = opened(browser, site_url, seen, viewport=DESK, color_scheme="light")
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
