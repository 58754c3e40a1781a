"""A real table on its own synthetic rows: simulators, exact forecasts, claims."""

import dataclasses

import numpy as np
import pytest
import sympy as sp
from scipy import special, stats

from modelcollapse import claims
from modelcollapse.claims.judge import judge
from modelcollapse.claims.walk import table as family
from modelcollapse.claims.walk.table import classifier, improvement, regression, source
from modelcollapse.data import schedules
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.walk import coverage, downstream
from modelcollapse.simulate.walk import table as simulate
from modelcollapse.streams import blocks
from modelcollapse.symbolic.walk import table as symbolic

IDS = tuple(claim.id for claim in family.CLAIMS)
CONSTANT, GROWING = schedules.constant(), schedules.power(1)


@pytest.fixture
def rng():
    return next(blocks("test of the real table", "smoke"))


@pytest.fixture(scope="module", params=IDS)
def record(request, judged):
    return judged.records[request.param]


def test_the_record_says_whose_it_is(record):
    assert record["chapter"] == "real-table"
    assert record["provenance"] == "derived here"
    assert "abstract" in record["provenance_note"]
    assert "stand-in" in record["provenance_note"]


def test_full_sizes_suffice_for_the_margins():
    for claim in map(claims.get, IDS):
        for evidence in claim.evidence:
            if hasattr(evidence, "plan"):
                planned = evidence.plan("full", claim.simulation.size(evidence.sample, "full"))
                assert planned["replicates"] >= planned["replicates_needed"], (claim.id, evidence.name)


@pytest.mark.parametrize(
    ("claim", "name", "factor"),
    [
        ("walk-table-regression", "excess-growing", 1.3),
        ("walk-table-classifier", "accuracy-constant", 0.985),
        ("walk-table-coverage", "ellipsoid-constant-generation-2", 1.25),
    ],
)
def test_a_wrong_forecast_is_not_verified(claim, name, factor):
    whole = claims.get(claim)
    (evidence,) = (piece for piece in whole.evidence if piece.name == name)
    theory = evidence.theory
    broken = dataclasses.replace(
        evidence,
        theory=dataclasses.replace(theory, function=lambda **a: factor * theory.function(**a)),
        mutate=False,
    )
    found = judge(dataclasses.replace(whole, evidence=(broken,)), "smoke")
    assert found["verdict"] == "refuted"


def slow_refit(mean, covariance, size, rng):
    """A round with its rows drawn one by one."""
    rows = mean + rng.standard_normal((size, len(mean))) @ np.linalg.cholesky(covariance).T
    return rows.mean(axis=0), np.cov(rows.T)


def test_a_round_of_triangles_is_a_round_of_rows(rng):
    d, size, many = 3, 8, 4000
    root = np.array([[1.0, 0, 0], [0.5, 0.8, 0], [-0.2, 0.1, 1.5]])
    mean = np.array([1.0, -2.0, 0.5])
    start = simulate.Fits(np.tile(mean, (many, 1)), np.tile(root, (many, 1, 1)))
    fast = simulate.walk(start, CONSTANT, sample_size=size, generations=2, rng=rng, divisor="n-1")
    slow = [slow_refit(mean, root @ root.T, size, rng) for _ in range(many)]
    slow_mean, slow_covariance = (np.array(part) for part in zip(*slow, strict=True))
    for i in range(d):
        assert stats.ks_2samp(fast.mean[:, i], slow_mean[:, i]).pvalue > 1e-4
        for j in range(i + 1):
            found = fast.covariance[:, i, j], slow_covariance[:, i, j]
            assert stats.ks_2samp(*found).pvalue > 1e-4
    assert stats.ks_2samp(fast.log_volume, np.linalg.slogdet(slow_covariance)[1]).pvalue > 1e-4
    assert np.triu(fast.root, 1).max() == 0


def test_two_laws_pool_their_scatter(rng):
    many, size, d = 4000, 5, 2
    start = simulate.Fits(np.zeros((many, 2, d)), np.tile(np.eye(d), (many, 1, 1)))
    fits = simulate.walk(start, CONSTANT, sample_size=size, generations=2, rng=rng, divisor="n-1")
    assert fits.mean.shape == (many, 2, d)
    assert fits.mean.var(axis=0) == pytest.approx(np.full((2, d), 1 / size), rel=0.12)
    # Eight degrees of freedom: variance 2/8 of a fitted variance.
    found = fits.covariance[:, 0, 0]
    assert found.mean() == pytest.approx(1, abs=0.04)
    assert found.var() == pytest.approx(2 / 8, rel=0.15)


