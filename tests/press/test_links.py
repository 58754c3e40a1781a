"""Every link within the site leads somewhere, to the very place on the page that it names."""

from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.book


def broken_links(site: Path) -> tuple[int, list[tuple[str, str]]]:
    """How many links there are within a site, and those that lead nowhere."""
    soups = {
        path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in site.rglob("*.html")
    }
    places = {
        path: {tag[name] for name in ("id", "name") for tag in soup.select(f"[{name}]")} | {""}
        for path, soup in soups.items()
    }
    count, broken = 0, []
    for path, soup in soups.items():
        for element in soup.select("[href], [src]"):
            address = element.get("href") or element.get("src") or ""
            target, place = urldefrag(unquote(address))
            if ":" in target or target.startswith("//"):
                continue
            count += 1
            found = (path.parent / target.partition("?")[0]).resolve() if target else path
            if not found.is_file() or (place and found.suffix == ".html" and place not in places[found]):
                broken.append((path.relative_to(site).as_posix(), address))
    return count, broken


def test_links_within_the_book_lead_somewhere(site, measured):
    count, broken = broken_links(site.site.resolve())
    assert count > 0
    assert broken == []
    measured(
        "pages/internal links", count, "links within the site, each of which leads to a place that exists"
    )


def test_links_within_the_small_book_lead_somewhere(small_site):
    assert broken_links(small_site.site.resolve())[1] == []


def test_a_broken_link_is_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="#here">a</a><a href="#there">b</a><a href="b.html">c</a>'
        '<a href="a.html#here">d</a><a href="mailto:x@example.org">e</a><img src="c.svg"></p>'
    )
    count, broken = broken_links(tmp_path.resolve())
    assert (count, [address for _, address in broken]) == (5, ["#there", "b.html", "c.svg"])
