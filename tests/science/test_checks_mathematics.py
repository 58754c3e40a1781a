"""Evidence without chance: identities, agreements and inequalities, true, false and undecided."""

import numpy as np
import pytest
import sympy as sp

from modelcollapse.checks import Agreement, Identity, Inequality, Verdict
from modelcollapse.errors import UnusableSample

V, R, I = Verdict.VERIFIED, Verdict.REFUTED, Verdict.INCONCLUSIVE  # noqa: E741
x = sp.Symbol("x", positive=True)
n = sp.Symbol("n", integer=True, positive=True)


def identity(left, right, *rivals, **options):
    named = {str(rival): (lambda rival=rival: rival) for rival in rivals}
    return Identity("identity", "", lambda: left, lambda: right, named, **options)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((x + 1) ** 2, x**2 + 2 * x + 1),
        (sp.gamma(x + 1) / sp.gamma(x), x),
        (sp.log(x**2), 2 * sp.log(x)),
        (sp.sin(x) ** 2 + sp.cos(x) ** 2, sp.Integer(1)),
        (sp.gamma(n + 1), sp.factorial(n)),
        (sp.Integer(2), sp.Rational(4, 2)),
    ],
)
def test_a_true_identity(left, right):
    finding = identity(left, right, right + sp.Rational(1, 10**9)).judge({}, "smoke")
    assert finding.verdict is V
    assert finding.values["reduces_to_zero"] is True
    assert finding.values["largest_gap"] < 1e-30
    assert [control.verdict for control in finding.controls] == [R]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (x**2, x**2 + sp.Rational(1, 10**28)),
        (sp.gamma(x + 1), sp.gamma(x)),
        (sp.sqrt(x**2), -x),
        (sp.Integer(1), sp.Rational(10**25 + 1, 10**25)),
    ],
)
def test_a_false_identity(left, right):
    assert identity(left, right).judge({}, "smoke").verdict is R


def test_an_identity_that_algebra_does_not_reduce_is_not_verified():
    # True, but only to 50 digits: the constant below is π cut after 50 digits.
    almost = sp.Rational(str(sp.N(sp.pi, 50)))
    finding = identity(sp.pi * x, almost * x).judge({}, "smoke")
    assert finding.verdict is I
    assert finding.values["reduces_to_zero"] is False


def test_a_rival_that_is_true_takes_the_verdict_away():
    finding = identity((x + 1) ** 2, x**2 + 2 * x + 1, x * (x + 2) + 1).judge({}, "smoke")
    assert finding.verdict is I


def test_points_are_rational_inside_the_domain_and_the_same_every_time():
    found = identity(x * n, n * x, domain={x: (3, 4), n: (5, 9)})
    points = found._points([x, n])
    assert points == found._points([x, n])
    assert len(points) == 20
    assert len({point[x] for point in points}) > 15
    for point in points:
        assert 3 < point[x] < 4
        assert point[x].is_Rational
        assert not (2 * point[x]).is_integer
        assert 5 <= point[n] <= 9
        assert point[n].is_integer


def test_mutants_of_an_identity_fall():
    finding = identity((n + 1) ** 2, n**2 + 2 * n + 1).judge({}, "full")
    assert finding.verdict is V
    assert len(finding.mutants) == 18
    assert {mutant.verdict for mutant in finding.mutants} == {R}
    assert identity((n + 1) ** 2, n**2 + 2 * n + 1).judge({}, "smoke").mutants == ()


def agreement(computed, bound=1e-12, scale=0.0, **rivals):
    return Agreement(
        "agreement", "", lambda: computed, lambda: [(sp.sqrt(n), {n: 2}), (sp.pi, {})], bound, rivals, scale
    )


TRUE = [np.sqrt(2), np.pi]


def test_an_agreement():
    finding = agreement(TRUE, other=lambda: [np.sqrt(2), 3.14159265]).judge({}, "smoke")
    assert finding.verdict is V
    assert finding.values["largest_error"] < 3e-16
    assert [control.verdict for control in finding.controls] == [R]
    assert agreement([np.sqrt(2), np.pi * (1 + 2e-12)]).judge({}, "smoke").verdict is R


def test_the_reference_of_an_agreement_has_fifty_digits():
    # A float's own rounding error shows: the reference is not rounded to a float.
    finding = agreement(TRUE).judge({}, "smoke")
    wanted = abs(sp.Rational(float(np.pi)) - sp.pi) / sp.pi
    other = abs(sp.Rational(float(np.sqrt(2))) - sp.sqrt(2)) / sp.sqrt(2)
    assert finding.values["largest_error"] == pytest.approx(
        float(sp.N(sp.Max(wanted, other), 30)), rel=1e-12, abs=0
    )


