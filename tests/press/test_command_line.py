"""The command line: what each verb does, and what bad input gets."""

import json
import os
import subprocess
import sys
import threading
import urllib.request

import pytest

from bookbuild import __main__ as command_line
from bookbuild import serve
from modelcollapse.errors import InvalidArgument
from press.small_book import CARD, CELL, HEADER, REPOSITORY, chapter_text, files


@pytest.fixture
def bookbuild(project, monkeypatch, capsys):
    """Run the command line in the small book's folder; returns status, output and error output."""
    monkeypatch.chdir(project.root)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["bookbuild", *map(str, arguments)])
        status = 0
        try:
            command_line.main()
        except SystemExit as stop:
            status = stop.code
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def no_kernel(monkeypatch):
    """Nothing may be executed or judged."""

    def never(*args, **kwargs):
        raise AssertionError("started")

    monkeypatch.setattr("bookbuild.single.execute", never)
    monkeypatch.setattr("bookbuild.build.ProcessPoolExecutor", never)


RUN = ["run", "rising", "-o", "out.ipynb"]
BAD = {
    "unknown verb": (["biuld"], "biuld"),
    "unknown option": (["build", "--profil", "smoke"], "--profil"),
    "unknown profile": (["build", "--profile", "quick"], "'quick' is not one of 'smoke', 'full'"),
    "no workers": (["build", "--workers", "0"], "--workers"),
    "negative workers": (["build", "--workers", "-1"], "--workers"),
    "workers no number": (["build", "--workers", "two"], "'two' is not a valid integer"),
    "workers not finite": (["build", "--workers", "inf"], "'inf' is not a valid integer"),
    "root without a book": (["build", "--root", "book"], "it holds no _config.yml"),
    "root absent": (["build", "--root", "absent"], "it holds no _config.yml"),
    "build-dir is a file": (["build", "--build-dir", "_toc.yml"], "build-dir"),
    "out holds the project": (["build", "--out", "."], "must not contain the project"),
    "out is no site": (["build", "--out", "book"], "must be empty or hold an earlier site"),
    "out is a file": (["build", "--out", "_toc.yml"], "must be a folder"),
    "unknown chapter": (["run", "setting", "-o", "out.ipynb"], "must be one of falling, rising"),
    "no chapter": (["run", "-o", "out.ipynb"], "CHAPTER"),
    "no output": (["run", "rising"], "--output"),
    "output no notebook": (["run", "rising", "-o", "out.html"], "must end in .ipynb"),
    "output nowhere": (["run", "rising", "-o", "absent/out.ipynb"], "in a folder that can be written"),
    "unknown parameter": ([*RUN, "-p", "samplesize", "3"], "did you mean sample_size?"),
    "no identifier": ([*RUN, "-p", "import os; n", "3"], "must be a Python identifier"),
    "parameter without value": ([*RUN, "-p", "sample_size"], "-p"),
    "too costly": (
        [*RUN, "-p", "sample_size", "400"],
        "must be at most 1e+04 draws; the cost is 30 × sample",
    ),
    "profile twice": ([*RUN, "--profile", "smoke", "-p", "profile", "full"], "must be given once"),
    "port": (["serve", "--port", "70000"], "70000"),
    "no site to serve": (["serve"], "must be built first"),
} | {
    f"sample_size {value!r}": (
        [*RUN, "-p", "sample_size", value],
        "must be an integer at least 2 and at most 500",
    )
    for value in ("0", "1", "-3", "nan", "inf", "1e400", "abc", "true", "20.5", "", "[2]", "\n")
}


