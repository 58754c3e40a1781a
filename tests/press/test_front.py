"""The front page and the page of outcomes: every number and every row comes from a record."""

import pytest
from bs4 import BeautifulSoup

from bookbuild import reading
from bookbuild.reading import Load, Plan, of_text, read_plan
from bookbuild.sphinx_ext.chapter_figure import find
from bookbuild.sphinx_ext.outcomes import decisive, lines, was_read
from bookbuild.sphinx_ext.reading_map import ROW, arcs
from bookbuild.sphinx_ext.records import UnknownName
from bookbuild.sphinx_ext.scoreboard import by_paper, tiles
from modelcollapse.errors import InvalidArgument
from press.small_book import UNTOUCHED, record


@pytest.fixture(scope="module")
def page(small_site):
    text = (small_site.site / "book" / "claims.html").read_text()
    return BeautifulSoup(text, "html.parser").find("article")


def words(element):
    return " ".join(element.get_text(" ").split())


# The scoreboard


def test_the_scoreboard_counts_the_records():
    refuted = record("small-rise", outcome="corrected", verdict="refuted", mutants=None)
    escaped = {"name": "half", "evidence": "rate", "verdict": "inconclusive"}
    sharp = record("small-more", outcome="sharpened", controls=[escaped])
    assert tiles([record("small-fall"), refuted, sharp, UNTOUCHED]) == [
        ("2 of 3", "claims verified"),
        ("1", "published forms corrected"),
        ("1", "sharpened"),
        ("0", "hold on a condition"),
        ("4 of 5", "wrong variants refuted"),
        ("0 of 24", "generated mutants passed"),
    ]


def test_mutants_that_were_not_run_are_not_counted_as_none():
    assert tiles([record("small-fall", mutants=None)])[-1][0] == "–"


def test_the_papers_are_counted_by_outcome():
    other = record("small-rise", paper="other2024", outcome="corrected", verdict="inconclusive")
    header, rows = by_paper([record("small-fall"), other])
    assert header == ["Paper", "Hold", "Corrected", "Verified"]
    assert rows == [
        ["{cite:t}`small2024`", "1", "–", "1 of 1"],
        ["{cite:t}`other2024`", "–", "1", "0 of 1"],
        ["Together", "1", "1", "1 of 2"],
    ]


@pytest.mark.book
def test_the_scoreboard_is_on_the_page(page):
    board = [words(item) for item in page.select("ul.scoreboard > li")]
    assert board[0] == "1 of 1 claims verified"
    assert board[4] == "2 of 2 wrong variants refuted"


# What holds, what is sharpened, what is corrected

COMPARED = {
    "printed": "$\\sigma_k \\to 1$",
    "ours": "$\\sigma_k \\to 0$",
    "decided": [{"evidence": "rate", "control": "the divisor n-1"}, {"evidence": "offset", "control": ""}],
}


def test_what_decides_is_told_with_its_numbers():
    told = decisive(record("small-fall", outcome="corrected", compared=COMPARED))
    assert told[0] == (
        "The rate is $\\tfrac12$. Theory 0.5000, simulated 0.5012 [0.4900, 0.5100]. {verdict}`verified` "
        "Against it, *the divisor n-1*: −0.2500 {verdict}`refuted`"
    )
    assert told[1] == "It is zero. SymPy reduces \\[it\\] to \\*zero\\* {verdict}`verified`"


def test_a_paper_of_derived_statements_was_not_read():
    derived = record("small-fall", provenance="derived here")
    assert not was_read([derived])
    assert was_read([derived, record("small-rise")])


def test_items_come_in_the_order_of_their_names():
    def named(name, *items):
        return record(name, items=[{"key": k, "name": n, "published": p} for k, n, p in items])

    found = [
        named("small-rise", ("b", "Theorem 10", True), ("d", "A law", False)),
        named("small-fall", ("a", "Theorem 2", True), ("b", "Theorem 10", True)),
    ]
    ordered = [(key, entry["id"]) for key, _, entry in lines(found, published=True)]
    assert ordered == [("a", "small-fall"), ("b", "small-rise"), ("b", "small-fall")]
    assert [key for key, _, _ in lines(found, published=False)] == ["d"]


@pytest.mark.book
def test_the_outcomes_and_the_lines_are_on_the_page(page):
    titles = [words(title) for title in page.select("p.rubric")]
    assert "What holds" in titles
    assert "What is corrected" not in titles
    table = page.find("th", string=lambda text: text and "In one sentence" in text).find_parent("table")
    cells = [words(cell) for cell in table.select("tbody tr")[0].select("th, td")]
    assert cells == ["Theorem 3 P2-T3", "The claim small-fall : small-fall", "holds", "✓ verified"]


