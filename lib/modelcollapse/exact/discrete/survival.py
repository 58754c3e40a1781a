"""Is a symbol still there? The exact probability, by the ancestral dual."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import real
from modelcollapse.exact.discrete.iteration import asked, shaped
from modelcollapse.exact.discrete.lineages import expected, sizes

__all__ = ["survival"]


def survival(p0: float, *, sample_size: Any, generations: Any) -> Any:
    """Exact Pr(P_k ≠ 0): a symbol of probability p0 still occurs in generation k.

    Args:
        p0: probability of the symbol in the truth, in (0, 1).
        sample_size: tokens in a generation, 1 to 20,000, or a sequence with one size for each generation.
        generations: k ≥ 0, an int or a sequence.

    Returns:
        float, or an array with one probability for each entry; relative error below 1e-11 up to 40,000
        generations (``tests`` compare with rational arithmetic and with the forward chain).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T1x), for the Bernoulli process of Suresh et al. (2024); duality of the
        Wright-Fisher chain.
    """
    logarithm = np.log1p(-real("p0", p0, above=0.0, below=1.0))
    wanted, single = asked(generations, minimum=0)
    checked = sizes(sample_size, int(wanted.max()))
    values = np.ones(len(wanted))
    later = wanted > 0
    if later.any():
        values[later] = expected(lambda a: -np.expm1(a * logarithm), checked, wanted[later] - 1)
    return shaped(values, single)
