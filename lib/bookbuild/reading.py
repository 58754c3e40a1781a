"""How long a page takes to read, which chapters need which, and where a reader may begin."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from nbformat import NotebookNode

from bookbuild.figures import is_figure
from modelcollapse.errors import InvalidArgument

FILE = "book/reading.yml"

WORDS_A_MINUTE = 200
SECONDS_A_FORMULA = 30
SECONDS_A_CARD = 60
SECONDS_A_FIGURE = 30
ROUNDED_UP_TO = 5  # minutes

RULE = (
    f"{WORDS_A_MINUTE} words a minute, {SECONDS_A_FORMULA} seconds for a displayed formula or a figure, "
    f"{SECONDS_A_CARD} seconds for a claim card, rounded up to {ROUNDED_UP_TO} minutes"
)

_FENCE = re.compile(r"^(`{3,}|:{3,})(\{[\w-]+\})?.*?^\1\s*$", re.MULTILINE | re.DOTALL)
_CARD = re.compile(r"^`{3,}\{claim\}", re.MULTILINE)
_DISPLAY = re.compile(r"\$\$.*?\$\$", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Load:
    """What a page asks of its reader."""

    words: int = 0
    formulas: int = 0
    cards: int = 0
    figures: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(
            self.words + other.words,
            self.formulas + other.formulas,
            self.cards + other.cards,
            self.figures + other.figures,
        )

    @property
    def minutes(self) -> int:
        """The time it takes, by the rule."""
        seconds = (
            self.words * 60 / WORDS_A_MINUTE
            + self.formulas * SECONDS_A_FORMULA
            + self.figures * SECONDS_A_FIGURE
            + self.cards * SECONDS_A_CARD
        )
        return max(1, -int(-seconds // (60 * ROUNDED_UP_TO))) * ROUNDED_UP_TO


def of_text(markdown: str) -> Load:
    """What a piece of Markdown asks; what a directive generates is not counted, cards apart."""
    cards = len(_CARD.findall(markdown))
    prose = _FENCE.sub("", markdown)
    formulas = len(_DISPLAY.findall(prose))
    return Load(len(_WORD.findall(_DISPLAY.sub("", prose))), formulas, cards)


def of_notebook(notebook: NotebookNode) -> Load:
    """What an executed chapter asks; its code is not counted."""
    total = Load()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            total += of_text(cell.source)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            total += Load(formulas=int("text/latex" in data), figures=int(is_figure(output)))
    return total


@dataclass(frozen=True)
class Plan:
    """What is declared about reading.

    Attributes:
        needs: slugs of the chapters that a chapter needs, by slug.
        readers: pages in the order in which a kind of reader may read them, by the reader's own words.
    """

    needs: Mapping[str, tuple[str, ...]]
    readers: Mapping[str, tuple[str, ...]]

    def checked(self, pages: Sequence[str]) -> "Plan":
        """This plan, if it fits the pages of the book in their order.

        Raises:
            InvalidArgument: a chapter is missing or unknown, or stands before one that it needs.
        """
        chapters = [page.removeprefix("notebooks/") for page in pages if page.startswith("notebooks/")]
        for slug in sorted({*chapters} ^ {*self.needs}):
            raise InvalidArgument(FILE, slug, "must list the chapters of _toc.yml, all and no others")
        self._in_order("_toc.yml", list(pages))
        for reader, path in self.readers.items():
            for page in path:
                if page not in pages:
                    raise InvalidArgument(f"{FILE}: {reader}", page, "must be a page of _toc.yml")
            self._in_order(f"{FILE}: {reader}", list(path))
        return self

    def _in_order(self, where: str, path: list[str]) -> None:
        for at, page in enumerate(path):
            for needed in self.needs.get(page.removeprefix("notebooks/"), ()):
                if f"notebooks/{needed}" not in path[:at]:
                    raise InvalidArgument(where, page, f"must come after {needed}, which it needs")


def read_plan(source: Path) -> Plan:
    """The plan below a source directory.

    Raises:
        InvalidArgument: there is none, or it is none.
    """
    path = source / FILE
    try:
        found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Plan(
            {str(slug): tuple(map(str, needed)) for slug, needed in found["needs"].items()},
            {str(who): tuple(map(str, steps)) for who, steps in found["readers"].items()},
        )
    except FileNotFoundError:
        raise InvalidArgument("reading plan", FILE, "must exist") from None
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        reason = " ".join(str(error).split())
        raise InvalidArgument("reading plan", FILE, f"must hold needs and readers: {reason}") from error
