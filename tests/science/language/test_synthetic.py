"""Synthetic data only: golden values, references without formulas, contracts and refusals."""

import numpy as np
import pytest
import sympy as sp

from modelcollapse.data.zipf import zipf_mandelbrot, zipf_with_collision
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import discrete
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import chain
from modelcollapse.symbolic.language import resampling as symbolic
from science.language import forward

ZIPF = zipf_mandelbrot(20, exponent=1, shift=0)


@pytest.mark.parametrize(
    ("n", "p", "mean", "lower", "upper", "diffusion"),
    [
        (5, 0.5, 5.8731, 5.0, 11.0, 6.931),
        (10, 0.5, 12.5905, 10.0, 46.0, 13.863),
        (10, 0.1, 5.7533, 4.240, 17.2, 6.502),
        (50, 0.5, 67.5172, 50.0, 1226.0, 69.315),
        (200, 0.5, 275.0014, 200.0, 19901.0, 277.259),
        (400, 0.1, 258.0419, 144.640, 28729.0, 260.066),
    ],
)
def test_two_tokens(n, p, mean, lower, upper, diffusion):
    time = exact.collapse_time([p, 1 - p], sample_size=n)
    assert time.method == "exact"
    assert time.mean == pytest.approx(mean, abs=6e-5)
    assert exact.collapse_time_bounds([p, 1 - p], sample_size=n, form="paper") == pytest.approx(
        (lower, upper), abs=5e-2 if upper < 20 else 5e-4
    )
    assert 2 * n * exact.fixation_entropy([p, 1 - p]) == pytest.approx(diffusion, abs=6e-4)
    assert max(n * exact.fixation_entropy([p, 1 - p]), lower) == pytest.approx(time.lower, abs=6e-4)
    assert time.upper == pytest.approx(1 + diffusion, abs=6e-4)
    assert time.lower <= time.mean <= time.upper


def test_three_tokens_and_their_linear_system():
    for n, p, mean in (
        (12, (1 / 3,) * 3, 18.0350),
        (12, (0.6, 0.3, 0.1), 15.7250),
        (20, (0.5, 0.25, 0.25), 29.5597),
    ):
        assert exact.collapse_time(p, sample_size=n).mean == pytest.approx(mean, abs=6e-5)
        assert exact.collapse_time(p, sample_size=n).mean == pytest.approx(
            forward.collapse_mean(p, n), rel=1e-11
        )
    assert exact.collapse_time([0.1, 0.2, 0.3, 0.4], sample_size=7).mean == pytest.approx(
        forward.collapse_mean([0.1, 0.2, 0.3, 0.4], 7), rel=1e-11
    )


def test_spread_of_the_time_is_about_n():
    for n, ratio in ((50, 1.0063), (200, 1.0144)):
        assert np.sqrt(exact.collapse_time([0.5, 0.5], sample_size=n).variance) / n == pytest.approx(
            ratio, abs=6e-5
        )


@pytest.mark.parametrize(
    ("tokens", "constant"),
    [(2, 1.386294), (3, 1.621860), (5, 1.785148), (10, 1.896489), (65, 1.984536), (600, 1.998332)],
)
def test_the_constant_of_equally_likely_tokens(tokens, constant):
    uniform = np.full(tokens, 1 / tokens)
    assert 2 * exact.fixation_entropy(uniform) == pytest.approx(constant, abs=6e-7)
    # For equal probabilities the theorem's lower bound is n itself.
    assert exact.collapse_time_bounds(uniform, sample_size=30, form="paper")[0] == pytest.approx(30)


