"""Every step of every derivation is asserted: by algebra, at random rational points to 30 digits, and by limits."""

import random
from fractions import Fraction

import mpmath
import pytest
import sympy as sp

from modelcollapse.symbolic import gaussian as symbolic

nu, m, s = symbolic.nu, symbolic.divisor, symbolic.order
DERIVATIONS = {"moment": symbolic.moment, "decay": symbolic.decay, "drift": symbolic.drift}
STEPS = {
    "moment": ["density", "integral", "value", "closed"],
    "decay": ["alpha", "neighbours", "growth", "excess", "slope", "bound"],
    "drift": ["log_moment", "mean", "variance"],
}


def rationals(count, seed, low=1, high=30):
    chance = random.Random(seed)
    return [Fraction(chance.randint(97 * low + 1, 97 * high), 97) for _ in range(count)]


def precise(number):
    return mpmath.mpf(number.numerator) / number.denominator


def close(expression, wanted):
    """Agreement to 30 digits with a number of mpmath."""
    found = mpmath.mpf(str(sp.N(expression, 45)))
    return mpmath.almosteq(found, wanted, rel_eps=mpmath.mpf(10) ** -30)


def at(expression, **values):
    symbols = {"nu": nu, "m": m, "s": s}
    return expression.subs(
        {symbols[name]: sp.Rational(v.numerator, v.denominator) for name, v in values.items()}
    )


def factor(v):
    """The mean of √(χ²_ν/ν), written out for mpmath."""
    return mpmath.sqrt(2 / v) * mpmath.gamma((v + 1) / 2) / mpmath.gamma(v / 2)


@pytest.fixture(autouse=True)
def _forty_five_digits():
    with mpmath.workdps(45):
        yield


@pytest.mark.parametrize("name", DERIVATIONS)
def test_the_steps_that_a_chapter_may_show(name):
    derivation = DERIVATIONS[name]()
    assert list(derivation) == STEPS[name]
    for step in derivation.values():
        assert step.says
        assert step._repr_latex_().startswith("$\\displaystyle ")


@pytest.mark.parametrize("name", DERIVATIONS)
def test_no_step_holds_a_float(name):
    for step in DERIVATIONS[name]().values():
        assert not step.relation.atoms(sp.Float)


def test_the_density_is_a_density():
    density = symbolic.moment()["density"].relation
    (x,) = density.free_symbols - {nu}
    assert sp.simplify(sp.integrate(density, (x, 0, sp.oo))) == 1
    # Its mean is ν and its variance 2ν: it is the chi-square density and no other gamma density.
    assert sp.simplify(sp.integrate(x * density, (x, 0, sp.oo)) - nu) == 0
    assert sp.simplify(sp.integrate(x**2 * density, (x, 0, sp.oo)) - nu**2 - 2 * nu) == 0


def test_the_moment_is_its_integral_at_rational_points():
    steps = symbolic.moment()
    for v, divisor, order in zip(rationals(6, 1), rationals(6, 2), rationals(6, 3, high=5), strict=True):
        half, r, d = precise(v) / 2, precise(order) / 2, precise(divisor)
        wanted = mpmath.quad(
            lambda x, half=half, r=r, d=d: (
                (x / d) ** r * x ** (half - 1) * mpmath.exp(-x / 2) / (2**half * mpmath.gamma(half))
            ),
            [0, 1, 4, 16, 64, 256, mpmath.inf],
        )
        assert mpmath.almosteq(
            mpmath.mpf(str(sp.N(at(steps["closed"].relation, nu=v, m=divisor, s=order), 45))),
            wanted,
            rel_eps=mpmath.mpf(10) ** -20,
        )


def test_the_evaluated_and_the_closed_moment_are_one():
    steps = symbolic.moment()
    ratio = sp.powsimp(
        sp.expand_power_base(steps["value"].relation / steps["closed"].relation, force=True), force=True
    )
    assert sp.simplify(ratio) == 1
    for v, divisor, order in zip(rationals(20, 4), rationals(20, 5), rationals(20, 6), strict=True):
        point = {"nu": v, "m": divisor, "s": order}
        half, r = precise(v) / 2, precise(order) / 2
        wanted = (2 / precise(divisor)) ** r * mpmath.gamma(half + r) / mpmath.gamma(half)
        assert close(at(steps["value"].relation, **point), wanted)
        assert close(at(steps["closed"].relation, **point), wanted)


