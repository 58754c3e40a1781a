"""A Dask cluster of real processes on the loopback interface, and work to give to any engine."""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from modelcollapse import streams

TESTS = Path(__file__).parents[1]


class Cluster:
    """The address of a scheduler, and the processes that it and its workers run in."""

    def __init__(self, address: str, started: Sequence[psutil.Process]) -> None:
        self.address, self.started = address, started

    def processes(self) -> list[psutil.Process]:
        """Every process of the cluster."""
        return [*self.started, *(child for one in self.started for child in one.children(recursive=True))]


@contextmanager
def cluster(
    folder: Path, options: Sequence[str] = (), *, workers: int = 2, first: Path = TESTS
) -> Iterator[Cluster]:
    """Start a scheduler and workers with nannies, as the book's page says; end them all afterwards."""
    file = folder / "scheduler.json"
    here = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0", *options]
    env = {
        **os.environ,
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        # Where the workers find the functions of the tests.
        "PYTHONPATH": os.pathsep.join([str(first), os.environ.get("PYTHONPATH", "")]),
        "TMPDIR": str(folder),
    }
    commands = [
        ["distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(file), *here],
        ["distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1",
         "--nworkers", str(workers), "--local-directory", str(folder), *here],
    ]  # fmt: skip
    running = Cluster("", [])
    try:
        with (folder / "cluster.log").open("w") as log:
            running.started = [
                psutil.Popen([sys.executable, "-m", *command], env=env, cwd=folder, stdout=log, stderr=log)
                for command in commands
            ]
        until(file.is_file, 60)
        running.address = json.loads(file.read_text())["address"]
        yield running
    finally:
        found = running.processes()
        # Workers first: without a scheduler they wait for one.
        for process in reversed(running.started):
            process.terminate()
        _, alive = psutil.wait_procs(found, timeout=5)
        for process in alive:
            process.kill()
        psutil.wait_procs(alive, timeout=5)


def until(condition: Any, seconds: float) -> None:
    """Wait until something holds; fail if it does not in time."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, f"{condition} did not come true within {seconds} s"
        time.sleep(0.02)


def off_loopback(processes: Sequence[psutil.Process]) -> tuple[list[str], list[str]]:
    """Addresses that processes listen on: all of them, and those that another machine could reach."""
    listening = []
    for process in processes:
        try:
            connections = process.net_connections("inet")
        except psutil.NoSuchProcess:
            continue
        listening += [
            c.laddr for c in connections if c.status == psutil.CONN_LISTEN or c.type.name == "SOCK_DGRAM"
        ]
    named = [f"{address.ip}:{address.port}" for address in listening]
    return named, [name for name in named if not name.startswith(("127.", "::1:"))]


def strided(rng: np.random.Generator, size: int) -> dict[str, np.ndarray]:
    """A block whose arrays are views in both memory orders, after matrices that threads would split."""
    paths = rng.standard_normal((size, 40)).cumsum(axis=1)
    square = paths.T @ paths
    return {"steps": paths[:, ::7], "turned": (square @ paths.T).T[:, ::3], "last": paths[:, -1]}


def slow(number: int) -> tuple[int, float]:
    """A task that says which process ran it."""
    time.sleep(0.05)
    return os.getpid(), float(streams.block("slow", "test", number).standard_normal(1000).sum())


def poison(rng: np.random.Generator, size: int) -> dict[str, np.ndarray]:
    """A block that kills its process where its stream is that of block 3."""
    first = rng.standard_normal(size)
    if first[0] == streams.block("poisoned", "full", 3).standard_normal(size)[0]:
        os.kill(os.getpid(), 9)
    return {"first": first}


def sleeping(rng: np.random.Generator, size: int) -> dict[str, np.ndarray]:
    """A block that takes a minute."""
    time.sleep(60)
    return {"none": np.zeros(size)}


def failing(rng: np.random.Generator, size: int) -> dict[str, np.ndarray]:
    """A block that raises where it is small."""
    if size == 1:
        raise ZeroDivisionError("small")
    return {"ones": np.ones(size)}


def threads_of_blas() -> list[int]:
    """How many threads each loaded BLAS may use."""
    import scipy.linalg  # noqa: F401
    import threadpoolctl

    return [found["num_threads"] for found in threadpoolctl.threadpool_info() if found["user_api"] == "blas"]
