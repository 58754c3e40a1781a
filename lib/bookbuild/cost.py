"""What a run of a chapter costs at most: a sum of products of its parameters, with a budget.

A chapter declares it in its header, beside its parameters::

    cost:
      unit: steps
      budget: 1.0e+8
      terms: [{times: 12, powers: {generations: 1, dimension: 2}}]

That is 12 × generations × dimension² steps. It is data and no formula, so nothing has to be evaluated.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema

from modelcollapse.errors import InvalidArgument

_DECLARATION = {
    "type": "object",
    "required": ["unit", "budget", "terms"],
    "additionalProperties": False,
    "properties": {
        "unit": {"type": "string", "minLength": 1},
        "budget": {"type": "number", "exclusiveMinimum": 0},
        "terms": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["times", "powers"],
                "additionalProperties": False,
                "properties": {
                    "times": {"type": "number", "exclusiveMinimum": 0},
                    "powers": {
                        "type": "object",
                        "additionalProperties": {"type": "number", "not": {"const": 0}},
                    },
                },
            },
        },
    },
}

_RAISED = str.maketrans("-.0123456789", "⁻·⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Cost:
    """The declared cost of one chapter.

    Attributes:
        unit: what is counted, in the plural.
        budget: the most that a run may cost.
        terms: a factor and the exponents of some parameters by name, for each product.
    """

    unit: str
    budget: float
    terms: tuple[tuple[float, Mapping[str, float]], ...]

    @classmethod
    def declared(cls, header: object, schemas: Mapping[str, Mapping[str, Any]]) -> "Cost":
        """Read the ``cost`` mapping of a chapter's header, for parameters with these schemas.

        Raises:
            InvalidArgument: the mapping is not usable, or a product is not defined for all allowed values.
        """
        problem = next(iter(jsonschema.Draft202012Validator(_DECLARATION).iter_errors(header)), None)
        if problem is not None or not isinstance(header, Mapping):
            raise InvalidArgument("cost", header, problem.message if problem else "must be a mapping")
        for term in header["terms"]:
            for name, power in term["powers"].items():
                schema = schemas.get(name, {})
                lowest = schema.get("minimum", schema.get("exclusiveMinimum", -1))
                if lowest < 0 or (power < 0 and lowest == 0 and "minimum" in schema):
                    rule = (
                        "must be a product of declared numbers that cannot be negative, nor zero below a bar"
                    )
                    raise InvalidArgument("cost", name, rule)
        terms = tuple((float(term["times"]), dict(term["powers"])) for term in header["terms"])
        return cls(header["unit"], float(header["budget"]), terms)

    def of(self, values: Mapping[str, Any]) -> float:
        """The cost at these values, one for each parameter."""
        return math.fsum(
            times * math.prod(float(values[name]) ** power for name, power in powers.items())
            for times, powers in self.terms
        )

    def check(self, values: Mapping[str, Any]) -> None:
        """Compare the cost at these values with the budget.

        Raises:
            InvalidArgument: it is larger; the message names the values, the cost and the budget.
        """
        cost = self.of(values)
        if cost > self.budget:
            names = dict.fromkeys(name for _, powers in self.terms for name in powers)
            given = ", ".join(f"{name}={values[name]}" for name in names)
            rule = f"must be at most {self.budget:.3g} {self.unit}; the cost is {self.formula} with {given}"
            raise InvalidArgument("cost", float(f"{cost:.3g}"), rule)

    @property
    def formula(self) -> str:
        """The cost as a sum of products."""
        return " + ".join(" × ".join(_factors(times, powers)) for times, powers in self.terms)

    def growth(self, name: str) -> str:
        """How the cost grows with one parameter, by the largest power in which it occurs."""
        powers = [powers[name] for _, powers in self.terms if name in powers]
        if not powers:
            return "none"
        largest = max(powers)
        words: dict[float, str] = {
            1: "in proportion",
            2: "with its square",
            3: "with its cube",
            -1: "with its inverse",
        }
        return words.get(largest, f"with its power {largest:g}")


def _factors(times: float, powers: Mapping[str, float]) -> list[str]:
    numbers = [f"{times:,g}"] if times != 1 or not powers else []
    return numbers + [
        name + ("" if power == 1 else f"{power:g}".translate(_RAISED)) for name, power in powers.items()
    ]
