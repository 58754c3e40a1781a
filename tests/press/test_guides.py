"""README.md and CONTRIBUTING.md name only what there is: files, targets, commands and their options."""

import re
import shlex

import click
import pytest

from bookbuild.__main__ import cli as bookbuild
from modelcollapse.__main__ import cli as modelcollapse
from press.small_book import REPOSITORY

LIBRARY = REPOSITORY / "lib" / "modelcollapse"
PROGRAMS = {"modelcollapse": modelcollapse, "bookbuild": bookbuild}
FAMILIES = sorted(path.parent.name for path in LIBRARY.glob("claims/*/__init__.py"))
TARGETS = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
TESTS = "".join(
    path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "tests").rglob("test_*.py"))
)
# Written by a build or a reader, so not there in a fresh checkout.
MADE = ("_build/", "OLD/", ".venv/ready")


def spans(name):
    """The code of a guide: what stands between backticks, and the lines of its blocks."""
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^```text\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    found = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    found += [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    assert found
    return [" ".join(span.split()) for span in found if span]


GUIDES = [(name, span) for name in ("README.md", "CONTRIBUTING.md") for span in spans(name)]
COMMANDS = [
    pytest.param(*guide, id=" ".join(guide))
    for guide in GUIDES
    if guide[1].startswith(("make ", ".venv/bin/"))
]
PATHS = [
    pytest.param(*guide, id=" ".join(guide))
    for guide in GUIDES
    if re.fullmatch(r"[\w.<>/-]*(/[\w.<>-]*|\.(md|py|yml|lock|json|bib|cff))", guide[1])
    and not guide[1].startswith(MADE)
]


@pytest.mark.parametrize(("guide", "command"), COMMANDS)
def test_a_command_can_be_given(guide, command):
    words = shlex.split(command)
    if words[0] == "make":
        assert words[1] in TARGETS
        assert all(re.fullmatch(r"(PROFILE=(smoke|full)|OUT=\S+)", word) for word in words[2:])
        return
    program = words[0].removeprefix(".venv/bin/")
    if program == "python":
        assert words[1:3] == ["-m", "pytest"]
        folders, _, picked = command.partition(" -k ")
        assert all((REPOSITORY / word).exists() for word in folders.split()[3:])
        names = set(re.findall(r"\w{4,}", picked))
        assert names == {name for name in names if f"def test_{name}" in TESTS or f"{name}(" in TESTS}
        return
    verb = PROGRAMS[program].commands[words[1]]
    options = {
        name for parameter in verb.params for name in parameter.opts if isinstance(parameter, click.Option)
    }
    assert {word for word in words[2:] if word.startswith("-")} <= options


@pytest.mark.parametrize(("guide", "path"), PATHS)
def test_a_path_leads_somewhere(guide, path):
    """From the top of the checkout or, as the guide says, from the library; for a placeholder, in some family."""
    filled = {path.replace("<family>", name).replace("<slug>", name) for name in FAMILIES}
    assert any((root / name).exists() for name in filled for root in (REPOSITORY, LIBRARY))


def test_the_guides_were_read():
    assert len(COMMANDS) > 15
    assert len(PATHS) > 20
