"""Explorers of the chapters on language models."""

from __future__ import annotations

import sympy as sp

from modelcollapse.explorers.explorer import Axis, Curve, Explorer, Mark, Slider
from modelcollapse.explorers.formula import Formula
from modelcollapse.symbolic.language import mixing as derived

__all__ = ["EXPLORERS"]


def mixed_collision() -> Explorer:
    """S_{m+1} against m, with the sign that solves the recursion and with the printed one."""
    return Explorer(
        name="mixed-collision",
        chapter="mixing-real-data",
        title="How much diversity is left when the real data are kept?",
        caption=(
            "The expected chance $S_{m+1}$ that two tokens agree, after $m$ rounds with $n$ fresh synthetic "
            "tokens beside the same $N$ real ones. Real tokens and truth are held fixed through all rounds; a "
            "value of 1 would be collapse. The dashed curve is the formula with a minus in its last bracket, as "
            "printed in the version we read."
        ),
        x=Slider(derived.rounds, "synthetic rounds", "m", 0, 50, 10, 51),
        y=Axis("chance that two tokens agree", 0.0, 1.0),
        sliders=(
            Slider(derived.real, "real tokens", "N", 1, 1000, 3, 60, log=True),
            Slider(derived.synthetic, "synthetic tokens", "n", 1, 100_000, 30, 80, log=True),
            Slider(derived.start, "agreement in the truth", "S₀", 0.01, 0.99, 0.5, 99),
        ),
        curves=(
            Curve("the solution, with a plus", Formula(derived.recursion()["form"].relation)),
            Curve("as printed, with a minus", Formula(derived.printed())),
        ),
    )


def allowed() -> Explorer:
    """How many synthetic tokens two bounds allow, against the number of real ones."""
    steps = derived.allowed()
    return Explorer(
        name="allowed",
        chapter="mixing-real-data",
        title="How many synthetic tokens are harmless?",
        caption=(
            "The most synthetic tokens $n$ in each generation for which a bound on the distance to the fit to "
            "the real data stays below the tolerance $\\varepsilon$, against the number $N$ of real tokens. One "
            "context is held fixed, with $s$ possible tokens; the same real tokens are kept in every "
            "generation."
        ),
        x=Slider(derived.real, "real tokens", "N", 10, 10**9, 10_000, 81, log=True),
        y=Axis("synthetic tokens allowed", 1.0, 1e12, log=True),
        sliders=(
            Slider(sp.Symbol("s", positive=True), "possible tokens", "s", 2, 50_000, 65, 80, log=True),
            Slider(sp.Symbol("epsilon", positive=True), "tolerance", "ε", 0.01, 1.0, 0.1, 61, log=True),
        ),
        curves=(
            Curve("sure, in every run", Formula(steps["sure"].relation.rhs)),
            Curve(
                "on average, by the second moment", Formula(steps["sharp"].relation.rhs), absent="no limit"
            ),
        ),
        marks=(Mark("on average no limit for N above", Formula(steps["enough"].relation.rhs)),),
    )


EXPLORERS = {"mixed-collision": mixed_collision, "allowed": allowed}
