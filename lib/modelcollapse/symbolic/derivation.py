"""What a derivation is: named steps that a chapter shows and a test asserts, and one way down to numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter

__all__ = ["Derivation", "Step", "lower"]


class _Printer(LatexPrinter):  # type: ignore[misc]
    """SymPy's printer, with the usual letters for digamma, trigamma and harmonic numbers."""

    def _print_polygamma(self, expression: sp.polygamma, exp: str | None = None) -> str:
        order, argument = expression.args
        letter = r"\psi" if order == 0 else rf"\psi_{{{order}}}"
        body = rf"{letter}\left({self._print(argument)}\right)"
        return body if exp is None else f"{body}^{{{exp}}}"

    def _print_harmonic(self, expression: sp.harmonic) -> str:
        last, *order = map(self._print, expression.args)
        return f"H^{{({order[0]})}}_{{{last}}}" if order else f"H_{{{last}}}"


@dataclass(frozen=True)
class Step:
    """One line of a derivation: what is done, and the relation it gives."""

    says: str
    relation: sp.Basic

    def _repr_latex_(self) -> str:
        """Show the relation as display mathematics."""
        printed = _Printer({"inv_trig_style": "full"}).doprint(self.relation)
        return f"$\\displaystyle {printed}$"


class Derivation(Mapping[str, Step]):
    """Steps by name, in order."""

    def __init__(self, **steps: Step) -> None:
        self._steps = steps

    def __getitem__(self, name: str) -> Step:
        """Return one step."""
        return self._steps[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, in order."""
        return iter(self._steps)

    def __len__(self) -> int:
        """Count the steps."""
        return len(self._steps)


def lower(expression: sp.Expr, symbols: Sequence[sp.Symbol]) -> Callable[..., Any]:
    """Turn a symbolic result into a NumPy/SciPy function of ``symbols``, in that order.

    Returns:
        a vectorised function; common subexpressions are computed once.

    Raises:
        ValueError: if the expression has a free symbol that is not listed.
    """
    missing = expression.free_symbols - set(symbols)
    if missing:
        raise ValueError(f"symbols without an argument: {', '.join(sorted(map(str, missing)))}")
    function: Callable[..., Any] = sp.lambdify(
        list(symbols), expression, modules=["scipy", "numpy"], cse=True
    )
    return function
