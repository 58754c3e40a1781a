"""A formula with what is computed before it, and its numbers by the Python route."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import sympy as sp

from modelcollapse.symbolic.derivation import lower

__all__ = ["Formula", "Loop"]


@dataclass(frozen=True)
class Loop:
    """A recursion in one line.

    Attributes:
        state: the letter for the state within ``step``.
        start: the state before the first round.
        step: the next state.
        rounds: how many rounds, a whole number.
    """

    state: sp.Symbol
    start: sp.Expr
    step: sp.Expr
    rounds: sp.Expr


@dataclass(frozen=True)
class Formula:
    """An expression, and where some of its letters come from.

    Attributes:
        value: the expression, taken as it stands from a step of a derivation.
        given: expressions or recursions for letters of it, each of which may use those before it.
    """

    value: sp.Expr
    given: Mapping[sp.Symbol, sp.Expr | Loop] = field(default_factory=dict)

    def function(self, arguments: Sequence[sp.Symbol]) -> Callable[..., float]:
        """Return the formula as a function of numbers, one for each of ``arguments``.

        Raises:
            ValueError: a letter is neither given nor an argument.
        """
        known = list(arguments)
        steps: list[Callable[[list[np.float64]], np.float64]] = []
        for letter, how in self.given.items():
            steps.append(_loop(how, known) if isinstance(how, Loop) else _plain(how, known))
            known.append(letter)
        last = _plain(self.value, known)

        def value(*numbers: float) -> float:
            # A NumPy float divides by zero without raising.
            found = [np.float64(number) for number in numbers]
            with np.errstate(all="ignore"):
                for step in steps:
                    found.append(step(found))
                return float(last(found))

        return value


def _plain(expression: sp.Expr, known: Sequence[sp.Symbol]) -> Callable[[list[np.float64]], np.float64]:
    function = lower(expression, known)
    return lambda found: np.float64(function(*found))


def _loop(loop: Loop, known: Sequence[sp.Symbol]) -> Callable[[list[np.float64]], np.float64]:
    start, rounds = (_plain(each, known) for each in (loop.start, loop.rounds))
    step = lower(loop.step, [loop.state, *known])

    def run(found: list[np.float64]) -> np.float64:
        state = start(found)
        for _ in range(int(rounds(found))):
            state = np.float64(step(state, *found))
        return state

    return run
