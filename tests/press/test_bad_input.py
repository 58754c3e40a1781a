"""Sixty ways to get a parameter wrong and twenty to smuggle code in, by both routes: each stops before a kernel."""

import base64
import math
import subprocess
import sys
from pathlib import Path

import click
import papermill
import pytest
import yaml
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from bookbuild.chapters import read_chapter
from bookbuild.parameters import Parameters
from bookbuild.single import run_chapter
from modelcollapse.errors import InvalidArgument
from press.small_book import CELL, chapter_text, files

# Papermill asks every path for the ending .ipynb; the press silences it, pytest lets it speak again.
pytestmark = pytest.mark.filterwarnings("ignore:The specified file")

NUMBER = {"unit": "pieces", "description": "how much"}
SCHEMAS = {
    "profile": {"type": "string", "enum": ["smoke", "full"], "default": "full", "description": "which"},
    "sample_size": {"type": "integer", "minimum": 2, "maximum": 500, "default": 20, **NUMBER},
    "window": {
        "type": "integer",
        "minimum": 0,
        "maximum": 500,
        "default": 4,
        "atLeast": {"lag": 1},
        **NUMBER,
    },
    "lag": {"type": "integer", "minimum": 0, "maximum": 10, "default": 2, **NUMBER},
    "scale": {"type": "number", "exclusiveMinimum": 0, "maximum": 10, "default": 1.0, **NUMBER},
    "shift": {"type": "number", "minimum": -1, "maximum": 1, "default": 0.5, **NUMBER},
    "unbiased": {"type": "boolean", "default": True, "description": "which"},
    "label": {"type": "string", "maxLength": 300, "default": "a", "description": "which"},
    "corpus": {"type": "string", "format": "path", "maxBytes": 9, "default": "", "description": "which"},
}
COST = {"unit": "draws", "budget": 1e5, "terms": [{"times": 200, "powers": {"sample_size": 1, "lag": 1}}]}
DECLARED = Parameters.declared(SCHEMAS, COST)

# What was typed, and what the line has to say. The key names what is wrong.
TYPED = {
    "below the least": ("sample_size", "1", "at least 2"),
    "above the most": ("sample_size", "501", "at most 500"),
    "negative": ("sample_size", "-5", "at least 2"),
    "zero where there must be some": ("sample_size", "0", "at least 2"),
    "a float that is whole": ("sample_size", "20.0", "an integer"),
    "an exponent that is whole": ("sample_size", "2e1", "an integer"),
    "a fraction": ("sample_size", "1/2", "an integer"),
    "an underscore": ("sample_size", "1_000", "an integer"),
    "a separator": ("sample_size", "1,000", "an integer"),
    "hexadecimal": ("sample_size", "0x10", "an integer"),
    "octal": ("sample_size", "0o17", "an integer"),
    "a leading zero": ("sample_size", "020", "an integer"),
    "a plus sign": ("sample_size", "+20", "an integer"),
    "Arabic-Indic digits": ("sample_size", "٢٠", "an integer"),
    "full-width digits": ("sample_size", "２０", "an integer"),
    "raised digits": ("sample_size", "2⁰", "an integer"),
    "a typographic minus": ("sample_size", "−5", "an integer"),
    "true for an integer": ("sample_size", "true", "an integer"),
    "True for an integer": ("sample_size", "True", "an integer"),
    "null": ("sample_size", "null", "an integer"),
    "None": ("sample_size", "None", "an integer"),
    "nan for an integer": ("sample_size", "nan", "an integer"),
    "infinity for an integer": ("sample_size", "Infinity", "an integer"),
    "a list": ("sample_size", "[20]", "an integer"),
    "an empty list": ("sample_size", "[]", "an integer"),
    "an object": ("sample_size", '{"n": 20}', "an integer"),
    "a quoted number": ("sample_size", '"20"', "an integer"),
    "nothing": ("sample_size", "", "an integer"),
    "a space": ("sample_size", " ", "an integer"),
    "two numbers": ("sample_size", "20 30", "an integer"),
    "a word": ("sample_size", "many", "an integer"),
    "a unit": ("sample_size", "20 draws", "an integer"),
    "a line break": ("sample_size", "20\n30", "an integer"),
    "400 digits": ("sample_size", "1" + "0" * 400, "an integer"),
    "5,000 digits": ("sample_size", "9" * 5000, "an integer"),
    "100,000 brackets": ("sample_size", "[" * 100_000, "an integer"),
    "a call": ("sample_size", "__import__('os')", "an integer"),
    "at the excluded bound": ("scale", "0", "above 0"),
    "minus zero at the bound": ("scale", "-0.0", "above 0"),
    "minus zero inside": ("shift", "-0.0", "a finite number"),
    "NaN": ("scale", "NaN", "a finite number"),
    "nan": ("scale", "nan", "a finite number"),
    "inf": ("scale", "inf", "a finite number"),
    "Infinity": ("scale", "Infinity", "a finite number"),
    "-Infinity": ("shift", "-Infinity", "a finite number"),
    "1e400": ("scale", "1e400", "a finite number"),
    "-1e400": ("shift", "-1e400", "a finite number"),
    "a number of 400 digits": ("scale", "1" + "0" * 400, "a finite number"),
    "just above the most": ("scale", "10.000000000000002", "at most 10"),
    "true for a number": ("scale", "true", "a finite number"),
    "a decimal comma": ("scale", "0,5", "a finite number"),
    "a per cent": ("scale", "50%", "a finite number"),
    "a bare point": ("scale", ".5", "a finite number"),
    "1 for a boolean": ("unbiased", "1", "a boolean"),
    "True for a boolean": ("unbiased", "True", "a boolean"),
    "yes for a boolean": ("unbiased", "yes", "a boolean"),
    "a profile there is not": ("profile", "quick", 'one of "smoke", "full"'),
    "a profile in another case": ("profile", "Full", 'one of "smoke", "full"'),
    "a profile with a space": ("profile", "full ", 'one of "smoke", "full"'),
    "an empty profile": ("profile", "", 'one of "smoke", "full"'),
    "text that is too long": ("label", "a" * 301, "at most 300 characters"),
    "an escape sequence": ("label", "\x1b[2J", "without control characters"),
    "undecodable bytes": ("label", "caf\udce9", "without control characters"),
    "a line separator": ("label", "a\u2028b", "without control characters"),
    "a file that is absent": ("corpus", "/absent/corpus.txt", "a file that can be read"),
    "a folder": ("corpus", "/", "a file that can be read"),
    "a file that is too large": ("corpus", __file__, "of at most 9 bytes"),
    "a device": ("corpus", "/dev/zero", "a file that can be read"),
    "less than another has to be": ("lag", "4", "at least lag + 1; lag is 4"),
    "too costly together": ("sample_size", "400", "must be at most 1e+05 draws; the cost is 200 × sample_size × lag"),
    "an unknown name": ("samples", "20", "did you mean sample_size?"),
    "a misspelt name": ("sample_sise", "20", "did you mean sample_size?"),
    "a name in another case": ("SAMPLE_SIZE", "20", "did you mean sample_size?"),
    "a name with a hyphen": ("sample-size", "20", "must be a Python identifier"),
    "a name like another": ("ｓcale", "1", "did you mean scale?"),
    "a name that is far off": ("zzz", "1", "must be a declared parameter (profile, sample_size"),
    "an empty name": ("", "1", "must be a Python identifier"),
    "a keyword": ("class", "1", "must be a Python identifier"),
    "a name with a line break": ("scale\n", "1", "must be a Python identifier"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "said"), TYPED.values(), ids=TYPED)
