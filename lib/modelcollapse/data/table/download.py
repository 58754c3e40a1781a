"""Tables of OpenML by name: downloaded once, stored as CSV beside their digest."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from modelcollapse.arguments import integer
from modelcollapse.data.table.bundled import datasets
from modelcollapse.data.table.numeric import NumericTable
from modelcollapse.data.table.reading import read
from modelcollapse.errors import InvalidArgument
from modelcollapse.files import write

__all__ = ["openml"]

_FOLDER = Path("~/.cache/modelcollapse/openml")


def openml(
    name: str,
    *,
    version: int,
    columns: str | Sequence[str] | None = None,
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
        content = _download(name, number)
        try:
            _store(file, seal, content)
        except OSError as error:
            raise InvalidArgument(
                "folder", str(home), f"must be a folder to write to ({_line(error)})"
            ) from None
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
    write(file, content)
    write(seal, hashlib.sha256(content).hexdigest().encode() + b"\n")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _download(name: str, version: int) -> bytes:
    """Fetch a data set; return its numeric columns as CSV."""
    shown = f"openml:{name}:{version}"
    source = datasets()
    try:
        # The ARFF parser and plain arrays: nominal columns arrive as codes and are listed in ``categories``.
        options = {"as_frame": False, "parser": "liac-arff", "cache": False, "n_retries": 0}
        bunch = source.fetch_openml(name, version=version, **options)
        data = np.asarray(bunch.data, dtype=float)
    except OSError as error:
        raise InvalidArgument(
            "table", shown, f"must be cached or within reach of a network ({_line(error)})"
        ) from None
    except (TypeError, ValueError) as error:
        raise InvalidArgument(
            "table", shown, f"must be a dense table of numbers that OpenML lists ({_line(error)})"
        ) from None
    nominal = set(bunch.categories or {})
    names = [str(column) for column in bunch.feature_names]
    kept = [i for i, column in enumerate(names) if column not in nominal]
    if not kept:
        raise InvalidArgument("table", shown, "must have at least one numeric column; it has none")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([names[i] for i in kept])
    # The shortest digits that give the same float back; a gap stays a gap, and ``read`` names its column.
    writer.writerows([["" if np.isnan(x) else repr(x) for x in row] for row in data[:, kept].tolist()])
    return out.getvalue().encode()
