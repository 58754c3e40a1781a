"""Windows and histories: golden values, references without formulas, contracts and refusals."""

import numpy as np
import pytest
import sympy as sp

from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import chain
from modelcollapse.symbolic.language import windows as symbolic


@pytest.mark.parametrize(
    ("window", "n", "decay", "predicted"),
    [
        (1, 10, 0.100000, 0.1),
        (2, 10, 0.043400, 0.044444),
        (5, 10, 0.010507, 0.011111),
        (5, 100, 0.001105, 0.001111),
        (10, 100, 0.000328, 0.000331),
    ],
)
def test_the_share_lost_per_generation(window, n, decay, predicted):
    found = exact.window_decay(sample_size=n, window=window)
    assert found == pytest.approx(decay, abs=6e-7)
    assert 4 / ((window + 1) ** 2 * n) == pytest.approx(predicted, abs=6e-7)
    # The long run of the recursion itself.
    # Before the digits of 1 − S run out.
    m = 150 if n == 10 else 600
    late = 1 - exact.window_collision(0.1, sample_size=n, window=window, generations=[m, m + 1])
    assert 1 - late[1] / late[0] == pytest.approx(found, rel=1e-6)


def test_a_window_of_one_is_synthetic_data_only():
    m = range(30)
    found = exact.window_collision(0.3, sample_size=7, window=1, generations=m)
    assert found == pytest.approx(exact.collision_probability(0.3, sample_size=7, generations=m))


def test_the_first_generation_of_a_window_has_fewer_draws():
    # ⌊10/4⌋ = 2 draws from the truth, the only past generation there is.
    found = exact.window_collision(0.2, sample_size=10, window=4, generations=1)
    assert found == pytest.approx(1 - 0.8 * (1 - 1 / 2))


def test_a_weighted_mean_of_the_window_does_not_move():
    before, after = symbolic.kept(4)
    assert sp.expand(before - after) == 0
    assert sp.expand(symbolic.kept(4, equal=True)[0] - symbolic.kept(4, equal=True)[1]) != 0


def test_the_characteristic_polynomial_has_the_eigenvalue():
    for window, n in ((2, 10), (3, 12)):
        form = symbolic.pair_polynomial(window).subs(symbolic.size, n)
        rate = 1 - exact.window_decay(sample_size=n, window=window)
        assert float(form.subs(sp.Symbol("lambda"), rate)) == pytest.approx(0, abs=1e-12)
    assert [symbolic.first_order(k) for k in (1, 2)] == [1, sp.Rational(4, 9)]


def test_the_sine():
    assert exact.history_limit(0.1, sample_size=10) == pytest.approx(0.240908, abs=6e-7)
    found = exact.history_collision(0.1, sample_size=10, generations=[0, 1, 5, 20, 500])
    assert found == pytest.approx([0.1, 0.19000, 0.22701, 0.23720, 0.240756], abs=6e-6)
    assert np.sin(np.pi / np.sqrt(10)) / (np.pi / np.sqrt(10)) == pytest.approx(0.843436, abs=6e-7)
    for n in (2, 3, 50):
        late = exact.history_collision(0.4, sample_size=n, generations=2_000_000)
        assert late == pytest.approx(exact.history_limit(0.4, sample_size=n), abs=1e-6)
        assert late < 1
    assert exact.history_limit(0.4, sample_size=1) == 1.0
    assert exact.history_collision(0.4, sample_size=1, generations=[1, 5]) == pytest.approx(1.0)


def test_the_product_is_one_of_gamma_functions():
    by_hand = sp.prod([1 - symbolic.root**2 / j**2 for j in range(2, 6)])
    point = {symbolic.root: sp.Rational(1, 3)}
    found = symbolic.finite_product(sp.Integer(5)).subs(point)
    assert sp.simplify(sp.gammasimp(found) - by_hand.subs(point)) == 0


def test_rational_chains_in_the_simplest_cases():
    half = [sp.Rational(1, 2)] * 2
    # One draw from each of two generations: the first table has one draw, the second is a mean of two.
    assert chain.window_collision(half, 1, 2, 1) == 1
    assert chain.window_collision(half, 1, 2, 2) == sp.Rational(3, 4)
    assert chain.history_collision(half, 2, 1) == sp.Rational(3, 4)


class TestSimulation:
    def test_a_window_draws_equally_from_each_generation(self):
        rng = np.random.default_rng(11)
        paths = simulate.recursion(
            [0.25] * 4, scheme="window", window=3, sample_size=11, generations=9, replicates=400, rng=rng
        )
        assert paths.shape == (400, 10, 4)
        # 3 draws from each of 1, 2, 3, 3, … generations.
        for m, draws in ((1, 3), (2, 6), (3, 9), (9, 9)):
            counts = paths[:, m] * draws
            assert counts == pytest.approx(np.round(counts))
        # A token that is in none of the last three generations cannot come.
        gone = (paths[:, 4] == 0) & (paths[:, 5] == 0) & (paths[:, 6] == 0)
        assert (paths[:, 7][gone] == 0).all()
        assert gone.any()

    def test_a_history_can_bring_back_what_one_generation_has_lost(self):
        rng = np.random.default_rng(12)
        paths = simulate.recursion(
            [0.25] * 4, scheme="history", sample_size=6, generations=30, replicates=300, rng=rng
        )
        lost, back = paths[:, 1] == 0, paths[:, 2:].max(axis=1) > 0
        assert (lost & back).any()

    @pytest.mark.parametrize(("scheme", "window"), [("window", 2), ("history", None)])
    def test_every_frequency_keeps_its_mean(self, scheme, window):
        rng = np.random.default_rng(13)
        p = [0.5, 0.3, 0.2]
        paths = simulate.recursion(
            p, scheme=scheme, window=window, sample_size=8, generations=20, replicates=20_000, rng=rng
        )
        assert paths[:, 20].mean(axis=0) == pytest.approx(p, abs=0.015)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: exact.window_collision(0.1, sample_size=10, window=0, generations=3), "window = 0: must be"),
        (
            lambda: exact.window_collision(0.1, sample_size=3, window=4, generations=3),
            "window = 4: must be at most sample_size = 3",
        ),
        (lambda: exact.window_collision(0.0, sample_size=3, window=2, generations=3), "s0 = 0.0: must be"),
        (lambda: exact.window_collision(0.1, sample_size=3, window=2, generations=-3), "generations = -3"),
        (lambda: exact.window_decay(sample_size=100, window=41), "window = 41: must be at most 40"),
        (lambda: exact.history_collision(0.1, sample_size=0, generations=3), "sample_size = 0: must be"),
        (lambda: exact.history_limit(1.1, sample_size=3), "s0 = 1.1: must be at most 1"),
    ],
)
def test_bad_arguments_are_named_in_one_line(call, message):
    with pytest.raises(InvalidArgument, match=f"^{message}") as caught:
        call()
    assert len(str(caught.value).splitlines()) == 1
