"""Handwritten digits with their parity: the set that ships with scikit-learn, and MNIST where a network is there.

scikit-learn (extra ``data``) is imported where it is needed and not before.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse.arguments import choice, integer, real
from modelcollapse.data.table.bundled import datasets
from modelcollapse.errors import InvalidArgument

__all__ = ["KERNELS", "Digits", "digits", "kernel", "mnist"]

KERNELS = ("rbf", "polynomial")


@dataclass(frozen=True)
class Digits:
    """Images and what they show.

    Attributes:
        name: of the set.
        pixels: from 0 to 1, shape (images, pixels).
        parity: 1.0 for an odd digit, else 0.0, shape (images,).
        digest: SHA-256 of both.
    """

    name: str
    pixels: np.ndarray
    parity: np.ndarray
    digest: str


def _digits(name: str, pixels: Any, shown: Any, top: float) -> Digits:
    scaled = np.ascontiguousarray(np.asarray(pixels, dtype=float) / top)
    parity = (np.asarray(shown).astype(int) % 2).astype(float)
    digest = hashlib.sha256(scaled.tobytes() + parity.tobytes()).hexdigest()
    scaled.setflags(write=False)
    parity.setflags(write=False)
    return Digits(name, scaled, parity, digest)


def digits() -> Digits:
    """Return scikit-learn's 1,797 images of 8 × 8 pixels.

    Raises:
        InvalidArgument: without scikit-learn.
    """
    bunch = datasets().load_digits()
    return _digits("digits", bunch.data, bunch.target, 16.0)


def mnist(images: int = 2000) -> Digits:
    """Return the first images of MNIST, 28 × 28 pixels, from OpenML or scikit-learn's cache of it.

    Args:
        images: how many, 2 to 70,000.

    Raises:
        InvalidArgument: without scikit-learn, or without network and cache.
    """
    count = integer("images", images, minimum=2, maximum=70_000)
    try:
        # Its own cache compares the checksum that OpenML lists.
        bunch = datasets().fetch_openml(
            "mnist_784", version=1, as_frame=False, parser="liac-arff", n_retries=0
        )
    except (OSError, ValueError) as error:
        # A ValueError is what it raises for a file that does not match its checksum.
        line = " ".join(str(error).split())
        raise InvalidArgument(
            "digits", "mnist", f"must be cached whole or within reach of a network ({line})"
        ) from None
    return _digits("mnist", bunch.data[:count], bunch.target[:count], 255.0)


def kernel(pixels: Any, *, kind: str, bandwidth: float) -> np.ndarray:
    """Return the kernel matrix of images, shape (images, images).

    Args:
        pixels: shape (images, pixels).
        kind: "rbf", exp(−bandwidth ‖x − y‖²), or "polynomial", (1 + bandwidth x'y)⁵.
        bandwidth: above 0.

    Raises:
        InvalidArgument: for another kind, or a bandwidth that is not above 0.
    """
    chosen, width = choice("kind", kind, KERNELS), real("bandwidth", bandwidth, above=0)
    inner = pixels @ pixels.T
    if chosen == "polynomial":
        return np.asarray((1 + width * inner) ** 5)
    square = np.diagonal(inner)
    return np.asarray(np.exp(-width * np.maximum(square[:, None] + square - 2 * inner, 0)))
