"""Products of random projections for any covariance, averaged: deterministic equivalents, with errors of order 1/d."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import integer, real, real_array
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.regression.effective_ridge import df, eigenvalues, kappa
from modelcollapse.exact.regression.overparametrised import below

__all__ = ["bias_parts", "overlap", "propagated"]


def propagated(spectrum: Any, weight: Any, *, generator_samples: int, generations: int) -> np.ndarray:
    """Return E[Q'MQ] for a matrix M that is diagonal in the eigenbasis of Σ, Q the product of n random projections.

    Args:
        spectrum: eigenvalues of Σ, above 0, shape (d,).
        weight: diagonal of M, shape (d,).
        generator_samples: T₀ in [1, d).
        generations: n ≥ 0 independent projections.

    Returns:
        the diagonals for 0, 1, …, n projections, shape (n + 1, d); deterministic equivalents.

    Raises:
        InvalidArgument: for arguments outside these ranges, or shapes that disagree.

    Source: derived here (P3-T11).
    """
    s = eigenvalues(spectrum, invertible=True)
    start = real_array("weight", weight, dimensions=1)
    if start.shape != s.shape:
        raise InvalidArgument("weight", weight, f"must have one entry for each of the {len(s)} eigenvalues")
    _, given = below(len(s), generator_samples)
    horizon = integer("generations", generations, minimum=0)
    kappa0 = float(kappa(s, ridge=0.0, samples=given))
    kept = s / (s + kappa0)
    spread = kept / (s + kappa0)
    room = given - float(df(s, kappa0, 2))
    found = np.empty((horizon + 1, len(s)))
    found[0] = start
    for n in range(horizon):
        found[n + 1] = kept**2 * found[n] + kappa0**2 * spread * (found[n] @ spread) / room
    return found


def overlap(spectrum: Any, *, generator_samples: int, generations: int) -> np.ndarray:
    """Return E[Q] in the eigenbasis of Σ, Q the product of n independent random projections.

    Args:
        spectrum: eigenvalues of Σ, above 0, shape (d,).
        generator_samples: T₀ in [1, d).
        generations: n ≥ 0.

    Returns:
        the diagonal, shape (d,); a deterministic equivalent.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Dohmatob, Feng and Kempe (2024), Lemma F.8 (P3-T10).
    """
    s = eigenvalues(spectrum, invertible=True)
    _, given = below(len(s), generator_samples)
    power = integer("generations", generations, minimum=0)
    return np.asarray((s / (s + kappa(s, ridge=0.0, samples=given))) ** power)


def bias_parts(
    spectrum: Any,
    coefficients: Any,
    *,
    ridge: float,
    samples: int,
    generator_samples: int,
    generations: int,
) -> tuple[float, float, float]:
    """Split the bias of ridge regression on labels of n generators without noise.

    With A the ridge regression's smoother and Q the product of projections: the clean bias E‖(A − 1)w₀‖²_Σ, the change
    E‖A(Q − 1)w₀‖²_Σ, and the whole E‖(AQ − 1)w₀‖²_Σ.

    Args:
        spectrum, coefficients, ridge, samples, generator_samples: as for ``risk``; T₀ < d.
        generations: n ≥ 0 independent generators.

    Returns:
        (clean, change, whole), deterministic equivalents.

    Raises:
        InvalidArgument: for arguments outside these ranges, or shapes that disagree.

    Source: Dohmatob, Feng and Kempe (2024), Theorem 4.3; equivalents derived here (P3-T7).
    """
    s = eigenvalues(spectrum, invertible=True)
    square = real_array("coefficients", coefficients, dimensions=1) ** 2
    if square.shape != s.shape:
        raise InvalidArgument(
            "coefficients", coefficients, f"must have one entry for each of the {len(s)} eigenvalues"
        )
    size = integer("samples", samples, minimum=1)
    steps = integer("generations", generations, minimum=0)
    effective = float(kappa(s, ridge=real("ridge", ridge, minimum=0.0), samples=size))
    used = float(df(s, effective, 2)) / size
    shrunk = s / (s + effective)
    # E[AΣA] and E[ΣA], diagonal in the eigenbasis.
    seen = s * shrunk**2 + effective**2 * shrunk**2 / s * used / (1 - used)
    mixed = s * shrunk
    kept = overlap(s, generator_samples=generator_samples, generations=steps)
    after = propagated(s, seen, generator_samples=generator_samples, generations=steps)[-1]
    clean = float(square @ (seen - 2 * mixed + s))
    change = float(square @ (after - 2 * kept * seen + seen))
    whole = float(square @ (after - 2 * kept * mixed + s))
    return clean, change, whole
