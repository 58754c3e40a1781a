"""Executed chapters kept by content key, each with the digest it is checked against when read."""

from pathlib import Path

from nbformat import NotebookNode

from bookbuild import digests, publish
from bookbuild.errors import DamagedEntry
from bookbuild.notebook import dump, load


class Cache:
    """A folder of executed notebooks, one file a key: a line with its digest, then the notebook."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, key: str) -> NotebookNode | None:
        """The notebook kept under ``key``; None where there is none.

        Raises:
            DamagedEntry: there is something else, or it cannot be read; it was removed.
        """
        path = self.path(key)
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            if head != digests.of_bytes(body).encode():
                raise ValueError("it does not match its digest")
            notebook = load(body)
            if dump(notebook) != body:
                raise ValueError("it is no notebook that was kept here")
        except FileNotFoundError:
            return None
        except Exception as error:  # whatever reading a planted file may end in
            publish.discard(path)
            reason = error.strerror if isinstance(error, OSError) else " ".join(str(error).split())[:80]
            raise DamagedEntry(f"the kept copy {path.name} is damaged ({reason})") from None
        return notebook

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
