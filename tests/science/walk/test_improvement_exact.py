"""The chance to beat the real fit: ledger values to five digits, independent routes, shapes, bad input."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from modelcollapse.data import schedules
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import walk as exact

ROUNDS = (1, 2, 5, 10, 20, 50, 100, math.inf)
# Worked out beforehand, from unrounded sizes.
LINE = {
    ("A", 0): ".35242 .32510 .29404 .27470 .25843 .24065 .22937 0",
    ("A", 0.5): ".35242 .33229 .31355 .30426 .29790 .29246 .28980 .28365",
    ("A", 1): ".35242 .33774 .32683 .32278 .32066 .31937 .31893 .31849",
    ("A", 2): ".35242 .34479 .34130 .34064 .34045 .34039 .34039 .34038",
    ("B", 0): ".39183 .36370 .32749 .30334 .28267 .26019 .24617 0",
    ("B", 0.5): ".40801 .38735 .36405 .35098 .34156 .33332 .32926 .31994",
    ("B", 1): ".42202 .40709 .39269 .38622 .38252 .38013 .37930 .37846",
    ("B", 2): ".44431 .43678 .43164 .43027 .42981 .42966 .42964 .42963",
}
DIMENSION = {1: 0.352416, 2: 0.276393, 3: 0.225092, 5: 0.157186, 10: 0.072464, 20: 0.018452, 50: 0.000444}
TEN_ROUNDS = {
    1: (0.27470, 0.32278, 0.34064),
    2: (0.17492, 0.23578, 0.26000),
    5: (0.05694, 0.11136, 0.13783),
    20: (0.00053, 0.00573, 0.01188),
}
WITHIN = 0.5000001e-5


@pytest.mark.parametrize(("convention", "s"), LINE)
def test_the_table_of_schedules_to_five_digits(convention, s):
    found = exact.improvement_probability(
        schedules.power(s, convention=convention),
        sample_size=10,
        generations=[1 + t for t in ROUNDS],
        rounded=False,
    )
    assert found == pytest.approx([float(x) for x in LINE[convention, s].split()], abs=WITHIN)


def test_equal_sizes_and_single_rounds_to_five_digits():
    found = exact.improvement_probability(schedules.constant(), sample_size=7, generations=[11, 51, 101])
    assert found == pytest.approx([0.17951, 0.08774, 0.06283], abs=WITHIN)
    multiples = np.array([1, 4, 10, 100, 1000])
    wanted = [0.35242, 0.42202, 0.45008, 0.48410, 0.49497]
    assert exact.improvement_probability(r=multiples**-0.5) == pytest.approx(wanted, abs=WITHIN)


@pytest.mark.parametrize("d", DIMENSION)
def test_dimensions_at_r_one(d):
    found = exact.improvement_probability(r=1.0, dimension=d)
    assert found == pytest.approx(DIMENSION[d], abs=0.5000001e-6)
    assert found == pytest.approx(stats.t.cdf(-math.sqrt(d) / 2, d), rel=1e-12)


@pytest.mark.parametrize("d", TEN_ROUNDS)
def test_ten_rounds_in_several_dimensions(d):
    for s, wanted in zip((0, 1, 2), TEN_ROUNDS[d], strict=True):
        found = exact.improvement_probability(schedules.power(s), sample_size=20, generations=11, dimension=d)
        assert found == pytest.approx(wanted, abs=WITHIN)


def test_an_unequal_covariance_against_its_integral_over_directions():
    found = exact.improvement_probability(r=1.0, covariance=np.diag([10, 1, 0.1]))
    # The table's value has a standard error of 0.0002.
    assert found == pytest.approx(0.31010, abs=4e-4)

    def on_sphere(angle, height):
        g = np.array([height, *(math.sqrt(1 - height**2) * f(angle) for f in (math.cos, math.sin))])
        eigen = np.array([10, 1, 0.1])
        c = 0.5 * eigen @ g**2 / math.sqrt(eigen**2 @ g**2)
        # E Φ(−c χ_3), the tail of t_3 at c√3.
        return stats.t.cdf(-c * math.sqrt(3), 3)

    value, _ = integrate.dblquad(on_sphere, -1, 1, 0, 2 * math.pi, epsabs=1e-7)
    assert found == pytest.approx(value / (4 * math.pi), abs=1e-7)


def test_scale_and_rotation_of_the_covariance_do_not_matter():
    one = exact.improvement_probability(r=[0.5, 3.0], covariance=np.diag([4.0, 1.0]))
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    other = exact.improvement_probability(
        r=[0.5, 3.0], covariance=7 * turn @ np.diag([4.0, 1.0]) @ turn.T, dimension=2
    )
    assert one.shape == (2,)
    assert other == pytest.approx(one, abs=1e-13)


def test_the_limit_of_large_and_small_r():
    assert exact.improvement_probability(r=math.inf) == 0
    assert exact.improvement_probability(r=math.inf, covariance=np.eye(2)) == 0
    assert exact.improvement_probability(r=1e-9) == pytest.approx(0.5, abs=1e-9)
    assert type(exact.improvement_probability(r=1.0)) is float


def test_a_metric_turns_any_covariance_into_the_isotropic_case():
    covariance = np.array([[2.0, 0.7], [0.7, 1.0]])
    found = exact.improvement_between(covariance, 3 * covariance, metric=np.linalg.inv(covariance))
    assert found == pytest.approx(exact.improvement_probability(r=math.sqrt(3), dimension=2), abs=1e-13)


def test_a_noisier_real_fit_is_beaten_more_often():
    found = [exact.improvement_between([[phi]], [[1.0]]) for phi in (0.25, 1, 4, 100)]
    wanted = np.arctan(2 * np.sqrt([0.25, 1, 4, 100])) / np.pi
    assert found == pytest.approx(wanted, abs=1e-13)
    assert (np.diff(found) > 0).all()
    assert found[-1] < 0.5


@pytest.mark.parametrize(("truth", "wanted"), [(0.0, (0.401, 0.624, 0.834)), (0.05, (0.401, 0.620, 0.811))])
def test_a_shrinking_estimator_beats_one_half(truth, wanted):
    later = np.array([20, 200, 2000])
    found = exact.affine_improvement(
        0.8, variance=0.64 / 20, step_variance=0.64 / later, mean=-0.2 * truth, shift=-0.2 * truth
    )
    # The tabled values are simulated, with a standard error of 0.001.
    assert found == pytest.approx(wanted, abs=0.003)


def test_a_bias_of_the_synthetic_rounds_lowers_the_chance():
    found = exact.affine_improvement(
        1.0, variance=1 / 50, step_variance=1.5 / 50, shift=np.array([0, 0.05, 0.2])
    )
    assert found == pytest.approx([0.3247, 0.3193, 0.2447], abs=6e-4)


@pytest.mark.parametrize(
    ("slope", "mean", "shift"),
    [(0.7, 0.3, -0.2), (0.7, -0.3, 0.2), (1.0, 0.0, 0.4), (1.3, 0.5, 0.5), (-0.5, 0.1, 0.0), (0.5, 0, 0)],
)
def test_the_affine_chance_against_quadrature(slope, mean, shift):
    variance, step = 1.7, 0.6

    def inside(e):
        centre, sd = slope * e + shift, math.sqrt(step)
        chance = stats.norm.cdf((abs(e) - centre) / sd) - stats.norm.cdf((-abs(e) - centre) / sd)
        return chance * stats.norm.pdf(e, mean, math.sqrt(variance))

    value = integrate.quad(inside, -20, 0, epsabs=1e-12)[0] + integrate.quad(inside, 0, 20, epsabs=1e-12)[0]
    found = exact.affine_improvement(slope, variance=variance, step_variance=step, mean=mean, shift=shift)
    assert found == pytest.approx(value, abs=1e-9)


def test_a_fitted_variance_helps_less_and_less():
    n = [2, 5, 10, 50, 1000]
    found = exact.unknown_variance_improvement(sample_size=n, size=n)
    gain = found - exact.improvement_probability(r=1.0)
    assert (gain > 0).all()
    assert (np.diff(gain) < 0).all()
    law = stats.chi2(4)
    value, _ = integrate.quad(lambda x: law.pdf(x) * math.atan(2 / math.sqrt(x / 4)) / math.pi, 0, math.inf)
    assert exact.unknown_variance_improvement(sample_size=5, size=5) == pytest.approx(value, abs=1e-8)


GOOD = {"schedule": schedules.linear(), "sample_size": 5, "generations": 3}
BAD = [
    ({**GOOD, "r": 1.0}, "schedule"),
    ({}, "schedule"),
    ({"r": 1.0, "sample_size": 5}, "r"),
    ({"r": 0.0}, "r"),
    ({"r": -1.0}, "r"),
    ({"r": math.nan}, "r"),
    ({"r": []}, "r"),
    ({"r": [1.0, -1.0]}, r"r\[1\]"),
    ({"r": "1"}, "r"),
    ({"r": 1.0, "dimension": 0}, "dimension"),
    ({"r": 1.0, "dimension": -2}, "dimension"),
    ({"r": 1.0, "dimension": 1.5}, "dimension"),
    ({"r": 1.0, "dimension": 3, "covariance": np.eye(2)}, "dimension"),
    ({"r": 1.0, "covariance": [[1.0, 2.0], [2.0, 1.0]]}, "covariance.*least eigenvalue is -1"),
    ({"r": 1.0, "covariance": [[1.0, 0.5], [0.0, 1.0]]}, "covariance"),
    ({"r": 1.0, "covariance": [[1.0, math.nan], [math.nan, 1.0]]}, "covariance"),
    ({"r": 1.0, "covariance": [1.0, 2.0]}, "covariance"),
    ({**GOOD, "sample_size": None}, "sample_size"),
    ({**GOOD, "sample_size": 0}, "sample_size"),
    ({**GOOD, "generations": 1}, "generations"),
    ({**GOOD, "generations": [3, 1]}, r"generations\[1\]"),
    ({**GOOD, "generations": []}, "generations"),
    ({**GOOD, "generations": 2.5}, "generations"),
    ({**GOOD, "schedule": 5}, "schedule"),
    ({**GOOD, "schedule": schedules.explicit([5]), "generations": math.inf}, "schedule"),
]


@pytest.mark.parametrize(("given", "named"), BAD, ids=lambda item: str(item)[:60])
def test_bad_input_is_refused_in_one_line(given, named):
    with pytest.raises(InvalidArgument, match=f"^{named}") as refusal:
        exact.improvement_probability(**given)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: exact.improvement_between(np.eye(2), np.eye(3)), "further"),
        (lambda: exact.improvement_between(np.eye(2), -np.eye(2)), "further"),
        (lambda: exact.improvement_between(np.eye(2), np.eye(2), metric=np.zeros((2, 2))), "metric"),
        (lambda: exact.affine_improvement(math.nan, variance=1, step_variance=1), "slope"),
        (lambda: exact.affine_improvement(1, variance=0, step_variance=1), "variance"),
        (lambda: exact.affine_improvement(1, variance=1, step_variance=-1), "step_variance"),
        (lambda: exact.unknown_variance_improvement(sample_size=1, size=5), "sample_size"),
        (lambda: exact.unknown_variance_improvement(sample_size=[2, 3, 4], size=[5, 6]), "size"),
    ],
)
def test_bad_input_elsewhere(call, named):
    with pytest.raises(InvalidArgument, match=f"^{named}"):
        call()
