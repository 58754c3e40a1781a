"""The figures on "How far you can trust these pages": how they are kept, and how they are shown."""

import ast
import re

import pytest
from bs4 import BeautifulSoup

from bookbuild.build import build
from bookbuild.errors import RenderFailed
from measured import check, here, merged
from press.small_book import REPOSITORY, judge, read_json

pytest_plugins = ["pytester"]

MEASUREMENTS = REPOSITORY / "book" / "measurements.json"
PAGE = (REPOSITORY / "book" / "trust.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def article(small_site):
    text = (small_site.site / "book" / "claims.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser").find("section", id="measured")


def cells(table, kind):
    return [
        [cell.get_text().strip() for cell in row.select(kind)] for row in table.select("tr") if row.find(kind)
    ]


@pytest.mark.book
def test_planted_figures_appear_on_the_page(article):
    single, kinds = article.find_all("table")
    named = [["What faults/injected counts"], ["What faults/worst counts"]]
    assert cells(single, "th") == [["What was counted", "Figure"], *named]
    assert cells(single, "td") == [["1,000"], ["−2.5"]]
    names = [["A *killed* kernel"], ["A full disk"], ["exact.gap"]]
    assert cells(kinds, "th") == [["Fault", "Injected"], *names]
    assert cells(kinds, "td") == [["12"], ["3"], ["1"]]
    assert kinds.select_one("th code").get_text() == "exact.gap"
    assert "What faults/kinds counts:" in article.get_text()
    assert "77" not in article.get_text()


@pytest.mark.book
def test_figures_come_with_their_machine_and_their_command(article):
    (origin,) = article.select(".run-record")
    lines = [line.get_text() for line in origin.select("li")]
    command = ".venv/bin/python -m pytest --measured book/measurements.json -m measures tests/a.py"
    assert lines == ["Measured on: Python 3.11", f"Measure again: {command}"]


@pytest.mark.book
def test_a_part_without_figures_says_so(article):
    (said,) = article.select(".admonition.warning")
    assert "Not measured in this edition." in said.get_text()


@pytest.mark.book
def test_without_readable_measurements_the_page_is_not_built(project):
    for name in ("falling", "rising"):
        (project.root / "notebooks" / f"{name}.md").unlink()
    (project.root / "_toc.yml").write_text("format: jb-book\nroot: book/intro\n")
    (project.root / "book" / "intro.md").write_text("# A small book\n\n```{measured} faults\n```\n")
    (project.root / "book" / "measurements.json").write_text("{")
    with pytest.raises(RenderFailed, match=r"measured: book/measurements\.json"):
        build(project, "smoke", judge=judge)


SUITE = """
import pytest

@pytest.mark.parametrize("case", [1, 2])
def test_cases(measured, case):
    measured(f"part/case-{case}", case, "a case")

def test_fails(measured):
    measured("part/wrong", 1, "of a test that fails")
    assert False

def test_plain():
    pass
"""


@pytest.fixture
def suite(pytester):
    """A suite of its own."""
    pytester.makeconftest("pytest_plugins = ['measured']")
    pytester.makeini("[pytest]\naddopts = -m 'not slow' --strict-markers\nmarkers =\n  slow: long\n")
    (pytester.path / "tests").mkdir()
    (pytester.path / "tests" / "test_it.py").write_text(SUITE)
    kept = pytester.path / "kept.json"
    here()  # imports NumPy, which a session within this one must not be the first to do

    def run(*options):
        done = pytester.runpytest_inprocess("--measured", kept, "-p", "no:cacheprovider", *options)
        return done.parseoutcomes(), read_json(kept) if kept.exists() else None

    return run


def test_the_tests_that_measure_are_found_by_themselves_and_only_what_passes_is_kept(suite):
    outcomes, kept = suite("-m", "measures")
    assert outcomes == {"passed": 2, "failed": 1, "deselected": 1}
    assert {name: figure["value"] for name, figure in kept.items()} == {"part/case-1": 1, "part/case-2": 2}
    assert kept["part/case-1"]["test"] == "tests/test_it.py::test_cases"
    assert kept["part/case-1"]["machine"] == here()


def test_a_whole_run_leaves_its_count_and_a_partial_one_does_not(suite, pytester):
    assert not any(name.startswith("versions/") for name in suite("tests")[1])
    _, kept = suite("tests", "--deselect", "tests/test_it.py::test_fails")
    assert not any(name.startswith("versions/") for name in kept)
    (pytester.path / "tests" / "test_it.py").write_text(SUITE.replace("assert False", "pass"))
    assert not any(name.startswith("versions/") for name in suite("-m", "measures")[1])
    _, kept = suite("tests")
    (count,) = [figure for name, figure in kept.items() if name.startswith("versions/")]
    assert count["value"] == "4 passed, 0 skipped"
    assert count["test"] == "tests"


def test_a_figure_that_its_test_no_longer_leaves_goes():
    kept = {
        "a/gone": {"value": 1, "what": "w", "test": "t::one", "machine": "here"},
        "a/there": {"value": 1, "what": "w", "test": "t::one", "machine": "there"},
        "a/else": {"value": 1, "what": "w", "test": "t::two", "machine": "here"},
    }
    found = {"a/new": {"value": 2, "what": "w", "test": "t::one"}}
    now = merged(kept, found, "here")
    assert set(now) == {"a/there", "a/else", "a/new"}
    assert now["a/new"] == {"value": 2, "what": "w", "test": "t::one", "machine": "here"}


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("part", 1, "w"),
        ("part/", 1, "w"),
        ("a/b/c", 1, "w"),
        ("a/b", 1, " "),
        ("a/b", None, "w"),
        ("a/b", [["only", "headings"]], "w"),
        ("a/b", [["row", 1], ["row", 2]], "w"),
        ("a/b", [["a", "b"], ["c"]], "w"),
    ],
)
def test_what_the_page_could_not_show_is_refused(name, value, what):
    with pytest.raises(AssertionError):
        check(name, value, what)


def test_every_part_of_the_page_is_asked_for_once_and_every_figure_has_its_place():
    parts = re.findall(r"^```\{measured\} (\S+)$", PAGE, re.MULTILINE)
    assert len(set(parts)) == len(parts)
    assert {name.partition("/")[0] for name in read_json(MEASUREMENTS)} <= set(parts)


def test_every_figure_was_left_by_a_test_there_is():
    for name, figure in read_json(MEASUREMENTS).items():
        check(name, figure["value"], figure["what"])
        path, _, test = figure["test"].partition("::")
        if test:
            tree = ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))
            assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, name
        else:
            assert all((REPOSITORY / folder).is_dir() for folder in path.split()), name
