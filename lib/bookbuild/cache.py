"""Executed chapters kept by content key, each with the digest it is checked against when read."""

from pathlib import Path

from nbformat import NotebookNode

from bookbuild import digests, publish
from bookbuild.notebook import dump, load


class Cache:
    """A folder of executed notebooks, one file a key: a line with its digest, then the notebook."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, key: str) -> NotebookNode | None:
        """The notebook kept under ``key``; None where there is none, or where it is damaged."""
        try:
            head, _, body = self.path(key).read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        if head != digests.of_bytes(body).encode():
            return None
        return load(body)

    def write(self, key: str, notebook: NotebookNode) -> None:
        """Keep a notebook.

        Raises:
            OSError: the folder cannot be written; nothing is then kept.
        """
        body = dump(notebook)
        publish.write(self.path(key), digests.of_bytes(body).encode() + b"\n" + body)

    def path(self, key: str) -> Path:
        """The file of a key."""
        return self.folder / f"{key}.ipynb.checked"
