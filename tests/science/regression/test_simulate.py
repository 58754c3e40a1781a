"""The samplers draw from one law, and their fits are those of scikit-learn."""

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LinearRegression, Ridge

from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate
from modelcollapse.simulate.regression import designs, fits
from science.regression import oracles

SPECTRUM, TRUTH = np.linspace(0.3, 2.0, 6), np.arange(6) - 2.0
# Chance of a wrong alarm in one comparison; there are fewer than 400.
LEVEL = 1e-6


def rng(seed):
    return np.random.Generator(np.random.SFC64(seed))


@pytest.mark.parametrize("design", ["independent", "same"])
@pytest.mark.parametrize(("samples", "given"), [(9, 12), (4, 12), (9, 4), (4, 4), (6, 6)])
def test_three_methods_one_law(design, samples, given):
    setting = {
        "ridge": [0.1, 1.0],
        "samples": samples,
        "noise": 0.5,
        "generator_samples": given,
        "generator_noise": 0.4,
        "generations": 3,
        "replicates": 4000,
        "design": design,
    }
    law, bartlett, naive = (
        simulate.chain(SPECTRUM, TRUTH, **setting, method=method, rng=rng(seed))
        for seed, method in enumerate(("law", "bartlett", "naive"))
    )
    assert law.shape == (4000, 4, 2)
    for other in (law, bartlett):
        for n, ridge in np.ndindex(4, 2):
            assert stats.ks_2samp(other[:, n, ridge], naive[:, n, ridge]).pvalue > LEVEL
        # Columns of a replicate belong together, too.
        for one, two in ((1, 2), (1, 3), (2, 3)):
            paired = stats.ks_2samp(other[:, two, 0] / other[:, one, 0], naive[:, two, 0] / naive[:, one, 0])
            assert paired.pvalue > LEVEL


@pytest.mark.parametrize("same", [False, True])
def test_against_a_chain_written_from_the_equations(same):
    chance = rng(4)
    slow = [
        oracles.chain(
            SPECTRUM,
            TRUTH,
            ridge=0.2,
            samples=8,
            noise=0.5,
            sizes=[10, 10, 10],
            generator_noise=0.6,
            same=same,
            rng=chance,
        )
        for _ in range(3000)
    ]
    fast = simulate.chain(
        SPECTRUM,
        TRUTH,
        ridge=0.2,
        samples=8,
        noise=0.5,
        generator_samples=10,
        generator_noise=0.6,
        generations=3,
        replicates=6000,
        design="same" if same else "independent",
        rng=rng(5),
    )
    assert fast.shape == (6000, 4)
    assert stats.ks_2samp(slow, fast[:, 3]).pvalue > LEVEL


