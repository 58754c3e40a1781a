"""Every step of the derivations, asserted."""

import numpy as np
import pytest
import sympy as sp

from modelcollapse.exact import regression as exact
from modelcollapse.symbolic import regression as symbolic
from modelcollapse.symbolic.derivation import lower

d, T, T0, n, m = (
    symbolic.dimension,
    symbolic.samples,
    symbolic.generator_samples,
    symbolic.generations,
    symbolic.degrees,
)
phi, phi0, sigma, sigma0 = symbolic.ratio, symbolic.generator_ratio, symbolic.noise, symbolic.generator_noise
kappa, lam = symbolic.kappa, symbolic.ridge
c = sp.Symbol("c", positive=True)


def same(one, other):
    return sp.simplify(one - other) == 0


def test_chain_steps():
    steps = symbolic.chain()
    assert same(steps["first"].relation, 1 / (m - 2))
    assert same(steps["second"].relation, 1 / ((m - 2) * (m - 4)))
    assert same(steps["mean"].relation, sigma**2 * d / (T - d - 1) + n * sigma0**2 * d / (T0 - d - 1))
    assert same(steps["limit"].relation, sigma**2 * phi / (1 - phi) + n * sigma0**2 * phi0 / (1 - phi0))
    assert same(steps["excess"].relation, (T0 - d) / (T0 - d - 1))
    assert [steps["excess"].relation.subs({d: 5, T0: 5 + k}) for k in (2, 3)] == [2, sp.Rational(3, 2)]
    assert same(steps["plateau"].relation, n * sigma0**2 * d / (T0 - d - 1))
    assert same(steps["approach"].relation, sigma**2 * d)


def test_spread_steps_are_the_exact_variance():
    steps = symbolic.spread()
    for design in ("independent", "same"):
        value = lower(steps[design].relation, [d, m, n, sigma0])
        for dimension, given, generations in ((20, 40, 5), (3, 12, 50)):
            found = exact.least_squares_risk(
                dimension=dimension,
                samples=dimension,
                noise=0.0,
                generator_samples=given,
                generator_noise=0.6,
                generations=generations,
                design=design,
            )
            assert found.variance == pytest.approx(
                value(dimension, given - dimension + 1, generations, 0.6), rel=1e-12
            )
    assert same(steps["late_same"].relation, (1 + 2 / d) * (m - 2) / (m - 4) - 1)
    assert steps["late_independent"].relation == 2 / d


def test_thresholds():
    steps = symbolic.null_predictor()
    signal = symbolic.signal
    assert same(steps["limit"].relation, signal / sigma0**2 * (1 / phi0 - 1))
    assert steps["limit"].relation.subs({signal: 4, sigma0: 1, phi0: sp.Rational(1, 10)}) == 36
    assert steps["exact"].relation.subs({signal: 4, sigma0: 1, d: 10, T0: 100}) == sp.Rational(178, 5)


def test_growth_steps():
    steps = symbolic.growth()
    g = sp.Symbol("g", positive=True)
    assert same(steps["share"].relation, (T0 - d - 1) / (g * T0 - d - 1))
    assert steps["many"].relation == 1 / g


def test_effective_ridge_steps():
    steps = symbolic.effective()
    s = symbolic.value
    assert same(steps["slope"].relation, s**2 / (s + kappa) ** 2)
    root = steps["root"].relation
    assert same(steps["isotropic"].relation.subs(kappa, root), 0)
    assert same(steps["root_slope"].relation, sp.diff(root, lam))
    value = lower(root, [lam, phi])
    assert exact.kappa(np.ones(30), ridge=0.07, samples=20) == pytest.approx(value(0.07, 1.5), rel=1e-13)


def test_fixed_point_steps():
    steps = symbolic.fixed_point()
    b, u = sp.Symbol("b", positive=True), sp.Symbol("u", positive=True)
    assert same(steps["residual"].relation, (sigma**2 + b) / (1 - u))
    assert same(steps["total"].relation, (b + u * sigma**2) / (1 - u))
    assert same(steps["bias"].relation + steps["variance"].relation, steps["total"].relation)


def test_isotropic_error_and_collapse():
    steps, added = symbolic.test_error(), symbolic.collapse()
    assert same(steps["bias"].relation + steps["variance"].relation, steps["total"].relation)
    assert same(steps["no_ridge"].relation, sigma**2 * phi / (1 - phi))
    printed = (1 + phi * kappa**2 / ((1 + kappa) ** 2 - phi)) / (1 + kappa) ** 2
    assert same(added["general"].relation, printed)
    assert added["no_ridge"].relation == c
    assert same(added["limit"].relation, phi0 / (1 - phi0))


def test_optimum_steps():
    steps = symbolic.optimum()
    clean_root = symbolic.effective()["root"].relation.subs(lam, phi * sigma**2)
    assert same(steps["clean_at"].relation, clean_root)
    assert same(steps["ridge"].relation, kappa * (1 - phi / (1 + kappa)))
    whole = steps["pull"].relation - c * n * sigma0**2 * steps["push"].relation
    assert sp.expand(whole - steps["polynomial"].relation) == 0
    assert sp.Poly(steps["polynomial"].relation, kappa).degree() == 4
    # Every coefficient of the part that generators add is positive for φ < 1.
    for coefficient in sp.Poly(steps["push"].relation, kappa).all_coeffs():
        assert sp.simplify(coefficient.subs(phi, 1 / (1 + c))).is_positive
