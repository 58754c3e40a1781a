"""The solved law against its own equation, exact moments, closed forms and slow references."""

import mpmath
import numpy as np
import pytest
import scipy.special as special
import scipy.stats as stats
from scipy.integrate import quad

from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import gaussian as exact
from modelcollapse.exact.gaussian.landing import _law

CASES = [(2, "n-1"), (3, "n"), (10, "n-1"), (10, "n"), (100, "n-1"), (400, "n")]


def tail(x, n, divisor):
    return exact.frozen_mean_tail(x, sample_size=n, divisor=divisor).probability


@pytest.mark.parametrize(("n", "divisor"), CASES)
def test_first_step_analysis_reproduces_the_law(n, divisor):
    # The landing place is Z/√n + S R: its characteristic function solves φ(t) = e^(−t²/2n) E φ(√A t).
    law = _law(n, divisor)
    m = n if divisor == "n" else n - 1

    def characteristic(t):
        with np.errstate(invalid="ignore"):
            return float(law.weights @ np.exp(-(t**2) / 2 * np.minimum(law.variances, 1e300)))

    half = (n - 1) / 2
    # Gauss-Jacobi would do; a plain integral over the chi-square quantiles is independent of the grid.
    density = stats.gamma(half, scale=2 / m)
    low, high = density.ppf([1e-13, 1 - 1e-13])
    for t in (0.3, 1.0, 3.0):
        mean, _ = quad(
            lambda a, t=t: density.pdf(a) * characteristic(np.sqrt(a) * t),
            low,
            high,
            epsabs=1e-11,
            limit=400,
            points=[low + (high - low) / 50] if n == 2 else None,
        )
        # Near zero the density of n = 2 is singular; what is cut off there weighs 1e-13.
        assert characteristic(t) == pytest.approx(np.exp(-(t**2) / (2 * n)) * mean, abs=1e-7)


@pytest.mark.parametrize("n", [2, 5, 10, 100])
def test_moments_of_the_variance_divisor_n(n):
    law = _law(n, "n")
    finite = np.isfinite(law.variances)
    assert law.weights.sum() == pytest.approx(1, abs=1e-12)
    assert law.weights[finite] @ law.variances[finite] == pytest.approx(1, abs=1e-10)
    mean, second = exact.conditional_variance(sample_size=n, generations=20 * n**2, divisor="n")
    assert mean == pytest.approx(1)
    assert second == pytest.approx(2 * n - 1, rel=1e-6)


@pytest.mark.parametrize("n", [2, 3, 10, 100, 1000])
def test_solved_constant_is_the_closed_one(n):
    assert _law(n, "n-1").constant == pytest.approx(
        exact.tail_constant(sample_size=n, divisor="n-1"), rel=1e-9
    )


@pytest.mark.parametrize("n", [2, 10, 100])
def test_constant_against_fifty_digits(n):
    with mpmath.workdps(50):
        reference = 1 / (n * (mpmath.digamma(mpmath.mpf(n + 1) / 2) - mpmath.log(mpmath.mpf(n - 1) / 2)))
    assert exact.tail_constant(sample_size=n, divisor="n-1") == pytest.approx(float(reference), rel=1e-13)


@pytest.mark.parametrize("n", [2, 3, 10, 1000])
def test_index_against_thirty_digits(n):
    with mpmath.workdps(40):

        def excess(s):
            half = mpmath.mpf(n - 1) / 2
            return (
                s / 2 * mpmath.log(mpmath.mpf(2) / n) + mpmath.loggamma(half + s / 2) - mpmath.loggamma(half)
            )

        root = mpmath.findroot(excess, mpmath.mpf(4) + mpmath.mpf(3) / (4 * n))
    assert exact.tail_index(sample_size=n, divisor="n") == pytest.approx(float(root), rel=1e-11)


def test_student_tails_are_those_of_scipy():
    x = np.array([0.0, 0.1, 1.0, 7.0, 1e3])
    assert exact.student_tail(x, divisor="n-1") == pytest.approx(2 * stats.t.sf(x, 2), rel=1e-10)
    assert exact.student_tail(x, divisor="n") == pytest.approx(2 * stats.t.sf(np.sqrt(2) * x, 4), rel=1e-9)