def test_the_integral_step_integrates_the_density():
    steps = symbolic.moment()
    integral = steps["integral"].relation
    (limits,) = integral.limits
    assert limits[1:] == (0, sp.oo)
    x = limits[0]
    assert sp.simplify(integral.function / steps["density"].relation - (x / m) ** (s / 2)) == 0


def test_alpha_is_the_first_moment():
    alpha = symbolic.decay()["alpha"].relation.rhs
    for v in rationals(20, 7):
        assert close(at(alpha, nu=v), factor(precise(v)))
    first = symbolic.moment()["closed"].relation.subs({s: 1, m: nu})
    assert sp.simplify(alpha / first) == 1


def test_neighbouring_factors_multiply_to_a_root():
    step = symbolic.decay()["neighbours"].relation
    assert sp.simplify(step.rhs**2 - nu / (nu + 1)) == 0
    for v in rationals(20, 8):
        assert close(at(step.rhs, nu=v), factor(precise(v)) * factor(precise(v) + 1))
    # Each is at most 1, and the product tends to 1: so does each.
    assert sp.limit(step.rhs, nu, sp.oo) == 1


def test_growth_and_its_excess():
    steps = symbolic.decay()
    growth = steps["growth"].relation.rhs
    assert sp.expand(growth - 1 - 1 / ((nu + 2) ** 2 * (2 * nu + 1))).simplify() == 0
    assert sp.simplify(steps["excess"].relation - (growth - 1)) == 0
    assert steps["excess"].relation.is_positive
    for v in rationals(20, 9):
        p = precise(v)
        lifted = [factor(q) ** 2 * (1 + 1 / (2 * q)) for q in (p, p + 2)]
        assert close(at(growth, nu=v), lifted[1] / lifted[0])


def test_the_slope_belongs_to_the_logarithm_and_is_positive():
    slope = symbolic.decay()["slope"].relation
    (x,) = slope.free_symbols
    assert sp.simplify(sp.diff(sp.log(1 + x) - 2 * x / (2 + x), x) - slope) == 0
    assert slope.is_positive
    assert sp.log(1 + x).subs(x, 0) - (2 * x / (2 + x)).subs(x, 0) == 0


def test_the_bound_is_the_sharpened_exponent():
    bound = symbolic.decay()["bound"].relation
    assert sp.simplify(bound - 1 / (4 * nu + 1)) == 0
    n = sp.Symbol("n", positive=True)
    assert sp.simplify(bound.subs(nu, n - 1) - 1 / (4 * n - 3)) == 0
    # The chain of the proof, at rational points: log α < −½ log(1 + 1/(2ν)) < −bound.
    for v in rationals(20, 10):
        p = precise(v)
        assert mpmath.log(factor(p)) < -mpmath.log(1 + 1 / (2 * p)) / 2 < -1 / (4 * p + 1)


def test_drift_and_variance_are_derivatives():
    steps = symbolic.drift()
    (power,) = steps["log_moment"].relation.free_symbols - {nu, m}
    log_moment = steps["log_moment"].relation
    assert log_moment.subs(power, 0) == 0
    for v, divisor in zip(rationals(20, 11), rationals(20, 12), strict=True):
        half = precise(v) / 2
        third = (2 / precise(divisor)) ** (mpmath.mpf(1) / 3) * mpmath.gamma(half + mpmath.mpf(1) / 3)
        assert close(
            at(log_moment, nu=v, m=divisor).subs(power, sp.Rational(1, 3)),
            mpmath.log(third / mpmath.gamma(half)),
        )
        wanted = mpmath.digamma(half) - mpmath.log(precise(divisor) / 2)
        assert close(at(steps["mean"].relation, nu=v, m=divisor), wanted)
        assert close(at(steps["variance"].relation, nu=v, m=divisor), mpmath.polygamma(1, half))


def test_the_drift_is_negative_for_both_divisors():
    mean = symbolic.drift()["mean"].relation
    for v in rationals(20, 13):
        assert at(mean, nu=v, m=v) < 0
        assert at(mean, nu=v, m=v + 1) < at(mean, nu=v, m=v)
