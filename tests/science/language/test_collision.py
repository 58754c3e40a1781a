"""The collision probability: one formula for one size and for schedules."""

from fractions import Fraction

import numpy as np
import pytest

from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.language import collision_probability


def product(s0, sizes):
    different = 1 - s0
    for n in sizes:
        different *= 1 - Fraction(1, n)
    return 1 - different


def test_a_zipf_law_on_twenty_tokens():
    weights = 1 / np.arange(1, 21)
    p = weights / weights.sum()
    s0 = float(p @ p)
    assert s0 == pytest.approx(0.123316, abs=5e-7)
    found = collision_probability(s0, sample_size=50, generations=[1, 10, 50, 200])
    assert found == pytest.approx([0.14084924, 0.28368497, 0.68073810, 0.98458092], abs=1e-8)


def test_schedules_with_and_without_a_real_stage():
    s0 = 0.5**2 + 0.3**2 + 0.2**2
    for power, real, without in ((2, 0.52913, 0.47681), (1, 0.69267, 0.65852)):
        sizes = 10 * np.arange(1, 201) ** power
        assert collision_probability(s0, sample_size=sizes, generations=200) == pytest.approx(
            without, abs=5e-6
        )
        with_real = np.concatenate([[10], sizes])
        assert collision_probability(s0, sample_size=with_real, generations=201) == pytest.approx(
            real, abs=5e-6
        )


def test_against_rational_arithmetic():
    s0, sizes = Fraction(1, 3), [3, 7, 2, 50, 10**6]
    found = collision_probability(float(s0), sample_size=sizes, generations=range(6))
    assert found == pytest.approx([float(product(s0, sizes[:m])) for m in range(6)], rel=1e-15)
    one = collision_probability(float(s0), sample_size=7, generations=5)
    assert isinstance(one, float)
    assert one == pytest.approx(float(product(s0, [7] * 5)), rel=1e-15)


def test_a_constant_schedule_is_one_size_and_the_edges_are_exact():
    constant = collision_probability(0.2, sample_size=[9] * 30, generations=range(31))
    assert constant == pytest.approx(collision_probability(0.2, sample_size=9, generations=range(31)))
    assert collision_probability(0.2, sample_size=1, generations=[0, 1, 5]).tolist() == [0.2, 1.0, 1.0]
    assert collision_probability(0.2, sample_size=[4, 1, 4], generations=3) == 1.0
    assert collision_probability(1.0, sample_size=5, generations=3) == 1.0
    assert collision_probability(0.2, sample_size=[5], generations=0) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"s0": 0.0}, "s0 = 0.0: must be a finite number above 0"),
        ({"s0": 1.2}, "s0 = 1.2: must be at most 1"),
        ({"sample_size": -3}, "sample_size = -3: must be a whole number of at least 1"),
        ({"sample_size": [5, 0]}, r"sample_size\[1\] = 0: must be a whole number"),
        ({"sample_size": [5, 5]}, "sample_size = .*3 generations"),
        ({"generations": -1}, "generations = -1: must be a whole number of at least 0"),
    ],
)
def test_bad_arguments_are_named_in_one_line(changes, message):
    good = {"s0": 0.2, "sample_size": 5, "generations": 3}
    with pytest.raises(InvalidArgument, match=f"^{message}") as caught:
        collision_probability(**{**good, **changes})
    assert len(str(caught.value).splitlines()) == 1
