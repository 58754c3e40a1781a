"""What every simulator promises: shapes, the truth first, the same numbers from the same generator."""

import numpy as np
import pytest

from modelcollapse.simulate import chain
from modelcollapse.simulate import gaussian as simulate

SETTINGS = {"sample_size": 5, "generations": 7, "replicates": 30, "divisor": "n-1"}


def paths(seed=1, **changes):
    return simulate.paths(**{**SETTINGS, **changes}, rng=np.random.default_rng(seed))


def passages(seed=1, replicates=5000, size=4):
    return simulate.first_passage(
        0.2, sample_size=size, divisor="n", replicates=replicates, rng=np.random.default_rng(seed)
    )


@pytest.mark.parametrize(("replicates", "generations"), [(1, 1), (30, 7), (2048, 2), (2049, 3), (5000, 1)])
def test_paths_are_replicates_by_generations_and_one_more(replicates, generations):
    mu, sigma = paths(replicates=replicates, generations=generations, mu0=-3.0, sigma0=2.5)
    for values, truth in ((mu, -3.0), (sigma, 2.5)):
        assert values.shape == (replicates, generations + 1)
        assert values.dtype == float
        assert np.isfinite(values).all()
        assert (values[:, 0] == truth).all()
        # Nothing was left unfilled, and no chain is a copy of another.
        assert len(np.unique(values[:, 1:])) == replicates * generations
    assert (sigma > 0).all()


def test_location_and_scale_pass_through():
    mu, sigma = paths()
    moved, scaled = paths(mu0=100.0, sigma0=8.0)
    assert scaled == pytest.approx(8 * sigma, rel=1e-13)
    assert moved == pytest.approx(100 + 8 * mu, rel=1e-13)


def test_the_same_generator_gives_the_same_bytes():
    first, second, other = paths(3), paths(3), paths(4)
    for one, two, three in zip(first, second, other, strict=True):
        assert one.tobytes() == two.tobytes()
        assert one.tobytes() != three.tobytes()


def test_a_constant_schedule_is_a_single_size():
    for one, two in zip(paths(), paths(sample_size=[5] * 7), strict=True):
        assert one.tobytes() == two.tobytes()


def test_a_schedule_may_be_longer_than_the_horizon():
    for one, two in zip(paths(sample_size=range(2, 9)), paths(sample_size=range(2, 40)), strict=True):
        assert one.tobytes() == two.tobytes()


def test_the_divisors_differ_by_a_factor_in_each_generation():
    _, large = paths(divisor="n")
    _, small = paths(divisor="n-1")
    assert large == pytest.approx(small * np.sqrt(4 / 5) ** np.arange(8), rel=1e-13)


def test_one_block_of_replicates_at_a_time_gives_what_two_blocks_together_give():
    together = paths(replicates=4096, generations=1)
    rng = np.random.default_rng(1)
    apart = [simulate.paths(**{**SETTINGS, "replicates": 2048, "generations": 1}, rng=rng) for _ in range(2)]
    for i in range(2):
        assert together[i].tobytes() == np.concatenate([mu_sigma[i] for mu_sigma in apart]).tobytes()


def test_deep_collapse_underflows_to_zero_and_not_to_nan():
    mu, sigma = paths(sample_size=2, generations=3000, divisor="n", replicates=3)
    assert (sigma[:, -1] == 0).all()
    assert np.isfinite(mu).all()


def test_first_passage_reports_every_chain():
    times, depths = passages()
    assert times.shape == depths.shape == (5000,)
    assert np.issubdtype(times.dtype, np.integer)
    assert times.min() >= 1
    assert (depths >= 0).all()
    assert len(np.unique(depths)) == 5000


def test_first_passage_repeats_from_the_same_generator():
    for one, two in zip(passages(5), passages(5), strict=True):
        assert one.tobytes() == two.tobytes()


def test_first_passage_agrees_with_the_path_of_a_single_chain():
    # One chain draws one gamma a generation, so its path can be drawn again by hand.
    for seed in range(20):
        (time,), (depth,) = passages(seed, replicates=1)
        gammas = np.random.default_rng(seed).standard_gamma(1.5, size=time)
        sigma = np.sqrt(np.cumprod(gammas * 2 / 4))
        assert sigma[-1] <= 0.2
        assert (sigma[:-1] > 0.2).all()
        assert depth == pytest.approx(np.log(0.2 / sigma[-1]), rel=1e-9)


class Countdown:
    """A chain without chance: each replicate counts down, and is done at zero."""

    def __init__(self, starts):
        self.state = (np.array(starts), np.arange(len(starts)) * 10)
        self.seen = []

    def run(self, steps, absorbed=True):
        def step(state, size, rng):
            state[0][:] -= size

        def observe(generation, state, replicates):
            self.seen.append((generation, state[0].tolist(), state[1].tolist(), replicates.tolist()))

        return chain.run(
            self.state,
            step,
            sizes=[1] * steps,
            rng=np.random.default_rng(),
            observe=observe,
            absorbed=(lambda state: state[0] <= 0) if absorbed else None,
        )


def test_a_finished_chain_is_seen_once_and_dropped():
    countdown = Countdown([2, 1, 3, 1])
    assert countdown.run(10) == 0
    assert countdown.seen == [
        (1, [1, 0, 2, 0], [0, 10, 20, 30], [0, 1, 2, 3]),
        (2, [0, 1], [0, 20], [0, 2]),
        (3, [0], [20], [2]),
    ]


def test_the_driver_tells_how_many_are_left():
    assert Countdown([2, 1, 3, 1]).run(1) == 2
    assert Countdown([2, 1, 3, 1]).run(0) == 4


def test_without_an_end_every_chain_runs_on():
    countdown = Countdown([2, 1])
    assert countdown.run(3, absorbed=False) == 2
    assert countdown.seen[-1] == (3, [-1, -2], [0, 10], [0, 1])


def test_sizes_reach_the_step_in_order():
    seen = []
    chain.run(
        (np.zeros(2),),
        lambda state, size, rng: seen.append(size),
        sizes=iter([5, 3, 9]),
        rng=np.random.default_rng(0),
        observe=lambda *_: None,
    )
    assert seen == [5, 3, 9]
