"""The JavaScript of an explorer: its formulas as SymPy prints them, and its data."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import sympy as sp
from sympy.printing.jscode import JavascriptCodePrinter

from modelcollapse.explorers.explorer import POINTS, Curve, Explorer, Mark, Slider
from modelcollapse.explorers.formula import Formula, Loop

__all__ = ["function", "script"]

_HEAD = """\
// Written when the book is built. Each formula is printed by SymPy from a step of the chapter's derivation.
"""


def function(formula: Formula, arguments: Sequence[sp.Symbol]) -> str:
    """Return a JavaScript function of numbers, one for each of ``arguments``.

    Raises:
        ValueError: a letter is neither given nor an argument.
        PrintMethodNotImplementedError: SymPy cannot print a function, such as gamma or zeta, in JavaScript.
    """
    known = list(arguments)
    lines = []
    for letter, how in formula.given.items():
        lines += _loop(letter, how, known) if isinstance(how, Loop) else [_let(letter, how, known)]
        known.append(letter)
    lines.append(f"return {_printed(formula.value, known)};")
    body = "\n".join(f"  {line}" for line in lines)
    return f"function ({', '.join(map(_name, arguments))}) {{\n{body}\n}}"


def script(explorer: Explorer) -> str:
    """Return the script that registers an explorer; the same bytes for the same explorer."""
    data = {
        "id": explorer.name,
        "title": explorer.title,
        "sliders": [_slider(slider) for slider in explorer.turned],
        "fixed": list(explorer.fixed.values()),
        # Where a curve is drawn; the script would not look different with more digits.
        "points": [float(f"{place:.6g}") for place in explorer.x.spread(POINTS)],
        "y": {
            "says": explorer.y.says,
            "low": explorer.y.low,
            "high": explorer.y.high,
            "log": explorer.y.log,
        },
        "curves": [_words(curve) for curve in explorer.curves],
        "marks": [{**_words(mark), "line": mark.line} for mark in explorer.marks],
    }
    functions = ",\n".join(function(part.formula, explorer.arguments) for part in explorer.drawn)
    described = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
    return (
        f"{_HEAD}(globalThis.explorers ??= []).push({{\n"
        f"data: {described},\nformulas: [\n{functions}\n]\n}});\n"
    )


def _slider(slider: Slider) -> dict[str, object]:
    return {
        "label": slider.label,
        "letter": slider.letter,
        "low": slider.low,
        "high": slider.high,
        "log": slider.log,
        "values": slider.values,
        "start": slider.values.index(slider.start),
    }


def _words(part: Curve | Mark) -> dict[str, str]:
    return {"says": part.says, "absent": part.absent}


def _name(symbol: sp.Symbol) -> str:
    printed = str(JavascriptCodePrinter().doprint(symbol))
    if not re.fullmatch(r"[A-Za-z_]\w*", printed, re.ASCII):
        raise ValueError(f"{printed} cannot be a name in JavaScript")
    return printed


def _printed(expression: sp.Expr, known: Sequence[sp.Symbol]) -> str:
    missing = expression.free_symbols - set(known)
    if missing:
        raise ValueError(f"symbols without a value: {', '.join(sorted(map(str, missing)))}")
    return str(JavascriptCodePrinter().doprint(expression))


def _let(letter: sp.Symbol, expression: sp.Expr, known: Sequence[sp.Symbol]) -> str:
    return f"const {_name(letter)} = {_printed(expression, known)};"


def _loop(letter: sp.Symbol, loop: Loop, known: Sequence[sp.Symbol]) -> list[str]:
    state, target = _name(loop.state), _name(letter)
    return [
        f"let {state} = {_printed(loop.start, known)};",
        f"for (let left = {_printed(loop.rounds, known)}; left > 0; left -= 1) {{",
        f"  {state} = {_printed(loop.step, [*known, loop.state])};",
        "}",
        f"const {target} = {state};",
    ]
