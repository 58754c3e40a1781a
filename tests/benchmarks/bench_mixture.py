"""The symmetric mixture: joint fits at once against a root finder path by path, and to the right root.

That the fits and the chains agree with plain searches for the highest likelihood is tested at small sizes in
``tests/science/mixture/test_plain_loops.py``.
"""

import numpy as np

from benchmarks import naive_mixture as naive
from modelcollapse.simulate import mixture as simulate

MU0 = SIGMA0 = 1.0
SIZE, PATHS, GENERATIONS = 10, 500, 200


def generator():
    return np.random.Generator(np.random.SFC64(7))


def joint():
    return simulate.paths(
        sample_size=SIZE, generations=GENERATIONS, replicates=PATHS, estimator="joint", rng=generator()
    )


def test_joint_figure(ratio):
    parts = 100
    ratio(
        joint,
        lambda: naive.paths(
            lambda y: naive.root_fit(y, MU0),
            MU0,
            SIGMA0,
            SIZE,
            GENERATIONS,
            PATHS // parts,
            np.random.RandomState(7),
        ),
        what="joint mixture figure, 500 paths of 200 generations",
        against="a generic root finder for each fit",
        times_faster=60,
        parts=parts,
        scaled="paths",
    )


def test_every_fit_of_the_figure_is_the_likeliest(error):
    # The fits of the figure's own states, at the generations where its curve falls.
    mu, sigma = joint()
    worst, wrong = 0.0, 0
    for k in (0, 5, 10, 20, 40):
        values, mean, spread = simulate.magnitudes(mu[:, k], sigma[:, k], SIZE, generator())
        found = simulate.joint_fit(values, mean, spread)
        for y, fitted, variance in zip(values, *found, strict=True):
            height = naive.log_likelihood(y, fitted, variance)
            worst = max(worst, naive.log_likelihood(y, *naive.likeliest_fit(y)) - height)
            other, its_variance = naive.root_fit(y, MU0)
            wrong += its_variance == 0 or naive.log_likelihood(y, other, its_variance) < height - 1e-6
    error(
        worst,
        what="joint mixture figure, 2,500 of its fits: likelihood missed",
        against="a search for the highest likelihood",
        at_most=1e-9,
    )
    # The reference is not only slow.
    assert wrong > 250
