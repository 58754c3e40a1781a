"""The search finds claims by their id and theorems by their name, and leads to the card itself."""

import re

import pytest

from bookbuild.sphinx_ext.claim import anchor, theorems
from press.walk import Walk, opened, until

pytestmark = [pytest.mark.book, pytest.mark.browser]


@pytest.fixture(scope="module")
def find(browser, site, site_url):
    """What the search page lists for some words: addresses within the site, best first."""
    seen = Walk()
    page = opened(browser, site_url, seen, viewport={"width": 1280, "height": 900})

    def found(words):
        page.goto(f"{site_url}search.html?q={words.replace(' ', '+')}")
        page.wait_for_selector("#search-results ul.search li a")
        # The list grows one by one; it is complete when the summary appears.
        until(page, "/found|matching/.test(document.querySelector('.search-summary')?.textContent)")
        links = page.eval_on_selector_all("#search-results ul.search li a", "all => all.map(a => a.href)")
        assert (seen.foreign, seen.complaints) == ([], [])
        return [link.removeprefix(site_url).replace(f"?highlight={words}", "") for link in links]

    yield found
    page.context.close()


def test_words_of_a_title_lead_to_its_chapter(find, site):
    title = next(iter(site.records.values()))["title"]
    word = max(re.findall(r"[a-z]+", title.lower()), key=len)
    assert any("notebooks/" in link for link in find(word))


def test_an_id_leads_to_its_card(find, site):
    names = [name for name, record in site.records.items() if record["outcome"] != "not examined"]
    for name in (names[0], names[len(names) // 2], names[-1]):
        assert find(name)[0].endswith(f"#{anchor(name)}")


def test_a_theorem_leads_to_the_cards_that_are_about_it(find, site):
    named = {
        name: theorems(record.get("locus") or "")
        for name, record in site.records.items()
        if record["outcome"] != "not examined"
    }
    theorem = "Theorem 2"
    wanted = {anchor(name) for name, about in named.items() if theorem in about}
    assert wanted
    assert wanted <= {link.partition("#")[2] for link in find(theorem)}