def test_fits_of_rows(rng):
    values = source.patients()[:40]
    whole = simulate.first_fit(values, replicates=2, divisor="n-1")
    assert whole.mean[1] == pytest.approx(values.mean(axis=0))
    assert whole.covariance[0] == pytest.approx(np.cov(values.T))
    drawn = simulate.resample(values, sample_size=30, replicates=600, rng=rng, divisor="n")
    expected = np.cov(values.T, ddof=0)
    assert drawn.covariance.mean(axis=0) == pytest.approx(expected * 29 / 30, abs=0.12)
    rows = simulate.draw(whole, 3000, rng=rng)
    assert rows.shape == (2, 3000, 10)
    assert np.cov(rows[0].T) == pytest.approx(whole.covariance[0], abs=0.3)


def test_generations_are_those_asked_for(rng):
    start = simulate.first_fit(source.patients(), replicates=3, divisor="n-1")
    setting = {"sample_size": 30, "rng": rng, "divisor": "n-1"}
    fits = simulate.walk(start, GROWING, generations=(1, 3), **setting)
    assert fits.mean.shape == (3, 2, 10)
    assert fits.root.shape == (3, 2, 10, 10)
    assert np.array_equal(fits.mean[:, 0], start.mean)
    assert simulate.walk(start, GROWING, generations=1, **setting).root == pytest.approx(start.root)
    assert start.mean[0] == pytest.approx(source.patients().mean(axis=0))


def test_bad_input_is_one_line(rng):
    values = source.patients()
    start = simulate.first_fit(values, replicates=2, divisor="n-1")
    setting = {"rng": rng, "divisor": "n-1"}
    wrong = [
        (lambda: simulate.resample(values, sample_size=10, replicates=2, **setting), "at least 11"),
        (lambda: simulate.resample(values[:4, :2], sample_size=3, replicates=50, **setting), "singular"),
        (lambda: simulate.first_fit(values[:, [0, 0]], replicates=1, divisor="n"), "singular covariance"),
        (lambda: simulate.first_fit(values * np.nan, replicates=1, divisor="n"), "finite numbers"),
        (lambda: simulate.walk(start, CONSTANT, sample_size=9, generations=2, **setting), "at least 11 rows"),
        (lambda: simulate.walk(start, 3, sample_size=30, generations=2, **setting), "schedule"),
        (lambda: simulate.walk(start, CONSTANT, sample_size=30, generations=0, **setting), "at least 1"),
        (
            lambda: coverage.ellipsoid_coverage(CONSTANT, sample_size=5, generations=2, dimension=5),
            "at least 6",
        ),
        (lambda: coverage.ellipsoid_coverage(CONSTANT, sample_size=5, generations=2, level=1.0), "level"),
        (lambda: regression_excess(sample_size=4, features=2), "at least 5 rows"),
        (lambda: regression_excess(divisor="n+1"), "divisor"),
        (lambda: regression_excess(noise_variance=0.0), "noise_variance"),
        (lambda: moments(sample_size=5, dimension=5), "at least 6 rows"),
        (lambda: moments(gap=-1.0), "gap"),
        (lambda: moments(along=[np.nan]), "along"),
    ]
    for call, said in wrong:
        with pytest.raises(InvalidArgument, match=said) as caught:
            call()
        assert "\n" not in str(caught.value)


def regression_excess(**changes):
    setting = {
        "sample_size": 20,
        "generations": 3,
        "divisor": "n-1",
        "features": 2,
        "noise_variance": 1.0,
        "distance": 2.0,
    }
    return downstream.regression_excess(CONSTANT, **{**setting, **changes})


def moments(**changes):
    setting = {
        "sample_size": 20,
        "generations": 3,
        "dimension": 2,
        "gap": 4.0,
        "along": [1.0],
        "distance": [2.0],
    }
    return downstream.score_moments(CONSTANT, **{**setting, **changes})


@pytest.mark.parametrize(("d", "size"), [(1, 12), (2, 12), (3, 40)])
def test_coverage_after_one_round_by_integration(d, size):
    quantile = d * (size - 1) / (size - d) * stats.f.ppf(0.95, d, size - d)
    # Gauss-Legendre in the two chi-squares, out to where nothing is left.
    nodes, weights = np.polynomial.legendre.leggauss(400)
    x = 75 * (nodes + 1)
    mass = 75 * weights * stats.chi2.pdf(x, size - d)
    v = (size - 1) / x[:, None] * ((size - 1) / x + 1) / size
    reference = mass @ special.chdtr(d, quantile / (size * v)) @ mass
    found = coverage.ellipsoid_coverage(CONSTANT, sample_size=size, generations=2, dimension=d)
    assert found == pytest.approx(reference, abs=1e-7)


