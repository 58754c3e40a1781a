"""What a table is here, and how it is standardised."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse.arguments import choice
from modelcollapse.errors import InvalidArgument

__all__ = ["NumericTable", "digest", "standardise"]


@dataclass(frozen=True)
class NumericTable:
    """A table of finite numbers.

    Attributes:
        name: what it is, in words.
        columns: names, one for each column.
        values: shape (rows, columns).
        sha256: digest of names and values, the same on every machine.
        target: what the bundled tables are usually asked to predict, shape (rows,); None for other tables.
    """

    name: str
    columns: tuple[str, ...]
    values: np.ndarray
    sha256: str
    target: np.ndarray | None = None

    def column(self, name: str) -> np.ndarray:
        """Return one column, shape (rows,).

        Raises:
            InvalidArgument: for a column that does not exist.
        """
        return np.asarray(self.values[:, self.columns.index(choice("column", name, self.columns))])


def digest(columns: Sequence[str], values: np.ndarray) -> str:
    """Return the SHA-256 of names and values, the same on every machine."""
    found = hashlib.sha256("\0".join(columns).encode())
    found.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return found.hexdigest()


def standardise(values: Any, *, columns: Sequence[str] | None = None) -> np.ndarray:
    """Return the columns with mean zero and variance one over all rows (divisor: their number).

    Args:
        values: shape (rows, columns), finite; more rows than columns.
        columns: names, for the message.

    Returns:
        array of the same shape.

    Raises:
        InvalidArgument: for too few rows, a constant column, or columns of which one is a combination of others.

    """
    table = np.asarray(values, dtype=float)
    if table.ndim != 2 or not np.isfinite(table).all():
        raise InvalidArgument("values", values, "must be finite numbers in rows and columns")
    rows, count = table.shape
    if rows < count + 2:
        raise InvalidArgument(
            "table", f"{rows} rows", f"must have at least {count + 2} rows for {count} columns"
        )
    names = [f"column {j + 1}" for j in range(count)] if columns is None else [repr(c) for c in columns]
    centred = table - table.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0))
    constant = spread <= 1e-12 * np.abs(table).max(axis=0)
    if constant.any():
        named = names[int(np.flatnonzero(constant)[0])]
        raise InvalidArgument("table", named, "must vary; a constant column has no scale, leave it out")
    scaled = np.asarray(centred / spread)
    # Column by column: the first whose distance from the span of those before it is lost in rounding.
    diagonal = np.abs(np.diag(np.linalg.qr(scaled, mode="r"))) / np.sqrt(rows)
    if (diagonal < 1e-9).any():
        named = names[int(np.flatnonzero(diagonal < 1e-9)[0])]
        raise InvalidArgument(
            "table",
            named,
            "must not be a combination of the columns before it (singular covariance); leave it out",
        )
    return scaled
