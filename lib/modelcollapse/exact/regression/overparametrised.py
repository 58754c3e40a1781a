"""Generators with fewer samples than dimensions: what a chain of least-norm fits forgets.

Each generator projects the one before it on the random span of its T₀ < d inputs. For Σ = 1 means are exact at every
dimension; for other covariances see ``projections``.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from modelcollapse.arguments import choice, integer, integers, per_generation, real, real_array
from modelcollapse.errors import InfiniteMean, InvalidArgument
from modelcollapse.exact.regression.risk import DESIGNS

__all__ = [
    "Forgetting",
    "below",
    "crossing",
    "error_square",
    "forgetting",
    "projection_defect",
    "share_cdf",
]

# No crossing is looked for beyond this generation.
_FARTHEST = 10**5


@dataclass(frozen=True)
class Forgetting:
    """Exact means for Σ = 1 and ‖w₀‖ = 1; floats, or arrays of shape (len(generations),).

    Attributes:
        kept: E⟨ŵ_n, w₀⟩.
        norm: E‖ŵ_n‖².
        error: E‖ŵ_n − w₀‖².
    """

    kept: Any
    norm: Any
    error: Any


def below(dimension: Any, generator_samples: Any) -> tuple[int, int]:
    """Return a checked dimension d ≥ 2 and T₀ in [1, d).

    Raises:
        InvalidArgument: for arguments outside these ranges.
    """
    d = integer("dimension", dimension, minimum=2)
    given = integer("generator_samples", generator_samples, minimum=1)
    if given >= d:
        rule = f"must be below dimension = {d}: with as many samples nothing is forgotten"
        raise InvalidArgument("generator_samples", generator_samples, rule)
    return d, given


def forgetting(
    *,
    dimension: int,
    generator_samples: Any,
    generations: Any,
    generator_noise: float = 0.0,
    design: str = "independent",
) -> Forgetting:
    """Return the exact means after n least-norm generators for Σ = 1, ‖w₀‖ = 1.

    Args:
        dimension: d ≥ 2.
        generator_samples: T₀ in [1, d), or one size for each generation (independent designs only).
        generations: n ≥ 0 generators, an int or a sequence.
        generator_noise: standard deviation of the generators' labels.
        design: "independent" inputs for each generator, or the "same" for all.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Warns:
        InfiniteMean: with label noise and T₀ = d − 1.

    Source: Dohmatob, Feng and Kempe (2024), Theorems 4.5 and 4.6, without noise (P3-T8, P3-T9); else derived here
    (P3-D2).
    """
    wanted, single = per_generation("generations", generations)
    horizon = int(wanted.max())
    d = integer("dimension", dimension, minimum=2)
    independent = choice("design", design, DESIGNS) == "independent"
    if np.iterable(generator_samples) and not isinstance(generator_samples, str | bytes):
        if not independent:
            rule = "must be a single number where all generators have the same inputs"
            raise InvalidArgument("generator_samples", generator_samples, rule)
        sizes = integers("generator_samples", generator_samples, minimum=1, length=max(horizon, 1))
    else:
        sizes = np.full(max(horizon, 1), integer("generator_samples", generator_samples, minimum=1))
    below(d, int(sizes.max()))
    noise = real("generator_noise", generator_noise, minimum=0.0) ** 2
    with np.errstate(divide="ignore"):
        added = np.where(sizes < d - 1, sizes / (d - sizes - 1.0), np.inf) * noise if noise else 0.0 * sizes
    if np.isinf(added).any():
        warnings.warn(
            f"generator_samples = {d - 1} with dimension = {d} and noise: the mean error is infinite",
            InfiniteMean,
            stacklevel=2,
        )
    kept, norm = np.ones(horizon + 1), np.ones(horizon + 1)
    for n in range(1, horizon + 1):
        share = sizes[n - 1] / d
        if independent:
            kept[n], norm[n] = kept[n - 1] * share, norm[n - 1] * share + added[n - 1]
        else:
            kept[n], norm[n] = share, share + n * added[0]
    found = [values[wanted] for values in (kept, norm, norm - 2 * kept + 1)]
    return Forgetting(*(float(values[0]) if single else values for values in found))


def crossing(*, dimension: int, generator_samples: int, generator_noise: float) -> int:
    """Return the first n at which the same inputs for all generators are worse than fresh ones.

    Args:
        dimension: d ≥ 3.
        generator_samples: T₀ in [1, d − 2].
        generator_noise: standard deviation of the generators' labels, above 0.

    Raises:
        InvalidArgument: for arguments outside these ranges, or a noise so small that no generation up to a hundred
            thousand is one.

    Source: derived here (P3-D2).
    """
    d, given = below(dimension, generator_samples)
    if given > d - 2:
        raise InvalidArgument(
            "generator_samples", generator_samples, f"must be at most {d - 2}, for a finite mean"
        )
    noise = real("generator_noise", generator_noise, above=0.0)
    added = noise**2 * given / (d - given - 1)
    # Fresh inputs are never worse than 1 + v/(1 − η), which the same inputs pass no later than here.
    farthest = (given / d + added / (1 - given / d)) / added + 1
    if farthest > _FARTHEST:
        raise InvalidArgument("generator_noise", generator_noise, "is too small: no crossing is near")
    same, fresh = (
        forgetting(
            dimension=d,
            generator_samples=given,
            generator_noise=noise,
            generations=range(1, int(farthest) + 2),
            design=design,
        ).error
        for design in ("same", "independent")
    )
    return int(np.argmax(same > fresh)) + 1


def error_square(*, dimension: int, generator_samples: int, generations: Any) -> Any:
    """Return E‖ŵ_n − w₀‖⁴ without label noise, for Σ = 1, ‖w₀‖ = 1 and fresh inputs.

    Args:
        dimension: d ≥ 2.
        generator_samples: T₀ in [1, d).
        generations: n ≥ 0, an int or a sequence.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P3-D4).
    """
    d, given = below(dimension, generator_samples)
    wanted, single = per_generation("generations", generations)
    first = given / d
    second = given * (given + 2) / (d * (d + 2))
    squares = np.ones(int(wanted.max()) + 1)
    for n in range(1, len(squares)):
        # With a = ⟨w, w₀⟩ and q = ‖w‖² a projection gives a² the mean E[b²] a² + E[b(1 − b)] (q − a²)/(d − 1).
        squares[n] = second * squares[n - 1] + (first - second) * (first ** (n - 1) - squares[n - 1]) / (
            d - 1
        )
    powers = np.arange(len(squares))
    # (1 − 2a + q)², with E[a] = E[q] = first^n and E[aq] = E[q²] = second^n.
    result = (1 + 4 * squares - 2 * first**powers - 3 * second**powers)[wanted]
    return float(result[0]) if single else result


def projection_defect(*, dimension: int, generator_samples: int) -> float:
    """Return E(‖Qw₀‖² − ⟨w₀, Qw₀⟩)² for Q the product of two independent random projections, ‖w₀‖ = 1.

    It would be zero if Q'Q were Q.

    Args:
        dimension: d ≥ 2.
        generator_samples: T₀ in [1, d), the rank of both.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P3-T9).
    """
    d, given = below(dimension, generator_samples)
    return (given * (d - given)) ** 2 / (d**2 * (d - 1) * (d + 2) ** 2)


def share_cdf(share: Any, *, dimension: int, generator_samples: int) -> np.ndarray:
    """Return Pr(‖Pw‖² ≤ share · ‖w‖²) for a uniformly random projection P, a beta law.

    Args:
        share: finite numbers, any shape.
        dimension: d ≥ 2.
        generator_samples: T₀ in [1, d), the rank of P.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P3-T8).
    """
    d, given = below(dimension, generator_samples)
    at = np.clip(real_array("share", share), 0, 1)
    return np.asarray(special.betainc(given / 2, (d - given) / 2, at))
