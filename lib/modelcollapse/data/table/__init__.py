"""Numeric tables: two that ship with scikit-learn, any CSV file, and OpenML by name.

scikit-learn (extra ``data``) is imported where it is needed and not before.
"""

from __future__ import annotations

from collections.abc import Sequence

from modelcollapse.data.table.bundled import breast_cancer, diabetes
from modelcollapse.data.table.download import openml
from modelcollapse.data.table.numeric import NumericTable, standardise
from modelcollapse.data.table.reading import read
from modelcollapse.errors import InvalidArgument

__all__ = ["BUNDLED", "NumericTable", "breast_cancer", "diabetes", "load", "openml", "read", "standardise"]

BUNDLED = {"breast cancer": breast_cancer, "diabetes": diabetes}


def load(table: str, *, columns: str | Sequence[str] | None = None) -> NumericTable:
    """Return the table that a chapter's parameter names: bundled, ``openml:<name>:<version>``, or a CSV file.

    Raises:
        InvalidArgument: as ``read`` and ``openml``.
    """
    if table in BUNDLED:
        return BUNDLED[table]()
    if table.startswith("openml:"):
        _, _, rest = table.partition(":")
        name, _, version = rest.rpartition(":")
        if not (name and version.isdecimal()):
            raise InvalidArgument("table", table, "must be openml:<name>:<version>, such as openml:wine:1")
        return openml(name, version=int(version), columns=columns)
    return read(table, columns=columns)
