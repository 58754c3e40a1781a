"""The parameters of every chapter: what is allowed reaches the notebook unchanged, nothing else starts a kernel."""

import ast
import json
import math
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from bookbuild import __main__ as command_line
from bookbuild.chapters import chapters
from bookbuild.parameters import Parameters
from bookbuild.project import Project
from modelcollapse.errors import InvalidArgument
from press.small_book import REPOSITORY, files

# Papermill asks every path for the ending .ipynb; the press silences it, pytest lets it speak again.
pytestmark = pytest.mark.filterwarnings("ignore:The specified file")

CHAPTERS = {chapter.slug: chapter for chapter in chapters(Project.at(REPOSITORY))}
EXAMPLES = 25
repeatable = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def allowed(schema):
    """Values that a fragment allows, written without a look at the code that checks them."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema["type"] == "string" and "format" in schema:
        return st.sampled_from([schema["default"], __file__])
    if schema["type"] == "string":
        letters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029")
        return st.text(letters, max_size=schema["maxLength"])
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    if schema["type"] == "integer":
        return st.integers(low, high)
    edges = {"exclude_min": "minimum" not in schema, "exclude_max": "maximum" not in schema}
    numbers = st.floats(low, high, **edges).filter(lambda x: math.copysign(1, x) > 0 or x != 0)
    whole = range(math.ceil(low), math.floor(high) + 1)
    inside = [n for n in whole if ("minimum" in schema or n > low) and ("maximum" in schema or n < high)]
    return st.one_of(numbers, st.sampled_from(inside)) if inside else numbers


def forbidden(schema):
    """Values that a fragment does not allow."""
    wrong = [
        st.none(),
        st.lists(st.integers(), max_size=2),
        st.dictionaries(st.text(), st.none(), max_size=1),
    ]
    if schema["type"] == "string":
        wrong += [
            st.integers(),
            st.floats(),
            st.booleans(),
            st.sampled_from(["\0", "a\nb", "\ud800", "\x1b"]),
        ]
        if "enum" in schema:
            wrong.append(st.text(max_size=9).filter(lambda text: text not in schema["enum"]))
        elif "format" in schema:
            wrong.append(st.text(min_size=1, max_size=9).map(lambda text: f"/absent/{text}"))
        else:
            wrong.append(st.text("a", min_size=schema["maxLength"] + 1, max_size=schema["maxLength"] + 9))
        return st.one_of(wrong)
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    wrong += [st.booleans(), st.text(), st.sampled_from([math.nan, math.inf, -math.inf, -0.0, 10**400])]
    wrong += [st.integers(max_value=math.ceil(low) - 1), st.integers(min_value=math.floor(high) + 1)]
    if schema["type"] == "integer":
        wrong.append(st.floats(low, high))
    else:
        wrong += [
            st.floats(max_value=low, exclude_max="minimum" in schema),
            st.floats(min_value=high, exclude_min="maximum" in schema),
        ]
    return st.one_of(wrong)


def affordable(header, values):
    """Whether values keep to the rules that bind several of them, by the words of the header."""
    together = {name: schema["default"] for name, schema in header["parameters"].items()} | values
    spent = sum(
        term["times"] * math.prod(together[name] ** power for name, power in term["powers"].items())
        for term in header["cost"]["terms"]
    )
    larger = all(
        together[name] >= together[other] + more
        for name, schema in header["parameters"].items()
        for other, more in schema.get("atLeast", {}).items()
    )
    return larger and spent <= header["cost"]["budget"]


def injected(loaded, values):
    """The assignments that a kernel is given for these values, by the route of Papermill's own command line."""
    notebook = parameterize_notebook(loaded, values)
    (cell,) = (c for c in notebook.cells if "injected-parameters" in c.metadata.get("tags", []))
    return {
        statement.targets[0].id: ast.literal_eval(statement.value)
        for statement in ast.parse(cell.source).body
    }


def same(one, other):
    return one.keys() == other.keys() and all(
        type(one[name]) is type(other[name]) and one[name] == other[name] for name in one
    )


@pytest.fixture(scope="module")
def count():
    """How many generated cases there were."""
    return {"accepted": 0, "refused": 0}


@pytest.mark.parametrize("slug", CHAPTERS)
def test_what_is_allowed_reaches_the_notebook_unchanged(slug, count):
    chapter = CHAPTERS[slug]
    loaded = load_notebook_node(f"jupytext://{chapter.path}")
    header = chapter.notebook().metadata
    optional = {name: allowed(schema) for name, schema in header["parameters"].items()}

    @repeatable
    @given(st.fixed_dictionaries({}, optional=optional).filter(lambda values: affordable(header, values)))
    def check(values):
        count["accepted"] += 1
        assert same(chapter.parameters.check(values), values)
        texts = [(k, v if isinstance(v, str) else json.dumps(v)) for k, v in values.items()]
        assert same(chapter.parameters.parse(texts), values)
        if values:
            assert same(injected(loaded, values), values)

    check()


@pytest.mark.parametrize("slug", CHAPTERS)
def test_what_is_not_allowed_is_refused_in_one_line(slug, count):
    chapter = CHAPTERS[slug]
    cases = st.one_of(
        *(
            st.tuples(st.just(name), forbidden(schema))
            for name, schema in chapter.notebook().metadata["parameters"].items()
        )
    )

    @repeatable
    @given(cases)
    def check(case):
        count["refused"] += 1
        name, value = case
        with pytest.raises(InvalidArgument) as caught:
            chapter.parameters.check({name: value})
        said = str(caught.value)
        assert said.startswith(f"{name} = ")
        assert f": must be {chapter.parameters.rule(name)}" in said
        assert len(said.splitlines()) == 1

    check()


def test_enough_cases_were_generated(count, measured):
    if not all(count.values()):
        pytest.skip("the generated cases were not run")
    assert min(count.values()) >= 10 * len(CHAPTERS)
    measured(
        "parameters/allowed", count["accepted"], "generated allowed values that reached the notebook as given"
    )
    measured("parameters/forbidden", count["refused"], "generated forbidden values, each refused in one line")


@pytest.mark.parametrize("slug", CHAPTERS)
def test_the_command_line_of_every_chapter_refuses_before_a_kernel_starts(
    slug, tmp_path, monkeypatch, capsys
):
    def never(*args, **kwargs):
        raise AssertionError("started")

    monkeypatch.setattr("papermill.execute_notebook", never)
    monkeypatch.chdir(tmp_path)
    parameters = CHAPTERS[slug].parameters
    name = list(parameters.schemas)[-1]
    arguments = ["run", slug, "--root", REPOSITORY, "-p", name, "nan" if name != "columns" else "\x1b"]
    monkeypatch.setattr(sys, "argv", ["bookbuild", *map(str, arguments), "-o", "mine.ipynb"])
    with pytest.raises(SystemExit) as stop:
        command_line.main()
    out, err = capsys.readouterr()
    assert (stop.value.code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"bookbuild: {name} = ")
    assert f"must be {parameters.rule(name)}" in err
    assert files(tmp_path) == {}


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_chapter_says_what_its_parameters_are(slug):
    parameters = CHAPTERS[slug].parameters
    assert isinstance(parameters, Parameters)
    for name, schema in parameters.schemas.items():
        assert schema["description"].strip(), name
    assert parameters.cost.of(parameters.defaults) <= parameters.cost.budget
