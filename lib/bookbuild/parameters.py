"""What a reader may turn in a chapter: names, types and bounds, checked before any kernel starts.

A chapter declares its parameters in its header as JSON Schema fragments::

    parameters:
      sample_size: {type: integer, minimum: 2, maximum: 500, default: 20, description: draws per generation}
"""

import ast
import difflib
import json
import keyword
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema

from modelcollapse.errors import InvalidArgument

TYPES = ("boolean", "integer", "number", "string")


def _finite(value: float) -> bool:
    return not isinstance(value, bool) and abs(value) <= sys.float_info.max


# JSON Schema would let 20.0 pass as an integer, and has no opinion on infinity.
_Checker = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "integer": lambda _, value: isinstance(value, int) and not isinstance(value, bool),
            "number": lambda _, value: isinstance(value, int | float) and _finite(value),
        }
    ),
)

_ANNOTATIONS = {"default": True, "description": {"type": "string"}, "unit": {"type": "string"}}
_DECLARATION = {
    "type": "object",
    "required": ["type", "default"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": list(TYPES)},
        "enum": {"type": "array", "minItems": 1},
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "exclusiveMinimum": {"type": "number"},
        "exclusiveMaximum": {"type": "number"},
        "format": {"const": "path"},
        **_ANNOTATIONS,
    },
}


def _rule(schema: Mapping[str, Any]) -> str:
    """The schema of one parameter in words, as in "an integer from 2 to 500"."""
    if "enum" in schema:
        return "one of " + ", ".join(json.dumps(value) for value in schema["enum"])
    article = "an" if schema["type"] == "integer" else "a"
    noun = "finite number" if schema["type"] == "number" else schema["type"]
    bounds = [
        f"{words} {schema[key]}"
        for key, words in (
            ("minimum", "at least"),
            ("exclusiveMinimum", "above"),
            ("maximum", "at most"),
            ("exclusiveMaximum", "below"),
        )
        if key in schema
    ]
    return " ".join([article, noun, " and ".join(bounds)]).strip()


@dataclass(frozen=True)
class Parameters:
    """The declared parameters of one chapter, by name."""

    schemas: Mapping[str, Mapping[str, Any]]

    @classmethod
    def declared(cls, header: object) -> "Parameters":
        """Read the ``parameters`` mapping of a chapter's header.

        Raises:
            InvalidArgument: the mapping, a name, a fragment or a default is not usable.
        """
        if not isinstance(header, Mapping):
            raise InvalidArgument("parameters", header, "must map each name to a JSON Schema fragment")
        for name, schema in header.items():
            if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
                raise InvalidArgument("parameters", name, "each name must be a Python identifier")
            problem = next(iter(_Checker(_DECLARATION).iter_errors(schema)), None)
            if problem is not None:
                raise InvalidArgument(f"parameters.{name}", schema, problem.message)
        parameters = cls(dict(header))
        parameters.check({name: schema["default"] for name, schema in header.items()})
        return parameters

    @property
    def defaults(self) -> dict[str, Any]:
        """Default values by name."""
        return {name: schema["default"] for name, schema in self.schemas.items()}

    def check(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values unchanged, once every name is declared and every value is allowed.

        Raises:
            InvalidArgument: an unknown name (with a suggestion), a wrong type or a value out of bounds.
        """
        for name, value in values.items():
            schema = self._schema(name)
            if not _Checker(schema).is_valid(value):
                raise InvalidArgument(name, value, f"must be {_rule(schema)}")
        return dict(values)

    def rule(self, name: str) -> str:
        """What a parameter may be, in words."""
        return _rule(self.schemas[name])

    def parse(self, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Values for ``-p name text`` pairs: the text is read as a JSON scalar, or as itself for a string.

        A string of the format "path" that is not empty is a file as seen from the caller's folder, and made
        absolute: a kernel runs elsewhere.

        Raises:
            InvalidArgument: as `check`, and when a name is given twice.
        """
        values: dict[str, Any] = {}
        for name, text in pairs:
            if name in values:
                raise InvalidArgument(name, text, "must be given once")
            schema = self._schema(name)
            if schema.get("format") == "path" and text:
                values[name] = os.path.abspath(text)
            else:
                values[name] = text if schema["type"] == "string" else _scalar(text)
        return self.check(values)

    def agree_with(self, cell: str) -> None:
        """Compare the declaration with the assignments of the chapter's ``parameters`` cell.

        Raises:
            InvalidArgument: the cell does anything but assign literals, or names or defaults differ.
        """
        assigned = _assignments(cell)
        if assigned.keys() != self.schemas.keys():
            rule = f"must assign exactly the declared names: {', '.join(self.schemas) or 'none'}"
            raise InvalidArgument("parameters cell", ", ".join(assigned), rule)
        for name, default in self.defaults.items():
            if (type(assigned[name]), assigned[name]) != (type(default), default):
                rule = f"must equal the declared default {default!r}"
                raise InvalidArgument(f"parameters cell: {name}", assigned[name], rule)

    def _schema(self, name: str) -> Mapping[str, Any]:
        if name in self.schemas:
            return self.schemas[name]
        if not name.isidentifier() or keyword.iskeyword(name):
            raise InvalidArgument("parameter name", name, "must be a Python identifier")
        close = difflib.get_close_matches(name, self.schemas, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        rule = f"must be a declared parameter ({', '.join(self.schemas)}){hint}"
        raise InvalidArgument("parameter name", name, rule)


def _scalar(text: str) -> Any:
    """A JSON scalar, or the text itself, which then fails the check of any type but string."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _assignments(cell: str) -> dict[str, Any]:
    try:
        statements = ast.parse(cell).body
    except SyntaxError as error:
        raise InvalidArgument("parameters cell", cell, f"must be Python: {error.msg}") from error
    values: dict[str, Any] = {}
    for statement in statements:
        try:
            if not isinstance(statement, ast.Assign):
                raise TypeError(statement)
            (target,) = statement.targets
            if not isinstance(target, ast.Name):
                raise TypeError(target)
            values[target.id] = ast.literal_eval(statement.value)
        except (TypeError, ValueError) as error:
            rule = "must only assign literals to names, one a line"
            raise InvalidArgument("parameters cell", ast.unparse(statement), rule) from error
    return values
