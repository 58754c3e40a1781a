"""An asserted number that can be varied: a function with its arguments, or a symbolic form with its point."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Value"]

# Relative difference beyond which two witnesses of one number disagree; double precision is far below it.
SAME = 1e-9


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

    def disagreement(self) -> str | None:
        """Say how the derived form and the exact witness differ; None where they agree, or one of them is missing."""
        if self.expression is None:
            return None
        derived, computed = float(self.expression.subs(dict(self.point)).evalf(30)), self()
        if math.isclose(derived, computed, rel_tol=SAME):
            return None
        return f"The derived form gives {derived:.12g}, the exact computation {computed:.12g}."
