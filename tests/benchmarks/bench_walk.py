"""The chance to beat the real fit: twelve cells at nearly the cost of their draws.

The speed is paired with a check of the law, so that nothing is fast by being wrong.
"""

import numpy as np
import pytest

from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk

REPLICATES, SIZE, GENERATIONS = 200_000, 20, 11
CELLS = [(dimension, s) for dimension in (1, 2, 5, 20) for s in (0, 1, 2)]


def generator():
    return np.random.Generator(np.random.SFC64(7))


def share(dimension, s, rng):
    first, last = walk.errors(
        walk.GaussianMean(dimension=dimension),
        schedules.power(s),
        sample_size=SIZE,
        generations=GENERATIONS,
        replicates=REPLICATES,
        rng=rng,
    )
    return walk.improved(first, last).mean()


def study():
    rng = generator()
    return {cell: share(*cell, rng) for cell in CELLS}


def draws_alone():
    """The random numbers of ``study``, written to memory and nothing done with them."""
    rng = generator()
    for dimension, _ in CELLS:
        buffer = np.empty((16_384 // dimension, dimension))
        for first in range(0, REPLICATES, len(buffer)):
            for _ in range(GENERATIONS):
                rng.standard_normal(out=buffer[: REPLICATES - first])


def test_the_study_costs_at_most_three_times_its_draws(ratio):
    ratio(
        study,
        draws_alone,
        what="beating the real fit, 12 cells of 200,000 replicates",
        against="their draws alone (the limit)",
        times_the_cost=3,
    )


def test_the_fast_study_has_the_exact_chances():
    for (dimension, s), found in study().items():
        wanted = exact.improvement_probability(
            schedules.power(s), sample_size=SIZE, generations=GENERATIONS, dimension=dimension
        )
        assert abs(found - wanted) <= 4 * np.sqrt(wanted * (1 - wanted) / REPLICATES), (dimension, s)


@pytest.mark.parametrize("many", [1000])
def test_the_exact_function_is_vectorised(ratio, many):
    r = np.linspace(0.1, 10, many)
    ratio(
        lambda: exact.improvement_probability(r=r, dimension=5),
        lambda: [exact.improvement_probability(r=float(x), dimension=5) for x in r],
        what=f"exact chance to beat the real fit, {many:,} at once",
        against="one by one",
        times_faster=2,
    )
