"""The Makefile, as far as it can be tested without setting up a second environment."""

import shutil
import subprocess

import pytest

from press.small_book import REPOSITORY

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

TARGETS = {
    *("bench", "help", "book", "test", "test-all", "check", "lab", "serve"),
    *("verify", "reproduce", "release", "pdf", "lint", "lock", "clean", "measure", "faults"),
}


def make(folder, *arguments):
    return subprocess.run(
        ["make", "-C", str(folder), *arguments], capture_output=True, text=True, check=False
    )


@pytest.fixture
def checkout(tmp_path):
    """A folder with a space in its name, the Makefile, and an environment that counts as ready."""
    folder = tmp_path / "my book"
    (folder / ".venv").mkdir(parents=True)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copyfile(REPOSITORY / name, folder / name)
    (folder / ".venv" / "ready").touch()
    return folder


def test_help_lists_every_target():
    done = make(REPOSITORY, "--no-print-directory", "help")
    assert done.returncode == 0
    assert {line.split()[1] for line in done.stdout.splitlines()} == TARGETS


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["book"], 'python -m bookbuild build --profile "full"'),
        (["book", "PROFILE=smoke", "OUT=my site"], 'build --profile "smoke" --out "my site"'),
        (["check"], 'python -m modelcollapse check --profile "full"'),
        (["test"], "python -m pytest"),
        (["release", "PROFILE=smoke"], 'python -m bookbuild release --profile "smoke"'),
        (["serve"], "python -m bookbuild serve"),
    ],
)
def test_a_target_runs_its_command_and_sets_nothing_up_twice(checkout, arguments, command):
    done = make(checkout, "--dry-run", *arguments)
    assert done.returncode == 0, done.stderr
    assert command in done.stdout
    assert "-m venv" not in done.stdout


def test_a_newer_lock_sets_the_environment_up_again(checkout):
    (checkout / ".venv" / "ready").unlink()
    done = make(checkout, "--dry-run", "book")
    assert "--require-hashes -r requirements.lock" in done.stdout
    assert "--compile-bytecode" in done.stdout


def test_a_chapter_becomes_a_notebook_to_run(checkout):
    (checkout / "notebooks").mkdir()
    (checkout / "notebooks" / "rising.md").touch()
    done = make(checkout, "--dry-run", "lab")
    assert "_build/lab/rising.ipynb notebooks/rising.md" in done.stdout


def test_an_old_python_is_refused_in_words(checkout, tmp_path):
    (checkout / ".venv" / "ready").unlink()
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = make(checkout, "book", f"PYTHON={old}")
    assert done.returncode != 0
    assert "must be Python 3.11 or later" in done.stderr
    assert not (checkout / ".venv" / "bin").exists()
