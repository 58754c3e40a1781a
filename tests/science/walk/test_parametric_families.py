"""Exponential, Bernoulli, Poisson, logistic and Poisson regression: fits, exact chances, moments, golden values."""

import numpy as np
import pytest
from scipy import optimize, special, stats

from modelcollapse import streams
from modelcollapse.data import schedules
from modelcollapse.errors import InvalidArgument, UnusableSample
from modelcollapse.exact import language
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk
from modelcollapse.simulate.walk import regression

REACH = 4.8916
SQUARE, LINEAR = schedules.power(1), schedules.linear()


def rng(name="parametric families"):
    return next(streams.blocks(name, "smoke"))


def share(family, size, *, replicates=100_000, **options):
    first, last = walk.errors(
        family,
        schedules.constant(),
        sample_size=size,
        generations=2,
        replicates=replicates,
        rng=rng(),
        **options,
    )
    return walk.improved(first, last).mean()


@pytest.mark.parametrize(
    ("family", "name", "size", "truth"),
    [
        (walk.Exponential(mean=2.5), "exponential", 1, 1.0),
        (walk.Exponential(), "exponential", 5, 1.0),
        (walk.Bernoulli(probability=0.3), "bernoulli", 10, 0.3),
        (walk.Bernoulli(probability=0.37), "bernoulli", 33, 0.37),
        (walk.Poisson(mean=3.0), "poisson", 4, 3.0),
        (walk.Poisson(mean=0.4), "poisson", 7, 0.4),
    ],
)
def test_one_round_has_its_exact_chance(family, name, size, truth):
    probability = exact.one_round_improvement(name, sample_size=size, truth=truth)
    error = np.sqrt(probability * (1 - probability) / 100_000)
    assert abs(share(family, size) - probability) < REACH * error


def test_exponential_chances_of_the_ledger():
    # Simulated beforehand with a standard error of 0.0005, on three scales of the error.
    found = exact.one_round_improvement("exponential", sample_size=[1, 2, 5, 20, 100, 1000])
    wanted = [0.33811, 0.34505, 0.34917, 0.35116, 0.35338, 0.35222]
    assert found == pytest.approx(wanted, abs=4 * 0.0005)
    found = exact.one_round_improvement("exponential", sample_size=[1, 5], scale="log")
    assert found == pytest.approx([0.31262, 0.34340], abs=4 * 0.0005)


@pytest.mark.parametrize(("family", "truth"), [("bernoulli", 0.3), ("poisson", 3.0)])
def test_chances_of_counts_against_plain_sums(family, truth):
    n = 9
    last = n if family == "bernoulli" else 120
    closer = equal = 0.0
    for i in range(last + 1):
        if family == "bernoulli":
            first, second = stats.binom(n, truth), stats.binom(n, i / n)
        else:
            first, second = stats.poisson(n * truth), stats.poisson(i)
        for j in range(last + 1):
            chance = first.pmf(i) * second.pmf(j)
            gap = abs(j - n * truth) - abs(i - n * truth)
            closer += chance * (gap < -1e-9)
            equal += chance * (abs(gap) <= 1e-9)
    assert exact.one_round_improvement(family, sample_size=n, truth=truth) == pytest.approx(closer, abs=1e-10)
    assert exact.tie_probability(family, sample_size=n, truth=truth) == pytest.approx(equal, abs=1e-10)


def test_an_equal_distance_is_no_improvement():
    first, last = np.array([[-0.05], [0.1], [0.2]]), np.array([[0.05], [0.0], [0.3]])
    # 0.25 and 0.35 are equally far from 0.3, though not in floating point.
    first[0], last[0] = 0.25 - 0.3, 0.35 - 0.3
    assert walk.improved(first, last).tolist() == [False, True, False]
    assert walk.improved(last, first).tolist() == [False, False, True]


def test_moments_of_the_ledger():
    root = exact.exponential_moment(0.5, SQUARE, sample_size=5, generations=[1, 201])
    assert root[1] == pytest.approx(0.9362, abs=5e-5)
    assert exact.exponential_moment(0.5, LINEAR, sample_size=5, generations=201) == pytest.approx(
        0.8421, abs=5e-5
    )
    for schedule, variance in ((SQUARE, 0.6340), (LINEAR, 2.773)):
        second = exact.exponential_moment(2.0, schedule, sample_size=5, generations=201)
        assert second - 1 == pytest.approx(variance, rel=2e-4)
    found = exact.mean_squared_error(SQUARE, sample_size=20, generations=51, variance=3.0)
    assert found == pytest.approx(0.39377, abs=5e-6)
    assert exact.poisson_cumulants(SQUARE, sample_size=20, generations=51, mean=3.0)[1] == pytest.approx(
        found
    )


