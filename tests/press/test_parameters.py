"""Declared parameters: what is accepted, what is refused, and in which words."""

import pytest

from bookbuild.parameters import Parameters
from modelcollapse.errors import InvalidArgument

WORDS = {"unit": "pieces", "description": "how much"}
DECLARED = {
    "profile": {"type": "string", "enum": ["smoke", "full"], "default": "full", "description": "which"},
    "sample_size": {"type": "integer", "minimum": 2, "maximum": 500, "default": 20, **WORDS},
    "scale": {"type": "number", "exclusiveMinimum": 0, "maximum": 1e9, "default": 1.0, **WORDS},
    "unbiased": {"type": "boolean", "default": True, "description": "which"},
    "label": {"type": "string", "maxLength": 40, "default": "a", "description": "which"},
}
COST = {"unit": "draws", "budget": 1e5, "terms": [{"times": 200, "powers": {"sample_size": 1}}]}
PATH = {"type": "string", "format": "path", "maxBytes": 100, "default": "", "description": "a text"}
CELL = 'profile = "full"\nsample_size = 20\nscale = 1.0\nunbiased = True\nlabel = "a"\n'


@pytest.fixture
def parameters() -> Parameters:
    return Parameters.declared(DECLARED, COST)


def declared(**schemas):
    """Parameters whose cost depends on none of them."""
    return Parameters.declared(schemas, {"unit": "steps", "budget": 1, "terms": [{"times": 1, "powers": {}}]})


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
    (tmp_path / "here").mkdir()
    for name in ("here/my.txt", "my.txt"):
        (tmp_path / name).write_text("words")
    monkeypatch.chdir(tmp_path / "here")
    parameters = declared(text=PATH)
    assert parameters.parse([("text", "my.txt")]) == {"text": str(tmp_path / "here" / "my.txt")}
    assert parameters.parse([("text", "../my.txt")]) == {"text": str(tmp_path / "my.txt")}
    assert parameters.parse([("text", str(tmp_path / "my.txt"))]) == {"text": str(tmp_path / "my.txt")}
    # Nothing named is nothing, not the folder.
    assert parameters.parse([("text", "")]) == {"text": ""}
    with pytest.raises(InvalidArgument, match="format"):
        declared(text=PATH | {"format": "date"})


def test_a_path_may_be_a_name_as_well():
    parameters = declared(table=PATH | {"unless": "diabetes|openml:.+:[0-9]+", "default": "diabetes"})
    for name in ("diabetes", "openml:wine:1"):
        assert parameters.parse([("table", name)]) == {"table": name}
    for name in ("", "diabetis", "openml:wine"):
        with pytest.raises(InvalidArgument, match="absolute path of a file"):
            parameters.parse([("table", name)])


@pytest.mark.parametrize("kind", ["absent", "a folder", "too large", "relative"])
def test_a_path_that_names_no_usable_file_is_refused(tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a folder").mkdir()
    (tmp_path / "too large").write_text("x" * 101)
    (tmp_path / "relative").write_text("x")
    given = kind if kind == "relative" else str(tmp_path / kind)
    with pytest.raises(InvalidArgument, match="of at most 100 bytes"):
        declared(text=PATH).check({"text": given})


def test_a_number_may_have_to_exceed_another():
    one = {"type": "integer", "minimum": 1, "maximum": 50, "default": 5, **WORDS}
    parameters = declared(window=one, size=one | {"default": 9, "atLeast": {"window": 2}})
    assert parameters.check({"window": 7}) == {"window": 7}
    assert parameters.check({"window": 48, "size": 50})
    with pytest.raises(InvalidArgument, match=r"^size = 9: must be .* at least window \+ 2; window is 8$"):
        parameters.check({"window": 8})
    with pytest.raises(InvalidArgument, match="two declared integers"):
        declared(size=one | {"atLeast": {"absent": 2}})


NUMBER = {"type": "integer", "minimum": 2, "maximum": 50, "default": 20, **WORDS}


def test_the_declaration_that_the_next_test_spoils_is_usable():
    declared(n=NUMBER)


@pytest.mark.parametrize(
    "header",
    [
        None,
        ["n"],
        {"n": 20},
        {"n": {"type": "integer"}},
        {"n": {"default": 20}},
        {"n": NUMBER | {"type": "array", "default": []}},
        {"n": NUMBER | {"minimun": 2}},
        {"n": NUMBER | {"default": 0}},
        {"n": NUMBER | {"default": True}},
        {"n": NUMBER | {"type": "number", "default": float("inf")}},
        {"n": {key: value for key, value in NUMBER.items() if key != "maximum"}},
        {"n": {key: value for key, value in NUMBER.items() if key != "minimum"}},
        {"n": {key: value for key, value in NUMBER.items() if key != "unit"}},
        {"n": {key: value for key, value in NUMBER.items() if key != "description"}},
        {"n": {"type": "string", "default": "", "description": "of any length"}},
        {"n": {key: value for key, value in PATH.items() if key != "maxBytes"}},
        {"not a name": NUMBER},
        {"lambda": NUMBER},
        {7: NUMBER},
    ],
)
def test_a_declaration_that_is_not_usable_is_refused(header):
    with pytest.raises(InvalidArgument, match=r"^parameters|^n = "):
        Parameters.declared(header, COST | {"terms": [{"times": 1, "powers": {}}]})


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
        ("scale", "a finite number above 0 and at most 1000000000"),
        ("label", "text of at most 40 characters, without control characters"),
        ("unbiased", "a boolean"),
    ],
)
def test_rules_in_words(parameters, name, rule):
    assert parameters.rule(name) == rule
