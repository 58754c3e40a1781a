"""Everybody can read the book: by eye, by ear, by keyboard, on a phone, in the dark, and without the colours."""

import itertools

import pytest

from bookbuild.chapters import pages
from press.walk import MODES, WIDTHS, walk

pytestmark = [pytest.mark.book, pytest.mark.browser]

SMALLEST_CAPTION = 14.0

BAD = """\
<!doctype html><html lang="en"><head><title>Bad</title></head><body>
<h1>Bad</h1><h3>Skips one</h3><p style="color:#aaa;background:#fff">Faint</p><img src="dot.svg">
<p><button style="outline:none!important;border:0;box-shadow:none">No ring</button></p>
<figure><figcaption style="font-size:9px;transition:color 1s">Tiny</figcaption></figure>
<p style="width:800px">Wide</p><p class="math">raw</p><p id="later">Here</p>
<script>addEventListener("load", () => { console.error("oops"); fetch("/gone");
requestAnimationFrame(() => requestAnimationFrame(() => {
document.querySelector("h1").style.marginTop = "300px"; })); });</script></body></html>
"""


def bare(figures):
    """Only what is not as it should be."""
    return {page: found for page, found in figures.items() if found}


def test_axe_finds_nothing_in_the_light_or_in_the_dark(walked, measured):
    assert all(set(look.findings) == set(MODES) for look in walked.looks.values())
    assert (
        bare(
            {
                (page, mode): found
                for page, look in walked.looks.items()
                for mode, found in look.findings.items()
            }
        )
        == {}
    )
    rows = [["pages", "modes", "findings", "exceptions"], [len(walked.looks), " and ".join(MODES), 0, 0]]
    measured(
        "pages/axe", rows, "pages that axe-core judged by WCAG 2.1 A and AA, in each mode, and what it found"
    )


def test_no_page_scrolls_sideways(walked, measured):
    every = set(itertools.product(WIDTHS, MODES))
    assert all(set(look.overflow) == every for look in walked.looks.values())
    wide = {
        (page, *case): by
        for page, look in walked.looks.items()
        for case, by in look.overflow.items()
        if by > 0
    }
    assert wide == {}
    measured("pages/overflow", len(walked.looks) * len(every), "views of pages, none wider than its window")


def test_the_browser_makes_no_foreign_request_and_no_complaint(walked):
    assert (walked.foreign, walked.complaints) == ([], [])


def test_formulas_are_typeset_and_have_a_form_that_can_be_spoken(walked, book):
    looks = walked.looks
    assert all(looks[page].formulas for page in pages(book) if page.startswith("notebooks/"))
    assert (
        bare(
            {
                page: (look.untypeset, look.unspoken)
                for page, look in looks.items()
                if look.untypeset or look.unspoken
            }
        )
        == {}
    )


def test_the_focus_can_be_seen(walked):
    assert bare({page: look.unringed for page, look in walked.looks.items()}) == {}


def test_nothing_moves_for_readers_who_asked_for_it(walked):
    assert bare({page: look.moving for page, look in walked.looks.items()}) == {}


def test_captions_are_legible(walked):
    sizes = {page: look.captions for page, look in walked.looks.items() if look.captions is not None}
    assert sizes
    assert {page: size for page, size in sizes.items() if size < SMALLEST_CAPTION} == {}


def test_the_walk_notices_a_bad_page(browser, tmp_path):
    import threading

    from bookbuild.serve import server

    (tmp_path / "index.html").write_text(BAD)
    (tmp_path / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with server(tmp_path, 0) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        seen = walk(browser, f"http://127.0.0.1:{running.server_port}/", ["index"])
        running.shutdown()
        thread.join()
    look = seen.looks["index"]
    assert {"image-alt", "color-contrast", "heading-order"} <= {rule for rule, _ in look.findings["light"]}
    assert "color-contrast" in {rule for rule, _ in look.findings["dark"]}
    assert {case for case, by in look.overflow.items() if by > 0} >= {(768, "dark"), (390, "light")}
    assert look.overflow[1280, "light"] == 0
    assert look.untypeset == 1
    assert look.shift > 0.05
    assert look.captions == 9
    assert look.unringed
    assert any("oops" in complaint for complaint in seen.complaints)
    assert any("404" in complaint for complaint in seen.complaints)
