"""A campaign of faults around the press: nothing torn, nothing wrong, nothing left behind, always resumed.

Kernels, claims and Jupyter Book are stand-ins here, so that a build takes a moment; `test_processes` has the
faults with real kernels. ``make faults`` injects a thousand.
"""

import itertools
import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from press.campaign.kinds import KINDS
from press.small_book import REPOSITORY

pytestmark = pytest.mark.book

# BLAS of a process that is forked again and again would start threads in each.
ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(REPOSITORY / "tests")}
PROCESSES = 2


def start(*options):
    # A file that a signal left open is closed without a word unless warnings are asked for.
    strict = ["-W", "error", "-W", "ignore::ResourceWarning"]
    command = [sys.executable, *strict, "-m", "press.campaign", *map(str, options)]
    return subprocess.Popen(command, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE)


def rows(running):
    """What a campaign found, one dictionary for each fault."""
    said, _ = running.communicate()
    assert running.returncode == 0
    return [json.loads(line) for line in said.splitlines()]


@pytest.fixture(scope="module")
def found(request):
    number = request.config.getoption("--faults")
    parts = [number * k // PROCESSES for k in range(PROCESSES + 1)]
    running = [start("--first", first, "--faults", last - first) for first, last in itertools.pairwise(parts)]
    return [row for process in running for row in rows(process)]


def table(found):
    """Faults of each kind, and how often something was not as it should be."""
    head = ["fault", "injected", "torn", "wrong", "orphans", "unclean", "resumed"]
    lines = [
        [
            kind,
            len(of_kind),
            *(sum(bool(row[name]) for row in of_kind) for name in ("torn", "wrong", "orphans", "unclean")),
            sum(row["resumed"] for row in of_kind),
        ]
        for kind in KINDS
        if (of_kind := [row for row in found if row["kind"] == kind])
    ]
    return [head, *lines]


def test_no_fault_tears_falsifies_or_leaves_anything_behind(found, request, measured):
    rows_of_table = table(found)
    for line in rows_of_table:
        print(f"{line[0]:<40}" + "".join(f"{cell:>10}" for cell in line[1:]))
    bad = [
        row
        for row in found
        if row["torn"] or row["wrong"] or row["orphans"] or row["unclean"] or not row["resumed"]
    ]
    assert not bad, json.dumps(bad, indent=1)
    assert [row["number"] for row in found] == list(range(request.config.getoption("--faults")))
    measured("faults/injected", len(found), "faults injected around a stand-in for kernels and pages")
    measured("faults/by kind", rows_of_table, "faults by kind, and what each kind left")
    for name in ("torn", "wrong", "orphans"):
        what = {"torn": "files torn", "wrong": "wrong values", "orphans": "processes left behind"}[name]
        measured(f"faults/{name}", sum(bool(row[name]) for row in found), what)
    measured("faults/resumed", sum(row["resumed"] for row in found), "builds resumed to the same digest")


def test_every_kind_has_its_share(found):
    counts = Counter(row["kind"] for row in found)
    assert max(counts.values()) - min(counts[kind] for kind in KINDS) <= 1


def test_a_careless_press_is_found_out():
    shown = {
        (row["sabotage"], column)
        for row in rows(start("--sabotage"))
        for column in ("torn", "wrong", "orphans")
        if row[column]
    }
    assert shown >= {
        ("plain_writes", "torn"),
        ("folders_filled_in_place", "torn"),
        ("unchecked_digests", "wrong"),
        ("no_death_signal", "orphans"),
    }