def test_many_tokens_against_the_simulated_values_of_the_figure():
    uniform = np.full(600, 1 / 600)
    for n, seen, error in ((50, 101.2, 3.3), (100, 190.7, 5.6), (200, 402, 12)):
        assert abs(exact.collapse_time(uniform, sample_size=n).mean - seen) < 4 * error
    for s0, n, seen, error in ((0.1, 100, 174.2, 5.5), (0.1, 200, 401, 15), (0.5, 100, 128.7, 6.4)):
        p = zipf_with_collision(52, collision=s0)
        assert float(p @ p) == pytest.approx(s0, abs=1e-12)
        assert abs(exact.collapse_time(p, sample_size=n).mean - seen) < 4 * error


def test_the_same_collision_probability_gives_different_times():
    assert exact.fixation_entropy([0.5, 0.5]) == pytest.approx(0.693147, abs=6e-7)
    assert exact.fixation_entropy([2 / 3, 1 / 6, 1 / 6]) == pytest.approx(0.670073, abs=6e-7)


def test_the_constant_tends_to_three():
    for n, constant in ((10, 2.6705), (50, 2.9024), (200, 2.9686)):
        assert discrete.undecided_constant(n) / 2 == pytest.approx(constant, abs=6e-5)
        late = exact.uncollapsed([0.3, 0.7], sample_size=n, generations=20 * n)
        assert late / (0.42 * (1 - 1 / n) ** (20 * n)) == pytest.approx(constant, abs=6e-5)


@pytest.mark.parametrize("n", [10, 50, 200])
def test_the_theorems_bounds_hold_in_every_generation(n):
    m = np.arange(1, 20 * n + 1)
    alive = exact.uncollapsed([0.3, 0.7], sample_size=n, generations=m)
    for form in ("paper", "sharp"):
        lower, upper = exact.uncollapsed_bounds([0.3, 0.7], sample_size=n, generations=m, form=form)
        assert (lower <= alive * (1 + 1e-10)).all()
        assert (alive <= upper * (1 + 1e-10)).all()


def test_expected_support_and_entropy():
    m = [1, 2, 5, 10, 20, 50, 100, 200]
    support = [15.082385, 12.526564, 8.692079, 6.025714, 3.905575, 2.079954, 1.344415, 1.044767]
    entropy = [2.314417, 2.157077, 1.827630, 1.480681, 1.067601, 0.504924, 0.175254, 0.023078]
    assert discrete.distinct(ZIPF, sample_size=50, generations=m) == pytest.approx(support, abs=6e-7)
    assert exact.entropy(ZIPF, sample_size=50, generations=m) == pytest.approx(entropy, abs=6e-7)
    assert 1 - exact.uncollapsed(ZIPF, sample_size=50, generations=100) == pytest.approx(0.66949875, abs=6e-9)
    assert exact.entropy(ZIPF, sample_size=50, generations=0) == pytest.approx(-ZIPF @ np.log(ZIPF))


def test_distance_from_the_first_fit():
    q = np.array([0.4, 0.3, 0.2, 0.1])
    for m, distance in ((2, 0.07000), (5, 0.24073), (20, 0.60544)):
        found = exact.collision_probability(q @ q, sample_size=10, generations=m - 1) - q @ q
        assert found == pytest.approx(distance, abs=6e-6)


def test_the_step_ratio_lies_in_its_bracket():
    found = [exact.step_ratio(np.arange(1, n), sample_size=n) for n in [*range(2, 121), 200, 300, 400]]
    assert min(ratio.min() for ratio in found) == pytest.approx(0.500418, abs=6e-7)
    assert max(ratio.max() for ratio in found) == pytest.approx(0.693147, abs=6e-7)
    # Against the definition, term by term.
    counts = np.arange(1, 8)
    terms = forward.tables(7, 2)
    for k in (1, 3, 6):
        law = forward.law([k / 7, 1 - k / 7], terms)
        x = np.maximum(terms[:, 0], 1)
        gain = law @ (terms[:, 0] * np.log(x)) - k * np.log(k)
        assert exact.step_ratio(counts[k - 1 : k], sample_size=7)[0] == pytest.approx(gain / (1 - k / 7))


