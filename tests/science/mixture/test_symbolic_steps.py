"""Every step of the derivation, asserted."""

import random

import numpy as np
import pytest
import sympy as sp

from modelcollapse.exact import mixture as exact
from modelcollapse.symbolic import mixture as symbolic
from modelcollapse.symbolic.derivation import lower

nu, eta, q, w, kappa = symbolic.nu, symbolic.eta, symbolic.square, symbolic.spread, symbolic.kappa


def test_estimator_steps():
    steps = symbolic.estimator()
    assert sp.simplify(symbolic.general_at_chosen() - (1 + kappa) * w) == 0
    assert steps["shrunk"].relation == w * (1 + kappa)
    # The sign of the room is that of m₂ − (1 + κ)s² = q − κw.
    room = steps["room"].relation
    chance = random.Random(4)
    for _ in range(50):
        point = {s: sp.Rational(chance.randint(1, 400), 97) for s in (q, w, kappa)}
        assert sp.sign(room.subs(point)) == sp.sign((q - kappa * w).subs(point))
    assert sp.simplify(steps["fifty"].relation - w * (q + w) / (q + (q + w) / 25)) == 0
    assert steps["fifty_limit"].relation == sp.Rational(25, 12)


def test_both_branches_stay_below_the_inflated_variance():
    # With w ≤ κq the branch a = 50 is at most (1 + κ)w: the difference has one sign.
    fifty = symbolic.estimator()["fifty"].relation
    gap = sp.factor(
        sp.together((1 + kappa) * w - fifty).subs(q, (w + sp.Symbol("d", nonnegative=True)) / kappa)
    )
    top = sp.expand(sp.numer(gap))
    assert all(coefficient > 0 for coefficient in sp.Poly(top).coeffs())


def test_inflation_steps():
    steps = symbolic.inflation()
    assert sp.simplify(steps["slope"].relation - symbolic.inflation_slope()) == 0
    top = sp.Poly(sp.expand(sp.numer(steps["slope"].relation)), nu, eta)
    assert all(coefficient > 0 for coefficient in top.coeffs())
    assert steps["limit"].relation == 1 / nu
    value = lower(symbolic.log_inflation(), [nu, eta])
    for n, h in ((2, 2.0), (10, 1.5), (500, 40.0)):
        assert exact.log_inflation(sample_size=n, eta=h) == pytest.approx(value(n - 1, h), rel=1e-13)


def test_the_rate_is_proved_for_every_n():
    steps = symbolic.rate()
    assert all(coefficient > 0 for coefficient in sp.Poly(steps["shifted"].relation).coeffs())
    assert all(coefficient > 0 for coefficient in sp.Poly(sp.expand(steps["bottom"].relation), nu).coeffs())
    assert sp.simplify(symbolic.room() - steps["shifted"].relation / symbolic.shifted_bottom()) == 0
    assert steps["limit"].relation == sp.Rational(-5, 2)
    # For one draw less the polynomial is negative, and proves nothing; the exact values do, to thirty digits.
    assert sp.numer(steps["room"].relation).subs(nu, symbolic.START - 1) < 0
    for n in range(2, symbolic.START + 2):
        v = sp.Integer(n - 1)
        factor = symbolic.log_inflation().subs({nu: v, eta: 2}) / 2 + sp.log(
            sp.sqrt(sp.Rational(2, n)) * sp.gamma(sp.Rational(n, 2)) / sp.gamma(v / 2)
        )
        assert (factor + symbolic.RATE / (4 * n)).evalf(30) < 0
        # The bound that the polynomial is about lies above the factor.
        assert (steps["bound"].relation.subs(nu, v) - factor).evalf(30) > 0


def test_no_better_constant_of_four_digits():
    n = 9
    factor = symbolic.log_inflation().subs({nu: 8, eta: 2}) / 2 + sp.log(
        sp.sqrt(sp.Rational(2, 9)) * sp.gamma(sp.Rational(9, 2)) / sp.gamma(4)
    )
    assert (factor + sp.Rational(23985, 10000) / (4 * n)).evalf(30) > 0


def test_defect_steps():
    steps = symbolic.defect()
    assert steps["loss"].relation == sp.Rational(25, 26)
    assert float(steps["slope"].relation) == pytest.approx(0.5 * np.log(1.04))


def test_root_series_against_numbers():
    steps = symbolic.root()
    assert steps["linear"].relation == 0
    y = np.array([0.3, 0.9, 1.4, 0.2, 2.0])
    moments = {s: np.mean(y**p) for s, p in ((symbolic.second, 2), (symbolic.fourth, 4), (symbolic.sixth, 6))}
    cubic = float(steps["cubic"].relation.subs(moments))
    quintic = float(steps["quintic"].relation.subs(moments))
    for t in (0.05, 0.1):
        exact_value = np.mean(y * np.tanh(t * y / (moments[symbolic.second] - t**2))) - t
        assert exact_value == pytest.approx(cubic * t**3 + quintic * t**5, abs=30 * t**7)


def test_no_float_in_a_derivation():
    for derivation in (symbolic.estimator, symbolic.inflation, symbolic.rate, symbolic.defect, symbolic.root):
        for step in derivation().values():
            assert not step.relation.atoms(sp.Float)
