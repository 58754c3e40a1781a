"""Explorers of the chapters on the forgetting of symbols."""

from __future__ import annotations

import sympy as sp

from modelcollapse.explorers.explorer import Axis, Curve, Explorer, Mark, Slider
from modelcollapse.explorers.formula import Formula, Loop
from modelcollapse.symbolic import discrete as derived

__all__ = ["EXPLORERS"]


def clock() -> Explorer:
    """The chance that a symbol is forgotten, by the iteration and by its bound."""
    steps = derived.iteration()
    step, bound = steps["map"].relation, steps["upper"].relation
    # The iterate in a step, g(k), and the next one are calls of a function; a loop needs letters.
    (now,), (following,) = (side.atoms(sp.core.function.AppliedUndef) for side in (step.rhs, step.lhs))
    state, clock_time = sp.symbols("x g", positive=True)
    (solved,) = sp.solve(step, following)
    chance = derived.median()["half"].relation.lhs.xreplace({now: clock_time})
    k = derived.generation
    loop = Loop(state, sp.Integer(1), solved.xreplace({now: state}), k - 1)
    return Explorer(
        name="clock",
        chapter="forgetting-symbols",
        title="When is a symbol forgotten?",
        caption=(
            "The chance $e^{-c\\,g_k}$ that a symbol with $c$ expected occurrences is forgotten by generation "
            "$k$. The page runs the iteration $g_{k+1} = 1 - e^{-g_k}$ from $g_1 = 1$. Held fixed is the "
            "Poisson process; the size of the corpus does not enter."
        ),
        x=Slider(k, "generation", "k", 1, 1000, 20, 80, log=True),
        y=Axis("chance that it is forgotten", 0.0, 1.0),
        sliders=(Slider(derived.total, "expected occurrences", "c", 0.5, 200.0, 10.0, 80, log=True),),
        curves=(
            Curve("exact, by the iteration", Formula(chance, {clock_time: loop})),
            Curve("at least, by the bound on g", Formula(chance, {clock_time: 1 / bound.rhs})),
        ),
        marks=(Mark("latest k for the chance one half", Formula(derived.median()["latest"].relation.rhs)),),
    )


EXPLORERS = {"clock": clock}
