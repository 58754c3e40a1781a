"""pyproject.toml, requirements.lock, environment.yml and what is installed say the same."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bookbuild.conda import NAMED, environment_yml
from press.small_book import REPOSITORY

LOCK = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
PINS = [Requirement(line.rstrip(" \\")) for line in LOCK.splitlines() if re.match(r"[a-z0-9]", line)]


@pytest.fixture(scope="module")
def environment():
    return yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))


def pinned():
    """The pins that apply here, by name."""
    return {pin.name: pin for pin in PINS if pin.marker is None or pin.marker.evaluate()}


def test_environment_yml_is_what_the_lock_gives():
    assert (REPOSITORY / "environment.yml").read_bytes() == environment_yml(REPOSITORY / "requirements.lock")


def test_the_fixed_packages_are_named_with_their_pins(environment):
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    named = {Requirement(line).name: line for line in pip if not line.startswith("-e")}
    for name in NAMED:
        assert re.fullmatch(rf"{name}==\d[\w.]+", named[name])
    assert pip[-1] == "-e ."
    assert len(named) == len(pip) - 1


def test_the_lock_satisfies_the_project():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    asked = [
        *project["dependencies"],
        *(r for extra in project["optional-dependencies"].values() for r in extra),
    ]
    found = pinned()
    for requirement in map(Requirement, asked):
        version = str(found[canonicalize_name(requirement.name)].specifier).removeprefix("==")
        assert requirement.specifier.contains(version, prereleases=True), requirement


def test_every_pin_is_exact_and_hashed_and_no_address_is_kept():
    assert all(re.fullmatch(r"==[^,*]+", str(pin.specifier)) for pin in PINS)
    blocks = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PINS)
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in LOCK


def test_what_is_installed_is_what_is_locked():
    found = pinned()
    installed = {canonicalize_name(dist.name): dist.version for dist in distributions()}
    wrong = {
        name: (installed.get(name), str(pin.specifier))
        for name, pin in found.items()
        if f"=={installed.get(name)}" != str(pin.specifier)
    }
    assert wrong == {}


@pytest.mark.slow
def test_the_pip_part_installs_into_a_fresh_environment(environment, tmp_path):
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    wanted = tmp_path / "requirements.txt"
    wanted.write_text("\n".join(line for line in pip if line != "-e .") + "\n")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "fresh"], check=True)
    command = [tmp_path / "fresh" / "bin" / "python", "-m", "pip", "install", "--quiet"]
    subprocess.run([*command, "-r", wanted], check=True)
    subprocess.run([*command, "-e", "."], cwd=REPOSITORY, check=True)
    done = subprocess.run(
        [tmp_path / "fresh" / "bin" / "bookbuild", "list", "--root", REPOSITORY], check=False
    )
    assert done.returncode == 0


def test_jupyter_book_stays_below_version_2():
    assert pinned()["jupyter-book"].specifier.contains("1.0.4.post1")
