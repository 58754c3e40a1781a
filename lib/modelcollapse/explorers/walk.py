"""Explorers of the chapters on random walks."""

from __future__ import annotations

import sympy as sp

from modelcollapse.explorers.explorer import Axis, Curve, Explorer, Slider
from modelcollapse.explorers.formula import Formula
from modelcollapse.symbolic.walk import improvement as derived

__all__ = ["EXPLORERS"]

_CHANCE = Axis("chance to be closer to the truth", 0.0, 0.55)


def _noise(start: float) -> Slider:
    return Slider(derived.ratio, "noise of the synthetic rounds", "r", 0.05, 20.0, start, 80, log=True)


def improvement() -> Explorer:
    """P against r, in one, two and three dimensions."""
    student = derived.student()
    return Explorer(
        name="improvement",
        chapter="beating-real-data",
        title="How often do synthetic rounds beat the real data?",
        caption=(
            "The chance $P$ that the last fit is closer to the truth than the fit to the real data, against the "
            "noise $r$ that the synthetic rounds add, in units of the error of the real fit. The mean of a normal "
            "law, equal variances in all directions. Nothing else is held fixed: $P$ depends on $r$ alone."
        ),
        x=_noise(1.0),
        y=_CHANCE,
        sliders=(),
        curves=(
            Curve("one dimension", Formula(derived.wedge()["closed"].relation)),
            Curve("two dimensions", Formula(student["dimension_2"].relation)),
            Curve("three dimensions", Formula(student["dimension_3"].relation)),
        ),
    )


def drifting() -> Explorer:
    """P for a last error that is a times the first one plus noise."""
    steps = derived.drifting()
    return Explorer(
        name="drifting",
        chapter="beating-real-data",
        title="What if the rounds also shrink the estimate?",
        caption=(
            "The chance $P$ when the last error is $a$ times the first one plus noise, in one dimension, against the "
            "noise $r$ in units of the first error. The truth is held fixed, at the point that the estimate is shrunk "
            "to; elsewhere shrinking adds a bias. At $a = 1$ nothing is shrunk. The third line is one half."
        ),
        x=_noise(0.5),
        y=Axis("chance to be closer to the truth", 0.0, 1.0),
        sliders=(Slider(derived.slope, "factor on the first error", "a", -1.0, 2.0, 0.8, 61),),
        curves=(
            Curve("with the factor a", Formula(steps["value"].relation)),
            Curve("without it, a = 1", Formula(steps["unbiased"].relation)),
            Curve("one half", Formula(sp.Rational(1, 2))),
        ),
    )


EXPLORERS = {"improvement": improvement, "drifting": drifting}
