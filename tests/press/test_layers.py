"""The press stands on top of the house and knows no formula."""

import ast
import subprocess
import sys

import pytest

from press.small_book import REPOSITORY

PRESS = sorted((REPOSITORY / "lib" / "bookbuild").rglob("*.py"))
SCIENCE = sorted((REPOSITORY / "lib" / "modelcollapse").rglob("*.py"))
MAY_USE = {
    f"modelcollapse.{part}" for part in ("citation", "claims", "errors", "explorers", "files", "machine")
}
TOO_GENERAL = {"utils", "helpers", "common", "core"}


def imported(path):
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (
                [node.module]
                if node.module != "modelcollapse"
                else [f"modelcollapse.{n.name}" for n in node.names]
            )


@pytest.mark.parametrize("path", PRESS, ids=lambda path: path.stem)
def test_the_press_asks_for_verdicts_and_computes_none(path):
    names = set(imported(path))
    assert {name for name in names if name.startswith("modelcollapse")} <= MAY_USE
    assert not {name.partition(".")[0] for name in names} & {
        "numpy",
        "scipy",
        "sympy",
        "matplotlib",
        "seaborn",
    }


def test_the_science_knows_no_press():
    assert SCIENCE
    assert not [path for path in SCIENCE if any(name.startswith("bookbuild") for name in imported(path))]


def test_names_say_something():
    assert not [path for path in PRESS if path.stem in TOO_GENERAL]


def test_files_stay_short():
    assert [path.name for path in PRESS if len(path.read_text().splitlines()) > 300] == []


def test_the_command_line_loads_no_science_and_no_kernel_client():
    script = "import sys, bookbuild.__main__; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"numpy", "scipy", "sympy", "papermill", "sphinx", "jupytext"}
