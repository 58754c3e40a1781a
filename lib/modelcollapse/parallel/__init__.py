"""Blocks of replicates on an engine: this process, a pool of processes, or a Dask cluster that is there already.

Every block draws from its own stream and results are joined in the order of the blocks, so the engine, the
number of workers and the order in which they finish change nothing in a result.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np

from modelcollapse import streams
from modelcollapse.arguments import choice, integer, real
from modelcollapse.errors import InvalidArgument
from modelcollapse.parallel.run import SERIAL, Engine, Task

__all__ = ["ENGINES", "HEAD_START", "SERIAL", "Engine", "Task", "engine", "sweep"]

ENGINES = ("serial", "pool", "dask")

# About what starting a pool costs, in seconds: work that is shorter than that is done sooner without one.
HEAD_START = 2.0

Block = Callable[[np.random.Generator, int], Mapping[str, np.ndarray]]


def sweep(
    block: Block,
    *,
    name: str,
    replicates: int,
    profile: str = "full",
    block_size: int = streams.BLOCK,
    root: int = streams.ROOT,
    engine: Engine = SERIAL,
) -> tuple[dict[str, np.ndarray], int]:
    """Simulate replicates block by block, each block from its own stream, on an engine.

    Args:
        block: simulates one block: (rng, replicates) → arrays by name, replicates first. On another machine
            it has to be importable there, or be defined in a notebook or script.
        name: of the stream; another name gives other draws.
        replicates: how many altogether, at least 1.
        profile: part of the stream's name.
        block_size: replicates in a block; another size gives other draws.
        root: the seed.
        engine: where the blocks run; in this process by default.

    Returns:
        the arrays of all blocks, joined in their order, and the number of variates drawn.

    Raises:
        InvalidArgument: for sizes below one.
        RunFailed: a block ended its worker, the deadline passed, or the cluster was lost.
    """
    tasks = [
        (f"block {k} of {name}", partial(_block, block, name, profile, root, k, size))
        for k, size in enumerate(streams.block_sizes(replicates, block_size))
    ]
    parts, draws = zip(*engine.run(tasks), strict=True)
    return {sample: np.concatenate([part[sample] for part in parts]) for sample in parts[0]}, sum(draws)


def _block(
    block: Block, name: str, profile: str, root: int, index: int, size: int
) -> tuple[dict[str, np.ndarray], int]:
    rng = streams.block(name, profile, index, root=root)
    drawn = block(rng, size)
    # A message keeps no strides, and sums depend on them: one layout everywhere.
    return {sample: np.ascontiguousarray(values) for sample, values in drawn.items()}, rng.draws


@contextmanager
def engine(
    kind: str = "pool",
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    tls: Sequence[str | os.PathLike[str]] | None = None,
    any_machine: bool = False,
    head_start: float = 0.0,
    deadline: float | None = None,
) -> Iterator[Engine]:
    """Give an engine to run tasks on; whatever it started has ended when the context is left.

    Args:
        kind: "serial" (this process), "pool" (processes on this machine) or "dask" (a running cluster).
        workers: of the pool; two by default, or one on a machine with one core.
        scheduler: address of the Dask scheduler. Without ``tls`` it has to be on this machine: whoever can
            connect to a scheduler or a worker can make it run any code.
        tls: files of the authority's certificate, this client's certificate and its key.
        any_machine: accept workers of another class of machine, on which the last bits may differ.
        head_start: seconds for which a pool's tasks are run in this process before workers are started.
        deadline: seconds after which a run is given up.

    Raises:
        InvalidArgument: for a bad argument, an absent package, or a cluster that does not fit.
    """
    choice("engine", kind, ENGINES)
    if deadline is not None:
        deadline = real("deadline", deadline, above=0)
    for argument, value, wanted in (
        ("workers", workers, "pool"),
        ("scheduler", scheduler, "dask"),
        ("tls", tls, "dask"),
    ):
        if value is not None and kind != wanted:
            raise InvalidArgument(argument, value, f"only with engine {wanted!r}")
    if kind == "serial":
        yield Engine(deadline=deadline)
    elif kind == "dask":
        from modelcollapse.parallel.cluster import connected

        with connected(scheduler, tls, any_machine=any_machine, deadline=deadline) as running:
            yield running
    else:
        width = min(2, os.cpu_count() or 1) if workers is None else workers
        integer("workers", width, minimum=1, maximum=1024)
        head_start = real("head_start", head_start, minimum=0)
        # Imported here: most of what the command line does needs no pool.
        from modelcollapse.parallel.pool import Pool, TerminatedWorkerError

        start = partial(Pool, width)
        with Engine(start, width, TerminatedWorkerError, head_start=head_start, deadline=deadline) as running:
            yield running
