"""The rules of the grid: who may import whom, and what each floor may hold."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import modelcollapse

LIBRARY = Path(modelcollapse.__file__).parent
FILES = {path.relative_to(LIBRARY).as_posix(): path for path in sorted(LIBRARY.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
WITNESSES = ("symbolic", "exact", "simulate")
FLOORS = {
    # What each part may use of the others, from the ground up.
    "errors.py": set(),
    "files.py": set(),
    "arguments.py": {"errors"},
    "streams.py": {"arguments"},
    "threads.py": set(),
    "symbolic": {"symbolic"},
    "machine.py": set(),
    "citation.py": {"RELEASED"},  # of the package itself
    "records.py": {"errors", "files"},
    "parallel": {"parallel", "arguments", "errors", "machine", "records", "streams", "threads"},
    "diff.py": {"errors"},
    "data": {"data", "arguments", "errors", "files"},
    "exact": {"exact", "data", "arguments", "errors", "threads"},
    "simulate": {"simulate", "data", "arguments", "errors", "threads"},
    "checks": {"checks", "arguments", "errors"},
    "figures": {"figures", "arguments", "errors"},
    "explorers": {"explorers", "symbolic", "figures", "errors"},
}


def part(name):
    return name.partition("/")[0]


def imported(tree):
    """Full names of the modules that a file imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module
            if node.module == "modelcollapse":
                yield from (f"modelcollapse.{alias.name}" for alias in node.names)


def inner(tree):
    """Parts of the library that a file imports."""
    names = {name.split(".")[1] for name in imported(tree) if name.startswith("modelcollapse.")}
    return names - {"__version__"}


def outer(tree):
    return {name.partition(".")[0] for name in imported(tree)}


def files_of(*parts):
    found = [name for name in FILES if part(name) in parts]
    assert found
    return found


def test_every_part_of_the_library_is_known():
    assert {part(name) for name in FILES} == {
        *FLOORS,
        "__init__.py",
        "__main__.py",
        "cards.py",
        "claims",
    }


@pytest.mark.parametrize("name", [name for name in FILES if part(name) in FLOORS])
def test_arrows_point_down(name):
    assert inner(TREES[name]) <= FLOORS[part(name)]


@pytest.mark.parametrize("name", files_of(*WITNESSES))
def test_the_witnesses_do_not_know_each_other(name):
    assert not inner(TREES[name]) & (set(WITNESSES) - {part(name)})


def test_only_claims_call_more_than_one_witness():
    several = {part(name) for name in FILES if len(inner(TREES[name]) & set(WITNESSES)) > 1}
    assert several == {"claims"}


@pytest.mark.parametrize("name", files_of("exact", "simulate"))
def test_numbers_are_made_without_symbols(name):
    assert not outer(TREES[name]) & {"sympy", "mpmath"}


@pytest.mark.parametrize("name", files_of("symbolic"))
def test_symbols_hold_no_chance_and_no_float(name):
    assert not outer(TREES[name]) & {"random", "secrets", "numpy", "scipy", "math"}
    floats = [
        node.value
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
    ]
    assert floats == []
    called = {ast.unparse(node.func) for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)}
    assert not {
        call for call in called if call.split(".")[-1] in {"Float", "float", "evalf", "N", "n", "nsimplify"}
    }


@pytest.mark.parametrize("name", files_of("exact"))
def test_exact_numbers_hold_no_chance(name):
    assert not outer(TREES[name]) & {"random", "secrets"}
    assert "random" not in {node.attr for node in ast.walk(TREES[name]) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("name", files_of("simulate"))
def test_simulators_know_no_special_function(name):
    # A simulator that used the formulas under test would prove nothing.
    root_finder = {"scipy"} if name == "simulate/mixture/generic.py" else set()
    assert not set(imported(TREES[name])) & {"scipy.special", "scipy.stats"}
    assert outer(TREES[name]) - root_finder <= {
        "__future__",
        "collections",
        "dataclasses",
        "itertools",
        "typing",
        "numpy",
        "modelcollapse",
    }


@pytest.mark.parametrize("name", files_of("checks"))
def test_the_judge_knows_no_family(name):
    families = {name.split("/")[1] for name in FILES if re.fullmatch(r"claims/[a-z]+/__init__\.py", name)}
    assert len(families) > 5
    assert not {word for module in imported(TREES[name]) for word in module.split(".")} & families


@pytest.mark.parametrize("name", files_of("figures"))
def test_pictures_compute_nothing(name):
    assert not outer(TREES[name]) & {"scipy", "sympy", "mpmath"}


@pytest.mark.parametrize("name", FILES)
def test_the_science_knows_no_press(name):
    assert "bookbuild" not in outer(TREES[name])


@pytest.mark.parametrize("name", FILES)
def test_streams_are_keyed_and_nothing_global_is_seeded(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Attribute):
            written = ast.unparse(node)
            assert node.attr not in {"spawn", "RandomState"}, written
            assert not written.endswith(("random.seed", "np.random.normal", "np.random.rand")), written
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func).split(".")[-1] != "default_rng", ast.unparse(node)
            # A bit generator without a seed would draw one from the operating system.
            if ast.unparse(node.func).split(".")[-1] in {
                "SFC64",
                "PCG64",
                "Philox",
                "MT19937",
                "SeedSequence",
            }:
                assert node.args, ast.unparse(node)


@pytest.mark.parametrize("name", FILES)
def test_files_are_short_and_named_for_what_they_hold(name):
    assert Path(name).stem not in {"utils", "helpers", "common", "core"}
    assert len(FILES[name].read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("modelcollapse", {"numpy", "scipy", "sympy", "click"}),
        ("modelcollapse.streams", {"scipy", "sympy"}),
        ("modelcollapse.symbolic.gaussian", {"numpy", "scipy"}),
        ("modelcollapse.exact.gaussian", {"sympy", "mpmath"}),
        ("modelcollapse.simulate.gaussian", {"scipy", "sympy"}),
        ("modelcollapse.checks", set()),
        ("modelcollapse.claims", set()),
        ("modelcollapse.__main__", set()),
    ],
)
def test_what_an_import_loads(module, absent):
    script = f"import sys, {module}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    never = {"pandas", "sklearn", "matplotlib", "seaborn", "bookbuild", "IPython"}
    light = {"scipy.stats"} if module.split(".")[-1] not in {"checks", "claims", "__main__"} else set()
    assert not loaded & (absent | never | light)
    assert module in loaded
