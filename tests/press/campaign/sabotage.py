"""Ways to make the press careless, so that a campaign can be seen to notice."""

import os
from unittest import mock

from bookbuild import cache, processes, publish, render
from bookbuild.notebook import load
from modelcollapse import files


def plain_writes() -> None:
    """Files are written where they lie."""

    def write(path, content):
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as file:
            file.write(content)

    files.write = publish.write = write


def folders_filled_in_place() -> None:
    """A site is copied over the one before, page by page."""

    def replace(new, target):
        for path in sorted(new.rglob("*")):
            if path.is_file():
                publish.write(target / path.relative_to(new), path.read_bytes())
        publish.discard(new)

    publish.replace_folder = replace


def unchecked_digests() -> None:
    """What the cache holds and the site that lies there are taken as they are."""
    cache.Cache.read = lambda self, key: (
        load(self.path(key).read_bytes().partition(b"\n")[2]) if self.path(key).exists() else None
    )
    render._stored = lambda receipt: mock.ANY


def no_death_signal() -> None:
    """A worker does not learn that the press is gone."""
    processes.end_with_parent = lambda *_: None


# Each with the kind of fault that brings it to light, and how many it takes.
WAYS = {
    plain_writes: ("press killed half way through a write", 2),
    folders_filled_in_place: ("press killed between rename and flush", 8),
    unchecked_digests: ("file removed", 6),
    no_death_signal: ("press killed, at any time", 4),
}
