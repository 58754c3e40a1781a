"""Pages are light: what a first visit loads, what every later page adds, and that nothing jumps meanwhile."""

import pytest

from bookbuild.chapters import pages

pytestmark = [pytest.mark.book, pytest.mark.browser]

FIRST_VISIT = 3_500_000
LATER_PAGE = 300_000
WHOLE_PAGE = 1_500_000
# A tenth of what counts as good.
SHIFT = 0.01


def kilobytes(size):
    return round(size / 1000)


def is_figure(path):
    return path.startswith("_images/")


@pytest.fixture(scope="module")
def weights(walked, site):
    """Bytes of each file that each page needs, uncompressed."""
    return {
        page: {path: (site.site / path).stat().st_size for path in look.files}
        for page, look in walked.looks.items()
    }


@pytest.fixture(scope="module")
def known(weights, book):
    """The files of the front page and of the first chapter: who reads on has them."""
    listed = pages(book)
    chapter = next(page for page in listed if page.startswith("notebooks/"))
    return weights[listed[0]].keys() | weights[chapter].keys()


def test_a_first_visit_loads_little_enough(weights):
    assert any("mathjax" in path for files in weights.values() for path in files)
    assert any(path.endswith(".woff") for files in weights.values() for path in files)
    totals = {page: sum(files.values()) for page, files in weights.items()}
    assert min(totals.values()) > 100_000
    assert {page: size for page, size in totals.items() if size >= FIRST_VISIT} == {}


def test_every_later_page_adds_little(weights, known):
    added = {
        page: sum(size for path, size in files.items() if path not in known and not is_figure(path))
        for page, files in weights.items()
    }
    assert {page: size for page, size in added.items() if size >= LATER_PAGE} == {}


def test_no_page_is_heavy_with_its_figures(weights, known, measured):
    own = {
        page: {path: size for path, size in files.items() if path == f"{page}.html" or path not in known}
        for page, files in weights.items()
    }
    assert {
        page: sum(files.values()) for page, files in own.items() if sum(files.values()) >= WHOLE_PAGE
    } == {}
    rows = [["page", "text, kB", "figures, kB", "first visit, kB"]]
    for page, files in weights.items():
        text, drawn = files[f"{page}.html"], sum(size for path, size in files.items() if is_figure(path))
        rows.append([page, *map(kilobytes, (text, drawn, sum(files.values())))])
    measured("pages/weights", rows, "what each page loads, uncompressed, at the smoke profile")


def test_nothing_jumps_while_formulas_are_typeset(walked, measured):
    shifts = {page: look.shift for page, look in walked.looks.items()}
    assert {page: shift for page, shift in shifts.items() if shift >= SHIFT} == {}
    measured("pages/shift", f"{max(shifts.values()):.4f}", "the largest cumulative layout shift of any page")


def test_nothing_is_published_that_nobody_reads(site):
    assert [*site.site.rglob("*.map"), *site.site.rglob("*-macros.html")] == []
    assert not (site.site / "_static/scripts/fontawesome.js").exists()
