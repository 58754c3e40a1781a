"""What a reader may turn in a chapter: names, types, bounds and cost, checked before any kernel starts.

A chapter declares its parameters in its header as JSON Schema fragments::

    parameters:
      sample_size: {type: integer, minimum: 2, maximum: 500, default: 20, unit: draws, description: per generation}

Beside the words of JSON Schema, ``atLeast: {window: 2}`` wants a value of at least ``window`` + 2; a string of the
``format: path`` names a file that can be read, of at most ``maxBytes``, unless it matches the regular expression
``unless``, by default the empty one. What a run may cost is declared beside them (`bookbuild.cost`).
"""

import ast
import difflib
import json
import keyword
import math
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema

from bookbuild.cost import Cost
from modelcollapse.errors import InvalidArgument

TYPES = ("boolean", "integer", "number", "string")


# Control characters, and halves of characters, which are what undecodable bytes of a shell become.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _finite(value: float) -> bool:
    negative_zero = value == 0 and math.copysign(1, value) < 0
    return not isinstance(value, bool) and abs(value) <= sys.float_info.max and not negative_zero


# JSON Schema would let 20.0 pass as an integer, and has no opinion on infinity, on -0.0 and on half characters.
# Bounds are only applied to what is a "number": an integer too large for one has to fail by its type.
_Checker = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "integer": lambda _, value: isinstance(value, int) and _finite(value),
            "number": lambda _, value: isinstance(value, int | float) and _finite(value),
            "string": lambda _, value: isinstance(value, str) and not _UNPRINTABLE.search(value),
        }
    ),
)

_ANNOTATIONS = {"default": True, "description": {"type": "string"}, "unit": {"type": "string"}}
_DECLARATION = {
    "type": "object",
    "required": ["type", "default", "description"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": list(TYPES)},
        "enum": {"type": "array", "minItems": 1},
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "exclusiveMinimum": {"type": "number"},
        "exclusiveMaximum": {"type": "number"},
        "atLeast": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "integer"}},
        "maxLength": {"type": "integer", "minimum": 1},
        "format": {"const": "path"},
        "maxBytes": {"type": "integer", "minimum": 1},
        "unless": {"type": "string"},
        **_ANNOTATIONS,
    },
    # Everything is bounded: numbers on both sides, text by a list, a length or the file it names; and numbers count
    # something, if only "pure number".
    "allOf": [
        {
            "if": {"properties": {"type": {"enum": ["integer", "number"]}}},
            "then": {
                "required": ["unit"],
                "allOf": [
                    {"anyOf": [{"required": ["minimum"]}, {"required": ["exclusiveMinimum"]}]},
                    {"anyOf": [{"required": ["maximum"]}, {"required": ["exclusiveMaximum"]}]},
                ],
            },
        },
        {
            "if": {"properties": {"type": {"const": "string"}}},
            "then": {
                "oneOf": [
                    {"required": ["enum"]},
                    {"required": ["maxLength"]},
                    {"required": ["format", "maxBytes"]},
                ]
            },
        },
    ],
}


def _rule(schema: Mapping[str, Any]) -> str:
    """The schema of one parameter in words, as in "an integer from 2 to 500"."""
    if "enum" in schema:
        return "one of " + ", ".join(json.dumps(value) for value in schema["enum"])
    if schema["type"] == "string":
        return _rule_of_text(schema)
    article = "an" if schema["type"] == "integer" else "a"
    noun = "finite number" if schema["type"] == "number" else schema["type"]
    bounds = [
        f"{words} {_number(schema[key])}"
        for key, words in (
            ("minimum", "at least"),
            ("exclusiveMinimum", "above"),
            ("maximum", "at most"),
            ("exclusiveMaximum", "below"),
        )
        if key in schema
    ]
    bounds += [
        f"at least {other}" + (f" + {more}" if more else "")
        for other, more in schema.get("atLeast", {}).items()
    ]
    return " ".join([article, noun, " and ".join(bounds)]).strip()


