"""κ and the degrees of freedom: against Brent's method, closed forms and limits."""

import numpy as np
import pytest

from modelcollapse.exact import regression as exact
from science.regression import oracles

SPECTRA = {
    "equal": np.ones(60),
    "slow": np.arange(1.0, 201) ** -0.5,
    "steep": np.arange(1.0, 301) ** -2.0,
    "blocks": np.r_[np.ones(40), np.full(120, 0.05)],
}


@pytest.mark.parametrize("name", SPECTRA)
@pytest.mark.parametrize("points", [20, 300], ids=["newton", "table"])
def test_against_brent_one_point_at_a_time(name, points):
    chance = np.random.default_rng(5)
    ridge = 10 ** chance.uniform(-6, 1, points)
    samples = np.round(10 ** chance.uniform(0, 4, points)).astype(int)
    found = exact.kappa(SPECTRA[name], ridge=ridge, samples=samples)
    for i in range(0, points, max(1, points // 60)):
        reference = oracles.effective_ridge(SPECTRA[name], ridge[i], samples[i])
        assert found[i] == pytest.approx(reference, rel=1e-10)


@pytest.mark.parametrize("ratio", [0.5, 2.0])
@pytest.mark.parametrize("ridge", [0.01, 1.0])
def test_isotropic_closed_form(ratio, ridge):
    b = ridge + ratio - 1
    closed = (b + np.sqrt(b * b + 4 * ridge)) / 2
    assert exact.kappa(np.ones(100), ridge=ridge, samples=round(100 / ratio)) == pytest.approx(
        closed, rel=1e-14
    )


def test_without_a_ridge():
    spectrum = SPECTRA["slow"]
    assert exact.kappa(spectrum, ridge=0, samples=200) == 0
    assert exact.kappa(spectrum, ridge=0, samples=201) == 0
    few = exact.kappa(spectrum, ridge=0, samples=[1, 50, 199])
    np.testing.assert_allclose(exact.df(spectrum, few, 1), [1, 50, 199], rtol=1e-13)
    many = exact.kappa(spectrum, ridge=np.zeros(60), samples=np.full(60, 50))
    np.testing.assert_allclose(many, few[1], rtol=1e-11)


@pytest.mark.parametrize("samples", [199, 200, 201])
def test_a_tiny_ridge_near_as_many_samples_as_dimensions(samples):
    spectrum = SPECTRA["slow"]
    for points in (3, 100):
        found = exact.kappa(spectrum, ridge=np.geomspace(1e-12, 1e-9, points), samples=samples)
        assert (np.diff(found) > 0).all()
        back = found * (samples - exact.df(spectrum, found, 1)) / samples
        np.testing.assert_allclose(back, np.geomspace(1e-12, 1e-9, points), rtol=1e-2)


def test_zero_eigenvalues_count_for_nothing():
    padded = np.r_[SPECTRA["slow"], np.zeros(50)]
    for ridge, samples in ((0.1, 50), (0.0, 50), (0.0, 220)):
        assert exact.kappa(padded, ridge=ridge, samples=samples) == exact.kappa(
            SPECTRA["slow"], ridge=ridge, samples=samples
        )
    assert exact.df(padded, 0.0, 2) == 200


def test_the_derivative_is_that_of_kappa():
    spectrum = SPECTRA["steep"]
    for samples in (20, 400):
        kappa, rate = exact.kappa(spectrum, ridge=0.01, samples=samples, derivative=True)
        ahead, behind = exact.kappa(spectrum, ridge=[0.0101, 0.0099], samples=samples)
        assert rate == pytest.approx((ahead - behind) / 2e-4, rel=1e-4)
        assert rate == pytest.approx(1 / (1 - exact.df(spectrum, kappa, 2) / samples), rel=1e-12)
        assert rate >= 1
    zero, rate = exact.kappa(np.ones(10), ridge=0.0, samples=40, derivative=True)
    assert (zero, rate) == (0, pytest.approx(4 / 3, rel=1e-14))


def test_shapes_and_scale():
    grid = exact.kappa(SPECTRA["slow"], ridge=np.array([[0.1], [1.0]]), samples=[10, 100, 1000])
    assert grid.shape == (2, 3)
    assert np.ndim(exact.kappa(SPECTRA["slow"], ridge=0.1, samples=10)) == 0
    scaled = exact.kappa(7 * SPECTRA["slow"], ridge=7 * np.array([[0.1], [1.0]]), samples=[10, 100, 1000])
    np.testing.assert_allclose(scaled, 7 * grid, rtol=1e-13)


def test_a_million_eigenvalues_and_the_constants_of_power_laws():
    # Sums of a power law over all j are integrals for small κ: df₁ ≈ (π/β)/sin(π/β) κ^(−1/β).
    spectrum = np.arange(1.0, 1e6 + 1) ** -2.0
    constant = (np.pi / 2) / np.sin(np.pi / 2)
    assert exact.df(spectrum, 1e-6, 1) == pytest.approx(constant * 1e3, rel=2e-3)
    assert exact.df(spectrum, 1e-6, 2) == pytest.approx(constant * 1e3 / 2, rel=2e-3)
    ratio = exact.kappa(spectrum, ridge=[1e4**-0.4, 1e4**-0.8, 1e4**-1.2], samples=10**4) / np.array(
        [1e4**-0.4, 1e4**-0.8, 1e4**-1.2]
    )
    np.testing.assert_allclose(ratio, [1.0009, 1.0062, 1.040], atol=5e-4)
