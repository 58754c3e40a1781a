"""Expected vocabulary, its variance, its bounds: golden values, independent routes, bad input."""

import numpy as np
import pytest

from modelcollapse.data.zipf import zipf_mandelbrot
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import discrete as exact
from science.discrete import forward

HARMONIC = np.ceil(100 / np.arange(1, 101)).astype(int)
KS = (1, 2, 5, 10, 20, 50)
GOLDEN = {
    "exact": (91.89368, 81.96192, 61.62591, 44.55248, 29.69783, 15.80947),
    "lower": (91.86008, 81.90188, 61.51868, 44.40473, 29.50830, 15.56372),
    "theorem": (92.15164, 82.85450, 65.56975, 55.25547, 54.86411, 75.81328),
    "sums": (91.92728, 82.21863, 63.44518, 50.71203, 46.77429, 63.62195),
}


def test_the_harmonic_corpus():
    size = int(HARMONIC.sum())
    assert size == 573
    setting = {"sample_size": size, "generations": KS}
    assert exact.distinct(HARMONIC, **setting) == pytest.approx(GOLDEN["exact"], abs=5.1e-6)
    for form in ("theorem", "sums"):
        lower, upper = exact.distinct_bounds(HARMONIC, form=form, **setting)
        assert lower == pytest.approx(GOLDEN["lower"], abs=5.1e-6)
        assert upper == pytest.approx(GOLDEN[form], abs=5.1e-6)
    # Measured by 20,000 replicates, whose standard deviation is off by half a per cent.
    deviation = np.sqrt(exact.distinct_variance(HARMONIC, **setting))
    assert deviation == pytest.approx([2.557, 3.450, 4.038, 3.868, 3.374, 2.470], rel=0.02)


def test_independent_symbols_would_vary_more():
    found = []
    for k in (1, 10):
        there = np.array([exact.survival(c / 573, sample_size=573, generations=k) for c in HARMONIC.tolist()])
        found.append(np.sqrt((there * (1 - there)).sum()))
    assert found == pytest.approx([2.649, 4.483], abs=6e-4)


def test_from_a_hundred_different_tokens():
    left = exact.distinct(np.ones(100, dtype=int), sample_size=100, generations=[1, 10, 100, 200, 500])
    assert left == pytest.approx([63.39677, 16.13894, 2.30441, 1.40140, 1.01915], abs=5.1e-6)


def test_the_zipf_mandelbrot_corpus():
    counts = np.random.default_rng(0).multinomial(1000, zipf_mandelbrot(1000, exponent=1, shift=2.7))
    types = np.count_nonzero(counts)
    assert types == 375
    setting = {"sample_size": 1000, "generations": range(1, 10)}
    golden = (0.75472, 0.62056, 0.53250, 0.46915, 0.42091, 0.38270, 0.35154, 0.32556, 0.30352)
    assert exact.distinct(counts, **setting) / types == pytest.approx(golden, abs=5.1e-6)
    lower, upper = exact.distinct_bounds(counts, form="theorem", **setting)
    assert (lower[[0, 8]] / types) == pytest.approx([0.75454, 0.30298], abs=5.1e-6)
    assert (upper[[0, 8]] / types) == pytest.approx([0.75648, 0.34145], abs=5.1e-6)
    assert (upper - lower)[8] / types == pytest.approx(0.038, abs=6e-4)


def test_every_order_of_symbols_and_zeros_are_alike():
    setting = {"sample_size": 12, "generations": [0, 1, 4]}
    one = exact.distinct([5, 3, 3, 1], **setting)
    assert exact.distinct(np.array([1, 0, 3, 5, 0, 3]), **setting) == pytest.approx(one, abs=1e-14)
    assert exact.distinct([1 / 12, 0.25, 5 / 12, 0.25], **setting) == pytest.approx(one, abs=1e-12)
    assert one[0] == 4


