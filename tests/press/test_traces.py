"""What only one run would show is found in outputs and on pages, and ordinary scientific text is not."""

import html
import json
import re
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from bookbuild import traces as module
from bookbuild.build import build
from bookbuild.chapters import chapters
from bookbuild.digests import of_bytes
from bookbuild.errors import OutputRefused
from bookbuild.lint import lint, lint_pages
from bookbuild.notebook import dump, load
from bookbuild.project import Project
from bookbuild.traces import traces
from press.small_book import REPOSITORY, files, judge, judged, record

PLANTED = {
    "a memory address": [
        "<object at 0x7f3a2c0d1e50>",
        "<function f at 0x10C3F2A60>",
        "0x7ffe12345678",
    ],
    "a temporary path": [
        "/tmp/ipykernel_12/34.py",
        "PosixPath('/tmp')",
        "/var/folders/x1/T/a",
        r"C:\Users\ann\AppData\Local\Temp\a",
        "/dev/shm/a",
        "/scratch-1/press-4711-abcd_f12/x",
        "ipykernel_4711",
    ],
    "a home folder": ["'/home/ann/book'", "/Users/ann", "/root/book", r"C:\Users\ann"],
    "a path of this machine": ["/usr/lib/python3", "/opt/book/x", "lib/python3.11/site-packages/numpy"],
    "a process id": [
        "pid 4242",
        "<SpawnProcess name='SpawnProcess-1' pid=4242 parent=1>",
        "PID: 4242",
        "{'pid': 4242}",
        "Process ID 4242",
    ],
    "a time of day": [
        "2026-11-21T09:58:04Z",
        "2026-11-21 09:58",
        "Sat Nov 21 09:58:04 2026",
        "started 9:58:04",
        "1795255084.1234",
    ],
    "a duration": [
        "elapsed 3.2 s",
        "Elapsed time: 0.31 seconds",
        "took 12 ms",
        "CPU times: user 4 µs, sys: 1 µs",
        "Wall time: 5.2 s",
        "1.21 ms ± 13 µs per loop (mean ± std. dev. of 7 runs)",
    ],
    "a progress bar": [
        "10%|█         | 1/10",
        "a\rb",
        "100/100 [00:03<00:00, 31.2it/s]",
        "\x1b[32mdone\x1b[0m",
        "1\x08 2",
    ],
    "a random id": [
        "6f1c0b1e-3b1a-4c8e-9a53-0c4d8d6f2b11",
        "9e107d9d372bb6826bd81d3542a419d6",
        '<table id="T_1a2b3">',
    ],
}
CASES = [(noun, text) for noun, texts in PLANTED.items() for text in texts]
HARMLESS = [
    "E[σ²] = 0.0033 ± 2.1e-05, n = 10, 3.2 s.d. above",
    "The digest is " + of_bytes(b"a record"),
    "a short digest 3b1a4c8e9a53",
    "arXiv 2412.17646, Theorem 3.1",
    "read on 2026-11-21, version 1.2.3",
    "It takes about five minutes on two cores, and 20 generations.",
    "sample 1, process 2, run 3; ratio 1:2:3 and 12:30",
    "1700000000 draws in 0.5 × 10⁹ steps",
    "array([0x1F, 0b11])",
    "10% | 20 %",
    "T_1 → T_2, T_abc",
    "rate = 5/s and half-life 3 s",
    "notebooks/falling.html, ../book/tmp.html, book/root/x, and/or",
    "first line\r\nsecond line\r\n",
    "duration of the chain: 30 generations",
]


@pytest.mark.parametrize(("noun", "text"), CASES)
def test_a_trace_is_found_and_named(noun, text):
    found = list(traces(f"before {text} after"))
    assert any(problem.startswith(f"shows {noun}: ") for problem in found), found


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_text_is_left_alone(text):
    assert list(traces(text)) == []


def test_every_kind_of_trace_is_planted():
    assert set(PLANTED) == set(module._PATTERNS)


def test_a_folder_of_this_machine_is_found_and_one_at_the_top_is_no_folder():
    places = [Path("/srv-1/a book"), Path("/book")]
    assert list(traces("in /srv-1/a book/intro", places)) == [
        "shows the folder /srv-1/a book: 'in /srv-1/a book/intro'"
    ]
    assert list(traces("/srv-1/a books and /book", places)) == []


