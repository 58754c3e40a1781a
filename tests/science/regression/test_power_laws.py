"""Power laws: sums against brute force, exponents, constants, the ledger's golden values."""

import numpy as np
import pytest

from modelcollapse import claims
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import regression as exact
from modelcollapse.symbolic import regression as symbolic
from modelcollapse.symbolic.derivation import lower

PAIRS = [(2.0, 0.375), (1.5, 0.25), (1.2, 0.15), (2.0, 1.5), (3.0, 0.7)]
GENERATORS = {"noise": 0.5, "generator_samples": 600, "generator_noise": 1.0, "generations": 10}


@pytest.mark.parametrize(("beta", "r"), PAIRS)
@pytest.mark.parametrize("dimension", [7, 2048, 2049, 60_000])
def test_sums_are_those_of_all_terms(beta, r, dimension):
    law = exact.PowerLaw(beta, r, dimension)
    j = np.arange(1.0, dimension + 1)
    s, square = j**-beta, j ** -(1 + beta * (2 * r - 1))
    kappa = np.array([1e-10, 1e-5, 1.0])
    column = kappa[:, None]
    np.testing.assert_allclose(law.df(kappa, 1), (s / (s + column)).sum(axis=1), rtol=2e-13)
    np.testing.assert_allclose(law.df(kappa, 2), ((s / (s + column)) ** 2).sum(axis=1), rtol=2e-13)
    missing = (column**2 * s * square / (s + column) ** 2).sum(axis=1)
    np.testing.assert_allclose(law.missing(kappa), missing, rtol=2e-13)
    general = (s**2.5 / (s + column)).sum(axis=1)
    np.testing.assert_allclose(law.resolvent_sum(kappa, power=2.5, order=1), general, rtol=2e-13)


def test_slow_sums_stay_finite():
    law = exact.PowerLaw(1.1, 0.1)
    assert np.isfinite([law.df(1e-6, 1), law.df(1e-6, 2), law.missing(1e-6)]).all()
    assert law.df(1e-6, 1) == pytest.approx(exact.constants(1.1, 0.1).first * 1e-6 ** (-1 / 1.1), rel=1e-5)


def test_few_terms_stand_for_many():
    assert len(exact.PowerLaw(2.0, 0.375, 10**6)._spectrum) < 2500
    assert len(exact.PowerLaw(1.2, 0.1)._spectrum) < 10_000


def test_risk_is_that_of_the_spectrum():
    law = exact.PowerLaw(2.0, 0.375, 300)
    j = np.arange(1.0, 301)
    setting = {"ridge": [0.1, 1e-3, 1e-6], "samples": [100, 10**4, 10**6], **GENERATORS}
    ours, theirs = law.risk(**setting), exact.risk(j**-2, j**-0.25, **setting)
    for part in ("bias", "variance", "collapse", "total"):
        np.testing.assert_allclose(getattr(ours, part), getattr(theirs, part), rtol=1e-11)
    np.testing.assert_allclose(
        law.kappa(ridge=[0.0, 0.0, 0.1], samples=[100, 400, 400]),
        exact.kappa(j**-2, ridge=[0.0, 0.0, 0.1], samples=[100, 400, 400]),
        rtol=1e-12,
    )
    best = law.optimal_ridge(samples=10**4, **GENERATORS)
    other = exact.optimal_ridge(j**-2, j**-0.25, samples=10**4, **GENERATORS)
    assert best.ridge == pytest.approx(other.ridge, rel=1e-5)
    assert best.total == pytest.approx(other.total, rel=1e-10)


def test_golden_values_of_figure_1b():
    law = exact.PowerLaw(2.0, 0.375, 300)
    setting = {"noise": 1.0, "generator_samples": 600, "generator_noise": 1.0}
    for samples, golden in ((100, (0.646, 1.273, 0.538, 0.347)), (10**6, (5.705, 0.333, 0.165, 0.157))):
        ridges = [samples**-0.8, 600**-0.8, 60**-0.8]
        parts = law.risk(ridge=ridges, samples=samples, generations=10, **setting)
        # The golden values divide by T₀ − d.
        found = parts.bias + parts.variance + parts.collapse * 299 / 300
        least = law.optimal_ridge(samples=samples, generations=10, **setting).total
        assert [*found, least * 299 / 300] == pytest.approx(golden, abs=1e-3)