def test_linearity_against_the_forward_chain():
    counts, size = [4, 3, 2, 1], 10
    for k in (1, 3, 7):
        forwards = sum(1 - forward.laws(c / size, [size] * k)[-1][0] for c in counts)
        assert exact.distinct(counts, sample_size=size, generations=k) == pytest.approx(forwards, abs=1e-12)


def test_the_variance_against_all_pairs():
    # With two symbols the number left is 2 with the probability that neither is forgotten, else 1.
    both = exact.undecided(0.3, sample_size=20, generations=[1, 5, 30])
    variance = exact.distinct_variance([3, 7], sample_size=20, generations=[1, 5, 30])
    assert variance == pytest.approx(both * (1 - both), abs=1e-13)
    assert exact.distinct_variance([3, 7], sample_size=20, generations=0) == 0


def test_a_schedule_of_sizes():
    sizes = [30, 10, 40]
    counts = [3, 5, 2]
    forwards = sum(1 - forward.laws(c / 10, sizes)[-1][0] for c in counts)
    assert exact.distinct(counts, sample_size=sizes, generations=3) == pytest.approx(forwards, abs=1e-13)
    near = exact.distinct(counts, sample_size=sizes, generations=3, method="meanfield")
    assert near == pytest.approx(forwards, rel=2e-3)


@pytest.mark.parametrize("size", [100, 300, 1000, 3000])
@pytest.mark.parametrize("kind", ["flat", "zipf", "rare"])
def test_the_mean_field_is_within_its_stated_error(size, kind):
    counts = {
        "flat": np.full(size // 10, 10),
        "zipf": np.maximum(1, size // np.arange(1, size + 1)),
        "rare": np.ones(size, dtype=int),
    }[kind]
    for part, error in ((10, 1e-4), (2, 2e-3)):
        k = np.unique(np.geomspace(1, size // part, 25).astype(int))
        setting = {"sample_size": size, "generations": k}
        near = exact.distinct(counts, method="meanfield", **setting)
        assert near == pytest.approx(exact.distinct(counts, **setting), rel=error)


def test_one_symbol_stays():
    for method in ("exact", "meanfield"):
        left = exact.distinct([7], sample_size=7, generations=[0, 1, 50], method=method)
        assert left == pytest.approx([1, 1, 1], abs=1e-12)


def test_zipf_mandelbrot_weights():
    p = zipf_mandelbrot(3, exponent=2, shift=1)
    assert p == pytest.approx(np.array([1 / 4, 1 / 9, 1 / 16]) / (61 / 144))


OK = {"sample_size": 10, "generations": 2}
REFUSED = {
    "negative count": lambda: exact.distinct([3, -1], **OK),
    "counts not whole": lambda: exact.distinct([1.5, 2.5], **OK),
    "probabilities above 1": lambda: exact.distinct([0.7, 0.7], **OK),
    "negative probability": lambda: exact.distinct([1.2, -0.2], **OK),
    "empty": lambda: exact.distinct([], **OK),
    "all zero": lambda: exact.distinct([0, 0], **OK),
    "two axes": lambda: exact.distinct(np.ones((2, 2), dtype=int), **OK),
    "a string": lambda: exact.distinct("abc", **OK),
    "a number": lambda: exact.distinct(3, **OK),
    "method": lambda: exact.distinct([1, 2], method="mean-field", **OK),
    "too large": lambda: exact.distinct([1, 2], sample_size=10**6, generations=2),
    "mean field of one token": lambda: exact.distinct([1], sample_size=1, generations=1, method="meanfield"),
    "bounds at k = 0": lambda: exact.distinct_bounds([1, 2], sample_size=3, generations=0, form="sums"),
    "ranks": lambda: zipf_mandelbrot(0, exponent=1, shift=1),
    "shift": lambda: zipf_mandelbrot(5, exponent=1, shift=-1),
}


@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_in_one_line(call):
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_beyond_the_exact_route_the_message_names_the_mean_field():
    with pytest.raises(InvalidArgument, match="meanfield"):
        exact.distinct([1, 2], sample_size=10**6, generations=2)
