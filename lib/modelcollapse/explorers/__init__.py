"""Explorers: formulas of the derivations that a page computes itself, in the code that SymPy prints.

An explorer is data: expressions taken from steps of the chapter's derivation, ranges for their letters, and words.
From the same expressions come the JavaScript of the page and the picture for paper and for browsers without scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from modelcollapse.errors import InvalidArgument
from modelcollapse.explorers import discrete, language, regression, walk
from modelcollapse.explorers.explorer import Explorer
from modelcollapse.explorers.javascript import script
from modelcollapse.explorers.picture import first_values, picture

__all__ = ["first_values", "ids", "load", "picture", "script"]


_PROVIDERS: Mapping[str, Callable[[], Explorer]] = {
    **discrete.EXPLORERS,
    **walk.EXPLORERS,
    **regression.EXPLORERS,
    **language.EXPLORERS,
}


def ids() -> tuple[str, ...]:
    """Return the name of every explorer."""
    return tuple(_PROVIDERS)


@cache
def load(name: str) -> Explorer:
    """Return an explorer; its derivation is carried out now.

    Raises:
        InvalidArgument: there is none of this name.
    """
    if name not in _PROVIDERS:
        raise InvalidArgument("explorer", name, f"must be one of {', '.join(_PROVIDERS)}")
    return _PROVIDERS[name]()
