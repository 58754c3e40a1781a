"""Random streams keyed by name and block, so that worker count and other claims never matter.

A stream is ``SFC64`` on ``SeedSequence(root, spawn_key=(name words…, profile word, block))``. The key is
explicit: nothing here depends on how many streams were made before.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from modelcollapse.arguments import integer

__all__ = ["BLOCK", "ROOT", "Counted", "block", "block_sizes", "blocks", "key"]

# The one seed of this edition. It is the date of the press's first page and is never tuned.
ROOT = 20261121

# Replicates in one block: the state of a block stays in the processor's cache.
BLOCK = 2048


def key(name: str, profile: str) -> tuple[int, ...]:
    """Return the spawn key of a named stream in a profile: four 32-bit words of a SHA-256."""
    words = hashlib.sha256(f"{name}\0{profile}".encode()).digest()[:16]
    return tuple(int.from_bytes(words[i : i + 4], "big") for i in range(0, 16, 4))


class Counted(np.random.Generator):
    """A generator that counts the variates drawn from it, for the record.

    The methods below are those the simulators use; any other raises, so that nothing goes uncounted.
    """

    _METHODS = (
        "binomial",
        "integers",
        "multinomial",
        "poisson",
        "random",
        "standard_gamma",
        "standard_normal",
    )

    def __init__(self, bits: np.random.BitGenerator) -> None:
        super().__init__(bits)
        self.draws = 0

    def __getattribute__(self, name: str) -> Any:
        """Return a counting form of a drawing method."""
        method = super().__getattribute__(name)
        if name.startswith("_") or name in ("bit_generator", "draws"):
            return method
        if name not in Counted._METHODS:
            raise AttributeError(f"{name} is not counted; add it to Counted before a simulator uses it")

        def counted(*args: Any, **kwargs: Any) -> Any:
            drawn = method(*args, **kwargs)
            self.draws += int(np.size(drawn))
            return drawn

        return counted


def block(name: str, profile: str, index: int, *, root: int = ROOT) -> Counted:
    """Return the generator of one block of replicates, counted from 0."""
    sequence = np.random.SeedSequence(root, spawn_key=(*key(name, profile), index))
    return Counted(np.random.SFC64(sequence))


def blocks(name: str, profile: str, *, root: int = ROOT) -> Iterator[Counted]:
    """Yield one independent generator for each block of replicates, without end."""
    for index in itertools.count():
        yield block(name, profile, index, root=root)


def block_sizes(replicates: int, size: int = BLOCK) -> list[int]:
    """Split a number of replicates into blocks of ``size``; the last one may be smaller.

    Raises:
        InvalidArgument: for fewer than one replicate or a block size below one.
    """
    replicates = integer("replicates", replicates, minimum=1)
    size = integer("size", size, minimum=1)
    whole, rest = divmod(replicates, size)
    return [size] * whole + ([rest] if rest else [])