@pytest.mark.parametrize(
    ("samples", "ridge", "sharp", "total", "predicted"),
    [(10**5, 1.088e-3, 1.0897e-3, 8.218e-3, 8.327e-3), (10**7, 5.587e-5, 5.587e-5, 8.947e-4, 8.973e-4)],
)
def test_golden_values_of_the_optimum(samples, ridge, sharp, total, predicted):
    given = round(samples**0.8)
    best = exact.PowerLaw(2.0, 0.375, given // 2).optimal_ridge(
        samples=samples, noise=0.0, generator_samples=given, generator_noise=1.0, generations=1
    )
    worth = (given - given // 2 - 1) / (1 + given // 2 / samples)
    limit = exact.sharp_ridge(2.0, 0.375, effective_samples=worth)
    assert (best.ridge, best.total) == pytest.approx((ridge, total), rel=5e-4)
    assert (limit.ridge, limit.total) == pytest.approx((sharp, predicted), rel=5e-4)


def test_constants_agree_with_the_integrals():
    steps = symbolic.integrals()
    for beta, r in PAIRS:
        if r >= 1:
            continue
        found = exact.constants(beta, r)
        values = [
            lower(steps[name].relation, [symbolic.beta, symbolic.r])(beta, r)
            for name in ("first", "second", "bias")
        ]
        assert [found.first, found.second, found.bias] == pytest.approx(values, rel=1e-13)


def test_exponents():
    assert exact.critical_exponent(2.0, 0.375) == pytest.approx(0.8)
    assert exact.critical_exponent(1.65, 0.097) == pytest.approx(1.250, abs=6e-4)
    assert exact.critical_exponent(2.0, 1.5) == pytest.approx(0.4)
    assert exact.adaptive_exponent(2.0, 0.375, 0.8, 0.2) == pytest.approx(0.48)
    assert exact.adaptive_exponent(2.0, 0.375, 1.2, 0.0) == pytest.approx(0.8)
    assert exact.adaptive_exponent(2.0, 0.375, 1.2, 0.0, fixed_ratio=False) == pytest.approx(0.96)
    assert exact.adaptive_exponent(2.0, 0.375, 0.8, -5.0) == 2.0


def test_a_power_law_is_fitted_back():
    j = np.arange(1.0, 20_001)
    beta, r = exact.fit_power_law(j**-2, j**-0.25, first=20, last=200)
    assert (beta, r) == (pytest.approx(2.0), pytest.approx(0.375, abs=0.01))


@pytest.mark.parametrize(
    "claim", ["regression-power-sums", "regression-sharp-constants", "regression-scaling-law"]
)
def test_the_claims_of_the_chapter(claim):
    assert claims.get(claim).chapter == "power-laws"


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: exact.PowerLaw(1.0, 0.5), "beta"),
        (lambda: exact.PowerLaw(2.0, 0.0), "r"),
        (lambda: exact.PowerLaw(2.0, 0.5, 0), "dimension"),
        (lambda: exact.PowerLaw(1.01, 0.5), "dimension"),
        (lambda: exact.PowerLaw(5.0, 0.02), "dimension"),
        (lambda: exact.PowerLaw(2.0, 0.5).df(0.0, 1), "kappa"),
        (lambda: exact.PowerLaw(2.0, 0.5).df(0.1, 3), "order"),
        (lambda: exact.PowerLaw(2.0, 0.5).resolvent_sum(0.1, power=0.5, order=1), "power"),
        (lambda: exact.PowerLaw(2.0, 0.5).kappa(ridge=-0.1, samples=5), "ridge"),
        (lambda: exact.PowerLaw(2.0, 0.5).kappa(ridge=[0.1, 0.2], samples=[1, 2, 3]), "samples"),
        (lambda: exact.PowerLaw(2.0, 0.5).risk(ridge=0.0, samples=5, noise=1.0), "ridge"),
        (
            lambda: exact.PowerLaw(2.0, 0.5).risk(
                ridge=0.1, samples=5, noise=1.0, generator_samples=9, generator_noise=1.0, generations=1
            ),
            "generations",
        ),
        (
            lambda: exact.PowerLaw(2.0, 0.5, 8).risk(
                ridge=0.1, samples=5, noise=1.0, generator_samples=9, generator_noise=1.0, generations=1
            ),
            "generator_samples",
        ),
        (lambda: exact.PowerLaw(2.0, 0.5, 8).optimal_ridge(samples=5, noise=0.0), "noise"),
        (lambda: exact.critical_exponent(1.0, 0.5), "beta"),
        (lambda: exact.critical_exponent(2.0, 0.0), "r"),
        (lambda: exact.adaptive_exponent(2.0, 0.5, 0.0, 0.0), "b"),
        (lambda: exact.adaptive_exponent(2.0, 0.5, 1.5, 1.2), "a"),
        (lambda: exact.constants(2.0, 1.0), "r"),
        (lambda: exact.sharp_ridge(2.0, 0.5, effective_samples=0.0), "effective_samples"),
        (lambda: exact.fit_power_law([1.0, 0.5], [1.0], first=1, last=2), "coefficients"),
        (lambda: exact.fit_power_law([1.0, 0.5], [1.0, 1.0], first=1, last=3), "first"),
        (lambda: exact.fit_power_law([1.0, 0.0], [1.0, 1.0], first=1, last=2), "spectrum"),
    ],
)
def test_bad_input_is_named(call, argument):
    with pytest.raises(InvalidArgument, match=f"^{argument}"):
        call()
