"""Declared parameters: what is accepted, what is refused, and in which words."""

import pytest

from bookbuild.parameters import Parameters
from modelcollapse.errors import InvalidArgument

DECLARED = {
    "profile": {"type": "string", "enum": ["smoke", "full"], "default": "full"},
    "sample_size": {"type": "integer", "minimum": 2, "maximum": 500, "default": 20},
    "scale": {"type": "number", "exclusiveMinimum": 0, "default": 1.0},
    "unbiased": {"type": "boolean", "default": True},
    "label": {"type": "string", "default": "a"},
}
CELL = 'profile = "full"\nsample_size = 20\nscale = 1.0\nunbiased = True\nlabel = "a"\n'


@pytest.fixture
def parameters() -> Parameters:
    return Parameters.declared(DECLARED)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("profile", "smoke", "smoke"),
        ("sample_size", "500", 500),
        ("sample_size", " 2 ", 2),
        ("scale", "2", 2),
        ("scale", "1e-3", 0.001),
        ("unbiased", "false", False),
        ("label", "20", "20"),
        ("label", "'; import os", "'; import os"),
    ],
)
def test_good_text_becomes_a_value_of_the_declared_type(parameters, name, text, value):
    parsed = parameters.parse([(name, text)])
    assert parsed == {name: value}
    assert type(parsed[name]) is type(value)


def test_a_path_is_seen_from_the_folder_of_the_caller(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    parameters = Parameters.declared({"text": {"type": "string", "format": "path", "default": ""}})
    assert parameters.parse([("text", "my.txt")]) == {"text": str(tmp_path / "my.txt")}
    assert parameters.parse([("text", "../my.txt")]) == {"text": str(tmp_path.parent / "my.txt")}
    assert parameters.parse([("text", "/srv/my.txt")]) == {"text": "/srv/my.txt"}
    # Nothing named is nothing, not the folder.
    assert parameters.parse([("text", "")]) == {"text": ""}
    with pytest.raises(InvalidArgument, match="format"):
        Parameters.declared({"text": {"type": "string", "format": "date", "default": ""}})


BAD = [
    ("sample_size", "1"),
    ("sample_size", "501"),
    ("sample_size", "-5"),
    ("sample_size", "20.0"),
    ("sample_size", "2e1"),
    ("sample_size", "1_0"),
    ("sample_size", "0x10"),
    ("sample_size", "١٢"),
    ("sample_size", "true"),
    ("sample_size", "null"),
    ("sample_size", "nan"),
    ("sample_size", "[20]"),
    ("sample_size", '"20"'),
    ("sample_size", ""),
    ("sample_size", "9" * 5000),
    ("sample_size", "__import__('os')"),
    ("scale", "0"),
    ("scale", "-0.0"),
    ("scale", "NaN"),
    ("scale", "Infinity"),
    ("scale", "-Infinity"),
    ("scale", "1e400"),
    ("scale", "1" + "0" * 400),
    ("scale", "true"),
    ("unbiased", "1"),
    ("unbiased", "True"),
    ("profile", "quick"),
]


@pytest.mark.parametrize(("name", "text"), BAD)
def test_bad_text_is_refused_in_one_line(parameters, name, text):
    with pytest.raises(InvalidArgument) as caught:
        parameters.parse([(name, text)])
    assert caught.value.argument == name
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [True, 20.0, float("nan"), "20", None, [20]])
def test_values_that_did_not_come_as_text_are_checked_too(parameters, value):
    with pytest.raises(InvalidArgument):
        parameters.check({"sample_size": value})


def test_unknown_name_gets_a_suggestion(parameters):
    with pytest.raises(InvalidArgument, match=r"did you mean sample_size\?"):
        parameters.parse([("sample_sise", "20")])


@pytest.mark.parametrize("name", ["import os; os", "n\n", "", "class", "a b", "1n", "n=1;x"])
def test_a_name_that_is_no_identifier_is_refused(parameters, name):
    with pytest.raises(InvalidArgument, match="must be a Python identifier") as caught:
        parameters.parse([(name, "20")])
    assert "\n" not in str(caught.value)


def test_a_name_given_twice_is_refused(parameters):
    with pytest.raises(InvalidArgument, match="must be given once"):
        parameters.parse([("scale", "1"), ("scale", "2")])


@pytest.mark.parametrize(
    "header",
    [
        None,
        ["n"],
        {"n": 20},
        {"n": {"type": "integer"}},
        {"n": {"default": 20}},
        {"n": {"type": "array", "default": []}},
        {"n": {"type": "integer", "default": 20, "minimun": 2}},
        {"n": {"type": "integer", "default": 1, "minimum": 2}},
        {"n": {"type": "integer", "default": True}},
        {"n": {"type": "number", "default": float("inf")}},
        {"not a name": {"type": "integer", "default": 20}},
        {"lambda": {"type": "integer", "default": 20}},
        {7: {"type": "integer", "default": 20}},
    ],
)
def test_a_declaration_that_is_not_usable_is_refused(header):
    with pytest.raises(InvalidArgument):
        Parameters.declared(header)


def test_the_cell_agrees_with_the_declaration(parameters):
    parameters.agree_with(CELL)


@pytest.mark.parametrize(
    "cell",
    [
        CELL.replace("20", "21"),
        CELL.replace("True", "1"),
        CELL.replace("1.0", "1"),
        CELL.replace('label = "a"', ""),
        CELL + "extra = 1",
        CELL + "import os",
        CELL.replace("20", "int(20)"),
        CELL.replace("scale =", "scale = again ="),
        CELL.replace("scale", "scale.x"),
        CELL + "(",
    ],
)
def test_a_cell_that_differs_is_refused(parameters, cell):
    with pytest.raises(InvalidArgument, match="parameters cell"):
        parameters.agree_with(cell)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("profile", 'one of "smoke", "full"'),
        ("sample_size", "an integer at least 2 and at most 500"),
        ("scale", "a finite number above 0"),
        ("unbiased", "a boolean"),
    ],
)
def test_rules_in_words(parameters, name, rule):
    assert parameters.rule(name) == rule