@pytest.mark.parametrize(("schedule", "wanted"), [(LINEAR, 0.11154), (SQUARE, 0.15957)])
def test_diversity_of_yes_and_no(schedule, wanted):
    sizes = schedule.sizes(sample_size=10, generations=101)
    collision = language.collision_probability(0.3**2 + 0.7**2, sample_size=sizes, generations=101)
    assert (1 - collision) / 2 == pytest.approx(wanted, abs=5e-6)


def test_poisson_cumulants_are_those_of_the_simulated_walk():
    last = walk.run(
        walk.Poisson(mean=2.0), LINEAR, sample_size=6, generations=4, replicates=200_000, rng=rng()
    )[:, -1, 0]
    one, two, three, four = exact.poisson_cumulants(LINEAR, sample_size=6, generations=4, mean=2.0)
    assert last.mean() == pytest.approx(one, abs=0.01)
    assert last.var() == pytest.approx(two, rel=0.02)
    assert stats.skew(last) == pytest.approx(three / two**1.5, abs=0.03)
    assert stats.kurtosis(last) == pytest.approx(four / two**2, abs=0.1)


def test_the_log_drift():
    drift, variance = exact.exponential_log_moments(schedules.constant(), sample_size=5, generations=10)
    assert drift == pytest.approx(10 * (special.digamma(5) - np.log(5)))
    assert variance == pytest.approx(10 * special.polygamma(1, 5))


def likelihood(beta, design, response, firth):
    predictor = beta @ design
    value = response @ predictor - np.logaddexp(0, predictor).sum()
    if firth:
        chance = special.expit(predictor)
        value += 0.5 * np.linalg.slogdet((design * chance * (1 - chance)) @ design.T)[1]
    return -value


@pytest.mark.parametrize("firth", [False, True])
def test_the_batched_newton_fit_maximises_its_likelihood(firth):
    generator, truth = rng(), np.tile([0.8, -0.3, 0.5], (4, 1))
    design = generator.standard_normal((3, 4, 120))
    chance = special.expit(regression.predict(design, truth))
    response = (generator.random((4, 120)) < chance).astype(float)
    beta = regression.fit(design, response, 0 * truth, mean=walk.Logistic.mean, corrected=firth)
    for i, row in enumerate(beta):
        found = optimize.minimize(
            likelihood, np.zeros(3), args=(design[:, i], response[i], firth), options={"gtol": 1e-8}
        )
        assert row == pytest.approx(found.x, abs=2e-5)


def test_fits_have_the_covariance_of_the_information():
    replicates, n = 4000, 400
    for family, covariance in (
        (walk.Logistic(coefficients=[1.0, -0.5]), np.linalg.inv(exact.logistic_information([1.0, -0.5]))),
        (
            walk.PoissonRegression(coefficients=[0.5, -0.25]),
            np.linalg.inv(exact.poisson_information([0.5, -0.25])),
        ),
    ):
        beta = np.tile(family.truth, (replicates, 1))
        family.refit(beta, n, rng(), estimator="maximum-likelihood")
        # Six per cent: three standard errors and what is left of order 1/n.
        assert n * np.cov(beta.T) == pytest.approx(covariance, rel=0.12, abs=0.15 * covariance.max())
    bread = np.linalg.inv(exact.poisson_information([0.5, -0.25]))
    sandwich = bread @ exact.poisson_score_covariance([0.5, -0.25], mixing=1.0) @ bread
    family = walk.PoissonRegression(coefficients=[0.5, -0.25], mixing=1.0)
    beta = np.tile(family.truth, (replicates, 1))
    family.refit(beta, n, rng(), estimator="maximum-likelihood")
    assert n * np.diag(np.cov(beta.T)) == pytest.approx(np.diag(sandwich), rel=0.1)


def test_information_of_the_ledger():
    inverse = np.linalg.inv(exact.logistic_information([1.0, -0.5]))
    assert np.linalg.eigvalsh(inverse) == pytest.approx([5.018, 7.676], abs=5e-4)
    assert exact.logistic_information([0.0, 0.0]) == pytest.approx(np.eye(2) / 4)
    assert exact.logistic_bias([0.0, 0.0]) == pytest.approx([0, 0])
    three = exact.improvement_probability(r=3**0.5, covariance=inverse)
    assert three == pytest.approx(0.1747, abs=2e-4)
    assert exact.improvement_probability(r=3**0.5, dimension=2) == pytest.approx(0.1727, abs=5e-5)
    r = np.sqrt(1 + 1 / 4 + 1 / 9)
    # The ledger's anisotropic values are simulated, with a standard error of 0.0002.
    assert exact.improvement_probability(r=r, covariance=inverse) == pytest.approx(0.2501, abs=5e-4)
    assert exact.improvement_probability(r=r, dimension=2) == pytest.approx(0.2481, abs=5e-5)


