"""Notebooks as bytes and back; `nbformat` carries no types, so it is called here only."""

from typing import cast

import nbformat
from nbformat import NotebookNode


def load(content: bytes) -> NotebookNode:
    """Read ``.ipynb`` bytes.

    Raises:
        ValueError: they are no notebook.
    """
    return cast(NotebookNode, nbformat.reads(content.decode(), as_version=4))  # type: ignore[no-untyped-call]


def dump(notebook: NotebookNode) -> bytes:
    """A notebook as ``.ipynb`` bytes with sorted keys.

    Raises:
        nbformat.ValidationError: it is no valid notebook.
    """
    nbformat.validate(notebook)
    return cast(str, nbformat.writes(notebook)).encode()  # type: ignore[no-untyped-call]


def copied(notebook: NotebookNode) -> NotebookNode:
    """A deep copy."""
    return load(dump(notebook))


def markdown_cell(text: str, name: str) -> NotebookNode:
    """A Markdown cell with an id."""
    cell = nbformat.v4.new_markdown_cell(text, id=name)  # type: ignore[no-untyped-call]
    return cast(NotebookNode, cell)