def test_the_scale_makes_small_errors_absolute():
    near = [np.sqrt(2) + 1e-9, np.pi]
    assert agreement(near, bound=1e-9).judge({}, "smoke").verdict is V
    assert agreement(near, bound=1e-10).judge({}, "smoke").verdict is R
    assert agreement(near, bound=1.1e-10, scale=10.0).judge({}, "smoke").verdict is V


def test_an_agreement_that_passes_its_rival_proves_nothing():
    assert agreement(TRUE, same=lambda: TRUE).judge({}, "smoke").verdict is I


@pytest.mark.parametrize("computed", [[1.0], [1.0, 2.0, 3.0], [1.0, np.nan], [np.inf, 1.0], [[1.0, 2.0]]])
def test_an_agreement_of_other_shapes_or_without_numbers(computed):
    with pytest.raises(UnusableSample, match="2 finite numbers expected"):
        agreement(computed).judge({}, "smoke")


def inequality(curve, lower=None, upper=None, **options):
    points = tuple(range(len(curve)))
    return Inequality(
        "inequality",
        "",
        points,
        lambda: curve,
        lower=None if lower is None else lambda: lower,
        upper=None if upper is None else lambda: upper,
        **options,
    )


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        ([0, 1, 2], [2, 3, 4], V),
        ([0, 1, 2], None, V),
        (None, 3.5, V),
        (None, [2, 3, 2.9], R),
        ([0, 2.1, 0], [9, 9, 9], R),
        (None, [2, 2, 4], I),  # equal at a point: rounding decides nothing
        ([0, 1, 2], [2, 2 + 1e-13, 4], I),
        (None, [2, 2 - 1e-13, 4], I),
        (None, [2, 2 - 1e-11, 4], R),
    ],
)
def test_an_inequality(lower, upper, verdict):
    assert inequality([1.0, 2.0, 3.0], lower, upper).judge({}, "smoke").verdict is verdict


def test_each_side_of_an_inequality_is_reported_where_it_is_tightest():
    finding = inequality([1.0, 2.0, 3.0], [0, 1.5, 2], [2, 3, 3.25]).judge({}, "smoke")
    assert finding.values["lower_slack"] == pytest.approx(0.5)
    assert finding.values["lower_slack_at"] == 1
    assert finding.values["upper_slack"] == pytest.approx(0.25)
    assert finding.values["upper_slack_at"] == 2


def test_tighter_false_bounds_have_to_be_refuted():
    false = {"too low": lambda: [2, 1.9, 4]}
    assert inequality([1.0, 2.0, 3.0], None, [2, 3, 4], upper_rivals=false).judge({}, "smoke").verdict is V
    true = {"still above": lambda: [2, 2.1, 4]}
    finding = inequality([1.0, 2.0, 3.0], None, [2, 3, 4], upper_rivals=true).judge({}, "smoke")
    assert finding.verdict is I
    assert "(still above, as the upper bound)" in finding.reason


def test_a_lower_rival_is_judged_as_a_lower_bound():
    finding = inequality(
        [1.0, 2.0, 3.0], [0, 1, 2], [2, 3, 4], lower_rivals={"above": lambda: [0, 2.5, 2]}
    ).judge({}, "smoke")
    assert finding.verdict is V
    assert finding.controls[0].verdict is R


@pytest.mark.parametrize(
    ("curve", "upper"),
    [([1.0, np.nan], [2, 2]), ([1.0, 2.0], [2, np.inf]), ([1.0, 2.0], [1, 2, 3]), ([1.0, 2.0], [3])],
)
def test_inequalities_that_cannot_be_compared(curve, upper):
    with pytest.raises(UnusableSample):
        inequality(curve, None, upper).judge({}, "smoke")


def test_a_curve_of_another_shape_than_its_points():
    short = Inequality("i", "", (1, 2, 3), lambda: [1.0, 2.0], upper=lambda: 5.0)
    with pytest.raises(UnusableSample, match="3 numbers expected"):
        short.judge({}, "smoke")


def test_a_variant_without_a_value_at_a_point_is_refuted():
    size = sp.Symbol("n", integer=True, positive=True)
    identity = Identity(
        name="singular",
        asserts="n/n is one.",
        left=lambda: size / (size + 1),
        right=lambda: 1 - 1 / (size + 1),
        rivals={"a pole at 2": lambda: size / (size - 2)},
        domain={size: (2, 4)},
    )
    finding = identity.judge({}, "full")
    assert finding.verdict is Verdict.VERIFIED, finding.reason
    assert finding.controls[0].verdict is Verdict.REFUTED
