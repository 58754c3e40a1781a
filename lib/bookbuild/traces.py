"""Traces of one run that no second run would leave: addresses, places, processes, clocks, chance.

A number alone gives nothing away: neither a bare process id nor a bare count of seconds can be told from a
result. These are found only beside a word or a unit that says what they are.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_DURATION = r"\d+(?:\.\d+)?\s*(?:[nmµu]?s|sec|seconds?|min|minutes?|hours?)\b"
_HEX = "[0-9a-f]"
_TRACES = {
    "a memory address": r"\b0x[0-9a-fA-F]{6,}",
    "a temporary path": (
        r"(?<![\w.])/tmp\b|/var/(?:folders|tmp)/|/dev/shm/|\\AppData\\Local\\Temp\\|\bpress-\d+-\w{8}\b|\bipykernel_\d"
    ),
    "a home folder": r"(?<![\w.])/(?:home|Users)/\w|(?<![\w.])/root/|\b[A-Z]:\\+Users\\",
    "a path of this machine": r"(?<![\w.:<])/(?:mnt|opt|private|scratch|srv|usr|var)/\w|\bsite-packages\b",
    "a process id": r"(?i:\bp?pid|\bprocess id)\b['\"]?\s*[=:#]?\s*\d",
    "a time of day": r"\b\d{1,2}:\d\d:\d\d\b|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\b1[6-9]\d{8}\.\d{3,}",
    "a duration": (
        rf"(?i:\b(?:elapsed|took|wall time|cpu times?|runtime|run time|duration))\b[^\n<]{{0,20}}?{_DURATION}"
        r"|[nmµu]?s ± [^\n]* per loop"
    ),
    "a progress bar": r"\r(?!\n)|\x08|\x1b\[|[█-▏]|\d%\||\d\s?(?:it/s|s/it)\b",
    # Sphinx keeps a file for download under the digest of its name, which is the same in every run.
    "a random id": (
        rf"\b{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}\b|(?<!_downloads/)\b{_HEX}{{32}}\b|\bT_{_HEX}{{5}}\b"
    ),
}
_PATTERNS = {noun: re.compile(pattern) for noun, pattern in _TRACES.items()}


def traces(text: str, places: Iterable[Path] = ()) -> Iterator[str]:
    """What ``text`` gives away, one phrase for each kind of trace, with what stands around it.

    Args:
        text: as a reader sees it, entities resolved.
        places: folders of this machine that must not be named either. One at the top of the file system is
            not looked for, since its name may be any word after a slash.
    """
    deep = [str(place) for place in places if len(place.parts) > 2]
    patterns = _PATTERNS | {f"the folder {place}": re.compile(rf"{re.escape(place)}(?!\w)") for place in deep}
    for noun, pattern in patterns.items():
        match = pattern.search(text)
        if match:
            around = text[max(match.start() - 30, 0) : match.end() + 30].strip()
            yield f"shows {noun}: {around!r}"
