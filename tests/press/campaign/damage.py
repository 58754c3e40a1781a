"""Damage to a file at rest: what a disk, a careless hand or an attacker may do to it."""

import os
import pickle
import random
from pathlib import Path

from bookbuild.digests import of_bytes


def flipped(target: Path, chance: random.Random) -> None:
    """One bit is another."""
    content = bytearray(target.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    target.write_bytes(bytes(content))


def cut(target: Path, chance: random.Random) -> None:
    """The end is missing."""
    os.truncate(target, chance.randrange(1, target.stat().st_size))


def emptied(target: Path, chance: random.Random) -> None:
    """Nothing is left but the name."""
    os.truncate(target, 0)


def removed(target: Path, chance: random.Random) -> None:
    """Not even the name is left."""
    target.unlink()


def made_a_folder(target: Path, chance: random.Random) -> None:
    """A folder stands in its place."""
    target.unlink()
    target.mkdir()
    (target / "file").write_text("in the way")


class _Planted:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self):
        return os.mkdir, (str(self.marker),)


def pickled(target: Path, chance: random.Random) -> None:
    """A pickle that makes a folder when it is loaded; half of them with a digest in front that is right."""
    build = next(folder for folder in target.parents if folder.name == "build")
    content = pickle.dumps(_Planted(build.with_name("executed")))
    target.write_bytes(of_bytes(content).encode() + b"\n" + content if chance.random() < 0.5 else content)
