"""One small book that is built over and over, and the two states of it that may ever be seen.

Edition A was built before; then the sources became those of edition B. Whatever goes wrong while B is built,
each published part has to be that of A or that of B.
"""

import ctypes
import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path

from bookbuild import __main__ as command_line
from bookbuild import report  # noqa: F401  # loaded once for every build to come
from bookbuild.chapters import chapters
from bookbuild.digests import Keys
from bookbuild.notebook import dump
from bookbuild.project import Project
from modelcollapse import records
from modelcollapse.errors import CorruptRecord
from press.campaign import injection, stand_ins
from press.campaign.injection import Fault
from press.small_book import files

PROFILE = "smoke"
ORPHANED = 5.0  # seconds after which a process that is still there counts as left behind


@dataclass(frozen=True)
class Ended:
    """How a build ended: exit status (negative: killed by that signal), what it said, processes left behind."""

    status: int
    said: str
    orphans: int
    fired: bool


class Workshop:
    """A folder for the campaign; everything in it is made anew for each fault."""

    def __init__(self, folder: Path) -> None:
        resource_tracker.ensure_running()
        self.adopt()
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        tempfile.tempdir = str(self.temporary)
        self.project = Project(folder / "a book", folder / "build")
        self.states = {}
        for edition in "AB":
            stand_ins.write_edition(self.project.root, edition)
            stand_ins.install(edition)
            for chapter in chapters(self.project):
                dump(chapter.notebook())  # compiles the schema of notebooks once for every build to come
            self.begin("cold")
            first = self.build()
            assert first.status == 0, first.said
            shutil.copytree(self.project.build, folder / edition)
            self.states[edition] = self.parts()
        self.checked = (self.project.cache, self.project.records(PROFILE))
        self.marker = folder / "executed"
        keys = Keys(self.project)
        self.entries = {
            chapter.slug: f"cache/{keys.of(chapter, values)}.ipynb.checked"
            for chapter in chapters(self.project)
            for values in [chapter.parameters.defaults | {"profile": PROFILE}]
        }
        self.seconds = 0.0
        self.steps = {start: self._rehearsed(start) for start in ("cold", "warm")}

    def adopt(self) -> None:
        """Let orphans become children of this process, where they are seen."""
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
        self._spared = _children()

    def _rehearsed(self, start: str) -> dict[tuple[int, str], int]:
        """How often each step is taken in a build that nothing disturbs."""
        self.begin(start)
        began = time.monotonic()
        ended = self.build(Fault("none"), workers=1)
        self.seconds = time.monotonic() - began
        assert ended.status == 0, ended.said
        assert self.complete()
        return injection.counts()

    def begin(self, start: str) -> None:
        """Lay out the build directory: "cold" is empty, "warm" holds edition A, "built" edition B."""
        shutil.rmtree(self.project.build, ignore_errors=True)
        if start != "cold":
            shutil.copytree(self.folder / {"warm": "A", "built": "B"}[start], self.project.build)

    def start(self, fault: Fault | None = None, *, workers: int = 2, log: str = "log") -> int:
        """Begin a build in a process of its own and return its id."""
        receiving, sending = os.pipe()
        process = os.fork()
        if process:
            os.close(sending)
            os.read(receiving, 1)
            os.close(receiving)
            return process
        os.close(receiving)
        status = 1
        try:
            os.setsid()
            target = os.open(self.folder / log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(target, 1)
            os.dup2(target, 2)
            sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
            sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
            if fault:
                injection.arm(fault, self.folder)
            sys.argv = ["bookbuild", "build", "--profile", PROFILE, "--workers", str(workers)]
            sys.argv += ["--root", str(self.project.root), "--build-dir", str(self.project.build)]
            os.close(sending)
            command_line.main()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            os._exit(status)

    def end(self, process: int, log: str = "log") -> Ended:
        """Wait for a build and for whatever it started."""
        _, status = os.waitpid(process, 0)
        end = time.monotonic() + ORPHANED
        while (left := self._left()) and time.monotonic() < end:
            time.sleep(0.005)
        for orphan in left:
            os.kill(orphan, signal.SIGKILL)
        said = (self.folder / log).read_text()
        return Ended(os.waitstatus_to_exitcode(status), said, len(left), injection.fired())

    def build(self, fault: Fault | None = None, *, workers: int = 2) -> Ended:
        """Build once."""
        injection.reset()
        return self.end(self.start(fault, workers=workers))

    def _left(self) -> set[int]:
        for process in _children() - self._spared:
            with suppress(ChildProcessError):
                os.waitpid(process, os.WNOHANG)
        return _children() - self._spared

    def parts(self) -> dict[str, dict[str, str]]:
        """What is published and kept, each part as the files in it; seconds are left out."""
        project = self.project
        found = {
            "site": project.site(PROFILE),
            "notebooks": project.notebooks(PROFILE),
        }
        parts = {name: files(place) for name, place in found.items()}
        for place in (project.ledger(PROFILE), project.manifest(PROFILE), project.receipt(PROFILE)):
            parts[place.name] = {place.name: place.read_bytes().hex()} if place.is_file() else {}
        for folder in (project.records(PROFILE), project.cache):
            for name, content in files(folder).items():
                if not name.endswith(".part"):  # unfinished, and no reader looks at it
                    parts[f"{folder.name}/{name}"] = {name: content}
        return parts

    def torn(self) -> list[str]:
        """The parts that are neither those of edition A nor those of B, nor absent as in the beginning."""
        return [
            name
            for name, part in self.parts().items()
            if part and all(part != self.states[edition].get(name) for edition in "AB")
        ]

    def complete(self) -> bool:
        """Whether everything is that of edition B; the cache may hold entries of A besides."""
        found, wanted = self.parts(), self.states["B"]
        return found == {name: part for name, part in self.states["A"].items() if name in found} | wanted

    def differing(self) -> list[str]:
        """The parts of edition B that are there with another content."""
        found = self.parts()
        return [name for name, part in self.states["B"].items() if found.get(name, part) != part]

    def kept(self) -> set[str]:
        """The chapters whose execution the cache holds, intact."""
        parts, wanted = self.parts(), self.states["B"]
        return {slug for slug, name in self.entries.items() if parts.get(name) == wanted[name]}

    def damageable(self) -> list[Path]:
        """Files of a finished build: all that are kept, and some of the site and of the notebooks."""
        project = self.project
        pages = sorted(project.site(PROFILE).rglob("*.html"))[:3]
        notebooks = sorted(project.notebooks(PROFILE).iterdir())
        single = [project.ledger(PROFILE), project.manifest(PROFILE), project.receipt(PROFILE)]
        kept = [path for folder in self.checked for path in sorted(folder.iterdir())]
        return [*kept, *kept, *notebooks, *pages, *single]

    def damaged(self, file: Path) -> bool:
        """Whether a file is a record or an entry of the cache that its reader has to refuse.

        One whose key alone is another is intact and out of date.
        """
        if file.parent == self.project.records(PROFILE):
            try:
                records.read(file.stem, PROFILE, self.project.build)
            except CorruptRecord:
                return True
        return file.parent == self.project.cache and file.name.endswith(".checked")

    def left_over(self) -> list[str]:
        """Unfinished files and folders that nobody works on."""
        build = self.project.build
        hidden = [path for path in build.rglob(".*") if path.name != ".lock"]
        return [str(path.relative_to(self.folder)) for path in [*hidden, *self.temporary.iterdir()]]


def _children() -> set[int]:
    text = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return {int(number) for number in text.split()}
