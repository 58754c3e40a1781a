"""From symbols to numbers: the series, the integrals that serve as references, and ``lower``."""

import random

import mpmath
import numpy as np
import pytest
import sympy as sp

from modelcollapse.symbolic import gaussian as symbolic
from modelcollapse.symbolic.derivation import lower
from science import oracles

nu = symbolic.nu


def coefficient(series, power):
    return sp.expand(series).coeff(nu, -power)


def test_series_of_the_log_decay():
    series = symbolic.log_decay_series(5)
    wanted = {1: sp.Rational(-1, 4), 2: 0, 3: sp.Rational(1, 24), 4: 0, 5: sp.Rational(-1, 20)}
    assert {power: coefficient(series, power) for power in wanted} == wanted
    assert sp.simplify(series - sum(c / nu**power for power, c in wanted.items())) == 0


def test_series_of_the_log_drift():
    # Half of it is the drift of log σ: −1/(2ν) − 1/(6ν²) + 0/ν³ + O(ν^-4).
    series = symbolic.log_drift_series(4)
    wanted = {1: sp.Integer(-1), 2: sp.Rational(-1, 3), 3: 0, 4: sp.Rational(2, 15)}
    assert {power: coefficient(series, power) for power in wanted} == wanted


@pytest.mark.parametrize("terms", range(1, 6))
def test_each_term_of_the_log_decay_leaves_an_error_of_the_next_order(terms):
    following = {1: 3, 2: 3, 3: 5, 4: 5, 5: 7}[terms]
    errors = []
    with mpmath.workdps(60):
        for v in (200, 400):
            exact = mpmath.log(mpmath.sqrt(mpmath.mpf(2) / v)) + mpmath.loggamma(mpmath.mpf(v + 1) / 2)
            exact -= mpmath.loggamma(mpmath.mpf(v) / 2)
            errors.append(
                abs(exact - mpmath.mpf(str(sp.N(symbolic.log_decay_series(terms).subs(nu, v), 50))))
            )
        order = mpmath.log(errors[0] / errors[1], 2)
    assert float(order) == pytest.approx(following, abs=0.01)


@pytest.mark.parametrize(("terms", "following"), [(1, 2), (2, 4), (3, 4), (4, 6)])
def test_each_term_of_the_log_drift_leaves_an_error_of_the_next_order(terms, following):
    errors = []
    with mpmath.workdps(60):
        for v in (200, 400):
            exact = mpmath.digamma(mpmath.mpf(v) / 2) - mpmath.log(mpmath.mpf(v) / 2)
            errors.append(
                abs(exact - mpmath.mpf(str(sp.N(symbolic.log_drift_series(terms).subs(nu, v), 50))))
            )
        order = mpmath.log(errors[0] / errors[1], 2)
    assert float(order) == pytest.approx(following, abs=0.01)


def test_series_hold_no_float():
    assert not symbolic.log_decay_series(6).atoms(sp.Float)
    assert not symbolic.log_drift_series(6).atoms(sp.Float)


EXPRESSIONS = {
    "closed moment": (lambda: symbolic.moment()["closed"].relation, [nu, symbolic.divisor, symbolic.order]),
    "alpha": (lambda: symbolic.decay()["alpha"].relation.rhs, [nu]),
    "neighbours": (lambda: symbolic.decay()["neighbours"].relation.rhs, [nu]),
    "growth": (lambda: symbolic.decay()["growth"].relation.rhs, [nu]),
    "excess": (lambda: symbolic.decay()["excess"].relation, [nu]),
    "bound": (lambda: symbolic.decay()["bound"].relation, [nu]),
    "drift": (lambda: symbolic.drift()["mean"].relation, [nu, symbolic.divisor]),
    "variance": (lambda: symbolic.drift()["variance"].relation, [nu]),
    "decay series": (lambda: symbolic.log_decay_series(5), [nu]),
    "drift series": (lambda: symbolic.log_drift_series(5), [nu]),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_lowered_functions_agree_with_thirty_digits_at_rational_points(name):
    build, symbols = EXPRESSIONS[name]
    expression = build()
    chance = random.Random(f"lower {name}")
    points = [[sp.Rational(chance.randint(98, 97 * 20), 97) for _ in symbols] for _ in range(20)]
    lowered = lower(expression, symbols)
    exact = [sp.N(expression.subs(dict(zip(symbols, point, strict=True))), 30) for point in points]
    found = lowered(*np.array(points, dtype=float).T)
    assert found.shape == (20,)
    # Gamma functions of arguments near 20 leave some ten units in the last place.
    assert found == pytest.approx([float(value) for value in exact], rel=2e-14, abs=2e-14)


def test_lowering_asks_for_every_symbol_and_keeps_their_order():
    a, b = sp.symbols("a b")
    assert lower(a - 2 * b, [b, a])(1.0, 10.0) == 8.0
    with pytest.raises(ValueError, match="without an argument: b"):
        lower(a + b, [a])


@pytest.mark.parametrize(("size", "divisor"), [(2, "n-1"), (5, "n"), (10, "n-1")])
def test_survival_of_one_generation_is_the_chi_square_tail(size, divisor):
    expression = symbolic.survival(size, divisor, sp.Rational(1, 3), 1)
    assert not expression.atoms(sp.Float)
    assert float(sp.N(expression, 30)) == pytest.approx(
        oracles.step_tail(np.log(1 / 3), size, divisor), rel=1e-12
    )


@pytest.mark.parametrize(("size", "divisor"), [(3, "n-1"), (10, "n")])
def test_integrals_over_two_generations(size, divisor):
    threshold = sp.Rational(1, 2)
    (x, start, end) = symbolic.survival(size, divisor, threshold, 2).limits[0]
    later = symbolic.no_passage_in_two(size, divisor, threshold).limits[0]
    assert (start, end) == (0, sp.oo)
    # The first fit is above the threshold exactly where its chi-square is above divisor · threshold².
    assert later[1:] == ((size if divisor == "n" else size - 1) * threshold**2, sp.oo)
    integrand = sp.lambdify(x, symbolic.survival(size, divisor, threshold, 2).function, "mpmath")
    value = float(mpmath.quad(integrand, [0, 0.5, 2, 8, 32, 128]))
    wanted = oracles.survival_by_convolution(0.5, [size] * 2, divisor, -40, 17)[1]
    assert value == pytest.approx(wanted, abs=1e-12)
