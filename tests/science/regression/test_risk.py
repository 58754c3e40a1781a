"""Deterministic equivalents: golden values, limits, and what is infinite."""

import warnings

import numpy as np
import pytest

from modelcollapse.errors import InfiniteMean
from modelcollapse.exact import regression as exact

EQUAL, TRUTH = np.ones(60), np.full(60, 60**-0.5)
UNIT = {"noise": 0.0, "generator_noise": 1.0}


def rho(spectrum, *, ridge, samples, given, design="independent", generations=1):
    d = len(spectrum)
    found = exact.risk(
        spectrum,
        np.full(d, d**-0.5),
        ridge=ridge,
        samples=samples,
        generator_samples=given,
        generations=generations,
        design=design,
        **UNIT,
    )
    return found.collapse


def test_the_whole_error_at_sixty_dimensions():
    found = exact.risk(
        EQUAL,
        TRUTH,
        ridge=0.1,
        samples=90,
        noise=0.5,
        generator_samples=120,
        generator_noise=0.3,
        generations=[0, 1, 5, 10],
    )
    np.testing.assert_allclose(found.total, [0.2616, 0.3255, 0.5810, 0.9003], atol=6e-5)
    assert (found.collapse[0], found.bias.shape, found.variance.shape) == (0, (4,), (4,))


@pytest.mark.parametrize(
    ("exponent", "samples", "golden"), [(0, 40, 0.5186), (0, 240, 0.8018), (1, 90, 0.1582)]
)
def test_the_collapse_term(exponent, samples, golden):
    spectrum = np.arange(1.0, 61) ** -exponent
    assert rho(spectrum, ridge=0.1, samples=samples, given=120) == pytest.approx(golden, abs=6e-5)


@pytest.mark.parametrize(
    ("exponent", "wide", "narrow", "second", "sixth"),
    [(0, 0.962, 0.491, 1.443, 1.894), (1, 0.823, 0.291, 1.444, 2.783), (2, 0.501, 0.191, 1.049, 3.157)],
)
def test_generators_with_fewer_samples_than_dimensions(exponent, wide, narrow, second, sixth):
    spectrum = np.arange(1.0, 81) ** -exponent
    given = {"ridge": 0.01, "samples": 160, "given": 40}
    assert rho(spectrum, **given) == pytest.approx(wide, abs=6e-4)
    assert rho(spectrum, ridge=0.1, samples=50, given=40) == pytest.approx(narrow, abs=6e-4)
    np.testing.assert_allclose(rho(spectrum, **given, generations=[2, 6]), [second, sixth], atol=6e-4)
    # With the same inputs the noise of all generators goes through one projection.
    np.testing.assert_allclose(
        rho(spectrum, **given, generations=[2, 6], design="same"),
        np.array([2, 6]) * rho(spectrum, **given),
        rtol=1e-13,
    )


@pytest.mark.parametrize(("samples", "clean", "lossy"), [(50, 0.0793, 0.0651), (44, 0.0821, 0.0640)])
def test_a_bias_that_synthetic_labels_reduce(samples, clean, lossy):
    spectrum = np.r_[np.ones(40), np.full(120, 0.05)]
    truth = np.r_[np.zeros(40), np.full(120, 120**-0.5)]
    found = exact.risk(
        spectrum,
        truth,
        ridge=1e-3,
        samples=samples,
        noise=0.0,
        generator_samples=20,
        generator_noise=0.0,
        generations=[0, 1],
    )
    np.testing.assert_allclose(found.bias, [clean, lossy], atol=6e-5)


def test_isotropic_generators_lose_a_fixed_share():
    # Σ = 1, no ridge, more labels than dimensions: the error is 1 − η^n, and η = T₀/d.
    for design, powers in (("independent", [0, 1, 2, 5]), ("same", [0, 1, 1, 1])):
        found = exact.risk(
            EQUAL,
            TRUTH,
            ridge=0.0,
            samples=600,
            noise=0.0,
            generator_samples=30,
            generator_noise=0.0,
            generations=[0, 1, 2, 5],
            design=design,
        )
        np.testing.assert_allclose(found.bias, 1 - 0.5 ** np.array(powers), atol=1e-12)


def test_without_a_ridge_it_is_least_squares():
    for samples, given, n in ((90, 120, 3), (600, 62, 10)):
        found = exact.risk(
            np.arange(1.0, 61) ** -1.0,
            TRUTH,
            ridge=0.0,
            samples=samples,
            noise=0.7,
            generator_samples=given,
            generator_noise=0.3,
            generations=n,
        )
        exactly = exact.least_squares_risk(
            dimension=60,
            samples=samples,
            noise=0.7,
            generator_samples=given,
            generator_noise=0.3,
            generations=n,
        )
        assert found.bias == 0
        assert found.collapse == pytest.approx(exactly.collapse, rel=1e-12)
        # The variance of the last fit is the limit's.
        assert found.variance == pytest.approx(0.49 * 60 / (samples - 60), rel=1e-12)


