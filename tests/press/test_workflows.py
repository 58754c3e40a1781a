"""The workflows of GitHub, as far as they can be checked away from it; and the script that Binder runs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

from bookbuild.chapters import pages
from bookbuild.project import Project
from press.small_book import REPOSITORY

FOLDER = REPOSITORY / ".github" / "workflows"
WORKFLOWS = {path.stem: path for path in sorted(FOLDER.glob("*"))}
TARGETS = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def read(name):
    """A workflow; YAML takes the key ``on`` for a truth value."""
    content = yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in content.items()}


def steps(name):
    return [step for job in read(name)["jobs"].values() for step in job["steps"]]


def commands(name):
    return [step["run"] for step in steps(name) if "run" in step]


def test_the_workflows_are_the_ones_the_readme_names():
    assert set(WORKFLOWS) == {"checks", "publish"}
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert all(f"`.github/workflows/{name}.yml`" in readme for name in WORKFLOWS)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_runs_make_targets_that_exist(name):
    for command in commands(name):
        words = command.split()
        assert words[0] == "make", command
        assert words[1] in TARGETS, command
        assert words[2:] in ([], ["PROFILE=smoke"]), command


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_has_versions_limits_and_the_least_rights(name):
    workflow = read(name)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["group"].startswith(name)
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        assert set(job.get("permissions", {})) <= {"pages", "id-token"}
        assert "latest" not in job["runs-on"]
    for step in steps(name):
        assert ("run" in step) != ("uses" in step)
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]), step
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False


def test_the_checks_run_both_commands_on_every_version_of_python():
    assert {"make book PROFILE=smoke", "make test"} <= set(commands("checks"))
    assert read("checks")["jobs"]["checks"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert set(read("checks")["on"]) == {"push", "pull_request"}


def test_only_a_verified_full_build_is_published():
    assert commands("publish") == ["make book", "make verify"]
    order = [step.get("run") or step["uses"].partition("@")[0] for step in steps("publish")]
    assert order[-3:] == ["make verify", "actions/upload-pages-artifact", "actions/deploy-pages"]
    (verify,) = [step for step in steps("publish") if step.get("run") == "make verify"]
    assert "continue-on-error" not in verify
    (upload,) = [step for step in steps("publish") if "upload" in step.get("uses", "")]
    site = Project.at(REPOSITORY, REPOSITORY / "_build").site("full")
    assert REPOSITORY / upload["with"]["path"] == site
    assert read("publish")["jobs"]["publish"]["needs"] == "build"


def test_binder_gets_a_notebook_for_each_chapter(tmp_path):
    root = tmp_path / "a copy"
    shutil.copytree(REPOSITORY / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns("*.ipynb"))
    shutil.copy(REPOSITORY / "postBuild", root / "postBuild")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [root / "postBuild"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    made = sorted((root / "notebooks").glob("*.ipynb"))
    chapters = [page for page in pages(Project.at(REPOSITORY)) if page.startswith("notebooks/")]
    assert {f"notebooks/{path.stem}" for path in made} == set(chapters)
    for path in made:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert any(cell.cell_type == "code" for cell in notebook.cells), path.name
