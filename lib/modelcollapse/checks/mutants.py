"""Mutants: near misses generated from an asserted value, none of which a check may verify.

From the symbolic form, where there is one: every whole-number symbol off by one, each term dropped, negated
or off by one per cent, the whole doubled, negated or off by one per cent. Else from the arguments: sizes and
generations off by one, the other divisor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import sympy as sp

from modelcollapse.checks.value import Value
from modelcollapse.errors import InvalidArgument

__all__ = ["of_expression", "of_value"]

# The standard names of whole-number arguments (DESIGN of the interface: one name for one thing).
_WHOLE = (
    "sample_size",
    "generations",
    "dimension",
    "samples",
    "generator_samples",
    "real",
    "synthetic",
    "window",
)
_OTHER_DIVISOR = {"n": "n-1", "n-1": "n"}
_PERCENT = sp.Rational(1, 100)


def of_expression(expression: sp.Expr) -> Iterator[tuple[str, sp.Expr]]:
    """Yield (what was changed, mutated expression) for a symbolic form."""
    for symbol in sorted(expression.free_symbols, key=str):
        if symbol.is_integer:
            yield f"{symbol} + 1", expression.subs(symbol, symbol + 1)
            yield f"{symbol} − 1", expression.subs(symbol, symbol - 1)
    terms = sp.Add.make_args(expression)
    if len(terms) > 1:
        for term in terms:
            yield f"without {term}", expression - term
            yield f"sign of {term}", expression - 2 * term
            yield f"{term} × 1.01", expression + _PERCENT * term
            yield f"{term} × 0.99", expression - _PERCENT * term
    yield "× 2", 2 * expression
    yield "sign", -expression
    yield "× 1.01", (1 + _PERCENT) * expression
    yield "× 0.99", (1 - _PERCENT) * expression


def _at(expression: sp.Expr, point: Mapping[Any, Any]) -> float:
    return float(expression.subs(dict(point)).evalf(30))


def _or_nothing(value: Value, change: Mapping[str, Any]) -> float | None:
    """Return the mutated number, or None where the change leaves the domain."""
    try:
        return value(**change)
    except InvalidArgument:
        return None


def of_value(value: Value) -> Iterator[tuple[str, Callable[[], float | None]]]:
    """Yield (what was changed, its number or None outside the domain) for an asserted value."""
    if value.expression is not None:
        for name, expression in of_expression(value.expression):
            yield name, partial(_at, expression, value.point)
        return
    for name, argument in value.arguments.items():
        changes: list[tuple[str, Any]] = []
        if name in _WHOLE and isinstance(argument, int):
            changes = [(f"{name} + 1", argument + 1), (f"{name} − 1", argument - 1)]
        elif name == "divisor":
            changes = [("the other divisor", _OTHER_DIVISOR[argument])]
        for label, changed in changes:
            yield label, partial(_or_nothing, value, {name: changed})
