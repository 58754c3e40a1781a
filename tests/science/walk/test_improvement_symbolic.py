"""Every step of the derivations, asserted."""

import mpmath
import numpy as np
import pytest
import sympy as sp

from modelcollapse.exact import walk as exact
from modelcollapse.symbolic.derivation import lower
from modelcollapse.symbolic.walk import families
from modelcollapse.symbolic.walk import improvement as symbolic

r, d, q = symbolic.ratio, symbolic.degrees, symbolic.q


def test_the_wedge_integral_is_the_arctangent():
    steps = symbolic.wedge()
    event = steps["event"].relation
    assert sp.expand(event.lhs - event.rhs) == 0
    assert event.rhs.is_Mul
    assert sp.simplify(steps["density"].relation.rhs - symbolic.cauchy()) == 0
    assert sp.simplify(symbolic.ratio_density() - symbolic.cauchy()) == 0
    value = steps["value"].relation
    assert sp.simplify(steps["integral"].relation.doit() - value) == 0
    assert sp.simplify(value - sp.atan(2 / r) / sp.pi) == 0
    assert sp.simplify(symbolic.polar() - value) == 0
    assert sp.limit(value, r, 0, "+") == sp.Rational(1, 2)
    assert sp.limit(value, r, sp.oo) == 0


def test_student_in_every_dimension():
    steps = symbolic.student()
    assert sp.simplify(steps["value"].relation - symbolic.student_density()) == 0
    (length,) = steps["length"].relation.free_symbols - {d}
    for dimension in (1, 2, 5):
        density = steps["length"].relation.subs(d, dimension)
        assert sp.integrate(density, (length, 0, sp.oo)) == 1
        assert sp.integrate(length**2 * density, (length, 0, sp.oo)) == dimension


@pytest.mark.parametrize(
    ("dimension", "closed"),
    [
        (1, sp.atan(2 / r) / sp.pi),
        (2, sp.Rational(1, 2) - r / (2 * sp.sqrt(r**2 + 4))),
        (3, (sp.atan(2 / r) - 2 * r / (r**2 + 4)) / sp.pi),
    ],
)
def test_closed_forms(dimension, closed):
    found = symbolic.student()[f"dimension_{dimension}"].relation
    assert sp.simplify(sp.diff(found - closed, r)) == 0
    assert sp.simplify((found - closed).subs(r, 2)) == 0
    values = lower(closed, [r])(np.array([0.3, 1.0, 4.0]))
    assert exact.improvement_probability(r=[0.3, 1.0, 4.0], dimension=dimension) == pytest.approx(
        values, rel=1e-12
    )


def test_the_quadratic_form_and_its_hyperbolic_eigenvalues():
    positive, negative = symbolic.eigenvalues()
    assert sp.simplify(positive * negative + r**2) == 0
    assert sp.simplify(positive + negative - r**2) == 0
    half = sp.Symbol("h", positive=True)
    turned = [value.subs(r, 2 * sp.sinh(half)) for value in (positive, negative)]
    assert float((turned[0] / turned[1] + sp.exp(2 * half)).subs(half, 1)) == pytest.approx(0, abs=1e-12)
    steps = symbolic.anisotropy()
    for name in ("isotropic", "line"):
        relation = steps[name].relation
        assert sp.expand(relation.lhs - relation.rhs) == 0


def test_the_integral_over_directions_at_its_ends():
    form, ratio = symbolic.plane()
    assert sp.simplify(form.subs(ratio, 1).doit() - symbolic.student()["dimension_2"].relation) == 0
    function = sp.lambdify([r, ratio], form, "mpmath")
    with mpmath.workdps(20):
        assert float(function(1, mpmath.mpf("1e-12"))) == pytest.approx(np.arctan(2) / np.pi, abs=1e-8)


def test_convexity_and_the_unknown_variance():
    steps = symbolic.convexity()
    (x,) = steps["value"].relation.free_symbols
    assert sp.simplify(sp.diff(steps["value"].relation, x) - steps["first"].relation) == 0
    assert sp.simplify(sp.diff(steps["first"].relation, x) - symbolic.curvature()) == 0
    assert all(factor.is_positive for factor in symbolic.curvature().args)


def test_the_drifting_estimator():
    steps = symbolic.drifting()
    assert sp.simplify(steps["unbiased"].relation - symbolic.improvement()) == 0
    assert steps["noiseless"].relation == 1
    at_edge = steps["value"].relation.subs({symbolic.slope: sp.Rational(3, 5), r: sp.Rational(4, 5)})
    assert float(at_edge) == pytest.approx(0.5, abs=1e-15)


def test_moments_of_the_families():
    n = families.size
    steps = families.exponential()
    assert steps["mean"].relation == 1
    assert sp.simplify(steps["second"].relation - 1 - 1 / n) == 0
    root = steps["root"].relation
    for size in (1, 2, 7):
        form = sp.gamma(size + sp.Rational(1, 2)) / (sp.gamma(size) * sp.sqrt(size))
        assert sp.simplify(root.subs(n, size) - form) == 0
    assert sp.simplify(steps["drift"].relation - sp.digamma(n) + sp.log(n)) == 0
    assert steps["log_variance"].relation == sp.polygamma(1, n)
    assert sp.simplify(families.bernoulli()["diversity"].relation / families.diversity() - 1 + 1 / n) == 0
    assert families.poisson()["variance"].relation == families.mean / n


def test_information_and_sandwich():
    theta, b, k = families.mean, families.length, families.mixing
    steps = families.information()
    assert sp.simplify(steps["exponential"].relation - theta**-2) == 0
    assert sp.simplify(steps["bernoulli"].relation - 1 / (theta * (1 - theta))) == 0
    assert sp.simplify(steps["poisson"].relation - 1 / theta) == 0
    bread, meat = families.regression_information(), families.regression_meat()
    assert sp.simplify(bread["across"].relation - sp.exp(b**2 / 2)) == 0
    assert sp.simplify(bread["along"].relation - (1 + b**2) * sp.exp(b**2 / 2)) == 0
    for name in ("across", "along"):
        assert sp.simplify(sp.limit(meat[name].relation, k, sp.oo) - bread[name].relation) == 0


def test_the_bias_of_a_canonical_fit():
    steps = families.bias()
    assert sp.simplify(steps["value"].relation - families.bias_form()) == 0
    function = sp.lambdify([families.length], families.logistic_bias(), "mpmath")
    with mpmath.workdps(20):
        assert float(function(1)) == pytest.approx(exact.logistic_bias([1.0])[0], rel=1e-10)
        # An inflated fit, more so for a larger coefficient.
        assert 0 < function(mpmath.mpf("0.5")) < function(1) < function(2)


def test_no_float_in_a_derivation():
    for derivation in (
        symbolic.wedge,
        symbolic.student,
        symbolic.anisotropy,
        symbolic.convexity,
        symbolic.drifting,
        families.exponential,
        families.bernoulli,
        families.poisson,
        families.information,
        families.regression_information,
        families.regression_meat,
        families.bias,
    ):
        for step in derivation().values():
            assert not step.relation.atoms(sp.Float)
