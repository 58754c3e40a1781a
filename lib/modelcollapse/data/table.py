"""Numeric tables: two that ship with scikit-learn, any CSV file, and OpenML by name.

scikit-learn (extra ``data``) is imported where it is needed and not before: it brings pandas with it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from modelcollapse.arguments import choice, integer
from modelcollapse.errors import InvalidArgument

__all__ = ["BUNDLED", "NumericTable", "breast_cancer", "diabetes", "load", "openml", "read", "standardise"]

BUNDLED = ("breast cancer", "diabetes")

# What spreadsheets and statistics programs write where a value is missing.
_MISSING = frozenset({"", "?", ".", "na", "n/a", "nan", "null", "none", "-"})
_FOLDER = Path("~/.cache/modelcollapse/openml")


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


def _digest(columns: Sequence[str], values: np.ndarray) -> str:
    digest = hashlib.sha256("\0".join(columns).encode())
    digest.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return digest.hexdigest()


def _datasets() -> Any:
    try:
        from sklearn import datasets
    except ImportError:
        raise InvalidArgument(
            "table", "", "needs scikit-learn: install the extra, pip install 'modelcollapse[data]'"
        ) from None
    return datasets


def _bundled(name: str, bunch: Any) -> NumericTable:
    values, target = np.asarray(bunch.data, dtype=float), np.asarray(bunch.target, dtype=float)
    columns = tuple(str(column) for column in bunch.feature_names)
    values.setflags(write=False)
    target.setflags(write=False)
    return NumericTable(name, columns, values, _digest(columns, values), target)


@cache
def breast_cancer() -> NumericTable:
    """Return the Wisconsin breast cancer table: 569 tumours, 30 measurements, target 1 for benign.

    Source: Street, Wolberg and Mangasarian (1993), as bundled with scikit-learn.
    """
    return _bundled("breast cancer", _datasets().load_breast_cancer())


@cache
def diabetes() -> NumericTable:
    """Return the diabetes table: 442 patients, 10 measurements, target the progression after a year.

    Source: Efron, Hastie, Johnstone and Tibshirani (2004), as bundled with scikit-learn.
    """
    return _bundled("diabetes", _datasets().load_diabetes(scaled=False))


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
        raise InvalidArgument("table", shown, "must begin with a line of column names; this one holds numbers")
    if "" in names:
        raise InvalidArgument("table", shown, f"must name every column; column {names.index('') + 1} has no name")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidArgument("table", shown, f"must name each column once; {twice!r} occurs twice")
    return names


def _parse(shown: str, text: str, columns: Sequence[str] | None) -> NumericTable:
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
    kept = names if columns is None else [choice("columns", name, names) for name in columns]
    if not kept:
        raise InvalidArgument("columns", columns, "must name at least one column")
    values = np.empty((len(body), len(kept)))
    for j, name in enumerate(kept):
        values[:, j] = _column(shown, name, [row[names.index(name)].strip() for row in body])
    values.setflags(write=False)
    return NumericTable(Path(shown).name, tuple(kept), values, _digest(kept, values))


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


def read(path: str | Path, *, columns: Sequence[str] | None = None) -> NumericTable:
    """Read a CSV file: UTF-8, commas, one line of column names, numbers below.

    Args:
        path: the file.
        columns: names of the columns to keep, in that order; all by default.

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


def load(table: str, *, columns: Sequence[str] | None = None) -> NumericTable:
    """Return the table that a chapter's parameter names: bundled, ``openml:<name>:<version>``, or a CSV file.

    Raises:
        InvalidArgument: as ``read`` and ``openml``.
    """
    if table in BUNDLED:
        return breast_cancer() if table == "breast cancer" else diabetes()
    if table.startswith("openml:"):
        _, _, rest = table.partition(":")
        name, _, version = rest.rpartition(":")
        if not (name and version.isdecimal()):
            raise InvalidArgument("table", table, "must be openml:<name>:<version>, such as openml:wine:1")
        return openml(name, version=int(version), columns=columns)
    return read(table, columns=columns)


def openml(
    name: str,
    *,
    version: int,
    columns: Sequence[str] | None = None,
    sha256: str | None = None,
    folder: str | Path | None = None,
) -> NumericTable:
    """Return the numeric columns of an OpenML data set, from the cache or, once, from the network.

    The first call stores the table as CSV beside its SHA-256. Later calls read it without a network and compare
    the digest; a file that no longer matches is fetched again.

    Args:
        name: as OpenML lists it.
        version: at least 1; a name alone is not a fixed table.
        columns: names of the columns to keep; by default all that are numeric on OpenML.
        sha256: digest the stored file must have, to pin a table in a text of your own.
        folder: of the cache.

    Raises:
        InvalidArgument: without network and cache, for gaps, or if the digest is not ``sha256``.
    """
    number = integer("version", version, minimum=1)
    if not isinstance(name, str) or not re.fullmatch(r"[\w.()-]+", name):
        raise InvalidArgument("name", name, "must be the name of an OpenML data set")
    home = Path(folder or _FOLDER).expanduser()
    file = home / f"{name}-{number}.csv"
    seal = file.with_suffix(".sha256")
    if not _sealed(file, seal):
        _store(file, seal, _download(name, number))
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if sha256 is not None and found != sha256.lower():
        raise InvalidArgument("sha256", sha256, f"is not the digest of {file.name}, which is {found}")
    return read(file, columns=columns)


def _sealed(file: Path, seal: Path) -> bool:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == seal.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return False


def _store(file: Path, seal: Path, content: bytes) -> None:
    """Write the file, then its seal, each whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for path, data in ((file, content), (seal, hashlib.sha256(content).hexdigest().encode() + b"\n")):
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
            part.write(data)
        os.replace(part.name, path)


def _download(name: str, version: int) -> bytes:
    """Fetch a data set; return its numeric columns as CSV."""
    shown = f"openml:{name}:{version}"
    datasets = _datasets()
    try:
        # The ARFF parser and plain arrays: nominal columns arrive as codes and are listed in ``categories``.
        bunch = datasets.fetch_openml(name, version=version, as_frame=False, parser="liac-arff", cache=False)
    except (OSError, ValueError) as error:
        said = " ".join(str(error).split())
        raise InvalidArgument("table", shown, f"must be cached or within reach of a network ({said})") from None
    nominal = set(bunch.categories or {})
    names = [str(column) for column in bunch.feature_names]
    kept = [i for i, column in enumerate(names) if column not in nominal]
    if not kept:
        raise InvalidArgument("table", shown, "must have at least one numeric column; it has none")
    values = np.asarray(bunch.data, dtype=float)[:, kept]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([names[i] for i in kept])
    # The shortest digits that give the same float back; a gap stays a gap, and ``read`` names its column.
    writer.writerows([["" if np.isnan(x) else repr(x) for x in row] for row in values.tolist()])
    return out.getvalue().encode()


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
        raise InvalidArgument("table", f"{rows} rows", f"must have at least {count + 2} rows for {count} columns")
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
            "table", named, "must not be a combination of the columns before it (singular covariance); leave it out"
        )
    return scaled
