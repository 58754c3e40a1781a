"""What computations cost, without a clock: draws, memory, and nothing that grows where it should not."""

import tracemalloc

import numpy as np
import pytest

from modelcollapse import streams
from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate


def counted():
    return next(streams.blocks("cost", "smoke"))


def peak(call):
    """Largest memory in bytes that a call held at once, its result included."""
    tracemalloc.start()
    try:
        result = call()
        return tracemalloc.get_traced_memory()[1], result
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [2, 100, 10**6])
def test_a_generation_costs_two_draws_whatever_the_sample_size(size):
    rng = counted()
    simulate.paths(sample_size=size, generations=7, replicates=3000, divisor="n", rng=rng)
    assert rng.draws == 2 * 7 * 3000


def test_a_first_passage_costs_one_draw_for_each_generation_that_is_lived():
    rng = counted()
    times, _ = simulate.first_passage(0.1, sample_size=5, divisor="n-1", replicates=3000, rng=rng)
    assert rng.draws == times.sum()


def test_paths_need_little_more_memory_than_their_result():
    def call():
        return simulate.paths(
            sample_size=50, generations=200, replicates=10_000, divisor="n-1", rng=np.random.default_rng(1)
        )

    used, paths = peak(call)
    held = sum(values.nbytes for values in paths)
    assert held == 2 * 201 * 10_000 * 8
    assert used <= 1.05 * held


def test_a_first_passage_keeps_no_paths():
    used, (times, depths) = peak(
        lambda: simulate.first_passage(
            0.1, sample_size=30, divisor="n-1", replicates=20_000, rng=np.random.default_rng(1)
        )
    )
    assert times.max() > 300
    assert used <= times.nbytes + depths.nbytes + 40 * 2048 * 8


def test_the_law_of_a_late_generation_costs_no_more_than_that_of_an_early_one():
    settings = {"sample_size": 10, "divisor": "n-1"}
    early, _ = peak(lambda: exact.survival(0.1, generations=10, **settings))
    late, _ = peak(lambda: exact.survival(0.1, generations=10_000, **settings))
    assert late <= 1.2 * early