def _rule_of_text(schema: Mapping[str, Any]) -> str:
    if schema.get("format") != "path":
        return f"text of at most {schema['maxLength']} characters, without control characters"
    size = f"{_number(schema['maxBytes'])} bytes"
    return (
        f"{schema.get('unless', 'empty')}, or the absolute path of a file that can be read, of at most {size}"
    )


def _number(value: float) -> str:
    """A bound as a reader types it, with an exponent only where it has too many digits."""
    return f"{value:.15g}"


def _is_path(schema: Mapping[str, Any], value: str) -> bool:
    """Whether a string of the format "path" names a file; the empty one, or what matches ``unless``, does not."""
    return not re.fullmatch(schema.get("unless", ""), value)


def _usable(schema: Mapping[str, Any], value: Any) -> bool:
    if not _Checker(schema).is_valid(value):
        return False
    if schema.get("format") != "path" or not _is_path(schema, value):
        return True
    return (
        os.path.isabs(value)
        and os.path.isfile(value)
        and os.access(value, os.R_OK)
        and os.path.getsize(value) <= schema["maxBytes"]
    )


@dataclass(frozen=True)
class Parameters:
    """The declared parameters of one chapter, by name."""

    schemas: Mapping[str, Mapping[str, Any]]
    cost: Cost

    @classmethod
    def declared(cls, header: object, cost: object) -> "Parameters":
        """Read the ``parameters`` and the ``cost`` mapping of a chapter's header.

        Raises:
            InvalidArgument: a mapping, a name, a fragment or a default is not usable.
        """
        if not isinstance(header, Mapping):
            raise InvalidArgument("parameters", header, "must map each name to a JSON Schema fragment")
        for name, schema in header.items():
            if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
                raise InvalidArgument("parameters", name, "each name must be a Python identifier")
            problem = next(iter(_Checker(_DECLARATION).iter_errors(schema)), None)
            if problem is not None:
                raise InvalidArgument(f"parameters.{name}", schema, problem.message)
            for other in schema.get("atLeast", {}):
                if header.get(other, {}).get("type") != "integer" or schema["type"] != "integer":
                    raise InvalidArgument(f"parameters.{name}", other, "must compare two declared integers")
        parameters = cls(dict(header), Cost.declared(cost, header))
        parameters.check({name: schema["default"] for name, schema in header.items()})
        return parameters

    @property
    def defaults(self) -> dict[str, Any]:
        """Default values by name."""
        return {name: schema["default"] for name, schema in self.schemas.items()}

    def check(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values unchanged, once every name is declared and every value is allowed, alone and together.

        Raises:
            InvalidArgument: an unknown name (with a suggestion), a wrong type, a value out of bounds, or a run
                that costs more than its budget.
        """
        for name, value in values.items():
            schema = self._schema(name)
            if not _usable(schema, value):
                raise InvalidArgument(name, value, f"must be {_rule(schema)}")
        together = self.defaults | dict(values)
        for name, schema in self.schemas.items():
            for other, more in schema.get("atLeast", {}).items():
                if together[name] < together[other] + more:
                    rule = f"must be {_rule(schema)}; {other} is {together[other]}"
                    raise InvalidArgument(name, together[name], rule)
        self.cost.check(together)
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
            if schema.get("format") == "path" and _is_path(schema, text):
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
        if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
            raise InvalidArgument("parameter name", name, "must be a Python identifier")
        # Names are lower case, so that a wrong case is no distance.
        close = difflib.get_close_matches(name.lower(), self.schemas, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        rule = f"must be a declared parameter ({', '.join(self.schemas)}){hint}"
        raise InvalidArgument("parameter name", name, rule)


def _scalar(text: str) -> Any:
    """A JSON scalar, or the text itself, which then fails the check of any type but string."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
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