def test_the_real_stage_may_be_of_another_kind():
    plain = share(walk.Poisson(mean=3.0), 500)
    mixed = share(walk.Poisson(mean=3.0), 500, real=walk.Poisson(mean=3.0, mixing=1.0))
    assert mixed > plain + 0.04


def test_errors_are_those_of_the_walk():
    options = {"sample_size": 50, "generations": 3, "replicates": 200}
    path = walk.run("exponential", LINEAR, rng=rng(), **options)
    first, last = walk.errors(walk.Exponential(), LINEAR, rng=rng(), **options)
    assert first == pytest.approx(path[:, 1] - 1)
    assert last == pytest.approx(path[:, 3] - 1)


@pytest.mark.parametrize("name", sorted(walk.FAMILIES))
def test_every_family_walks_from_its_truth(name):
    family = walk.FAMILIES[name]()
    path = walk.run(
        name,
        schedules.constant(),
        sample_size=max(60, family.smallest),
        generations=2,
        replicates=5,
        rng=rng(),
        estimator=family.estimators[0],
    )
    assert path.shape == (5, 3, len(family.truth))
    assert (path[:, 0] == family.truth).all()
    assert np.isfinite(path).all()


def test_a_separated_sample_is_refused_in_words():
    family = walk.Logistic(coefficients=[30.0])
    beta = np.tile(family.truth, (50, 1))
    with pytest.raises(UnusableSample, match=r"no finite regression fit.*more draws"):
        family.refit(beta, 50, rng(), estimator="maximum-likelihood")


GOOD = {"sample_size": 60, "generations": 2, "replicates": 3}


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: walk.Exponential(mean=0.0), "mean"),
        (lambda: walk.Bernoulli(probability=1.0), "probability"),
        (lambda: walk.Poisson(mean=-1), "mean"),
        (lambda: walk.Poisson(mean=1, mixing=0), "mixing"),
        (lambda: walk.Logistic(coefficients=[]), "coefficients"),
        (lambda: walk.Logistic(coefficients=[1.0, np.nan]), r"coefficients\[1\]"),
        (lambda: walk.PoissonRegression(mixing=-1.0), "mixing"),
        (lambda: walk.ScaledMean(factor=np.inf), "factor"),
        (
            lambda: walk.errors(walk.Exponential(), LINEAR, rng=rng(), **{**GOOD, "generations": 1}),
            "generations",
        ),
        (lambda: walk.errors(walk.Exponential(), LINEAR, rng=None, **GOOD), "rng"),
        (lambda: walk.errors(walk.Exponential(), 3, rng=rng(), **GOOD), "schedule"),
        (lambda: walk.errors(walk.Logistic(), LINEAR, rng=rng(), **GOOD), "estimator"),
        (
            lambda: walk.errors(
                walk.Logistic(),
                LINEAR,
                rng=rng(),
                estimator="firth",
                **{**GOOD, "sample_size": 10},
            ),
            "sample_size.*at least 50",
        ),
        (
            lambda: walk.errors(walk.PoissonRegression(), schedules.explicit([10]), rng=rng(), **GOOD),
            "schedule.*at least 50",
        ),
        (lambda: exact.one_round_improvement("gamma", sample_size=5), "family"),
        (lambda: exact.one_round_improvement("bernoulli", sample_size=5), "truth"),
        (lambda: exact.one_round_improvement("poisson", sample_size=0), "sample_size"),
        (lambda: exact.one_round_improvement("poisson", sample_size=5, scale="log"), "scale"),
        (lambda: exact.one_round_improvement("poisson", sample_size=5, ties=-1), "ties"),
        (lambda: exact.logistic_information([np.inf]), "coefficients"),
        (lambda: exact.poisson_score_covariance([1.0], mixing=0), "mixing"),
        (lambda: exact.exponential_moment(-1, LINEAR, sample_size=5, generations=2), "order"),
        (lambda: exact.exponential_log_moments(LINEAR, sample_size=5, generations=0), "generations"),
        (lambda: exact.poisson_cumulants(LINEAR, sample_size=5, generations=2, mean=0), "mean"),
    ],
)
def test_bad_input_is_refused_in_one_line(call, named):
    with pytest.raises(InvalidArgument, match=f"^{named}") as refusal:
        call()
    assert "\n" not in str(refusal.value)
