"""Every step of the derivations, asserted."""

import math

import numpy as np
import pytest
import sympy as sp

from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.symbolic import gaussian as chi
from modelcollapse.symbolic.derivation import lower
from modelcollapse.symbolic.walk import bias, categorical, error, gaussian, uniform


def test_errors_add_up_and_telescope():
    steps = error.adding()
    e, w, b = error.error, error.noise, error.shift
    assert steps["square"].relation == e**2 + 2 * e * error.added + error.added**2
    assert steps["mean"].relation == e**2 + w
    assert steps["gain"].relation == w
    M = sp.Function("M")
    assert steps["telescoped"].relation == M(error.generation) - M(0)
    assert sp.expand(steps["biased"].relation - (e + b) ** 2 - w) == 0


def test_sums_by_schedule():
    steps = error.schedules()
    assert steps["constant"].relation == error.generation
    assert steps["linear"].relation.subs(error.generation, 4) == 1 + 1 + sp.Rational(1, 2) + sp.Rational(1, 3)
    assert steps["square"].relation.subs(error.generation, 3) == 1 + 1 + sp.Rational(1, 4)
    assert steps["linear_limit"].relation == sp.oo
    assert steps["zeta"].relation == 1 + sp.zeta(1 + error.excess)
    assert error.zeta_limit("B") == sp.zeta(1 + error.excess)


def test_tails_and_blocks():
    steps = error.tail()
    T, s = error.rounds, error.excess
    assert sp.simplify(steps["above"].relation - T**-s / s) == 0
    assert sp.simplify(steps["below"].relation - (T + 1) ** -s / s) == 0
    assert steps["linear"].relation == sp.log(T + 1)
    (u,) = steps["logarithmic"].relation.free_symbols
    assert sp.simplify(sp.diff(steps["logarithmic"].relation, u) - 1 / ((u + 1) * sp.log(u + 1) ** 2)) == 0
    assert error.monotone()["block"].relation == error.half / error.largest
    assert error.monotone()["ratio"].relation == error.half / error.largest


def test_the_dented_schedule():
    steps = error.dented()
    assert (steps["removed"].relation, steps["put_back"].relation) == (sp.Rational(4, 3), 2)
    assert steps["total"].relation == sp.pi**2 / 6 + sp.Rational(2, 3)
    assert float(error.dented_limit()) == pytest.approx(1 + 2.31160, abs=5e-6)


def test_the_tangent_proves_the_equal_split():
    steps = error.budget()
    x, m = error.one_size, error.mean_size
    assert sp.simplify(steps["gap"].relation - (x - m) ** 2 / (m**2 * x)) == 0
    assert steps["total"].relation == error.rounds / m


def test_conservation_step_by_step():
    steps = gaussian.conservation()
    b, n = gaussian.variance, gaussian.size
    assert steps["moved"].relation == b / n
    assert sp.simplify(steps["likely"].relation - b * (1 - 1 / n)) == 0
    assert steps["unbiased"].relation == b
    assert steps["conserved"].relation == 0
    assert steps["grown"].relation == b / n
    assert sp.simplify(steps["fourth"].relation - (n + 1) / (n - 1)) == 0


def test_bounds_on_the_factor():
    steps = gaussian.degeneracy()
    nu = chi.nu
    assert sp.simplify(steps["neighbours"].relation ** 2 - nu / (nu + 1)) == 0
    for value in (2, 7, 50):
        above = float(steps["above"].relation.subs(nu, value))
        below = float(steps["below"].relation.subs(nu, value))
        assert above == pytest.approx(math.log(value / (value + 1)) / 4)
        assert below == pytest.approx(math.log((value - 1) / value) / 4)
        alpha = math.sqrt(2 / value) * math.gamma((value + 1) / 2) / math.gamma(value / 2)
        assert below < math.log(alpha) < above
    assert steps["above_order"].relation == sp.Rational(-1, 4)


def test_largest_draw():
    steps = uniform.largest()
    n, j = uniform.size, uniform.order
    assert steps["moment"].relation == n / (n + j)
    assert steps["first"].relation == n / (n + 1)
    assert sp.simplify(steps["raised"].relation - (n + 1) / n) == 0
    assert sp.simplify(steps["factor"].relation - 1 - 1 / (n * (n + 2))) == 0
    assert sp.simplify(steps["excess"].relation - 1 / (n * (n + 2))) == 0
    assert steps["log_mean"].relation == -1 / n


def test_bias_thresholds():
    steps = bias.threshold()
    a, v, T = bias.growth, bias.exponent, bias.rounds
    assert sp.simplify(steps["slope"].relation - T ** (-a * v)) == 0
    assert steps["border"].relation == sp.log(T)
    assert sp.simplify(steps["exponent"].relation - 2 * (1 - a * v)) == 0
    value = lower(bias.limit_of_error(), [a, v, bias.size, bias.coefficient])
    found = exact.limit(schedules.power(1.5), sample_size=50, bias=(0.5, 0.5))
    assert float(value(2.5, 0.5, 50, 0.5)) == pytest.approx(found, rel=1e-12)


def test_shrinking_bounds():
    steps = bias.shrinking()
    h = bias.share
    assert sp.simplify(steps["upper"].relation - h / (1 - h)) == 0
    assert sp.simplify(steps["lower"].relation - h / (1 - h) ** 2) == 0


def test_frequencies():
    steps = categorical.step()
    p, n, S = categorical.probability, categorical.size, categorical.collision
    assert sp.expand(steps["square"].relation - p / n - (1 - 1 / n) * p**2) == 0
    assert sp.expand(steps["after"].relation - S - (1 - S) / n) == 0
    assert sp.simplify(steps["factor"].relation - (1 - 1 / n)) == 0
    T = categorical.rounds
    assert sp.simplify(steps["ratio"].relation - 1 + 1 / (n * T**2)) == 0
    # The product over two rounds, and Euler's limit by numbers: SymPy does not take it.
    two = steps["product"].relation.subs(T, 2)
    assert float(two.subs(n, 10)) == pytest.approx((1 - 1 / 10) * (1 - 1 / 40), rel=1e-12)
    endless = float(steps["endless"].relation.subs(n, 10))
    assert endless == pytest.approx(np.sinc(1 / np.sqrt(10)), rel=1e-12)
    far = np.exp(np.sum(np.log1p(-1 / (10 * np.arange(1, 1_000_001, dtype=float) ** 2))))
    assert endless == pytest.approx(far, abs=2e-7)


def test_no_float_in_a_derivation():
    derivations = [
        *(error.adding, error.schedules, error.tail, error.monotone, error.dented, error.budget),
        *(gaussian.conservation, gaussian.degeneracy, uniform.largest),
        *(bias.threshold, bias.shrinking, categorical.step),
    ]
    for derivation in derivations:
        for step in derivation().values():
            assert not step.relation.atoms(sp.Float)
