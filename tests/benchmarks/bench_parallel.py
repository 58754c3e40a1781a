"""What sending blocks to a worker costs beyond the blocks themselves, in CPU time of all processes together.

One worker, so that two processes that share a cache do not count.
"""

from functools import partial

import psutil
import pytest

from modelcollapse import parallel
from modelcollapse.simulate import gaussian


def block(rng, replicates):
    _, sigma = gaussian.paths(sample_size=30, generations=200, replicates=replicates, divisor="n-1", rng=rng)
    return {"sigma": sigma[:, -1]}


def everywhere():
    """CPU seconds of this process and of those below it."""
    own = psutil.Process()
    times = [process.cpu_times() for process in (own, *own.children(recursive=True))]
    return sum(spent.user + spent.system for spent in times)


@pytest.mark.parametrize(
    ("size", "replicates", "cost"),
    # The block size that claims use by default, and blocks of a millisecond, which travel together.
    [(2048, 204_800, 1.1), (50, 20_000, 1.1)],
)
def test_a_worker_costs_little_more_than_its_blocks(ratio, size, replicates, cost):
    with parallel.engine("pool", workers=1) as engine:
        sweep = partial(parallel.sweep, block, name="bench", replicates=replicates, block_size=size)
        sweep(engine=engine)  # the pool is started here
        ratio(
            lambda: sweep(engine=engine),
            sweep,
            what=f"a sweep in a worker process, blocks of {size:,}",
            against="the same blocks in this process",
            times_the_cost=cost,
            clock=everywhere,
        )
