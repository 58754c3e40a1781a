"""The golden values of the ledger, each within its stated accuracy."""

import numpy as np
import pytest

from modelcollapse.exact import discrete as exact

KS = (1, 5, 10, 20, 50)

# Per (p0, n): exact, lower bound, the theorem's upper bound, the one with sums.
TABLE = {
    (0.001, 10**4): [
        (0.999955, 0.955942, 0.821553, 0.600318, 0.319022),
        (0.999955, 0.955878, 0.821389, 0.600064, 0.318710),
        (0.999956, 0.957864, 0.832106, 0.636058, 0.441342),
        (0.999955, 0.956952, 0.827920, 0.623971, 0.407217),
    ],
    (0.01, 100): [
        (0.633968, 0.271007, 0.161389, 0.090869, 0.041122),
        (0.632121, 0.268077, 0.158235, None, 0.037650),
        (0.654193, 0.399823, 0.436018, None, 1.0),
        (0.635799, 0.323953, 0.307478, None, 1.0),
    ],
    (0.002, 1000): [
        (0.864935, 0.464839, 0.292044, 0.168115, 0.074542),
        (None, None, 0.291432, None, 0.073882),
        (None, None, 0.342449, None, 0.362831),
        (None, None, 0.319523, None, 0.279801),
    ],
}


@pytest.mark.parametrize(
    ("k", "value"),
    [
        (2, 0.6321205588285577),
        (3, 0.4685363946133843),
        (4, 0.3740823052826776),
        (5, 0.3120797099750556),
        (10, 0.1722546249060563),
        (20, 0.09164497027636517),
        (50, 0.038376669194294735),
        (100, 0.019542610477095993),
        (500, 0.0039771585216380675),
        (1000, 0.0019938155625658666),
    ],
)
def test_the_iteration(k, value):
    assert exact.g(k) == pytest.approx(value, rel=1e-14)


def test_sums_of_squares():
    sums, _ = exact.g_square_sums([1, 5, 10, 50, 100, 1000])
    assert sums == pytest.approx([1, 1.85643, 2.09292, 2.34226, 2.37920, 2.41405], abs=6e-6)
    assert exact.g_square_sums(10**6)[0] == pytest.approx(2.41804, abs=1e-5)


def test_the_constant_of_the_clock():
    k = np.array([10**2, 10**3, 10**4, 10**6])
    constants = 1 / exact.g(k) - k / 2 - np.log(k) / 6
    assert constants == pytest.approx([0.402708, 0.399613, 0.399186, 0.3991249], abs=6e-7)


def test_the_error_of_the_two_bounds():
    k = np.array([10, 100, 1000])
    lower, upper = exact.g_bounds(k)
    assert 1 - lower / exact.g(k) == pytest.approx([2.8e-3, 5.4e-4, 6.0e-5], rel=0.02)
    assert upper / exact.g(k) - 1 == pytest.approx([5.6e-2, 1.3e-2, 2.1e-3], rel=0.05)


@pytest.mark.parametrize(("p0", "size"), TABLE)
def test_the_table_of_theorem_1(p0, size):
    setting = {"sample_size": size, "generations": KS}
    columns = [
        exact.survival(p0, **setting),
        exact.survival_lower(p0, **setting),
        exact.survival_upper(p0, form="theorem", **setting),
        exact.survival_upper(p0, form="sums", **setting),
    ]
    for computed, golden in zip(columns, TABLE[p0, size], strict=True):
        for value, known in zip(computed, golden, strict=True):
            assert known is None or value == pytest.approx(known, abs=1e-6)


@pytest.mark.parametrize(
    ("p0", "size", "values"),
    [
        (0.01, 100, {2: 0.470947, 30: 0.064046}),
        (0.001, 10**4, {2: 0.998207, 30: 0.465537}),
        (0.002, 1000, {2: 0.717953, 30: 0.118324}),
    ],
)
def test_more_of_the_exact_curve(p0, size, values):
    computed = exact.survival(p0, sample_size=size, generations=list(values))
    assert computed == pytest.approx(list(values.values()), abs=1e-6)


def test_where_the_lower_bound_is_farthest_from_the_truth():
    for p0, size, gap in ((0.01, 100, 3.5e-3), (0.001, 10**4, 3.1e-4)):
        setting = {"sample_size": size, "generations": range(1, 51)}
        found = (exact.survival(p0, **setting) - exact.survival_lower(p0, **setting)).max()
        assert found == pytest.approx(gap, rel=0.03)


