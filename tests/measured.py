"""Figures that tests measure, kept for the page that says how far to trust the book."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modelcollapse import machine

Measured = Callable[[str, Any, str], None]

_figures = pytest.StashKey[dict[str, dict[str, Any]]]()
_passed = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that keeps what was measured."""
    parser.addoption(
        "--measured", type=Path, metavar="FILE", help="add the measured figures to this JSON file"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Begin with no figure."""
    config.stash[_figures] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Remember whether the test passed, for the end of its fixtures."""
    report = yield
    if report.when == "call":
        item.stash[_passed] = report.passed
    return report


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Any:
    """Keep a figure under a name, with what it counts; only a test that passes leaves its figures."""
    mine: dict[str, dict[str, Any]] = {}

    def keep(name: str, value: Any, what: str) -> None:
        mine[name] = {"value": value, "what": what, "test": request.node.nodeid.partition("[")[0]}

    yield keep
    if request.node.stash.get(_passed, False):
        request.config.stash[_figures].update(mine)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Merge the figures of this run into the file that was asked for."""
    path: Path | None = session.config.getoption("--measured")
    figures = session.config.stash[_figures]
    if path is None or not figures:
        return
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    here = machine.cpu_class()
    kept |= {name: {**figure, "machine": here} for name, figure in figures.items()}
    path.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
