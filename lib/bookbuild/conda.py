"""environment.yml, made from requirements.lock, for readers who come from conda.

The packages come from pip with the pins of the lock but without its hashes: pip refuses hashes beside an
editable install.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

PYTHON = "3.11"
NEWEST_PATCH = f"{PYTHON}.99"  # conda takes the newest patch release there is
NAMED = ("jupyter-book", "jupytext", "numpy", "scipy", "sympy", "seaborn", "papermill")
PLATFORMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}

_PIN = re.compile(r"^(?P<pin>[A-Za-z0-9._-]+==[^\s\\]+(?: ;[^\\]+)?)", re.MULTILINE)


def environment_yml(lock: Path) -> bytes:
    """The content of environment.yml.

    Raises:
        KeyError: the lock lacks one of the packages the book is built from.
    """
    pins = {pin.name: _text(pin) for pin in _pins(lock.read_text(encoding="utf-8"))}
    lines = [
        "# Generated from requirements.lock by `bookbuild environment`; do not edit.",
        "name: model-collapse",
        "channels: [conda-forge]",
        "dependencies:",
        f"  - python={PYTHON}",
        "  - pip",
        "  - pip:",
        "      # what the book is built from",
        *(f"      - {pins[name]}" for name in NAMED),
        "      # what these need",
        *(f"      - {text}" for name, text in pins.items() if name not in NAMED),
        "      # the book's own library",
        "      - -e .",
    ]
    return ("\n".join(lines) + "\n").encode()


def _pins(lock: str) -> Iterator[Requirement]:
    """The pins that apply to some platform with the Python of the environment."""
    for match in _PIN.finditer(lock):
        pin = Requirement(match["pin"].strip())
        if any(_applies(pin)):
            yield pin


def _applies(pin: Requirement) -> list[bool]:
    version = {"python_version": PYTHON, "python_full_version": NEWEST_PATCH}
    return [pin.marker is None or pin.marker.evaluate(version | names) for names in PLATFORMS.values()]


def _text(pin: Requirement) -> str:
    """The pin, with its marker only where platforms differ."""
    marker = f" ; {pin.marker}" if pin.marker and not all(_applies(pin)) else ""
    return f"{pin.name}{pin.specifier}{marker}"
