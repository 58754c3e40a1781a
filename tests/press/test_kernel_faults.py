"""The dozen faults that need real kernels, real workers and the real Jupyter Book.

One chapter waits in a cell, the other is kept from an earlier build; whatever happens, the next build executes
the first alone and ends with the notebooks that an undisturbed build ends with.
"""

import os
import shutil
import signal
import time
from dataclasses import dataclass

import psutil
import pytest

from bookbuild.build import build
from press.small_book import CELL, chapter_text, files, judge
from press.test_processes import SLOW, gone, start, wait_for

pytestmark = pytest.mark.book


@dataclass
class Running:
    """A build in a process of its own, and the kernel of the chapter that waits."""

    press: psutil.Process
    kernel: psutil.Process | None


def fill_the_disk(running):
    """The kernel may write nothing more, as on a full disk, and neither may its worker."""
    for process in (running.kernel, running.kernel.parent()):
        process.rlimit(psutil.RLIMIT_FSIZE, (0, 0))


def kill_all_at_once(running):
    os.killpg(running.press.pid, signal.SIGKILL)


FAULTS = {
    # moment, what is done, exit statuses, words
    "Ctrl-C in a cell": ("cell", lambda r: os.killpg(r.press.pid, signal.SIGINT), {130}, "stopped"),
    "SIGTERM in a cell": ("cell", lambda r: r.press.terminate(), {143}, "stopped"),
    "press killed in a cell": ("cell", lambda r: r.press.kill(), {-9}, ""),
    "press and workers killed in a cell": ("cell", kill_all_at_once, {-9}, ""),
    "worker killed in a cell": ("cell", lambda r: r.kernel.parent().kill(), {1}, "a worker process died"),
    "kernel killed in a cell": ("cell", lambda r: r.kernel.kill(), {1}, "rising: the kernel died"),
    "kernel terminated in a cell": ("cell", lambda r: r.kernel.terminate(), {1}, "rising: the kernel died"),
    "disk full in a cell": ("cell", fill_the_disk, {1}, "File too large"),
    "Ctrl-C while workers start": (
        "start",
        lambda r: os.killpg(r.press.pid, signal.SIGINT),
        {130},
        "stopped",
    ),
    "SIGTERM while workers start": ("start", lambda r: r.press.terminate(), {143}, "stopped"),
    "Ctrl-C while rendering": ("render", lambda r: os.killpg(r.press.pid, signal.SIGINT), {130}, "stopped"),
    "press killed while rendering": ("render", lambda r: r.press.kill(), {-9}, ""),
}
WRITING = "import tempfile; tempfile.NamedTemporaryFile().write(b'x' * 100_000)"


@pytest.fixture
def slow(project, small_project, small_site, tmp_path):
    """The small book as it was built, but for one chapter, which now waits until it is let go."""
    shutil.copytree(small_project.build, project.build)
    cell = SLOW.replace("STARTED", str(tmp_path / "started")).replace("GO", str(tmp_path / "go"))
    cell = cell.replace("    time.sleep(0.05)", f"    time.sleep(0.05)\n{WRITING}")
    (project.root / "notebooks" / "rising.md").write_text(chapter_text("rising", cell, CELL))
    return project


def command(process):
    try:
        return " ".join(process.cmdline())
    except psutil.Error:  # it has just ended
        return ""


def at(moment, running, tmp_path):
    """Wait for a moment of a build."""
    started = tmp_path / "started"
    if moment == "start":
        wait_for(lambda: running.children() or not running.is_running())
        time.sleep(0.1)
        return Running(running, None)
    wait_for(started.exists)
    kernel = psutil.Process(int(started.read_text()))
    if moment == "render":
        (tmp_path / "go").touch()
        wait_for(lambda: any("jupyter_book" in command(child) for child in running.children()), 120)
    return Running(running, kernel)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_with_real_kernels(slow, tmp_path, monkeypatch, fault):
    moment, inject, statuses, words = FAULTS[fault]
    before = files(slow.site("smoke"))
    entries = set(slow.cache.iterdir())
    running = start(slow)
    met = at(moment, psutil.Process(running.pid), tmp_path)
    below = met.press.children(recursive=True)
    assert moment != "cell" or "ipykernel" in command(met.kernel)
    inject(met)
    asked = time.monotonic()
    (tmp_path / "go").touch()
    _, said = running.communicate(timeout=60)
    assert time.monotonic() - asked < 30
    assert running.returncode in statuses, said
    assert words in said
    if words == "stopped":
        assert said.splitlines()[-1] == "bookbuild: stopped; what was finished is kept"
    assert "Traceback" not in said or fault == "disk full in a cell"  # that of the cell
    gone(below)
    assert files(slow.site("smoke")) == before
    kept = set(slow.cache.iterdir()) - entries

    monkeypatch.setattr("bookbuild.build.render", lambda *_: False)
    again = build(slow, "smoke", workers=1, judge=judge)
    assert again.executed == (() if kept else ("rising",))
    assert bool(kept) == (moment == "render")
    assert "smoke 20" in (slow.notebooks("smoke") / "rising.ipynb").read_text()
    assert not list(slow.build.rglob(".*.part"))


def test_there_are_a_dozen(measured):
    assert len(FAULTS) == 12
    measured("faults/with real kernels", len(FAULTS), "faults injected around real kernels and real pages")