# The reading map


def test_the_load_of_a_page_is_counted():
    text = "# Two words\n\nSay $x$ and\n\n$$\na = b\n$$\n\n```{claim} small-fall\n```\n\n```{note}\nnot read\n```\n"
    assert of_text(text) == Load(words=4, formulas=1, cards=1)


@pytest.mark.parametrize(
    ("load", "minutes"),
    [
        (Load(), 5),
        (Load(words=1000), 5),
        (Load(words=1001), 10),
        (Load(words=200, formulas=2, cards=2, figures=2), 5),
        (Load(words=200, formulas=4, cards=2, figures=2), 10),
    ],
)
def test_minutes_follow_the_rule(load, minutes):
    assert load.minutes == minutes


PAGES = ["notebooks/falling", "notebooks/rising", "book/claims"]
PLAN = Plan({"falling": (), "rising": ("falling",)}, {"me": ("notebooks/falling", "notebooks/rising")})


def test_a_plan_that_fits_is_taken():
    assert PLAN.checked(PAGES) is PLAN


@pytest.mark.parametrize(
    ("plan", "complaint"),
    [
        (Plan({"falling": ()}, {}), "'rising': must list"),
        (Plan({**PLAN.needs, "other": ()}, {}), "'other': must list"),
        (Plan({"falling": ("rising",), "rising": ()}, {}), "must come after rising"),
        (Plan({"falling": ("rising",), "rising": ("falling",)}, {}), "must come after rising"),
        (Plan({"falling": ("falling",), "rising": ()}, {}), "must come after falling"),
        (Plan(PLAN.needs, {"me": ("notebooks/rising",)}), "must come after falling"),
        (Plan(PLAN.needs, {"me": ("book/nowhere",)}), "must be a page"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(plan, complaint):
    with pytest.raises(InvalidArgument, match=complaint):
        plan.checked(PAGES)


@pytest.mark.parametrize("text", ["[", "needs: {}", "needs: [falling]\nreaders: {}", ""])
def test_a_plan_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "book").mkdir()
    with pytest.raises(InvalidArgument, match="must exist"):
        read_plan(tmp_path)
    (tmp_path / reading.FILE).write_text(text)
    with pytest.raises(InvalidArgument, match="needs and readers"):
        read_plan(tmp_path)


def test_an_arc_joins_the_rows_of_two_chapters():
    drawn = BeautifulSoup(arcs(PLAN, {"falling": 1, "rising": 3}, 4), "html.parser")
    (path,) = drawn.select("path")
    first, last = (f"{(row + 0.5) * ROW * 16:g}" for row in (3, 1))
    assert path["d"].split("C")[0].endswith(f" {first}")
    assert path["d"].endswith(f" {last}")
    assert len(drawn.select("circle")) == 2


@pytest.mark.book
def test_the_map_says_in_words_what_its_arcs_show(page):
    chapters = [words(item) for item in page.select(".reading-map li")]
    assert chapters == ["Falling 5 min", "Rising 5 min needs Falling"]
    assert page.select_one(".reading-map svg")["aria-hidden"] == "true"
    assert [a["href"] for a in page.select(".reading-map li a")] == [
        "../notebooks/falling.html",
        "../notebooks/rising.html",
    ]
    path = page.select_one(".entry-point")
    assert words(path) == "I am small about 10 min Falling Claims"


# A chapter's figure elsewhere


@pytest.mark.book
def test_a_figure_of_a_chapter_keeps_its_words(page):
    figure = page.select_one("figure#fig-falling-again")
    assert figure.img["alt"] == "A falling line"
    assert figure.img["src"].endswith("fig-falling.svg")
    assert "It falls by" in words(figure.figcaption)
    assert figure.figcaption.select_one('a[href="../notebooks/falling.html"]')


@pytest.mark.book
def test_a_figure_that_is_not_there_is_named(small_project, small_site):
    folder = small_project.stage("smoke") / "notebooks"
    assert find(folder / "falling.ipynb", "fig-falling")[0].startswith("<svg")
    for slug, name in (("falling", "fig-nothing"), ("nothing", "fig-falling")):
        with pytest.raises(UnknownName, match="nothing"):
            find(folder / f"{slug}.ipynb", name)