def test_the_room_that_poissons_law_leaves():
    assert exact.poisson_margin([5])[0] == pytest.approx(0.00466, abs=1e-5)
    assert (exact.poisson_margin(range(1, 6)) > 2 * np.arange(1, 6) / 12_000 * np.log(41)).all()


def test_the_steps_of_the_proof():
    bracket = symbolic.bracket()
    x, k = symbolic.token, sp.Symbol("k", positive=True)
    room = symbolic.taylor_room()
    assert room.subs({k: 6, x: 0}) == sp.Rational(3, 20)
    for share in (sp.Rational(1, 10), sp.Rational(1, 3), sp.Rational(1, 2)):
        for count in (6, 7, 20, 500):
            assert room.subs({k: count, x: share}) >= symbolic.taylor_floor().subs(x, share)
    assert sp.simplify(bracket["third"].relation.subs(x, sp.Rational(1, 2))) == 0
    assert bracket["third"].relation.subs(x, sp.Rational(3, 4)).subs(symbolic.size, 4) > 0
    assert sp.expand(bracket["summed"].relation - 1 - symbolic.size**2 * (1 - symbolic.start) / 2) == 0


def test_rational_chains_agree_with_each_other():
    p = [sp.Rational(1, 2), sp.Rational(1, 3), sp.Rational(1, 6)]
    assert chain.uncollapsed(p, 3, 1) == 1 - sum(x**3 for x in p)
    assert chain.collision(p, 3, 1) == sp.Rational(1, 3) + sp.Rational(2, 3) * sum(x**2 for x in p)
    assert float(chain.collapse_mean(p, 4)) == pytest.approx(forward.collapse_mean([1 / 2, 1 / 3, 1 / 6], 4))


def test_beyond_the_exact_range_the_diffusion_is_named():
    time = exact.collapse_time([0.5, 0.5], sample_size=30_000)
    assert (time.method, time.variance) == ("diffusion", None)
    assert time.mean == pytest.approx(60_000 * np.log(2))
    assert time.lower < time.mean < time.upper


def test_a_nearly_certain_token_keeps_its_digits():
    rare = 1e-12
    alive = exact.uncollapsed([1 - rare, rare], sample_size=5, generations=1)
    assert alive == pytest.approx(5 * rare, rel=1e-9)


class TestSimulation:
    def test_paths_have_the_contracts_shape(self):
        rng = np.random.default_rng(3)
        paths = simulate.recursion(
            ZIPF, scheme="synthetic", sample_size=30, generations=7, replicates=11, rng=rng
        )
        assert paths.shape == (11, 8, 20)
        assert (paths[:, 0] == ZIPF).all()
        assert paths.sum(axis=2) == pytest.approx(1)
        counts = paths[:, 1:] * 30
        assert counts == pytest.approx(np.round(counts))

    def test_what_is_gone_never_returns(self):
        rng = np.random.default_rng(4)
        paths = simulate.recursion(
            ZIPF, scheme="synthetic", sample_size=10, generations=40, replicates=200, rng=rng
        )
        gone = paths[:, 1:-1] == 0
        assert (paths[:, 2:][gone] == 0).all()

    def test_more_replicates_than_fit_together(self):
        p = np.full(2**17, 2.0**-17)
        rng = np.random.default_rng(5)
        paths = simulate.recursion(p, scheme="synthetic", sample_size=3, generations=2, replicates=5, rng=rng)
        assert paths.sum(axis=2) == pytest.approx(1)

    def test_copying_tokens_has_the_law_of_the_tables(self):
        rng = np.random.default_rng(6)
        time, survivor = simulate.collapse(
            [0.5, 0.0, 0.3, 0.2], sample_size=6, generations=400, replicates=40_000, rng=rng
        )
        assert time.mean() == pytest.approx(
            exact.collapse_time([0.5, 0.3, 0.2], sample_size=6).mean, abs=0.15
        )
        assert np.bincount(survivor) / 40_000 == pytest.approx([0.5, 0, 0.3, 0.2], abs=0.012)
        for m in (1, 5):
            alive = exact.uncollapsed([0.5, 0.3, 0.2], sample_size=6, generations=m)
            assert (time > m).mean() == pytest.approx(alive, abs=0.012)

    def test_a_watch_that_ends_early_says_so(self):
        rng = np.random.default_rng(7)
        time, survivor = simulate.collapse([0.5, 0.5], sample_size=200, generations=1, replicates=50, rng=rng)
        assert set(time) == {2}
        assert set(survivor) == {-1}


