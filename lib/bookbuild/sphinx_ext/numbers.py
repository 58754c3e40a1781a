"""Numbers as a reader sees them: a real minus sign, powers of ten as powers of ten."""

import math
import re
from typing import Any

_EXPONENT = re.compile(r"^(.*)e([+-])0*(\d+)$")
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

ABSENT = "–"


def typeset(text: str) -> str:
    """A formatted number such as ``-1.5e-06`` in the form ``−1.5 × 10⁻⁶``."""
    match = _EXPONENT.match(text)
    if match:
        sign = "-" if match[2] == "-" else ""
        text = f"{match[1]}\u202f×\u202f10{(sign + match[3]).translate(_SUPERSCRIPT)}"
    return f"−{text[1:]}" if re.match(r"-[\d.]", text) else text


def at_margin(value: float | None, margin: float | None) -> str:
    """A value with as many decimals as matter: down to a hundredth of the margin."""
    if value is None or not margin or margin < 1e-6:
        return show(value, ".4g")
    text = format(value, f".{max(0, 2 - math.floor(math.log10(margin)))}f")
    return typeset(text) if float(text) or not value else show(value, ".2g")


def show(value: Any, spec: str = ".6g") -> str:
    """A value of a record in a table."""
    if value is None:
        return ABSENT
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return typeset(str(value))
    if isinstance(value, float):
        return typeset(format(value, spec))
    if isinstance(value, list):
        return f"[{', '.join(show(entry, spec) for entry in value)}]"
    if isinstance(value, dict):
        return ", ".join(f"{name} {show(entry, spec)}" for name, entry in value.items())
    return str(value)