def test_what_is_typed_wrong_is_refused_in_one_line(name, text, said):
    with pytest.raises(InvalidArgument) as caught:
        DECLARED.parse([(name, text)])
    line = str(caught.value)
    assert said in line
    assert len(line) < 400
    assert len(line.splitlines()) == 1
    assert line.startswith((f"{name} = ", "parameter name = ", "window = ", "cost = "))


def test_a_name_given_twice_is_refused():
    with pytest.raises(InvalidArgument, match="must be given once"):
        DECLARED.parse([("scale", "1"), ("scale", "2")])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("sample_size", v)
            for v in (True, 20.0, math.nan, "20", None, [20], (20,), 10**400, {"n": 20}, b"20")
        ),
        *(("scale", v) for v in (True, math.nan, math.inf, -math.inf, -0.0, "1", None, [1.0], 1j, 10**400)),
        *(("label", v) for v in (7, None, ["a"], b"a", "\0", "\ud800")),
        (7, 20),
        (None, 20),
    ],
)
def test_values_that_did_not_come_as_text_are_checked_too(name, value):
    with pytest.raises(InvalidArgument):
        DECLARED.check({name: value})


def test_the_bad_inputs_are_counted(measured):
    assert len(TYPED) >= 60
    measured(
        "parameters/bad-input", len(TYPED), "named ways to get a parameter wrong, each refused in one line"
    )


CODE = "__import__('pathlib').Path({canary!r}).touch()"
# As a value each of these is text; as a name it would be a statement, were it put into code as it comes.
INJECTED = {
    "a call": "{code}",
    "a statement before a name": "{code}; label",
    "a statement after a name": "label = 1; {code}",
    "a quote": "'; {code}; '",
    "a double quote": '"; {code}; "',
    "three quotes": '"""; {code}; """',
    "a backslash before the quote": '\\"; {code}; "',
    "two backslashes before the quote": '\\\\"; {code}; #',
    "a quote by its number": "\\x22; {code}; #",
    "a quote by its name": "\\N{{QUOTATION MARK}}; {code}; #",
    "a brace": "{{{code}}}",
    "a percent": "%(label)s {code}",
    "a magic command": "%run {canary}",
    "a shell command": "!touch {canary}",
    "a shell cell": "%%bash touch {canary}",
    "a substitution": "$(touch {canary})",
    "backquotes": "`touch {canary}`",
    "a comment": "1 # {code}",
    "a walrus": "(label := {code})",
    "a lambda": "(lambda: {code})()",
    "YAML that calls": "!!python/object/apply:os.system ['touch {canary}']",
    "JSON that nests": '{{"label": "{code}"}}',
}