def test_the_constants_of_the_comparator():
    sizes = (2, 5, 10, 20, 50, 100, 200, 400, 1000)
    golden = (4.0, 4.934211, 5.340972, 5.603320, 5.804732, 5.888388, 5.937199, 5.965107, 5.984200)
    assert [exact.undecided_constant(n) for n in sizes] == pytest.approx(golden, abs=1e-6)


def test_the_crossover_to_the_comparator():
    k = np.array([1, 10, 50, 100, 200, 400])
    ratio = exact.undecided(0.01, sample_size=100, generations=k) / (0.0099 * 0.99**k)
    for value, golden, digit in zip(ratio, (64.7, 18.0, 6.86, 5.96), (0.1, 0.1, 0.01, 0.01), strict=False):
        assert value == pytest.approx(golden, abs=digit / 2)
    assert ratio[4:] == pytest.approx([5.889, 5.889], abs=2e-3)


def test_medians_of_the_time_to_forget():
    counts = (1, 2, 5, 10, 20, 50, 100, 1000)
    found = [exact.poisson_quantile(c, level=0.5) for c in counts]
    assert found == [2, 5, 13, 27, 56, 142, 286, 2882]
    formula = [2 * (c / np.log(2) - 0.39912 - np.log(2 * c / np.log(2)) / 6) for c in counts]
    assert formula == pytest.approx([1.73, 4.39, 12.74, 26.93, 55.56, 141.81, 285.85, 2881.94], abs=6e-3)
    assert found == [int(np.ceil(value)) for value in formula]


def test_the_limit_law_at_a_hundred():
    k = np.array([100, 200, 1000])
    finite = 1 - exact.poisson_survival(100, generations=k)
    # The ledger gives the finite-c value at x = 1, and measured 0.3724 and 0.8194 at x = 2 and 10.
    assert finite[0] == pytest.approx(0.1417, abs=5e-5)
    assert finite[1:] == pytest.approx([0.3724, 0.8194], abs=3e-3)
    assert np.exp(-2 / (k / 100)) == pytest.approx([0.1353, 0.3679, 0.8187], abs=5e-5)


@pytest.mark.parametrize(
    ("size", "count", "mean", "diffusion"),
    [
        (100, 1, 10.53692, 11.20031),
        (1000, 1, 15.16697, 15.81451),
        (1000, 10, 110.50107, 112.00307),
        (2000, 50, 465.57158, 467.62740),
        (1000, 500, 1383.50098, 1386.29436),
    ],
)
def test_mean_times(size, count, mean, diffusion):
    p = count / size
    assert exact.absorption_time(p, sample_size=size).mean == pytest.approx(mean, abs=5.1e-6)
    assert -2 * size * (p * np.log(p) + (1 - p) * np.log1p(-p)) == pytest.approx(diffusion, abs=5e-6)


def test_what_survives_a_hundred_generations():
    alive = exact.poisson_survival(1, generations=100)
    assert alive == pytest.approx(exact.g(101), rel=1e-13)
    assert alive == pytest.approx(0.0193529, abs=5e-8)
    assert 1 / alive == pytest.approx(51.67, abs=5e-3)
    law = exact.poisson_law(1, generations=100, states=4096)
    states = np.arange(4096)
    mean = law @ states / alive
    assert law.sum() == pytest.approx(1, abs=1e-12)
    assert law[0] == pytest.approx(1 - alive, abs=1e-13)
    assert mean == pytest.approx(1 / alive, rel=1e-11)
    assert (law @ states**2 / alive - mean**2) / mean**2 == pytest.approx(0.954, abs=1e-3)


def test_where_the_trajectories_are():
    setting = {"sample_size": 100, "generations": 600}
    assert 1 - exact.survival(0.2, **setting) == pytest.approx(0.798867063863, abs=1e-12)
    assert 1 - exact.survival(0.8, **setting) == pytest.approx(0.198867075783, abs=1e-12)
    assert exact.undecided(0.2, **setting) == pytest.approx(0.002265860355, abs=1e-12)
    asymptotic = exact.undecided_constant(100) * 0.16 * 0.99**600
    assert asymptotic == pytest.approx(exact.undecided(0.2, **setting), rel=1e-3)


@pytest.mark.parametrize(
    ("total", "values"),
    [
        (10, {1: 0.9999546, 10: 0.8213892, 50: 0.3187096, 100: 0.1775159, 200: 0.0940146, 500: 0.0389911}),
        (100, {50: 0.9784562, 100: 0.8583309, 200: 0.6274266, 500: 0.3281471}),
    ],
)
def test_the_poisson_process(total, values):
    computed = exact.poisson_survival(total, generations=list(values))
    assert computed == pytest.approx(list(values.values()), abs=5.1e-8)