def test_student_tail_keeps_its_digits_far_out():
    assert exact.student_tail(1e6, divisor="n-1") == pytest.approx(1e-12, rel=1e-9)
    assert exact.student_tail(1e4, divisor="n") == pytest.approx(1.5e-16, rel=1e-6)


@pytest.mark.parametrize("divisor", ["n-1", "n"])
def test_bias_is_of_order_one_over_n(divisor):
    gaps = [
        np.abs(tail([0.5, 1, 2, 4], n, divisor) - exact.student_tail([0.5, 1, 2, 4], divisor=divisor))
        for n in (50, 100, 200)
    ]
    assert gaps[0] / gaps[1] == pytest.approx(2, rel=0.06)
    assert gaps[1] / gaps[2] == pytest.approx(2, rel=0.04)


def test_first_correction_has_a_closed_form_for_the_divisor_n_minus_1():
    x = np.array([0.5, 1, 2, 4])
    predicted = -x * (4 * x**2 + 5) / (6 * (x**2 + 2) ** 2.5)
    found = 400 * (tail(x, 400, "n-1") - exact.student_tail(x, divisor="n-1"))
    assert found == pytest.approx(predicted, rel=0.01)


def test_scale_and_shapes():
    one = exact.frozen_mean_tail(2.0, sample_size=10, divisor="n-1", sigma0=2.0)
    assert isinstance(one.probability, float)
    assert one.probability == pytest.approx(tail(1.0, 10, "n-1"))
    assert tail([0.0, 1.0], 10, "n").shape == (2,)
    assert tail(0.0, 10, "n") == pytest.approx(1)
    assert exact.mean_variance(sample_size=4, generations=3, divisor="n-1", sigma0=2.0) == 3.0
    assert exact.mean_variance(sample_size=4, generations=[0, 4], divisor="n-1").tolist() == [0.0, 1.0]


def test_movement_is_the_sum_of_mean_steps():
    alpha = np.sqrt(2 / 9) * special.gamma(5) / special.gamma(4.5)
    total = sum(np.sqrt(2 / (np.pi * 10)) * alpha**k for k in range(7, 3000))
    assert exact.movement(sample_size=10, generations=7, divisor="n-1") == pytest.approx(total, rel=1e-10)
    assert exact.movement(sample_size=10, generations=[7, 8], divisor="n").shape == (2,)


BAD = {
    "negative distance": ({"x": -1.0}, "x"),
    "no number": ({"x": "far"}, "x"),
    "NaN": ({"x": float("nan")}, "x"),
    "empty": ({"x": []}, "x"),
    "sample of one": ({"sample_size": 1}, "sample_size"),
    "half a sample": ({"sample_size": 2.5}, "sample_size"),
    "too large": ({"sample_size": 1001}, "student_tail"),
    "divisor": ({"divisor": "n+1"}, "divisor"),
    "sigma0": ({"sigma0": 0.0}, "sigma0"),
}


@pytest.mark.parametrize(("change", "named"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_one_line(change, named):
    with pytest.raises(InvalidArgument, match=named) as caught:
        exact.frozen_mean_tail(**{"x": 1.0, "sample_size": 10, "divisor": "n", **change})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "call",
    [
        lambda: exact.mean_variance(sample_size=1, generations=1, divisor="n"),
        lambda: exact.mean_variance(sample_size=5, generations=-1, divisor="n"),
        lambda: exact.mean_variance(sample_size=5, generations=1, divisor="m"),
        lambda: exact.conditional_variance(sample_size=5, generations=1.5, divisor="n"),
        lambda: exact.movement(sample_size=5, generations="3", divisor="n"),
        lambda: exact.tail_index(sample_size=True, divisor="n"),
        lambda: exact.tail_constant(sample_size=5000, divisor="n"),
        lambda: exact.student_tail(-1, divisor="n"),
    ],
)
def test_bad_input_elsewhere(call):
    with pytest.raises(InvalidArgument):
        call()
