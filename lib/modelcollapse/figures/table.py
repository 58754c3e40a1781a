"""A table that every reader can use: a caption, header cells with a scope, numbers to a stated precision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

__all__ = ["Table"]


@dataclass(frozen=True)
class Table:
    """Rows of named values.

    Attributes:
        rows: one mapping for each row; the first one's keys are the columns, its first value heads the row.
        caption: what the table shows, plain words.
        formats: format specification by column; default ``.4g`` for numbers.
    """

    rows: Sequence[Mapping[str, Any]]
    caption: str
    formats: Mapping[str, str] | None = None

    def _text(self, column: str, value: Any) -> str:
        if isinstance(value, str):
            return escape(value)
        default = ",d" if isinstance(value, int) else ".4g"
        return escape(format(value, (self.formats or {}).get(column, default)))

    def _repr_html_(self) -> str:
        columns = list(self.rows[0])
        head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
        body = ""
        for row in self.rows:
            first, *rest = ((column, self._text(column, row[column])) for column in columns)
            cells = "".join(f"<td>{text}</td>" for _, text in rest)
            body += f'<tr><th scope="row">{first[1]}</th>{cells}</tr>'
        return (
            f"<table><caption>{escape(self.caption)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )
