"""``{rec}`ID evidence-name.field:.3f```: a number in prose, taken from the record."""

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from bookbuild.sphinx_ext.numbers import show, typeset
from bookbuild.sphinx_ext.records import Records, UnknownName, look_up

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


class RecRole(SphinxRole):
    """A value of a record; whatever cannot be found or formatted is a warning, which fails the build."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The formatted value."""
        try:
            return [nodes.Text(value(Records(self.env.srcdir), self.text))], []
        except (UnknownName, ValueError, TypeError) as error:
            logger.warning("rec: %s", error, location=self.get_location())
            return [nodes.problematic(self.rawtext, self.rawtext)], []


def value(records: Records, text: str) -> str:
    """The text for ``ID path`` or ``ID path:format``, where the format is one of Python's.

    Raises:
        UnknownName: no such claim, or no such value in its record.
        ValueError: not two words, a value that is no number or word, or a format that does not suit it.
    """
    words = text.split()
    if len(words) != 2:
        raise ValueError(f"{text!r} must read ID path or ID path:format")
    name, (path, _, spec) = words[0], words[1].partition(":")
    found = look_up(records.get(name), path)
    if isinstance(found, bool | str | int | float):
        return typeset(format(found, spec)) if spec else show(found)
    raise ValueError(f"{path!r} of {name} is not a number or a word; name one of its entries")


def setup(app: "Sphinx") -> None:
    """Register the role."""
    app.add_role("rec", RecRole())
