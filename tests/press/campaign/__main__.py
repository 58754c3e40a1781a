"""``python -m press.campaign --faults 190 --seed 1``: inject faults, print what they showed as JSON.

The kinds take turns, so that each gets its share; where and when is chance, from the seed.
"""

import argparse
import json
import os
import random
import shutil
import tempfile
import traceback
from collections.abc import Iterable
from pathlib import Path

from press.campaign.kinds import KINDS, Found
from press.campaign.sabotage import WAYS
from press.campaign.workshop import Workshop

TRIES = 30


def place() -> Path:
    """A folder that is quick to write to, with a short name: sockets have to fit."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="faults-", dir=memory if os.access(memory, os.W_OK) else "/tmp"))


def injected(workshop: Workshop, kind: str, chance: random.Random) -> Found:
    """Try a kind of fault until it was injected."""
    for _ in range(TRIES):
        found = KINDS[kind](workshop, chance)
        if found is not None:
            return found
    return Found(unclean=[f"not injected in {TRIES} tries"])


def report(workshop: Workshop, kinds: Iterable[tuple[int, str]], seed: int, **more: str) -> None:
    """Inject faults of these kinds and print a line of JSON for each."""
    for number, kind in kinds:
        try:
            found = injected(workshop, kind, random.Random(f"{seed} {number}"))
        except Exception:
            found = Found(unclean=[traceback.format_exc()])
        print(json.dumps({"number": number, "kind": kind, **vars(found), **more}), flush=True)


def sabotaged(workshop: Workshop, seed: int) -> None:
    """Inject faults into presses that were made careless, each in a process of its own."""
    for way, (kind, number) in WAYS.items():
        process = os.fork()
        if process == 0:
            workshop.adopt()
            way()
            report(workshop, ((k, kind) for k in range(number)), seed, sabotage=way.__name__)
            os._exit(0)
        os.waitpid(process, 0)


def main() -> None:
    """Run a campaign; one line of JSON for each fault."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--faults", type=int, default=190)
    parser.add_argument("--first", type=int, default=0, help="number of the first fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=KINDS, help="one kind")
    parser.add_argument(
        "--sabotage", action="store_true", help="make the press careless, in each way there is"
    )
    options = parser.parse_args()
    names = [options.only] if options.only else list(KINDS)
    numbers = range(options.first, options.first + options.faults)
    folder = place()
    try:
        workshop = Workshop(folder)
        if options.sabotage:
            sabotaged(workshop, options.seed)
        else:
            report(workshop, ((number, names[number % len(names)]) for number in numbers), options.seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
