"""Figures that tests measure, kept for the page that says how far to trust the book.

A test asks for the fixture ``measured``; it is then marked ``measures`` by itself, and ``make measure`` finds it.
"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bookbuild import publish
from modelcollapse import machine

Measured = Callable[[str, Any, str], None]
Figures = dict[str, dict[str, Any]]

_figures = pytest.StashKey[Figures]()
_outcomes = pytest.StashKey[Counter[str]]()
_passed = pytest.StashKey[bool]()
_picked = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that keeps what was measured."""
    parser.addoption(
        "--measured", type=Path, metavar="FILE", help="add the measured figures to this JSON file"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Begin with no figure."""
    config.addinivalue_line("markers", "measures: leaves figures; set on whatever asks for them")
    config.stash[_figures] = {}
    config.stash[_outcomes] = Counter()
    config.stash[_picked] = False


@pytest.hookimpl(tryfirst=True)  # before pytest looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that measure."""
    for item in items:
        if "measured" in getattr(item, "fixturenames", ()):
            item.add_marker("measures")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Remember whether the test passed, for the end of its fixtures."""
    report = yield
    if report.when == "call":
        item.stash[_passed] = report.passed
    if report.when == "call" or report.skipped:
        item.config.stash[_outcomes][report.outcome] += 1
    return report


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Any:
    """Keep a figure: a name such as ``faults/injected``, its value, and what it counts.

    The value is a number, a short string, or a table: a list of rows of equal length, of which the first holds the
    headings. Only a test that passes leaves its figures.
    """
    mine: Figures = {}
    test = request.node.nodeid.partition("[")[0]

    def keep(name: str, value: Any, what: str) -> None:
        check(name, value, what)
        mine[name] = {"value": value, "what": what, "test": test}

    yield keep
    if request.node.stash.get(_passed, False):
        request.config.stash[_figures].update(mine)


def check(name: str, value: Any, what: str) -> None:
    """Refuse what the page could not show."""
    assert name.count("/") == 1, f"{name!r} must read part/figure"
    assert all(name.split("/")), f"{name!r} must read part/figure"
    assert what.strip(), f"{name}: says nothing about what it counts"
    if isinstance(value, list):
        assert len(value) > 1, f"{name}: a table needs headings and a row"
        assert len({len(row) for row in value}) == 1, f"{name}: rows of one length"
        assert all(isinstance(cell, str) for cell in value[0]), f"{name}: the first row holds the headings"
    else:
        assert isinstance(value, int | float | str), f"{name}: a number, a string or a table"


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Merge the figures of this run into the file that was asked for."""
    config = session.config
    path: Path | None = config.getoption("--measured")
    found = dict(config.stash[_figures])
    if path is None:
        return
    if exitstatus == pytest.ExitCode.OK:
        found |= _whole(config)
    if found:
        kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        publish.write_json(path, merged(kept, found, here()))


def merged(kept: Figures, found: Figures, where: str) -> Figures:
    """The figures there were, without those that the same tests left on this kind of machine, and the new ones."""
    again = {figure["test"] for figure in found.values()}
    earlier = {
        name: figure
        for name, figure in kept.items()
        if figure["test"] not in again or figure["machine"] != where
    }
    return earlier | {name: {**figure, "machine": where} for name, figure in found.items()}


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Remember whether more was left out than the tests that take minutes."""
    for item in items:
        item.config.stash[_picked] |= not item.get_closest_marker("slow")


def _whole(config: pytest.Config) -> Figures:
    """How many tests passed, where whole folders were run and nothing was picked out."""
    folders_only = all((config.invocation_params.dir / name).is_dir() for name in config.args)
    if config.stash[_picked] or config.option.ignore or not folders_only:
        return {}
    folders = " ".join(sorted(config.args))
    counts = config.stash[_outcomes]
    value = f"{counts['passed']:,} passed, {counts['skipped']} skipped"
    python = machine.cpu_class()["python"]
    what = f"Python {python}: all tests in the folder {folders}, those that take minutes left out"
    return {f"versions/{python} {folders.replace('/', ' ')}": {"value": value, "what": what, "test": folders}}


def here() -> str:
    """The class of this machine in one line."""
    found = machine.cpu_class()
    kernels = sorted({f"{name.split()[0]} {name.split()[-1]}" for name in found["blas"]})
    parts = [f"Python {found['python']}", f"{found['system']} {found['processor']}", found["libc"], *kernels]
    return ", ".join([*parts, *found["vectors"][-1:]])