@pytest.mark.parametrize(("samples", "ridge"), [(12, 0.3), (4, 0.3), (12, 0.0)])
def test_the_last_fit_is_that_of_scikit_learn(samples, ridge):
    # Our fits from the triangular factor: the factor's transpose is a design, with labels of the same law.
    b = designs.bartlett(SPECTRUM, samples, 1, rng(6))[0]
    noise = rng(6)
    designs.bartlett(SPECTRUM, samples, 1, noise)
    labels = b.T @ TRUTH + 0.5 * noise.standard_normal((1, b.shape[1], 1))[0, :, 0]
    weights = TRUTH[None, :, None]
    ours = fits.triangular_ridge(SPECTRUM, weights, np.array([ridge]), samples, 0.5, rng(6))[0, :, 0, 0]
    model = (
        Ridge(alpha=samples * ridge, fit_intercept=False) if ridge else LinearRegression(fit_intercept=False)
    )
    np.testing.assert_allclose(ours, model.fit(b.T, labels).coef_, rtol=1e-8, atol=1e-8)
    # And from raw inputs.
    chance = rng(7)
    x = designs.raw(SPECTRUM, samples, 1, chance)[0]
    y = x @ TRUTH + 0.5 * chance.standard_normal((1, samples, 1))[0, :, 0]
    ours = fits.raw_ridge(SPECTRUM, weights, np.array([ridge]), samples, 0.5, rng(7))[0, :, 0, 0]
    np.testing.assert_allclose(ours, model.fit(x, y).coef_, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("samples", [4, 6, 9])
def test_the_averages_are_those_of_matrices(samples):
    ridges = np.array([0.05, 0.7])
    drawn = simulate.conditional(SPECTRUM, TRUTH, ridge=ridges, samples=samples, replicates=3, rng=rng(8))
    b = designs.bartlett(SPECTRUM, samples, 3, rng(8))
    sigma = np.diag(SPECTRUM)
    for i, j in np.ndindex(3, 2):
        gram = b[i] @ b[i].T / samples
        resolvent = np.linalg.inv(gram + ridges[j] * np.eye(6))
        a = resolvent @ gram
        lost = (a - np.eye(6)) @ TRUTH
        assert drawn.bias[i, j] == pytest.approx(lost @ sigma @ lost, rel=1e-9)
        assert drawn.variance[i, j] == pytest.approx(
            np.trace(sigma @ resolvent @ resolvent @ gram) / samples, rel=1e-9
        )
        assert drawn.collapse[i, j] == pytest.approx(
            np.trace(np.linalg.inv(sigma) @ a @ sigma @ a.T), rel=1e-9
        )
        assert drawn.degrees[i, j] == pytest.approx(np.trace(a), rel=1e-9)


@pytest.mark.parametrize(("dimension", "samples"), [(8, 15), (8, 5), (8, 8), (1, 4), (4, 1)])
def test_the_bidiagonal_form_has_the_same_law(dimension, samples):
    setting = {"ridge": [0.1, 1.0], "samples": samples, "replicates": 6000}
    fast = simulate.isotropic_conditional(dimension, **setting, rng=rng(9))
    truth = np.eye(dimension)[0]
    slow = simulate.conditional(np.ones(dimension), truth, **setting, rng=rng(10))
    for part in ("variance", "collapse", "degrees"):
        for j in range(2):
            one, other = getattr(fast, part)[:, j], getattr(slow, part)[:, j]
            assert stats.ks_2samp(one, other).pvalue > LEVEL, part
    # The bias is averaged over directions: the same mean, less spread.
    gap = fast.bias.mean(axis=0) - slow.bias.mean(axis=0)
    assert (np.abs(gap) < 5.5 * slow.bias.std(axis=0) * np.sqrt(2 / 6000)).all()
    assert (fast.bias.std(axis=0) <= 1.05 * slow.bias.std(axis=0)).all()


def test_the_scalar_law_is_that_of_the_matrices():
    setting = {
        "samples": 20,
        "noise": 1.0,
        "generator_samples": 12,
        "generator_noise": 0.7,
        "generations": 4,
        "replicates": 6000,
    }
    for seed, design in enumerate(("independent", "same")):
        scalar = simulate.least_squares(dimension=6, design=design, rng=rng(seed), **setting)
        matrices = simulate.chain(
            SPECTRUM, TRUTH, ridge=0, design=design, method="naive", rng=rng(90 + seed), **setting
        )
        assert stats.ks_2samp(scalar, matrices[:, -1]).pvalue > LEVEL


def test_means_against_the_formula_at_sixty_dimensions():
    drawn = simulate.conditional(
        np.ones(60), np.full(60, 60**-0.5), ridge=0.1, samples=90, replicates=400, rng=rng(11)
    )
    formula = exact.risk(
        np.ones(60),
        np.full(60, 60**-0.5),
        ridge=0.1,
        samples=90,
        noise=1.0,
        generator_samples=120,
        generator_noise=1.0,
        generations=1,
    )
    assert drawn.variance.mean() == pytest.approx(formula.variance, rel=0.01)
    assert drawn.collapse.mean() / 59 == pytest.approx(formula.collapse, rel=0.01)
    assert drawn.bias.mean() == pytest.approx(formula.bias, rel=0.06)


def test_a_replicate_costs_no_more_than_its_factor():
    """Draws, not seconds: the law needs d² for the last fit and one vector a generation."""
    from modelcollapse import streams

    setting = {"ridge": 0.1, "samples": 30, "noise": 0.5, "generator_noise": 0.5, "replicates": 10}
    counted = {}
    for method in ("law", "bartlett", "naive"):
        source = next(streams.blocks("regression cost", "smoke"))
        simulate.chain(
            SPECTRUM, TRUTH, generator_samples=600, generations=5, method=method, rng=source, **setting
        )
        counted[method] = source.draws / 10
    assert counted["law"] == 6 * 6 + 6 + 6 + 5 * (6 + 1)
    assert counted["bartlett"] == 6 * 6 + 6 + 6 + 5 * (6 * 6 + 6 + 6)
    assert counted["naive"] == 30 * 7 + 5 * 600 * 7
