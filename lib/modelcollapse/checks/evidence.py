"""What every piece of evidence has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

import numpy as np

from modelcollapse.checks.verdict import Finding

__all__ = ["Evidence", "Samples", "per_profile", "pick"]

Samples = Mapping[str, np.ndarray]
T = TypeVar("T")


class Evidence(Protocol):
    """A named assertion that can be judged, from samples (simulation) or by itself (mathematics)."""

    @property
    def name(self) -> str:
        """A slug, unique within its claim."""
        ...

    @property
    def asserts(self) -> str:
        """What is asserted, one sentence of Markdown with TeX."""
        ...

    def declared(self, profile: str) -> dict[str, Any]:
        """Everything fixed beforehand: margins, bounds, kinds. Part of the record's digest."""
        ...

    def judge(self, samples: Samples, profile: str) -> Finding:
        """Judge, controls included."""
        ...


def per_profile(declared: T | Mapping[str, T], profile: str) -> T:
    """Return a declaration that may differ between profiles."""
    return declared[profile] if isinstance(declared, Mapping) else declared


def pick(samples: Samples, name: str) -> np.ndarray:
    """Return a named sample."""
    return samples[name]
