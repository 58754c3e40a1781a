"""Small tables on which chains of single tokens are compared with listing every table of counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement
from modelcollapse.exact import language as exact
from modelcollapse.symbolic.language import chain

__all__ = ["agreement"]

# (counts, n, kept?, generation)
TABLES = (((1, 2), 3, False, 3), ((1, 1, 2), 2, True, 3), ((2, 3), 3, True, 4))


def agreement(
    name: str,
    asserts: str,
    function: Callable[[np.ndarray, float], np.ndarray],
    symbolic: Callable[[sp.Rational, sp.Rational], sp.Expr],
) -> Agreement:
    """Evidence that both routes have the same mean of a function of the last and the first table's shares."""

    def computed(more: int = 0) -> list[float]:
        found = []
        for counts, n, keep, m in TABLES:
            means = exact.pair_means(
                function,
                counts=counts,
                context=[0] * len(counts),
                synthetic=[n],
                keep=keep,
                generations=m + more,
            )
            found.append(float(means[:, -1].sum()))
        return found

    def listed() -> list[tuple[sp.Expr, Mapping[Any, Any]]]:
        return [
            (chain.fitted_mean(symbolic, counts, synthetic=n, keep=keep, generations=m), {})
            for counts, n, keep, m in TABLES
        ]

    return Agreement(
        name=name,
        asserts=asserts,
        computed=computed,
        reference=listed,
        bound=1e-13,
        rivals={"one generation more": lambda: computed(1)},
    )
