"""Builds that compete, and the ends of processes; `test_kernel_faults` stops and kills."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from bookbuild import lock, processes
from bookbuild.errors import BuildBusy
from press.small_book import CELL, REPOSITORY, chapter_text, files

pytestmark = pytest.mark.book

BUILD = """\
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from press.small_book import judge
from bookbuild import build, __main__ as command_line
build.judge_claims = judge
build.build.__kwdefaults__["judge"] = judge
sys.argv = ["bookbuild", "build", "--profile", "smoke", "--build-dir", sys.argv[1]]
command_line.main()
"""
SLOW = """\
```{code-cell} ipython3
:tags: [remove-cell]

import os, pathlib, time

pathlib.Path(r"STARTED.part").write_text(str(os.getpid()))
os.rename(r"STARTED.part", r"STARTED")
end = time.monotonic() + 60
while time.monotonic() < end and not pathlib.Path(r"GO").exists():
    time.sleep(0.05)
```

"""


@pytest.fixture
def slow(project, tmp_path):
    """The small book with one chapter that waits until it is let go."""
    cell = SLOW.replace("STARTED", str(tmp_path / "started")).replace("GO", str(tmp_path / "go"))
    (project.root / "notebooks" / "rising.md").write_text(chapter_text("rising", cell, CELL))
    return project


def start(project):
    script = BUILD.format(tests=str(REPOSITORY / "tests"))
    return subprocess.Popen(
        [sys.executable, "-c", script, str(project.build)],
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def running_chapters(project, running, tmp_path):
    """Wait until the quick chapter is kept and the slow one runs; return every process below ``running``."""
    wait_for(lambda: running.poll() is not None or (tmp_path / "started").exists())
    wait_for(lambda: running.poll() is not None or len(list(project.cache.glob("*.checked"))) == 1)
    assert running.poll() is None, running.stderr.read()
    return psutil.Process(running.pid).children(recursive=True)


def gone(processes):
    wait_for(lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes), 10)


def test_a_second_build_is_turned_away_at_once(slow, tmp_path):
    running = start(slow)
    running_chapters(slow, running, tmp_path)
    before = files(slow.build / "cache")
    asked = time.monotonic()
    second = start(slow)
    _, said = second.communicate(timeout=30)
    assert time.monotonic() - asked < 10
    assert second.returncode == os.EX_TEMPFAIL
    assert said.strip().splitlines() == [
        f"bookbuild: {slow.build}: another build is at work here (process {running.pid})"
    ]
    assert files(slow.build / "cache") == before
    (tmp_path / "go").touch()
    _, said = running.communicate(timeout=120)
    assert running.returncode == 0, said


def test_how_a_process_ended_is_left_to_whoever_started_it():
    """A pool of workers waits for ever for one whose end another has taken note of."""
    spared = frozenset(psutil.Process().children(recursive=True))
    started = subprocess.Popen(["sleep", "60"])
    processes.end_descendants(spared)
    assert started.wait(timeout=5) == -signal.SIGTERM


def test_the_lock_is_free_again_after_a_failure(tmp_path):
    with pytest.raises(ZeroDivisionError), lock.held(tmp_path / "build"):
        raise ZeroDivisionError
    with lock.held(tmp_path / "build"), pytest.raises(BuildBusy), lock.held(tmp_path / "build"):
        pass
    (tmp_path / "build" / ".lock").write_text("damaged")
    with lock.held(tmp_path / "build"):
        assert json.loads((tmp_path / "build" / ".lock").read_text()) == {"process": os.getpid()}