def test_coverage_of_the_first_fit_and_in_the_limit():
    for d in (1, 4):
        for level in (0.5, 0.95):
            for size in (6, 300):
                found = coverage.ellipsoid_coverage(
                    GROWING, sample_size=size, generations=1, dimension=d, level=level
                )
                assert found == pytest.approx(level, abs=1e-9)
        # The error of generation 6 is that of one fit, six times over: Pr(χ²_d ≤ χ²_{d,0.95}/6).
        limit = special.chdtr(d, special.chdtri(d, 0.05) / 6)
        found = coverage.ellipsoid_coverage(CONSTANT, sample_size=200_000, generations=6, dimension=d)
        assert found == pytest.approx(limit, abs=1e-4)


def test_one_round_of_regression_by_hand():
    # Textbook: a fit to n normal rows has the excess error τ(1/n + (p + p/n)/(n − p − 2)) at the mean distance p.
    n, p = 20, 2
    assert regression_excess(generations=2) == pytest.approx(1 / n + (p + p / n) / (n - p - 2))
    assert regression_excess(generations=1) == 0
    step = symbolic.regression()["step"].relation
    names = {str(symbol): symbol for symbol in step.free_symbols}
    point = {names["n"]: n, names["p"]: p, names["D"]: 2, names["tau"]: 1}
    assert float(step.subs(point)) == pytest.approx(regression_excess(generations=2))


def test_scores_in_the_mean_and_in_the_square(rng):
    d, many, gap = 3, 40_000, np.array([2.0, 0, 0])
    rows = np.array([[1.0, 0.5, 0], [-0.3, 2, -1], [0.1, 0, 0.2]])
    means = np.stack([-gap / 2, gap / 2])
    start = simulate.Fits(np.tile(means, (many, 1, 1)), np.tile(np.eye(d), (many, 1, 1)))
    schedule = schedules.explicit([30, 20, 40])
    fits = simulate.walk(start, schedule, sample_size=30, generations=4, rng=rng, divisor="n-1")
    degrees = 2 * (np.array([30, 20, 40]) - 1)
    scores = simulate.scores(fits, rows) * np.prod((degrees - d - 1) / degrees)
    found = downstream.score_moments(
        schedule,
        sample_size=30,
        generations=4,
        dimension=d,
        gap=4.0,
        along=rows @ gap,
        distance=(rows**2).sum(axis=1),
    )
    for j in range(len(rows)):
        error = scores[:, j].std() / np.sqrt(many)
        assert scores[:, j].mean() == pytest.approx(found.mean[j], abs=4.5 * error)
        error = (scores[:, j] ** 2).std() / np.sqrt(many)
        assert (scores[:, j] ** 2).mean() == pytest.approx(found.second[j], abs=4.5 * error)


def test_no_round_changes_nothing():
    study = source.discrimination()
    fits = simulate.Fits(study.means[None], study.root[None])
    right = (simulate.scores(fits, study.test)[0] > 0) == (study.labels == 1)
    assert classifier.accuracy("growing", generations=1) == pytest.approx(right.mean())
    half = source.regression()
    first = simulate.first_fit(half.training, replicates=1, divisor="n-1")
    assert simulate.regression_error(first, half.test)[0] == pytest.approx(half.base)
    assert regression.error("constant", generations=1) == half.base
    solved = np.linalg.lstsq(
        np.column_stack([np.ones(len(half.training)), half.training[:, :-1]]), half.training[:, -1]
    )[0]
    residual = half.test[:, -1] - solved[0] - half.test[:, :-1] @ solved[1:]
    assert (residual**2).mean() == pytest.approx(half.base)


def test_steps_of_the_derivation():
    stage = symbolic.real_stage()
    assert sp.simplify(stage["normal"].relation - 2 / (symbolic.size - 1)) == 0
    assert stage["limit"].relation == symbolic.kurtosis - 1
    nu = symbolic.degrees
    assert sp.simplify(symbolic.inverse_moment(2) - 1 / ((nu - 2) * (nu - 4))) == 0
    # The variance of s² by brute force: three rows that take each of three values equally often.
    values = [sp.Rational(v) for v in (-1, 0, 3)]
    mean = sum(values) / 3
    variance = sum((v - mean) ** 2 for v in values) / 3
    kappa = sum((v - mean) ** 4 for v in values) / 3 / variance**2
    squares = []
    for a in values:
        for b in values:
            for c in values:
                middle = (a + b + c) / 3
                squares.append(((a - middle) ** 2 + (b - middle) ** 2 + (c - middle) ** 2) / 2 / variance)
    brute = sum(s**2 for s in squares) / 27 - (sum(squares) / 27) ** 2
    formula = stage["total"].relation.rhs.subs({symbolic.size: 3, symbolic.kurtosis: kappa})
    assert sp.simplify(brute - formula) == 0


def test_the_chance_grows_with_the_kurtosis():
    assert improvement.one_variance(3.0) == pytest.approx(0.352416, abs=1e-6)
    chances = [improvement.one_variance(k) for k in (1.01, 2, 3, 10, 1000)]
    assert chances == sorted(chances)
    assert chances[-1] < 0.5