def shown(kind, content, **words):
    return new_output(
        "display_data", data={kind: content}, metadata={"modelcollapse": words} if words else {}
    )


@pytest.mark.parametrize(("noun", "text"), [(noun, texts[0]) for noun, texts in PLANTED.items()])
def test_it_is_found_in_every_sort_of_output(noun, text):
    words = {"alt": "A line", "caption": "It falls.", "name": "fig-fall"}
    svg = f"<svg><!-- {html.escape(text)} --></svg>"
    for output in (
        new_output("stream", name="stdout", text=text),
        shown("text/plain", text),
        shown("text/html", f"<p>{html.escape(text)}</p>"),
        shown("text/latex", text),
        shown("image/svg+xml", svg, **words),
        shown("image/svg+xml", "<svg/>", **(words | {"alt": text})),
        shown("image/svg+xml", "<svg/>", **(words | {"caption": text})),
    ):
        chapter = load(dump(new_notebook(cells=[new_code_cell("1", outputs=[output])])))
        with pytest.raises(OutputRefused, match=f"chapter, cell 1: .*{noun}"):
            lint("chapter", chapter)


@pytest.mark.parametrize(("noun", "text"), [(noun, texts[0]) for noun, texts in PLANTED.items()])
def test_it_is_found_on_a_page(tmp_path, noun, text):
    for name in ("index.html", "notebooks/one.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("<p>nothing</p>")
    lint_pages(tmp_path, [])
    (tmp_path / "notebooks" / "one.html").write_bytes(f"<p>{html.escape(text)}</p>".encode())
    with pytest.raises(OutputRefused, match=rf"^notebooks/one\.html: shows {noun}: "):
        lint_pages(tmp_path, [])


@pytest.mark.book
def test_a_page_with_traces_blocks_the_site_whatever_they_came_from(project, measured):
    """Planted where no notebook is: in prose and in a record."""
    build(project, "smoke", judge=judge)
    before = files(project.site("smoke"))
    prose = [texts[0] for noun, texts in PLANTED.items() if noun != "a progress bar"]
    intro = project.root / "book" / "intro.md"
    intro.write_text(intro.read_text() + "\n```text\n" + "\n".join([*prose, "5.2it/s"]) + "\n```\n")
    place = f"found in {project.root}/lib"

    def judge_with_a_place(profile, build, pool, say):
        return judged(record("small-fall", reason=place))

    with pytest.raises(OutputRefused) as caught:
        build(project, "smoke", judge=judge_with_a_place)
    lines = str(caught.value).splitlines()
    missed = [noun for noun in PLANTED if not any(f"book/intro.html: shows {noun}" in line for line in lines)]
    assert missed == []
    assert any("notebooks/falling.html" in line and str(project.root) in line for line in lines)
    assert files(project.site("smoke")) == before
    measured("lint/kinds", len(PLANTED), "kinds of trace of a run, each caught in an output and on a page")


@pytest.mark.book
def test_the_real_book_shows_no_trace(book, site, measured):
    notebooks = sorted(book.notebooks("smoke").glob("*.ipynb"))
    for path in notebooks:
        lint(path.stem, load(path.read_bytes()))
        assert not {"papermill", "execution"} & set(json.loads(path.read_text())["metadata"])
    lint_pages(site.site, (book.root, book.build, Path.home()))
    pages = list(site.site.rglob("*.html"))
    assert len(pages) > len(notebooks) > 0
    measured("lint/notebooks", len(notebooks), "executed notebooks without a trace of their run")
    measured("lint/pages", len(pages), "pages without a trace of the run or the machine")


def test_no_chapter_asks_for_a_clock_a_place_or_chance():
    """What a bare number gives away cannot be seen in an output, so chapters have no means to print it."""
    means = {"os", "sys", "time", "datetime", "uuid", "random", "secrets", "tempfile", "socket", "platform"}
    means |= {"getpass", "pathlib", "threading", "multiprocessing", "psutil", "timeit"}
    asked = {
        (chapter.slug, name)
        for chapter in chapters(Project.at(REPOSITORY))
        for cell in chapter.notebook().cells
        if cell.cell_type == "code"
        for name in re.findall(r"\b(?:import|from) (\w+)|\b(id|hash|default_rng|__import__)\(", cell.source)
        if (name[0] in means or name[1])
    }
    assert asked == set()
