"""Every step of the derivation, asserted."""

import mpmath
import numpy as np
import pytest
import sympy as sp

from modelcollapse.exact import gaussian as exact
from modelcollapse.symbolic import gaussian
from modelcollapse.symbolic import gaussian_landing as symbolic
from modelcollapse.symbolic.derivation import lower

n, k, x = symbolic.size, symbolic.generation, symbolic.distance


def test_variance_starts_at_zero_and_sums_up():
    steps = symbolic.variance()
    assert sp.simplify(steps["factor"].relation - gaussian.nu / gaussian.divisor) == 0
    for name, ratio in (("unbiased", sp.Integer(1)), ("likely", 1 - 1 / n)):
        closed = steps[name].relation
        assert sp.simplify(closed.subs(k, 0)) == 0
        for generations in (1, 2, 5):
            total = sum(ratio**j / n for j in range(generations))
            assert sp.simplify(closed.subs(k, generations) - total) == 0


def test_movement_is_a_geometric_sum():
    steps = symbolic.freezing()
    assert steps["value"].relation == sp.sqrt(2) / sp.sqrt(sp.pi)
    assert sp.simplify(steps["step"].relation.doit() - steps["value"].relation) == 0
    movement = steps["movement"].relation
    total = sp.summation(steps["value"].relation / sp.sqrt(n) * symbolic.alpha**k, (k, 3, 40))
    first = movement.subs(k, 3) - movement.subs(k, 41)
    assert sp.simplify((total - first).subs({symbolic.alpha: sp.Rational(3, 4), n: 7})) == 0


def test_limit_density_carries_no_flux_and_has_mass_one():
    steps = symbolic.limit()
    assert steps["residual"].relation == 0
    left, right = symbolic.flux()
    assert sp.simplify(left - right) == 0
    (v,) = steps["density"].relation.free_symbols - {symbolic.drift}
    for a in (0, 1):
        assert sp.integrate(steps["density"].relation.subs(symbolic.drift, a), (v, 0, sp.oo)) == 1


@pytest.mark.parametrize(
    ("divisor", "step", "a", "degrees", "scale"),
    [("n-1", "unbiased", 0, 2, sp.Integer(1)), ("n", "likely", 1, 4, 1 / sp.sqrt(2))],
)
def test_landing_density_is_students(divisor, step, a, degrees, scale):
    steps = symbolic.limit()
    landing = steps[step].relation
    assert sp.simplify(landing - symbolic.student(degrees, scale)) == 0
    assert sp.simplify(steps["mixture"].relation.subs(symbolic.drift, a).doit() - landing) == 0
    assert sp.integrate(landing, (x, 0, sp.oo)) == sp.Rational(1, 2)
    tail = symbolic.tail_of_limit(divisor)
    assert sp.simplify(sp.diff(tail, x) + 2 * landing) == 0
    assert tail.subs(x, 0) == 1
    assert sp.limit(tail, x, sp.oo) == 0


@pytest.mark.parametrize("divisor", ["n-1", "n"])
def test_closed_tail_lowers_to_the_library_function(divisor):
    points = np.array([0.1, 1.0, 5.0])
    values = lower(symbolic.tail_of_limit(divisor), [x])(points)
    assert exact.student_tail(points, divisor=divisor) == pytest.approx(values, rel=1e-12)


def test_correction_has_no_mass_and_a_closed_tail():
    first = symbolic.correction("n-1")
    tail = -x * (4 * x**2 + 5) / (6 * (x**2 + 2) ** sp.Rational(5, 2))
    assert sp.simplify(sp.diff(tail, x) + 2 * first) == 0
    for divisor in ("n-1", "n"):
        density = sp.lambdify(x, symbolic.correction(divisor), "mpmath")
        with mpmath.workdps(20):
            assert abs(mpmath.quad(density, [0, 1, 10, mpmath.inf])) < 1e-12


def test_tail_steps():
    steps = symbolic.tail()
    assert sp.simplify(steps["second"].relation - gaussian.nu / gaussian.divisor) == 0
    assert sp.simplify(steps["fourth"].relation - (1 - 1 / n**2)) == 0
    nu = gaussian.nu
    assert sp.simplify(
        (steps["slope"].relation - sp.digamma(nu / 2 + 1) - sp.log(2 / nu)).subs(nu, sp.Rational(7, 3))
    ).evalf(30) == pytest.approx(0, abs=1e-25)
    assert float(symbolic.tail_constant().subs(n, 10)) == pytest.approx(0.9344418771338502, rel=1e-14)


def test_no_float_in_a_derivation():
    for derivation in (symbolic.variance(), symbolic.freezing(), symbolic.limit(), symbolic.tail()):
        for step in derivation.values():
            assert not step.relation.atoms(sp.Float)
    assert not symbolic.correction("n").atoms(sp.Float)
