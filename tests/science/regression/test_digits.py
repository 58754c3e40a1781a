"""Digits as a regression problem: loaders, kernels, the chain on a pool, and scikit-learn as an oracle."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn import datasets
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics.pairwise import polynomial_kernel, rbf_kernel

from modelcollapse import claims
from modelcollapse.claims.regression import digits as claim
from modelcollapse.data import digits
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate import regression as simulate
from modelcollapse.simulate.regression import fits


def rng(seed=1):
    return np.random.Generator(np.random.SFC64(seed))


SETTING = {
    "samples": 20,
    "noise": 0.3,
    "generator_samples": 12,
    "generator_noise": 0.2,
    "generations": 2,
    "replicates": 3,
}


def test_the_images():
    shown = digits.digits()
    assert shown.pixels.shape == (1797, 64)
    assert (shown.pixels.min(), shown.pixels.max()) == (0, 1)
    assert shown.parity[:4].tolist() == [0, 1, 0, 1]
    assert shown.digest == digits.digits().digest
    assert not shown.pixels.flags.writeable


def test_kernels_are_those_of_scikit_learn():
    pixels = digits.digits().pixels[:50]
    ours = digits.kernel(pixels, kind="rbf", bandwidth=0.02)
    np.testing.assert_allclose(ours, rbf_kernel(pixels, gamma=0.02), rtol=1e-12)
    ours = digits.kernel(pixels, kind="polynomial", bandwidth=0.01)
    np.testing.assert_allclose(ours, polynomial_kernel(pixels, degree=5, gamma=0.01, coef0=1), rtol=1e-12)


def test_mnist_is_fetched_and_scaled(monkeypatch):
    asked = []

    def fetch(name, **options):
        asked.append((name, options["version"]))
        return SimpleNamespace(data=np.full((5, 784), 255.0), target=np.array(["5", "0", "4", "1", "9"]))

    monkeypatch.setattr(datasets, "fetch_openml", fetch)
    shown = digits.mnist(3)
    assert asked == [("mnist_784", 1)]
    assert shown.pixels.shape == (3, 784)
    assert shown.pixels.max() == 1
    assert shown.parity.tolist() == [1, 0, 0]


@pytest.mark.parametrize("error", [OSError("no\nnetwork"), ValueError("md5 checksum does not match")])
def test_mnist_without_a_network_is_one_line(monkeypatch, error):
    def fetch(*_, **__):
        raise error

    monkeypatch.setattr(datasets, "fetch_openml", fetch)
    with pytest.raises(InvalidArgument, match=r"^digits = 'mnist': .*network") as caught:
        digits.mnist()
    assert "\n" not in str(caught.value)


def test_without_scikit_learn_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(InvalidArgument, match="install the extra"):
        digits.digits()


def test_kernel_ridge_of_scikit_learn_is_our_fit():
    found = claim.problem()
    at = rng().integers(len(found.parity), size=200)
    x, y = found.features[at], found.parity[at]
    kernel = found.features @ found.features.T
    for ridge in (1e-4, 1e-2, 1.0):
        values, vectors = np.linalg.eigh(x.T @ x / len(x))
        ours = vectors @ ((vectors.T @ x.T @ y / len(x)) / (values + ridge))
        theirs = KernelRidge(alpha=ridge * len(x), kernel="precomputed").fit(kernel[np.ix_(at, at)], y)
        np.testing.assert_allclose(found.features @ ours, theirs.predict(kernel[:, at]), atol=1e-8)


def test_kernel_ridge_of_scikit_learn_is_the_last_fit_of_the_chain(monkeypatch):
    # The same draws, first by us and then by hand; ridge fits by scikit-learn.
    features, labels = rng(3).standard_normal((40, 4)), rng(4).standard_normal(40)
    ours = simulate.pool_chain(
        features, labels, ridge=[0.01, 0.5], rng=rng(5), **{**SETTING, "replicates": 1}
    )
    draws = rng(5)
    covariance = features.T @ features / 40
    truth = np.linalg.lstsq(features, labels, rcond=None)[0]
    weights = []
    for _ in range(2):
        at = draws.integers(40, size=(1, 12))[0]
        clean = features[at] @ weights[-1] if weights else labels[at]
        noisy = clean + 0.2 * draws.standard_normal((1, 12))[0]
        weights.append(np.linalg.lstsq(features[at], noisy, rcond=None)[0])
    at = draws.integers(40, size=(1, 20))[0]
    noise = 0.3 * draws.standard_normal((1, 20, 1))[0, :, 0]
    for m in range(3):
        y = (labels[at] if m == 0 else features[at] @ weights[m - 1]) + noise
        for k, ridge in enumerate((0.01, 0.5)):
            fitted = KernelRidge(alpha=20 * ridge).fit(features[at], y)
            w = features[at].T @ fitted.dual_coef_
            assert ours[0, m, k] == pytest.approx((w - truth) @ covariance @ (w - truth), abs=1e-8)


def test_ridge_fits_of_the_gaussian_chain_are_those_of_scikit_learn():
    spectrum, weights = np.array([2.0, 1.0, 0.5]), np.ones((1, 3, 1))
    fitted = fits.raw_ridge(spectrum, weights, np.array([0.1]), 10, 0.5, rng(7))[0, :, 0, 0]
    draws = rng(7)
    x = draws.standard_normal((1, 10, 3))[0] * np.sqrt(spectrum)
    y = x @ np.ones(3) + 0.5 * draws.standard_normal((1, 10, 1))[0, :, 0]
    dual = KernelRidge(alpha=1.0).fit(x, y).dual_coef_
    np.testing.assert_allclose(fitted, x.T @ dual, atol=1e-8)


def test_the_directions_carry_the_spectrum():
    found = claim.problem()
    covariance = found.features.T @ found.features / len(found.parity)
    np.testing.assert_allclose(covariance, np.diag(found.spectrum), atol=1e-12)
    along = found.features @ found.coefficients
    assert np.mean((along - found.parity) ** 2) == pytest.approx(found.misfit)


def test_the_claim_says_which_images(judged):
    facts = judged.records["regression-digits"]["facts"]
    assert facts["images"] == 1797
    assert facts["digest"] == digits.digits().digest
    assert claims.get("regression-digits").chapter == "adaptive-regularisation"


@pytest.mark.parametrize(
    ("argument", "bad"),
    [
        ("features", [1.0, 2.0]),
        ("features", np.ones((2, 3))),
        ("labels", [1.0]),
        ("ridge", 0.0),
        ("ridge", -1.0),
        ("samples", 0),
        ("noise", -0.1),
        ("generator_samples", 1),
        ("generator_noise", np.nan),
        ("generations", -1),
        ("replicates", 0),
        ("rng", None),
    ],
)
def test_bad_input_of_the_chain_on_a_pool(argument, bad):
    arguments = {"features": np.eye(3)[:, :2], "labels": np.ones(3), "ridge": 0.1, "rng": rng(), **SETTING}
    arguments[argument] = bad
    if argument == "features":
        arguments["labels"] = np.ones(len(bad))
    with pytest.raises(InvalidArgument, match=f"^{argument}"):
        simulate.pool_chain(**arguments)


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: digits.kernel(np.ones((2, 2)), kind="linear", bandwidth=1.0), "kind"),
        (lambda: digits.kernel(np.ones((2, 2)), kind="rbf", bandwidth=0.0), "bandwidth"),
        (lambda: digits.mnist(1), "images"),
        (lambda: digits.mnist(70_001), "images"),
    ],
)
def test_bad_input_of_the_loaders(call, argument):
    with pytest.raises(InvalidArgument, match=f"^{argument}"):
        call()