@pytest.fixture(scope="module")
def tally():
    """How many strings of code were tried, and how many were executed."""
    return {"tried": 0, "executed": 0}


@pytest.fixture
def canary(tmp_path, tally):
    """A file that appears when something planted was executed."""
    yield tmp_path / "canary"
    tally["executed"] += (tmp_path / "canary").exists()


@pytest.fixture
def chapter(project):
    """A chapter of the small book with a parameter for free text."""
    text = chapter_text("rising", CELL)
    label = '  label: {type: string, maxLength: 5000, default: "a", description: any text}\ncost:'
    path = project.root / "notebooks" / "rising.md"
    path.write_text(
        text.replace("cost:", label).replace("sample_size = 20\n", 'sample_size = 20\nlabel = "a"\n')
    )
    return read_chapter(path)


def planted(kind, canary):
    code = CODE.format(canary=str(canary))
    return INJECTED[kind].format(code=code, canary=canary)


@pytest.fixture
def no_kernel(monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("started")

    monkeypatch.setattr("jupyter_client.manager.KernelManager.start_kernel", never)
    monkeypatch.setattr("jupyter_client.manager.KernelManager._async_start_kernel", never)


@pytest.mark.parametrize("kind", INJECTED)
def test_code_in_a_name_is_refused_by_both_routes(kind, canary, chapter, project, no_kernel, tally):
    before = files(project.root)
    tally["tried"] += 2
    name = planted(kind, canary)
    with pytest.raises(InvalidArgument, match="must be a Python identifier"):
        run_chapter(project, "rising", [(name, "7")], project.root / "out.ipynb")
    with pytest.raises(click.UsageError, match="must be a Python identifier"):
        papermill.execute_notebook(
            f"jupytext://{chapter.path}",
            str(project.root / "out.ipynb"),
            parameters={name: 7},
            progress_bar=False,
        )
    assert files(project.root) == before
    assert not canary.exists()


@pytest.mark.parametrize("kind", INJECTED)
def test_code_in_a_value_stays_text_by_both_routes(kind, canary, chapter, tally):
    text = planted(kind, canary)
    tally["tried"] += 2
    assert chapter.parameters.parse([("label", text)]) == {"label": text}
    checked = load_notebook_node(f"jupytext://{chapter.path}")
    plain = load_notebook_node(chapter.notebook())
    for notebook in (checked, plain):
        done = parameterize_notebook(notebook, {"label": text})
        (cell,) = (c for c in done.cells if "injected-parameters" in c.metadata.tags)
        seen = {}
        exec(cell.source, seen)  # what a kernel would be given
        assert seen["label"] == text
        assert not canary.exists()


@pytest.mark.parametrize("kind", ["a quote by its number", "two backslashes before the quote", "a brace"])
@pytest.mark.parametrize("name", ["sample_size", "profile"])
def test_code_for_a_number_or_a_choice_is_refused(kind, name, canary, chapter, project, no_kernel):
    with pytest.raises(InvalidArgument, match=f"^{name} = "):
        run_chapter(project, "rising", [(name, planted(kind, canary))], project.root / "out.ipynb")
    assert not canary.exists()


@pytest.mark.book
def test_all_of_it_at_once_through_kernels_executes_nothing(canary, chapter, project, monkeypatch):
    text = " ".join(planted(kind, canary) for kind in INJECTED)
    monkeypatch.chdir(project.root)
    run_chapter(project, "rising", [("label", text)], project.root / "mine.ipynb")
    script = str(Path(sys.executable).with_name("papermill"))
    encoded = base64.b64encode(yaml.safe_dump({"label": text}).encode()).decode()
    command = [sys.executable, script, f"jupytext://{chapter.path}", "theirs.ipynb", "--no-progress-bar"]
    subprocess.run([*command, "-b", encoded], check=True, capture_output=True)
    assert (project.root / "mine.ipynb").is_file()
    assert (project.root / "theirs.ipynb").is_file()
    assert not canary.exists()


def test_no_injection_was_executed(tally, measured):
    if tally["tried"] < 4 * len(INJECTED):
        pytest.skip("not all strings of code were tried")
    assert tally["executed"] == 0
    measured(
        "parameters/injections tried", tally["tried"], "strings of code in names and values, by two routes"
    )
    measured("parameters/injections executed", tally["executed"], "of them that were executed")