@pytest.mark.parametrize(("arguments", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_one_line_and_leaves_no_trace(bookbuild, project, no_kernel, arguments, said):
    before = files(project.root)
    status, out, err = bookbuild(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("bookbuild: ")
    assert err.count("\n") == 1
    assert said in err
    assert files(project.root) == before
    assert not (project.root / "_build").exists()


def test_a_broken_chapter_is_bad_input(bookbuild, project, no_kernel):
    (project.root / "notebooks" / "rising.md").write_text(HEADER.replace("minimum: 2", "minimum: 30"))
    status, out, err = bookbuild("build")
    assert (status, out) == (2, "")
    assert (
        err == "bookbuild: chapter rising: sample_size = 20: must be an integer at least 30 and at most 500\n"
    )


def test_help_is_shown_when_nothing_is_asked(bookbuild):
    status, _, err = bookbuild()
    assert status == 2
    assert "serve" in err


def test_list_names_chapters_and_parameters(bookbuild):
    status, out, _ = bookbuild("list")
    assert status == 0
    assert out.splitlines()[:4] == [
        "falling",
        '  -p profile one of "smoke", "full", default full: which records',
        "  -p sample_size an integer at least 2 and at most 500 [draws], default 20: draws per fit",
        "  cost 30 × sample_size draws, at most 10,000",
    ]


@pytest.mark.parametrize(("verdict", "status"), [("verified", 0), ("inconclusive", 1)])
def test_build_reports_and_its_status_tells_the_verdict(bookbuild, monkeypatch, small_site, verdict, status):
    from dataclasses import replace

    records = {"small-fall": small_site.records["small-fall"] | {"verdict": verdict}}
    asked = {}

    def build(project, profile, **options):
        asked.update(options, profile=profile)
        return replace(small_site, records=records)

    monkeypatch.setattr("bookbuild.build.build", build)
    found, out, _ = bookbuild("build", "--profile", "smoke", "--workers", "1")
    assert found == status
    assert f"claims {verdict}" in out
    assert asked == {"profile": "smoke", "workers": 1, "out": None}


@pytest.mark.book
def test_run_writes_a_notebook_with_the_readers_parameters(bookbuild, project):
    status, out, _ = bookbuild(
        "run", "rising", "-p", "sample_size", "7", "--profile", "smoke", "-o", "mine.ipynb"
    )
    assert (status, out) == (0, "wrote mine.ipynb\n")
    page = json.loads((project.root / "mine.ipynb").read_text())
    assert [output["text"] for cell in page["cells"] for output in cell.get("outputs", [])] == [["smoke 7\n"]]


@pytest.mark.book
def test_run_of_a_failing_chapter_writes_nothing(bookbuild, project):
    failing = chapter_text("rising", "```{code-cell} ipython3\n1 / 0\n```\n")
    (project.root / "notebooks" / "rising.md").write_text(failing)
    (project.root / "out.ipynb").write_text("mine")
    status, _, err = bookbuild(*RUN)
    assert status == 1
    assert "rising, cell 3" in err
    assert "ZeroDivisionError" in err
    assert (project.root / "out.ipynb").read_text() == "mine"


@pytest.mark.book
def test_a_broken_build_has_status_1_and_shows_the_cell(project):
    (project.root / "notebooks" / "rising.md").write_text(
        chapter_text("rising", CELL, "```{code-cell} ipython3\nraise ValueError('odd')\n```\n")
    )
    (project.root / "notebooks" / "falling.md").write_text(chapter_text("falling", CARD, CELL))
    script = "import sys; from press import small_book; from bookbuild import build, __main__ as m\n" + (
        "import functools; build.build = functools.partial(build.build, judge=small_book.judge)\n"
        "if __name__ == '__main__': m.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--profile", "smoke", "--root", str(project.root)],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "tests")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "rising: FAILED" in done.stderr
    assert "rising, cell 4" in done.stderr
    assert "raise ValueError('odd')" in done.stderr
    assert "\r" not in done.stderr  # no bar where there is no terminal


def test_environment_is_written_and_checked(bookbuild, project):
    (project.root / "requirements.lock").write_text(
        "\n".join(
            f"{name}==1.0" for name in ("jupyter-book", "jupytext", "numpy", "scipy", "sympy", "seaborn")
        )
        + "\npapermill==2.7\n"
    )
    assert bookbuild("environment", "--check")[0] == 1
    assert bookbuild("environment") == (0, "", "")
    assert bookbuild("environment", "--check")[0] == 0
    assert "      - papermill==2.7\n" in (project.root / "environment.yml").read_text()


def test_the_server_listens_on_the_loopback_address_only(small_site):
    with serve.server(small_site.site, 0) as running:
        assert running.server_address[0] == "127.0.0.1"
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            address = f"http://127.0.0.1:{running.server_port}/book/intro.html"
            with urllib.request.urlopen(address, timeout=10) as answer:
                assert b"A small book" in answer.read()
        finally:
            running.shutdown()
            thread.join()


def test_a_folder_without_a_site_is_not_served(tmp_path):
    with pytest.raises(InvalidArgument, match="must be built first"):
        serve.server(tmp_path, 0)


@pytest.mark.parametrize("verb", ["verify", "reproduce", "release"])
def test_what_was_never_built_cannot_be_verified(bookbuild, project, no_kernel, verb):
    before = files(project.root)
    status, out, err = bookbuild(verb, "--build-dir", project.build)
    assert (status, out) == (2, "")
    assert "manifest" in err
    assert "build the book first" in err
    assert len(err.splitlines()) == 1
    assert files(project.root) == before
    assert not project.build.exists()
