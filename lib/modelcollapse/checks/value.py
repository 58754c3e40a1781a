"""An asserted number that can be varied: a function with its arguments, or a symbolic form with its point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Value"]


@dataclass(frozen=True)
class Value:
    """A number asserted by a claim.

    Attributes:
        function: the exact witness.
        arguments: its keyword arguments, under the library's standard names.
        expression: the same number as a SymPy expression, or None where there is no closed form.
        point: values for the symbols of ``expression``.
    """

    function: Callable[..., Any]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    expression: Any = None
    point: Mapping[Any, Any] = field(default_factory=dict)

    def __call__(self, **changes: Any) -> float:
        """Evaluate, with some arguments changed."""
        return float(self.function(**{**self.arguments, **changes}))
