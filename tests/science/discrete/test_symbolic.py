"""Every step that the chapters show, asserted."""

import mpmath
import pytest
import sympy as sp

from modelcollapse.symbolic import discrete as symbolic

x, p, n, s = symbolic.x, symbolic.p, symbolic.size, symbolic.s


def test_the_clock_is_derived():
    steps = symbolic.iteration()
    left, right = steps["left"].relation, steps["right"].relation
    gain = 1 / (1 - sp.exp(-x)) - 1 / x - sp.Rational(1, 2)
    assert steps["same"].relation == steps["gain"].relation == steps["room"].relation == 0
    assert left.subs(x, 0) == right.subs(x, 0) == 0
    assert sp.simplify(sp.diff(left, x) - x * sp.sinh(x / 2) / 2) == 0
    assert sp.simplify(sp.diff(right, x) - x / 12 * left) == 0
    assert steps["right_ratio"].relation == x / 12
    for point in (sp.Rational(1, 7), 1, 5):
        assert 0 < gain.subs(x, point).evalf() < sp.Rational(point) / 12
    k = symbolic.generation
    assert sp.simplify(steps["upper"].relation.rhs - (k + 1) / 2) == 0
    assert sp.simplify(steps["lower"].relation.rhs - (k + 1) / 2 - (sp.Function("H")(k) - 1) / 6) == 0


def test_both_sides_of_theorem_1_are_derived():
    steps = symbolic.forgetting()
    assert sp.simplify(steps["below"].relation - x / (x - 1)) == 0
    assert steps["square"].relation == steps["check"].relation == 0
    assert steps["above"].relation == sp.exp(x) - 1
    (before,) = steps["moment"].relation.free_symbols - {n}
    assert sp.expand(steps["moment"].relation - before**2 - before * (1 - before) / n) == 0
    for size in (1, 3, 10):
        for point in (sp.Rational(1, 10), sp.Rational(1, 2), sp.Rational(9, 10)):
            inequality = steps["bernoulli"].relation.subs({n: size, x: point})
            assert inequality == sp.true
            assert (1 - point) ** size < sp.exp(-size * point).evalf()


def test_one_generation_keeps_the_mean_and_shrinks_the_product():
    steps = symbolic.moments()
    (before,) = steps["mean"].relation.free_symbols
    assert steps["mean"].relation == before
    assert sp.simplify(steps["factor"].relation - 1 + 1 / n) == 0
    assert sp.expand(steps["product"].relation - before * (1 - before) * (1 - 1 / n)) == 0


@pytest.mark.parametrize(
    ("size", "values"),
    [(2, "1 1 1/2"), (3, "1 1 2/3 2/9"), (4, "1 1 3/4 3/8 3/32")],
)
def test_eigenvalues(size, values):
    golden = [sp.Rational(value) for value in values.split()]
    assert symbolic.eigenvalues(size) == golden
    assert [symbolic.spectrum(j).subs(n, size) for j in range(size + 1)] == golden


@pytest.mark.parametrize(("size", "generations"), [(2, 2), (3, 2), (4, 3), (5, 2)])
def test_the_dual_polynomial(size, generations):
    forwards = symbolic.absent_by_chain(size, generations)
    assert sp.expand(forwards - symbolic.absent_by_ancestors(size, generations)) == 0
    assert sp.expand(forwards - symbolic.absent_by_ancestors(size, generations + 1)) != 0


def test_the_poisson_process_is_composed():
    steps = symbolic.poisson()
    c = symbolic.total
    assert sp.simplify(steps["never"].relation - sp.exp(-c * symbolic.iterate(3))) == 0
    assert steps["mean"].relation == c
    assert steps["variance"].relation == 3 * c
    for k in (1, 2, 3):
        assert sp.simplify(-sp.log(symbolic.poisson_pgf(k).subs({s: 0, c: 1})) - symbolic.iterate(k)) == 0


def test_iterates_to_thirty_digits():
    with mpmath.workdps(40):
        value = mpmath.mpf(1)
        for k in range(1, 12):
            assert abs(symbolic.iterate(k).evalf(35) - sp.Float(value, 35)) < sp.Float(10) ** -30
            value = 1 - mpmath.exp(-value)


def test_the_median_and_the_limit_law():
    steps = symbolic.median()
    c = symbolic.total
    assert sp.simplify(steps["latest"].relation.rhs - 2 * c / sp.log(2) + 1) == 0
    u = sp.Symbol("u", positive=True)
    assert steps["most"].relation == steps["least"].relation == sp.exp(-2 / u)


def test_the_diffusion():
    steps = symbolic.diffusion()
    assert steps["curvature"].relation == -1
    assert sp.limit(steps["mean"].relation, p, 0) == 0
    assert steps["rare"].relation == 2


def test_one_generation_of_a_vocabulary():
    steps = symbolic.vocabulary()
    assert steps["share"].relation == 1 - sp.exp(-1)
    assert steps["squares"].relation == 1 / n**2
    for size in (2, 5, 100):
        assert steps["together"].relation.subs(n, size) < 0
