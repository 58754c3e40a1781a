"""Executed outputs: normalised to a function of their content, and refused where they must not be shown."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from bookbuild.errors import OutputRefused
from bookbuild.lint import MIME_TYPES, lint
from bookbuild.normalise import normalise
from bookbuild.notebook import dump
from bookbuild.stage import present

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
WORDS = {"alt": "A falling line", "caption": "It falls.", "name": "fig-fall"}


def notebook(*outputs, tags=(), count=7):
    cell = new_code_cell("1 + 1", outputs=list(outputs), execution_count=count)
    cell.metadata["tags"] = list(tags)
    return new_notebook(cells=[new_markdown_cell("# Title"), cell])


def shown(kind, content, **words):
    return new_output(
        "display_data", data={kind: content}, metadata={"modelcollapse": words} if words else {}
    )


def stream(name, text):
    return new_output("stream", name=name, text=text)


def test_two_runs_of_the_same_content_are_the_same_bytes():
    first = notebook(stream("stdout", "a\n"), stream("stdout", "b\n"), count=3)
    second = notebook(stream("stdout", "a\nb\n"), count=9)
    first.metadata["papermill"] = {"start_time": "2026-01-01T00:00:00"}
    first.cells[1].metadata |= {
        "papermill": {"duration": 1.5},
        "execution": {"iopub.execute_input": "2026-01-01T00:00:00"},
    }
    second.metadata["jupytext"] = {"jupytext_version": "1.19"}
    assert dump(first) != dump(second)
    assert dump(normalise(first)) == dump(normalise(second))


def test_normalising_twice_changes_nothing_and_spares_its_argument():
    before = notebook(stream("stdout", "a"), stream("stderr", "b"), stream("stdout", "c"))
    untouched = copy.deepcopy(before)
    once = normalise(before)
    assert before == untouched
    assert dump(normalise(once)) == dump(once)
    assert [(output.name, output.text) for output in once.cells[1].outputs] == [
        ("stdout", "ac"),
        ("stderr", "b"),
    ]


def test_cells_are_counted_and_named_in_order():
    many = new_notebook(
        cells=[new_code_cell("a", execution_count=5), new_markdown_cell("b"), new_code_cell("c")]
    )
    done = normalise(many)
    assert [cell.id for cell in done.cells] == ["cell-000", "cell-001", "cell-002"]
    assert [done.cells[0].execution_count, done.cells[2].execution_count] == [1, 2]


def test_a_formula_keeps_no_picture_of_itself():
    data = {"image/png": "iVBORw0KGgo=", "text/latex": "$x$", "text/plain": "x"}
    result = new_output("execute_result", data=data, execution_count=7)
    done = normalise(notebook(result)).cells[1].outputs[0]
    assert set(done.data) == {"text/latex", "text/plain"}
    assert done.execution_count == 1


def test_a_table_of_pandas_passes_once_its_style_is_dropped():
    import pandas as pd

    html = pd.DataFrame({"n": [1, 2]})._repr_html_()
    assert "<style" in html
    done = normalise(notebook(shown("text/html", html)))
    lint("chapter", done)
    assert "<style" not in done.cells[1].outputs[0].data["text/html"]


@pytest.mark.parametrize("kind", sorted(set(MIME_TYPES) - {"image/svg+xml", "image/png"}))
def test_allowed_text_passes(kind):
    lint("chapter", notebook(shown(kind, "plain words")))


def test_a_described_figure_passes():
    lint("chapter", notebook(shown("image/svg+xml", SVG, **WORDS)))


PLANTED = {
    "error": (new_output("error", ename="ValueError", evalue="no", traceback=[]), "stored error ValueError"),
    "quiet exit": (
        new_output("error", ename="SystemExit", evalue="0", traceback=[]),
        "stored error SystemExit",
    ),
    "warning": (stream("stderr", "UserWarning: odd"), "standard error"),
    "javascript": (shown("application/javascript", "1"), "type application/javascript"),
    "markdown": (shown("text/markdown", "<script>1</script>"), "type text/markdown"),
    "widget": (shown("application/vnd.jupyter.widget-view+json", {}), "type application/vnd"),
    "script": (shown("text/html", "<p>a</p><script>1</script>"), "<script>"),
    "handler": (shown("text/html", '<p onclick="x()">a</p>'), "onclick"),
    "image tag": (shown("text/html", '<img src="https://example.org/a.png">'), "<img>"),
    "style with address": (shown("text/html", '<p style="background:url(//x)">a</p>'), "style="),
    "iframe in capitals": (shown("text/html", "<IFRAME>"), "<iframe>"),
    "script in figure": (shown("image/svg+xml", "<svg><script/></svg>", **WORDS), "script in it"),
    "no alt": (shown("image/svg+xml", SVG, **(WORDS | {"alt": " "})), "without alt"),
    "no caption": (shown("image/png", "iVBORw0KGgo=", **(WORDS | {"caption": ""})), "without caption"),
    "no words": (shown("image/svg+xml", SVG), "without name"),
    "address": (stream("stdout", "<object at 0x7f3a2c0d1e50>"), "memory address"),
    "temporary path": (stream("stdout", "/tmp/ipykernel_12/34.py"), "temporary path"),
    "home": (shown("text/plain", "'/home/ann/book'"), "home folder"),
}


@pytest.mark.parametrize(("output", "problem"), PLANTED.values(), ids=PLANTED)
def test_a_planted_output_is_refused_by_name(output, problem):
    with pytest.raises(OutputRefused) as caught:
        lint("chapter", notebook(output))
    assert str(caught.value).startswith("chapter, cell 2: ")
    assert problem in str(caught.value)


def test_two_figures_in_a_cell_are_refused():
    two = [shown("image/svg+xml", SVG, **WORDS), shown("image/svg+xml", SVG, **(WORDS | {"name": "fig-b"}))]
    with pytest.raises(OutputRefused, match="more than one figure"):
        lint("chapter", notebook(*two))


def test_every_problem_is_named_at_once():
    with pytest.raises(OutputRefused) as caught:
        lint("chapter", notebook(stream("stderr", "odd"), stream("stdout", "at 0x7f3a2c0d1e50")))
    assert len(str(caught.value).splitlines()) == 2


def test_a_figure_lends_its_words_to_its_cell():
    page = present(notebook(shown("image/svg+xml", SVG, **WORDS)))
    options = page.cells[1].metadata["mystnb"]
    assert options["image"]["alt"] == WORDS["alt"]
    assert options["figure"] == {"caption": WORDS["caption"], "name": WORDS["name"]}


@pytest.mark.parametrize(
    ("tag", "hidden"), [("parameters", "hide-input"), ("injected-parameters", "remove-cell")]
)
def test_parameter_cells_are_hidden(tag, hidden):
    page = present(notebook(tags=[tag]))
    assert page.cells[1].metadata["tags"] == [tag, hidden]
    assert present(page).cells[1].metadata["tags"] == [tag, hidden]


def test_a_page_ends_with_its_run_record_and_the_notebook_does_not():
    plain = notebook()
    assert present(plain).cells[-1].source == "```{run-record}\n```"
    assert len(plain.cells) == 2
    nbformat.validate(present(plain))


def test_the_table_of_parameters_stands_where_a_page_says_try_it():
    cells = [
        new_markdown_cell(text) for text in ("# Title", "Words.\n\n## Try it\n\nTurn it.", "[^note]: A note.")
    ]
    shown = [cell.source for cell in present(new_notebook(cells=cells)).cells]
    assert shown == [
        *(cell.source for cell in cells[:2]),
        "```{parameters}\n```",
        cells[2].source,
        "```{run-record}\n```",
    ]
