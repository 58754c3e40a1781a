"""Numeric tables from CSV files; what cannot be read is refused with the name of its column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from modelcollapse.arguments import choice
from modelcollapse.data.table.numeric import NumericTable, digest
from modelcollapse.errors import InvalidArgument

__all__ = ["read"]

# What spreadsheets and statistics programs write where a value is missing.
_MISSING = frozenset({"", "?", ".", "na", "n/a", "nan", "null", "none", "-"})


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _header(shown: str, row: list[str]) -> list[str]:
    names = [name.strip() for name in row]
    if len(names) == 1 and re.search("[;\t]", names[0]):
        raise InvalidArgument("table", shown, "must separate its columns by commas")
    if all(_number(name) is not None for name in names):
        raise InvalidArgument(
            "table", shown, "must begin with a line of column names; this one holds numbers"
        )
    if "" in names:
        raise InvalidArgument(
            "table", shown, f"must name every column; column {names.index('') + 1} has no name"
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidArgument("table", shown, f"must name each column once; {twice!r} occurs twice")
    return names


def _parse(shown: str, text: str, columns: str | Sequence[str] | None) -> NumericTable:
    try:
        lines = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise InvalidArgument("table", shown, f"must be comma-separated values ({error})") from None
    if len(lines) < 2:
        raise InvalidArgument("table", shown, "must hold a line of column names and at least one row")
    names, body = _header(shown, lines[0]), lines[1:]
    for i, row in enumerate(body, start=1):
        if len(row) != len(names):
            raise InvalidArgument(
                "table", shown, f"must have {len(names)} values in every row; row {i} has {len(row)}"
            )
    if isinstance(columns, str):
        columns = [name.strip() for name in columns.split(",")] if columns.strip() else None
    kept = names if columns is None else [choice("columns", name, names) for name in columns]
    if not kept:
        raise InvalidArgument("columns", columns, "must name at least one column")
    values = np.empty((len(body), len(kept)))
    for j, name in enumerate(kept):
        values[:, j] = _column(shown, name, [row[names.index(name)].strip() for row in body])
    values.setflags(write=False)
    return NumericTable(Path(shown).name, tuple(kept), values, digest(kept, values))


def _column(shown: str, name: str, cells: list[str]) -> list[float]:
    missing = [i for i, cell in enumerate(cells, start=1) if cell.lower() in _MISSING]
    numbers = [_number(cell) for cell in cells]
    for i, (cell, number) in enumerate(zip(cells, numbers, strict=True), start=1):
        if cell.lower() not in _MISSING and (number is None or not np.isfinite(number)):
            raise InvalidArgument(
                "table",
                shown,
                f"must hold finite numbers; column {name!r} holds {cell[:20]!r} in row {i}: encode the column as "
                "numbers or leave it out with columns=",
            )
    if missing:
        raise InvalidArgument(
            "table",
            shown,
            f"must have no gaps; column {name!r} misses {len(missing)} of {len(cells)} values, first in row "
            f"{missing[0]}: fill them, drop those rows, or leave the column out with columns=",
        )
    return [number for number in numbers if number is not None]


def read(path: str | Path, *, columns: str | Sequence[str] | None = None) -> NumericTable:
    """Read a CSV file: UTF-8, commas, one line of column names, numbers below.

    Args:
        path: the file.
        columns: names of the columns to keep, in that order, or one string with commas between them; all by
            default, and for an empty string.

    Raises:
        InvalidArgument: for a file that cannot be read, or a column that holds text or has gaps; the message
            names the column and says what to do.
    """
    shown = str(path)
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidArgument("table", shown, f"must be a readable CSV file ({reason})") from None
    except UnicodeDecodeError as error:
        raise InvalidArgument("table", shown, f"must be UTF-8 text; byte {error.start} is not") from None
    except ValueError:
        raise InvalidArgument("table", shown, "must be the name of a CSV file") from None
    return _parse(shown, text, columns)