def test_infinite_samples_leave_the_ridge_alone():
    spectrum = np.arange(1.0, 61) ** -1.0
    found = rho(spectrum, ridge=0.1, samples=10**9, given=120)
    assert found == pytest.approx(exact.df(spectrum, 0.1, 2) / 59, rel=1e-6)


def test_a_grid_is_the_same_as_its_points():
    ridge, samples, n = np.array([0.0, 0.01, 1.0])[:, None, None], np.array([40, 200])[:, None], [0, 1, 4]
    for given, design in ((120, "independent"), (30, "independent"), (30, "same")):
        setting = {
            "noise": 0.5,
            "generator_samples": given,
            "generator_noise": 0.3,
            "design": design,
        }
        grid = exact.risk(EQUAL, TRUTH, ridge=ridge, samples=samples, generations=n, **setting)
        assert grid.total.shape == (3, 2, 3)
        for i, j, k in np.ndindex(3, 2, 3):
            one = exact.risk(
                EQUAL,
                TRUTH,
                ridge=float(ridge[i, 0, 0]),
                samples=int(samples[j, 0]),
                generations=n[k],
                **setting,
            )
            for part in ("bias", "variance", "collapse"):
                assert getattr(one, part) == pytest.approx(getattr(grid, part)[i, j, k], rel=1e-12)


@pytest.mark.parametrize("given", [59, 60, 61])
def test_generators_near_the_dimension_have_an_infinite_mean(given):
    setting = {"ridge": 0.1, "samples": 90, "noise": 0.5, "generator_samples": given}
    with pytest.warns(InfiniteMean, match=r"generator_samples = \d+ is within 1 of the dimension 60"):
        found = exact.risk(EQUAL, TRUTH, generator_noise=0.3, generations=[0, 1], **setting)
    assert found.collapse.tolist() == [0, np.inf]
    assert np.isfinite(found.bias).all()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert exact.risk(EQUAL, TRUTH, generator_noise=0.0, generations=1, **setting).collapse == 0


def test_a_last_fit_near_the_dimension_needs_a_ridge():
    setting = {"noise": 0.5, "generator_samples": 120, "generator_noise": 0.3, "generations": 1}
    with pytest.warns(InfiniteMean, match="no ridge"):
        found = exact.risk(EQUAL, TRUTH, ridge=0.0, samples=[59, 60, 61, 70], **setting)
    assert np.isinf(found.variance).tolist() == [True, True, True, False]
    assert found.bias[1:].tolist() == [0, 0, 0]
    assert np.isfinite(found.collapse).all()


@pytest.mark.parametrize(
    ("n", "ridge", "error", "without"),
    [
        (0, 0.0120, 0.01674, 0.0171),
        (1, 0.0330, 0.05449, 0.0573),
        (5, 0.132, 0.1860, 0.2178),
        (10, 0.280, 0.3138, 0.4185),
        (20, 0.664, 0.4857, 0.8198),
    ],
)
def test_the_best_ridge_of_figure_1a(n, ridge, error, without):
    setting = {
        "samples": 1000,
        "noise": 0.2,
        "generator_samples": 600,
        "generator_noise": 0.2,
        "generations": n,
    }
    spectrum, truth = np.ones(300), np.full(300, 300**-0.5)
    best = exact.optimal_ridge(spectrum, truth, **setting)
    # The golden ridges were read off a grid.
    assert best.ridge == pytest.approx(ridge, rel=0.015)
    assert best.total == pytest.approx(error, rel=4e-4)
    there = exact.risk(spectrum, truth, ridge=[best.ridge, 0.9 * best.ridge, 1.1 * best.ridge], **setting)
    assert there.total[0] == pytest.approx(best.total, rel=1e-12)
    assert there.total[0] < there.total[1:].min()
    assert exact.risk(spectrum, truth, ridge=0.0, **setting).total == pytest.approx(without, abs=6e-5)
    if n == 0:
        assert best.ridge == pytest.approx(0.2**2 * 300 / 1000, rel=1e-6)


def test_no_ridge_is_best_without_noise():
    best = exact.optimal_ridge(
        EQUAL,
        TRUTH,
        samples=100,
        noise=0.0,
        generator_samples=120,
        generator_noise=0.0,
        generations=3,
    )
    assert (best.ridge, best.total) == (0, 0)
