"""The exact routes against independent ones, and what they refuse."""

import itertools

import numpy as np
import pytest
from scipy import stats

from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import discrete as exact
from science.discrete import forward


@pytest.mark.parametrize(
    ("p0", "size"), [(0.3, 1), (0.5, 2), (0.01, 7), (0.2, 100), (0.9, 100), (0.003, 400)]
)
def test_backwards_equals_forwards(p0, size):
    k = [1, 2, 3, 10, 60, 61, 200]
    laws = forward.laws(p0, [size] * 200)
    there = [1 - laws[one - 1][0] for one in k]
    both = [laws[one - 1][1:-1].sum() for one in k]
    assert exact.survival(p0, sample_size=size, generations=k) == pytest.approx(there, abs=1e-11)
    assert exact.undecided(p0, sample_size=size, generations=k) == pytest.approx(both, abs=1e-11)


def test_a_schedule_equals_forwards():
    sizes = [50, 80, 80, 3, 40, 200, 1]
    laws = forward.laws(0.1, sizes)
    k = [7, 1, 2, 3, 4, 5, 6]
    there = [1 - laws[one - 1][0] for one in k]
    assert exact.survival(0.1, sample_size=sizes, generations=k) == pytest.approx(there, abs=1e-13)


def test_a_constant_schedule_is_no_schedule():
    k = range(21)
    assert exact.survival(0.02, sample_size=[300] * 20, generations=k) == pytest.approx(
        exact.survival(0.02, sample_size=300, generations=k), abs=1e-14
    )


def test_forty_thousand_generations_against_products_with_the_matrix():
    size, last = 60, 40_000
    transitions = forward.matrix(size)
    transitions /= transitions.sum(axis=1, keepdims=True)
    alive, column = [], np.concatenate([[0.0], np.ones(size)])
    for _ in range(last):
        alive.append(column[6])
        column = transitions @ column
    computed = exact.survival(0.1, sample_size=size, generations=np.arange(last))
    assert np.abs(computed - alive).max() < 1e-11


def test_the_largest_size_keeps_its_digits():
    # One generation has a closed form, and two have one: a sum over the first count.
    size, p0 = exact.LARGEST_SIZE, 1e-4
    one, two = exact.survival(p0, sample_size=size, generations=[1, 2])
    assert one == pytest.approx(-np.expm1(size * np.log1p(-p0)), rel=1e-13)
    held = np.arange(200)
    chances = stats.binom.pmf(held, size, p0)
    assert two == pytest.approx(chances @ -np.expm1(size * np.log1p(-held / size)), rel=1e-11)


@pytest.mark.parametrize(("held", "size"), [(1, 2), (1, 50), (20, 50), (3, 300)])
def test_mean_and_law_of_the_absorption_time(held, size):
    law = exact.absorption_time(held / size, sample_size=size)
    assert law.mean == pytest.approx(forward.absorption_mean(held, size), rel=1e-10)
    tail = law.survival(np.arange(60 * size))
    assert law.mean == pytest.approx(tail.sum(), rel=1e-10)
    second = ((2 * np.arange(len(tail)) + 1) * tail).sum()
    assert law.variance == pytest.approx(second - tail.sum() ** 2, rel=1e-9)
    for level in (0.1, 0.5, 0.99):
        k = law.quantile(level)
        assert 1 - tail[k] >= level
        assert k == 1 or 1 - tail[k - 1] < level


def test_one_token_decides_at_once():
    assert exact.absorption_time(0.3, sample_size=1).mean == 1
    assert exact.survival(0.3, sample_size=1, generations=[0, 1, 5]) == pytest.approx([1, 0.3, 0.3])


def test_the_bounds_are_in_order_everywhere():
    for p0, size, last in ((0.01, 100, 32), (0.001, 10**4, 50), (0.002, 1000, 50)):
        setting = {"sample_size": size, "generations": range(1, last + 1)}
        columns = [
            exact.survival_lower(p0, **setting),
            exact.survival(p0, **setting),
            *(exact.survival_upper(p0, form=form, **setting) for form in ("moments", "sums", "theorem")),
        ]
        for below, above in itertools.pairwise(columns):
            assert (below <= above + 1e-14).all()


def test_the_upper_bound_falls_silent():
    setting = {"sample_size": 100, "generations": [32, 33, 50]}
    upper = exact.survival_upper(0.01, form="theorem", **setting)
    assert upper[0] < 1
    assert list(upper[1:]) == [1, 1]


def test_poisson_quantiles_are_the_smallest():
    for total, level in ((0.01, 0.5), (3.7, 0.1), (50, 0.99)):
        k = exact.poisson_quantile(total, level=level)
        assert 1 - exact.poisson_survival(total, generations=k) >= level
        assert k == 1 or 1 - exact.poisson_survival(total, generations=k - 1) < level


def test_an_int_gives_a_float_and_a_sequence_an_array():
    assert isinstance(exact.survival(0.1, sample_size=10, generations=3), float)
    assert exact.survival(0.1, sample_size=10, generations=(3,)).shape == (1,)
    assert exact.survival(0.1, sample_size=10, generations=[4, 0, 4])[1] == 1
    assert isinstance(exact.g(3), float)
    assert isinstance(exact.poisson_survival(2, generations=0), float)


OK = {"sample_size": 10, "generations": 3}
REFUSED = {
    "p0 at 0": lambda: exact.survival(0.0, **OK),
    "p0 at 1": lambda: exact.survival(1, **OK),
    "p0 not finite": lambda: exact.undecided(float("nan"), **OK),
    "size 0": lambda: exact.survival(0.1, sample_size=0, generations=3),
    "size not whole": lambda: exact.survival(0.1, sample_size=10.5, generations=3),
    "size too large": lambda: exact.survival(0.1, sample_size=20_001, generations=3),
    "schedule too short": lambda: exact.survival(0.1, sample_size=[10, 10], generations=3),
    "schedule too large": lambda: exact.survival(0.1, sample_size=[10, 30_000, 10], generations=3),
    "negative generation": lambda: exact.survival(0.1, sample_size=10, generations=-1),
    "no generations": lambda: exact.survival(0.1, sample_size=10, generations=[]),
    "g at 0": lambda: exact.g(0),
    "total 0": lambda: exact.poisson_survival(0, generations=1),
    "level 1": lambda: exact.poisson_quantile(3, level=1.0),
    "quantile too far": lambda: exact.poisson_quantile(1e12, level=0.5),
    "form": lambda: exact.survival_upper(0.1, form="theorme", **OK),
    "constant at n = 1": lambda: exact.undecided_constant(1),
    "absorption too large": lambda: exact.absorption_time(0.1, sample_size=30_000),
    "quantile level": lambda: exact.absorption_time(0.1, sample_size=10).quantile(0),
}


@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_in_one_line(call):
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert " = " in str(caught.value)


def test_beyond_the_exact_route_the_message_says_what_to_use():
    with pytest.raises(InvalidArgument, match=r"sample_size = 20001: .*use survival_lower"):
        exact.survival(0.1, sample_size=20_001, generations=3)
