"""The declared cost of a run: what it is, how it is said, and where it ends."""

import pytest

from bookbuild.cost import Cost
from modelcollapse.errors import InvalidArgument

SCHEMAS = {
    "dimension": {"type": "integer", "minimum": 1, "maximum": 100},
    "generations": {"type": "integer", "minimum": 0, "maximum": 100},
    "noise": {"type": "number", "exclusiveMinimum": 0, "maximum": 10},
    "growth": {"type": "number", "minimum": -1, "maximum": 3},
    "corpus": {"type": "string"},
}


def declared(*terms, budget=1000.0):
    header = {
        "unit": "steps",
        "budget": budget,
        "terms": [{"times": times, "powers": powers} for times, powers in terms],
    }
    return Cost.declared(header, SCHEMAS)


COST = declared((12, {"generations": 1, "dimension": 2}), (0.5, {"noise": -2}), (7, {}))
VALUES = {"dimension": 3, "generations": 4, "noise": 0.5}


def test_a_cost_is_a_sum_of_products():
    assert COST.of(VALUES) == 12 * 4 * 9 + 0.5 * 4 + 7
    assert COST.formula == "12 × generations × dimension² + 0.5 × noise⁻² + 7"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("dimension", "with its square"),
        ("generations", "in proportion"),
        ("noise", "with its power -2"),
        ("corpus", "none"),
    ],
)
def test_how_it_grows_with_each_parameter(name, words):
    assert COST.growth(name) == words


def test_the_budget_is_allowed_and_what_is_above_is_refused_by_name():
    cost = declared((10, {"dimension": 2}), budget=90)
    cost.check({"dimension": 3})
    with pytest.raises(InvalidArgument) as caught:
        cost.check({"dimension": 4})
    wanted = "cost = 160.0: must be at most 90 steps; the cost is 10 × dimension² with dimension=4"
    assert str(caught.value) == wanted


@pytest.mark.parametrize(
    "header",
    [
        None,
        [],
        {"unit": "steps", "budget": 1},
        {"unit": "steps", "budget": 0, "terms": [{"times": 1, "powers": {}}]},
        {"unit": "steps", "budget": 1, "terms": []},
        {"unit": "steps", "budget": 1, "terms": ["dimension ** 2"]},
        {"unit": "steps", "budget": 1, "terms": [{"times": 1, "powers": {"dimension": "2"}}]},
        {"unit": "steps", "budget": 1, "terms": [{"times": 1, "powers": {"absent": 1}}]},
        {"unit": "steps", "budget": 1, "terms": [{"times": 1, "powers": {"corpus": 1}}]},
        {"unit": "steps", "budget": 1, "terms": [{"times": 1, "powers": {"growth": 1}}]},
        {"unit": "steps", "budget": 1, "terms": [{"times": 1, "powers": {"generations": -1}}]},
    ],
)
def test_a_declaration_that_is_not_usable_is_refused(header):
    with pytest.raises(InvalidArgument, match=r"^cost = "):
        Cost.declared(header, SCHEMAS)
