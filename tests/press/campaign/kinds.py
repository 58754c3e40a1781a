"""The kinds of fault. Each is tried on a workshop with a source of chance and returns what it found.

A try that came too late, or at a step that was not taken this time, returns None and is repeated.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bookbuild import lock, manifest
from modelcollapse.files import discard
from press.campaign import damage, injection
from press.campaign.injection import PRESS, STEPS, WORKER, Fault
from press.campaign.stand_ins import said
from press.campaign.workshop import PROFILE, Ended, Workshop

BUSY = 75
WRITING = ("create", "mkdir", "write", "flush")
STOPPED = {"SIGTERM": {143, -15}, "SIGINT": {130, -2}}  # the second where Python had no say yet, or no more


@dataclass
class Found:
    """What one injected fault showed; every list is empty when all is well.

    Attributes:
        torn: parts that were neither the old nor the new after the fault.
        wrong: parts that differ from what they should be after a build that succeeded.
        orphans: processes left behind.
        unclean: what else was not as it should be, in words.
        resumed: whether the next build ended with every byte as it should be and nothing left over.
    """

    torn: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    orphans: int = 0
    unclean: list[str] = field(default_factory=list)
    resumed: bool = False


Try = Callable[[Workshop, random.Random], Found | None]


def _judged(workshop: Workshop, ended: Ended, *, statuses: set[int], words: str = "") -> Found:
    """What the fault left behind, and whether the next build mends it."""
    found = Found(orphans=ended.orphans, torn=workshop.torn())
    if ended.status == 0:
        # The fault came after the last step it could have spoilt.
        found.wrong += workshop.differing()
    elif ended.status not in statuses:
        found.unclean.append(f"exit status {ended.status}")
    elif ended.status > 0 and words not in ended.said:
        found.unclean.append(f"does not say: {words}")
    if "Traceback" in ended.said:
        found.unclean.append(f"a traceback: {ended.said}")
    _resume(workshop, found)
    return found


def _resume(workshop: Workshop, found: Found) -> None:
    kept = workshop.kept()
    again = workshop.build()
    found.orphans += again.orphans
    executed = said(again.said)
    if again.status != 0:
        found.unclean.append(f"the next build: {again.said}")
    if executed.keys() & kept or any(number > 1 for number in executed.values()):
        found.unclean.append(f"executed again: {sorted(executed)}, though kept: {sorted(kept)}")
    found.wrong += workshop.differing()
    found.unclean += [f"left over: {name}" for name in workshop.left_over()]
    found.resumed = again.status == 0 and workshop.complete()


def at_a_step(
    action: str, *, role: int | None = PRESS, steps=STEPS, statuses=frozenset({1}), words=""
) -> Try:
    """A fault at any of these steps of the press, or of a worker, or of either."""

    def attempt(workshop: Workshop, chance: random.Random) -> Found | None:
        start = chance.choice(["cold", "warm"])
        who = role if role is not None else chance.choice([PRESS, WORKER])
        taken = workshop.steps[start]
        choices = [(step, k + 1) for step in steps for k in range(taken[who, step])]
        step, number = chance.choice(choices)
        workshop.begin(start)
        ended = workshop.build(Fault(action, who, step, number), workers=chance.choice([1, 2]))
        if not ended.fired:
            return None
        return _judged(workshop, ended, statuses=set(statuses), words=words)

    return attempt


def at_any_time(number: signal.Signals, *, group: bool, statuses: set[int], words: str = "") -> Try:
    """A signal after a time that has nothing to do with what the press does."""

    def attempt(workshop: Workshop, chance: random.Random) -> Found | None:
        workshop.begin(chance.choice(["cold", "warm"]))
        injection.reset()
        process = workshop.start(workers=chance.choice([1, 2]))
        time.sleep(chance.uniform(0.02, workshop.seconds))
        if os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            workshop.end(process)
            return None
        (os.killpg if group else os.kill)(process, number)
        ended = workshop.end(process)
        if ended.status == 0 and number == signal.SIGKILL:
            return None
        return _judged(workshop, ended, statuses=statuses, words=words)

    return attempt


def in_a_cell(action: str, words: str) -> Try:
    """A kernel dies or a cell raises."""

    def attempt(workshop: Workshop, chance: random.Random) -> Found | None:
        start = chance.choice(["cold", "warm"])
        slug = "rising" if start == "warm" else chance.choice(["falling", "rising"])
        workshop.begin(start)
        ended = workshop.build(Fault(action, path=slug))
        if not ended.fired:
            return None
        if "rising: executed" in ended.said and slug == "rising":
            return Found(unclean=["the chapter was kept"])
        return _judged(workshop, ended, statuses={1}, words=f"{slug}{words}")

    return attempt


def at_rest(spoil: Callable[[Path, random.Random], None]) -> Try:
    """Damage to a file of a finished build; the next build has to notice and mend it, or to refuse."""

    def attempt(workshop: Workshop, chance: random.Random) -> Found | None:
        workshop.begin("built")
        target = chance.choice(workshop.damageable())
        before = target.read_bytes()
        spoil(target, chance)
        if target.is_file() and target.read_bytes() == before:
            return None
        found = Found()
        if target.suffix in (".html", ".ipynb") and not manifest.verify(workshop.project, PROFILE)[1]:
            found.unclean.append(f"verify finds {target.name} intact")
        told = target.exists() and workshop.damaged(target)
        ended = workshop.build()
        mended = _judged_at_rest(workshop, found, ended, target, told=told)
        if workshop.marker.exists():
            mended.wrong.append("a planted pickle was executed")
            workshop.marker.unlink()
        return mended

    return attempt


def _judged_at_rest(workshop: Workshop, found: Found, ended: Ended, target: Path, *, told: bool) -> Found:
    """Whether the damage was mended, with a word where it is due, or refused by name."""
    found.orphans = ended.orphans
    if ended.status == 0:
        found.wrong += workshop.differing()
        if told and not any(target.name in line and "again" in line for line in ended.said.splitlines()):
            found.unclean.append(f"{target.name} was mended without a word")
    elif ended.status != 1 or target.name not in ended.said or "Traceback" in ended.said:
        found.unclean.append(f"exit status {ended.status}: {ended.said}")
    else:
        discard(target)  # what the reader was told about
    _resume(workshop, found)
    return found


def cannot_be_read(workshop: Workshop, chance: random.Random) -> Found | None:
    """A file of a finished build that the press may not read."""
    workshop.begin("built")
    target = chance.choice(workshop.damageable())
    ended = workshop.build(Fault("forbidden", step="read", path=f"/{target.parent.name}/{target.name}"))
    if not ended.fired:
        return None
    return _judged_at_rest(workshop, Found(), ended, target, told=target.parent in workshop.checked)


def lock_is_held(workshop: Workshop, chance: random.Random) -> Found | None:
    """Another process holds the lock and is then killed."""
    workshop.begin(chance.choice(["cold", "warm"]))
    receiving, sending = os.pipe()
    holder = os.fork()
    if holder == 0:
        with lock.held(workshop.project.build):
            os.write(sending, b"!")
            time.sleep(60)
        os._exit(1)
    os.read(receiving, 1)
    os.close(receiving), os.close(sending)
    before = workshop.parts()
    injection.reset()
    process = workshop.start()
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    text = (workshop.folder / "log").read_text()
    found = Found()
    if status != BUSY or f"(process {holder})" not in text:
        found.unclean.append(f"exit status {status}: {text}")
    if workshop.parts() != before:
        found.torn.append("something changed")
    os.kill(holder, signal.SIGKILL)
    os.waitpid(holder, 0)
    _resume(workshop, found)
    return found


def at_once(number: int) -> Try:
    """Several builds of one build directory at the same moment: one builds, the others are turned away."""

    def attempt(workshop: Workshop, chance: random.Random) -> Found | None:
        workshop.begin(chance.choice(["cold", "warm"]))
        injection.reset()
        processes = {k: workshop.start(workers=1, log=f"log{k}") for k in range(number)}
        statuses = [os.waitstatus_to_exitcode(os.waitpid(p, 0)[1]) for p in processes.values()]
        found = Found(torn=workshop.torn())
        if sorted(set(statuses)) not in ([0], [0, BUSY]):
            found.unclean.append(f"exit statuses {statuses}")
        found.wrong += workshop.differing()
        _resume(workshop, found)
        return found

    return attempt


KINDS: dict[str, Try] = {
    "press killed, at a step": at_a_step("kill", statuses={-9}),
    "press killed, at any time": at_any_time(signal.SIGKILL, group=False, statuses={-9}),
    "press killed half way through a write": at_a_step("half and kill", steps=("write",), statuses={-9}),
    "press killed between rename and flush": at_a_step("kill", steps=("flush folder",), statuses={-9}),
    "press and workers killed at once": at_a_step("kill all", role=None, statuses={-9}),
    "worker killed": at_a_step("kill", role=WORKER, words="a worker process died"),
    "kernel killed in a cell": in_a_cell("kernel", ": the kernel died"),
    "exception in a cell": in_a_cell("exception", ", cell 2"),
    "SIGTERM, at a step": at_a_step("SIGTERM", role=None, statuses=STOPPED["SIGTERM"], words="stopped"),
    "SIGTERM, at any time": at_any_time(
        signal.SIGTERM, group=False, statuses=STOPPED["SIGTERM"], words="stopped"
    ),
    "Ctrl-C, at a step": at_a_step("SIGINT", role=None, statuses=STOPPED["SIGINT"], words="stopped"),
    "Ctrl-C, at any time": at_any_time(
        signal.SIGINT, group=True, statuses=STOPPED["SIGINT"], words="stopped"
    ),
    "disk full": at_a_step("full", role=None, steps=WRITING, words="No space left on device"),
    "disk full half way through a write": at_a_step(
        "half", role=None, steps=("write",), words="No space left on device"
    ),
    "flush fails": at_a_step("i/o", role=None, steps=("flush", "flush folder"), words="Input/output error"),
    "not permitted to write": at_a_step(
        "forbidden", role=None, steps=("create", "mkdir", "rename"), words="Permission denied"
    ),
    "not permitted to read": cannot_be_read,
    "bit flipped": at_rest(damage.flipped),
    "file cut short": at_rest(damage.cut),
    "file emptied": at_rest(damage.emptied),
    "file removed": at_rest(damage.removed),
    "folder in place of a file": at_rest(damage.made_a_folder),
    "pickle planted": at_rest(damage.pickled),
    "lock held by another": lock_is_held,
    "two builds at once": at_once(2),
    "four builds at once": at_once(4),
}
