"""``papermill jupytext://notebooks/x.md out.ipynb -p name value``: text notebooks for Papermill.

Papermill writes parameter names and values into code as they come. The notebook handed to it therefore names
a language of its own, whose translator checks them against the chapter's declaration; the kernel replaces
that name by its own once it runs.

Papermill loads this module while it is itself being imported, so Papermill is imported inside the functions.
"""

import json
import os
import warnings
from collections.abc import Mapping
from typing import Any

import click

from bookbuild.chapters import read_chapter
from bookbuild.notebook import dump
from bookbuild.parameters import Parameters
from modelcollapse.errors import InvalidArgument

SCHEME = "jupytext://"

# Papermill asks every input, whatever its scheme, for the ending .ipynb.
warnings.filterwarnings("ignore", message=rf"The specified file \({SCHEME}")


class TextNotebookHandler:
    """The Papermill handler of ``jupytext://`` paths; it reads and never writes."""

    @classmethod
    def read(cls, path: str) -> str:
        """The text notebook as ``.ipynb`` JSON.

        Raises:
            click.UsageError: the chapter cannot be read (one line, exit status 2).
        """
        try:
            chapter = read_chapter(cls.pretty_path(path))
        except InvalidArgument as error:
            raise click.UsageError(str(error)) from error
        from papermill.translators import papermill_translators

        notebook = chapter.notebook()
        language = f"{SCHEME}{chapter.slug}"
        notebook.metadata["language_info"] = {"name": language}
        papermill_translators.register(language, _checked(chapter.parameters))
        return dump(notebook).decode()

    @classmethod
    def listdir(cls, path: str) -> list[str]:
        """The text notebooks of a folder."""
        folder = cls.pretty_path(path)
        return [f"{SCHEME}{folder}/{name}" for name in sorted(os.listdir(folder)) if name.endswith(".md")]

    @classmethod
    def write(cls, buf: str, path: str) -> None:  # noqa: ARG003 - Papermill's signature
        """Refuse: a chapter has one source form.

        Raises:
            PapermillException: always.
        """
        from papermill.exceptions import PapermillException

        raise PapermillException(f"a text notebook is only read here; write {json.dumps(path)} as .ipynb")

    @classmethod
    def pretty_path(cls, path: str) -> str:
        """The path without the scheme."""
        return path.removeprefix(SCHEME)


def _checked(declared: Parameters) -> type[Any]:
    from papermill.translators import PythonTranslator

    class CheckedTranslator(PythonTranslator):  # type: ignore[misc]
        @classmethod
        def codify(cls, parameters: Mapping[str, Any], comment: str = "Parameters") -> str:
            try:
                declared.check(parameters)
            except InvalidArgument as error:
                raise click.UsageError(str(error)) from error
            return str(super().codify(parameters, comment))

    return CheckedTranslator
