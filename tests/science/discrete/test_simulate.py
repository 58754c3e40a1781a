"""The simulators keep their contract and the law of the process."""

import numpy as np
import pytest

from modelcollapse import streams
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import discrete as exact
from modelcollapse.simulate import discrete as simulate
from science.discrete import forward

REACH = 4.8916  # two-sided normal quantile of 1e-6


@pytest.fixture
def rng(request):
    return next(streams.blocks(request.node.name, "full"))


def close(shares, probabilities, replicates):
    shares, probabilities = np.asarray(shares), np.asarray(probabilities)
    error = np.sqrt(probabilities * (1 - probabilities) / replicates) + 1 / replicates
    return (np.abs(shares - probabilities) < REACH * error).all()


def test_counts_start_at_the_corpus_and_keep_their_sum(rng):
    paths = simulate.counts([5, 0, 3, 2, 0], sample_size=[10, 7, 20], generations=3, replicates=3000, rng=rng)
    assert paths.shape == (3000, 4, 5)
    assert (paths[:, 0] == [5, 0, 3, 2, 0]).all()
    assert (paths.sum(axis=2) == [10, 10, 7, 20]).all()
    dead = paths[:, :-1] == 0
    assert (paths[:, 1:][dead] == 0).all()


def test_counts_follow_the_chain(rng):
    replicates = 40_000
    paths = simulate.counts([3, 17], sample_size=20, generations=8, replicates=replicates, rng=rng)
    laws = forward.laws(0.15, [20] * 8)
    for k in (1, 4, 8):
        shares = np.bincount(paths[:, k, 0], minlength=21) / replicates
        assert close(shares, laws[k - 1], replicates)


def test_absorption_follows_the_chain(rng):
    replicates = 40_000
    time, share = simulate.absorption(
        3, corpus=20, sample_size=20, generations=40, replicates=replicates, rng=rng
    )
    laws = forward.laws(0.15, [20] * 40)
    for k in (1, 5, 20, 40):
        inside = laws[k - 1][1:-1].sum()
        assert close((time > k).mean(), inside, replicates)
    assert close((share == 0).mean(), laws[-1][0], replicates)
    assert close((share == 1).mean(), laws[-1][-1], replicates)
    assert (((share > 0) & (share < 1)) == (time == 41)).all()


def test_absorption_takes_a_count_for_each_replicate(rng):
    held = np.repeat([1, 10], 20_000)
    time, share = simulate.absorption(
        held, corpus=20, sample_size=20, generations=5, replicates=40_000, rng=rng
    )
    for part, p0 in ((slice(0, 20_000), 0.05), (slice(20_000, None), 0.5)):
        there = exact.survival(p0, sample_size=20, generations=5)
        assert close(((time[part] > 5) | (share[part] == 1)).mean(), there, 20_000)


def test_extinction_follows_theorem_2(rng):
    replicates = 40_000
    time, count = simulate.extinction(2.5, generations=30, replicates=replicates, rng=rng)
    k = np.array([1, 2, 5, 30])
    shares = [(time > one).mean() for one in k]
    assert close(shares, exact.poisson_survival(2.5, generations=k), replicates)
    assert ((count == 0) == (time <= 30)).all()
    law = exact.poisson_law(2.5, generations=30, states=2048)
    assert close((count == 1).mean(), law[1], replicates)


def test_distinct_follows_the_tokens(rng):
    counts = [5, 3, 1, 1, 0, 1]
    fast = simulate.distinct(counts, sample_size=11, generations=4, replicates=20_000, rng=rng)
    slow = forward.distinct_by_tokens(counts, 11, 4, 5_000, np.random.default_rng(1))
    assert (fast[:, 0] == 5).all()
    for k in range(1, 5):
        error = np.sqrt(fast[:, k].var() / 20_000 + slow[:, k - 1].var() / 5_000)
        assert abs(fast[:, k].mean() - slow[:, k - 1].mean()) < REACH * error
    assert (np.diff(fast, axis=1) <= 0).all()


def test_the_number_of_replicates_in_a_group_changes_no_law():
    left = [
        simulate.distinct(
            np.ones(symbols, dtype=int),
            sample_size=symbols,
            generations=3,
            replicates=50,
            rng=next(streams.blocks("groups", "full")),
        )
        for symbols in (3, 3000)
    ]
    assert left[0].shape == left[1].shape == (50, 4)
    expected = exact.distinct(np.ones(3000, dtype=int), sample_size=3000, generations=3)
    assert abs(left[1][:, 3].mean() - expected) < REACH * left[1][:, 3].std() / np.sqrt(50)


def call(function, *start, **changes):
    arguments = {"sample_size": 10, "generations": 2, "replicates": 3, "rng": np.random.default_rng(0)}
    return lambda: function(*start, **{**arguments, **changes})


REFUSED = {
    "negative counts": call(simulate.counts, [1, -1]),
    "counts not whole": call(simulate.counts, [1.5, 2]),
    "no counts": call(simulate.counts, []),
    "all zero": call(simulate.counts, [0, 0]),
    "a string": call(simulate.distinct, "ab"),
    "a seed": call(simulate.counts, [1, 2], rng=3),
    "no replicate": call(simulate.counts, [1, 2], replicates=0),
    "short schedule": call(simulate.counts, [1, 2], sample_size=[5]),
    "count at the top": call(simulate.absorption, 10, corpus=10),
    "count 0": call(simulate.absorption, 0, corpus=10),
    "counts of the wrong length": call(simulate.absorption, [1, 2], corpus=10),
    "total 0": lambda: simulate.extinction(0, generations=2, replicates=3, rng=np.random.default_rng(0)),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_in_one_line(refused):
    with pytest.raises(InvalidArgument) as caught:
        refused()
    assert "\n" not in str(caught.value)