RNG = np.random.default_rng(1)
GOOD = {"p": [0.5, 0.5], "sample_size": 5, "generations": 3, "replicates": 2}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: exact.collapse_time([0.5, 0.4], sample_size=5), "p = .*must be probabilities that sum to 1"),
        (lambda: exact.collapse_time([0.5, 0.6, -0.1], sample_size=5), r"p\[2\] = -0.1"),
        (lambda: exact.collapse_time([1.0], sample_size=5), "p = .*at least two tokens"),
        (lambda: exact.collapse_time([1.0, 0.0], sample_size=5), "p = .*at least two tokens"),
        (lambda: exact.collapse_time([0.5, 0.5], sample_size=-5), "sample_size = -5"),
        (lambda: exact.collapse_time([[0.5, 0.5]], sample_size=5), r"p\[0\]"),
        (lambda: exact.collapse_time(np.ones((1, 2)) / 2, sample_size=5), "p = .*one-dimensional"),
        (lambda: exact.uncollapsed([0.5, 0.5], sample_size=[5], generations=3), "sample_size = "),
        (
            lambda: exact.uncollapsed_bounds([0.5, 0.5], sample_size=5, generations=3, form="papr"),
            "form = 'papr': .*did you mean 'paper'",
        ),
        (lambda: exact.entropy([0.5, 0.5], sample_size=5000, generations=1), "sample_size = 5000"),
        (lambda: exact.step_ratio([5], sample_size=5), "counts = .*1 to 4"),
        (lambda: simulate.recursion(**{**GOOD, "p": [0.5, 0.6]}, scheme="synthetic", rng=RNG), "p = "),
        (
            lambda: simulate.recursion(**{**GOOD, "sample_size": -1}, scheme="synthetic", rng=RNG),
            "sample_size = -1",
        ),
        (
            lambda: simulate.recursion(**GOOD, scheme="sythetic", rng=RNG),
            "scheme = .*did you mean 'synthetic'",
        ),
        (lambda: simulate.recursion(**GOOD, scheme="mixed", rng=RNG), "real = 0: must be .* at least 1"),
        (lambda: simulate.recursion(**GOOD, scheme="mixed", real=-4, rng=RNG), "real = -4"),
        (lambda: simulate.recursion(**GOOD, scheme="synthetic", real=4, rng=RNG), "real = 4: must be 0"),
        (lambda: simulate.recursion(**GOOD, scheme="window", window=0, rng=RNG), "window = 0: must be"),
        (lambda: simulate.recursion(**GOOD, scheme="window", rng=RNG), "window = None: must be"),
        (
            lambda: simulate.recursion(**GOOD, scheme="window", window=6, rng=RNG),
            "window = 6: must be at most",
        ),
        (lambda: simulate.recursion(**GOOD, scheme="history", window=2, rng=RNG), "window = 2: must be None"),
        (lambda: simulate.recursion(**GOOD, scheme="history", rng=1), "rng = 1"),
        (lambda: simulate.collapse(**{**GOOD, "p": []}, rng=RNG), "p = .*empty"),
        (lambda: zipf_with_collision(10, collision=0.05), "collision = 0.05"),
    ],
)
def test_bad_arguments_are_named_in_one_line(call, message):
    with pytest.raises(InvalidArgument, match=f"^{message}") as caught:
        call()
    assert len(str(caught.value).splitlines()) == 1
