"""The last fit: ridge regression on labels of given weights, for many ridges at once."""

from __future__ import annotations

import numpy as np

from modelcollapse.simulate.regression.designs import bartlett, raw

__all__ = ["conditional", "eigen", "raw_ridge"]


def eigen(
    spectrum: np.ndarray, samples: int, replicates: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw the inputs' Gram matrix and diagonalise it.

    Returns:
        the factor B of ``bartlett``, the k = min(samples, d) eigenvalues e of X'X that are not zero, shape
        (replicates, k), and eigenvectors: of BB' (d × k) if there are at least as many samples as dimensions, else
        of B'B (k × k).
    """
    b = bartlett(spectrum, samples, replicates, rng)
    turned = b.transpose(0, 2, 1)
    values, vectors = np.linalg.eigh(b @ turned if samples >= len(spectrum) else turned @ b)
    return b, values, vectors


def triangular_ridge(
    spectrum: np.ndarray,
    weights: np.ndarray,
    ridges: np.ndarray,
    samples: int,
    noise: float,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return fitted weights, shape (replicates, d, generations + 1, ridges), through one eigendecomposition.

    ``weights`` has shape (replicates, d, generations + 1). The fit of all generations sees the same inputs and noise.
    """
    replicates, d, count = weights.shape
    b, values, vectors = eigen(spectrum, samples, replicates, rng)
    back = vectors.transpose(0, 2, 1)
    labels = b.transpose(0, 2, 1) @ weights + noise * rng.standard_normal((replicates, b.shape[2], 1))
    shrink = 1 / (values[:, :, None] + samples * ridges)
    wide = samples >= d
    turned = back @ (b @ labels) if wide else back @ labels
    scaled = (turned[:, :, :, None] * shrink[:, :, None, :]).reshape(replicates, len(back[0]), -1)
    fitted = vectors @ scaled
    return np.asarray(fitted if wide else b @ fitted).reshape(replicates, d, count, len(ridges))


def raw_ridge(
    spectrum: np.ndarray,
    weights: np.ndarray,
    ridges: np.ndarray,
    samples: int,
    noise: float,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return the same as ``triangular_ridge`` from inputs and labels, one linear system a ridge."""
    replicates, d, _ = weights.shape
    x = raw(spectrum, samples, replicates, rng)
    labels = x @ weights + noise * rng.standard_normal((replicates, samples, 1))
    gram, moment = x.transpose(0, 2, 1) @ x / samples, x.transpose(0, 2, 1) @ labels / samples
    fitted = [
        np.linalg.solve(gram + ridge * np.eye(d), moment) if ridge > 0 else np.linalg.pinv(x) @ labels
        for ridge in ridges
    ]
    return np.stack(fitted, axis=-1)


def conditional(
    spectrum: np.ndarray,
    truth: np.ndarray,
    ridges: np.ndarray,
    samples: int,
    replicates: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, ...]:
    """Average over all noise given the inputs: ‖(A − 1)w₀‖²_Σ, tr ΣR²Σ̂/T, tr Σ⁻¹AΣA and tr A.

    Returns:
        four arrays of shape (replicates, ridges).
    """
    b, values, vectors = eigen(spectrum, samples, replicates, rng)
    # An orthonormal basis of the span of the inputs, as columns.
    basis = vectors if samples >= len(spectrum) else b @ vectors / np.sqrt(values)[:, None, :]
    shrunk = values[:, :, None] / (values[:, :, None] + samples * ridges)
    fitted = basis @ (shrunk * (basis.transpose(0, 2, 1) @ truth)[:, :, None])
    bias = np.einsum("d,rdl->rl", spectrum, (fitted - truth[:, None]) ** 2)
    weighted = basis.transpose(0, 2, 1) @ (basis * spectrum[:, None])
    inverse = basis.transpose(0, 2, 1) @ (basis / spectrum[:, None])
    own = np.diagonal(weighted, axis1=1, axis2=2)
    variance = np.einsum("rk,rkl->rl", own / values, shrunk**2)
    collapse = np.einsum("rkl,rkl->rl", shrunk, (weighted * inverse) @ shrunk)
    return bias, variance, collapse, shrunk.sum(axis=1)
