"""The simulated families against refits of real draws, against the exact laws, and against bad input."""

import math

import numpy as np
import pytest

from modelcollapse.data import schedules
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import walk as exact
from modelcollapse.exact.walk.series import series
from modelcollapse.simulate import walk


def one_fit(family, size, replicates, estimator, seed=5):
    path = walk.run(
        family,
        schedules.constant(),
        sample_size=size,
        generations=1,
        replicates=replicates,
        rng=np.random.default_rng(seed),
        estimator=estimator,
    )
    return path[:, 1]


@pytest.mark.parametrize("estimator", ["n", "n-1"])
def test_a_gaussian_refit_has_the_law_of_a_refit_of_draws(estimator):
    covariance = np.array([[2.0, 0.9, 0.0], [0.9, 1.0, 0.2], [0.0, 0.2, 0.5]])
    family = walk.Gaussian(dimension=3, covariance=covariance, mean=(1.0, 0.0, -1.0))
    size, replicates = 6, 30_000
    fitted = one_fit(family, size, replicates, estimator)
    short = family.covariance(fitted)
    draws = np.random.default_rng(6).multivariate_normal((1.0, 0.0, -1.0), covariance, (replicates, size))
    centred = draws - draws.mean(axis=1, keepdims=True)
    long = np.einsum("rni,rnj->rij", centred, centred) / (size if estimator == "n" else size - 1)
    for statistic in (
        lambda means, covariances: means,
        lambda means, covariances: means**2,
        lambda means, covariances: covariances.reshape(len(covariances), -1),
        lambda means, covariances: covariances[:, 0, 0] * covariances[:, 1, 1],
        lambda means, covariances: np.linalg.slogdet(covariances)[1],
    ):
        one, other = statistic(fitted[:, :3], short), statistic(draws.mean(axis=1), long)
        gap = one.mean(axis=0) - other.mean(axis=0)
        error = np.sqrt((one.var(axis=0) + other.var(axis=0)) / replicates)
        assert np.all(np.abs(gap) < 5 * error + 1e-12)


def test_one_dimension_holds_mean_and_standard_deviation():
    family = walk.Gaussian(covariance=4.0, mean=3.0)
    assert family.truth.tolist() == [3.0, 2.0]
    fitted = one_fit(family, 5, 40_000, "n")
    assert (fitted[:, 1] ** 2).mean() == pytest.approx(4 * 0.8, rel=0.03)
    assert family.covariance(fitted)[:, 0, 0] == pytest.approx(fitted[:, 1] ** 2)


@pytest.mark.parametrize("estimator", ["likelihood", "unbiased"])
def test_the_largest_draw(estimator):
    fitted = one_fit(walk.Uniform(upper=2.0), 4, 40_000, estimator)[:, 0]
    draws = 2 * np.random.default_rng(7).random((40_000, 4)).max(axis=1)
    if estimator == "unbiased":
        draws *= 5 / 4
    at = np.quantile(draws, [0.1, 0.5, 0.9])
    assert np.quantile(fitted, [0.1, 0.5, 0.9]) == pytest.approx(at, rel=0.02)
    assert fitted.max() <= 2 * (1.25 if estimator == "unbiased" else 1)


def test_frequencies_are_counts_and_stay_so():
    path = walk.run(
        walk.Categorical((0.2, 0.3, 0.5)),
        schedules.linear(),
        sample_size=7,
        generations=30,
        replicates=500,
        rng=np.random.default_rng(8),
    )
    assert path.sum(axis=2) == pytest.approx(np.ones((500, 31)))
    assert path[:, 1] * 7 == pytest.approx(np.rint(path[:, 1] * 7))
    assert path[:, 1].mean(axis=0) == pytest.approx([0.2, 0.3, 0.5], abs=0.03)


@pytest.mark.parametrize("estimator", ["shifted", "shrunk"])
def test_biased_means(estimator):
    family = walk.GaussianMean(mean=1.0, bias=(2.0, 0.5))
    fitted = one_fit(family, 16, 60_000, estimator)[:, 0]
    assert fitted.mean() == pytest.approx(1.5 if estimator == "shifted" else 0.5, abs=0.01)
    assert fitted.std() == pytest.approx(0.25 if estimator == "shifted" else 0.125, rel=0.02)


def test_shrunk_moments_against_a_plain_recursion():
    sizes = schedules.linear().sizes(sample_size=9, generations=12)
    mean, variance = 1.0, 0.0
    for n in sizes:
        mean, variance = mean * (1 - n**-0.5), (1 - n**-0.5) ** 2 * (variance + 1 / n)
    found = exact.shrunk_mean(schedules.linear(), sample_size=9, generations=12, exponent=0.5)
    assert (found.mean, found.variance) == pytest.approx((mean, variance), rel=1e-12)
    # Where everything is shrunk away the moments are zero, not undefined.
    gone = exact.shrunk_mean(schedules.constant(), sample_size=4, generations=5000, exponent=0.5)
    assert gone.mean == 0
    assert gone.variance == pytest.approx((0.25 / 4) / 0.75, rel=1e-9)


def test_moments_of_both_fits_against_a_plain_recursion():
    sizes = schedules.power(0.5).sizes(sample_size=8, generations=15)
    for divisor in ("n", "n-1"):
        s = s2 = 1.0
        error = square = product = 0.0
        for n in sizes:
            ratio = (n - 1) / (n if divisor == "n" else n - 1)
            square += 2 * product / n + s2 / n**2
            product = ratio * (product + s2 / n)
            error += s / n
            s, s2 = s * ratio, s2 * ratio**2 * (n + 1) / (n - 1)
        found = exact.fitted_gaussian(schedules.power(0.5), sample_size=8, generations=15, divisor=divisor)
        assert found.squared_error == pytest.approx(error, rel=1e-12)
        assert (found.variance, found.variance_squared) == pytest.approx((s, s2), rel=1e-12)
        assert (found.squared_error_squared, found.product) == pytest.approx((3 * square, product), rel=1e-12)


def test_series_against_sums_and_zeta():
    assert series(2.0, 0.0, first=1) == pytest.approx(math.pi**2 / 6, rel=1e-15)
    t = np.arange(1, 2_000_000, dtype=float)
    # With exponent 3 the tail left out is of the order of 1e-13.
    for b in (2.0, -2.0, 0.5):
        assert series(3.0, b, first=2) == pytest.approx(np.sum((t**-3 * np.log1p(t) ** -b)[1:]), rel=1e-10)
    # Σ 1/(t ln²(t + 1)): the rest after T is 1/ln(T + 3/2) up to terms of order 1/T.
    partial = np.sum(1 / (t * np.log1p(t) ** 2))
    assert series(1.0, 2.0, first=1) == pytest.approx(partial + 1 / math.log(len(t) + 1.5), abs=1e-8)
    assert series(1.001, 2.0, first=1) == pytest.approx(3.3802839480, abs=1e-9)
    for power, log_power in ((1.0, 1.0), (0.9, 5.0), (1.0, 0.0)):
        assert series(power, log_power, first=1) == math.inf


def test_answers_for_one_generation_and_for_many():
    setting = {"sample_size": 10}
    many = exact.mean_squared_error(schedules.linear(), generations=[0, 1, 3], **setting)
    assert many.shape == (3,)
    assert many[0] == 0
    assert many[1] == pytest.approx(0.1)
    one = exact.mean_squared_error(schedules.linear(), generations=3, **setting)
    assert isinstance(one, float)
    assert one == pytest.approx(many[2])
    # Rounding up lowers the error, by less than the sum of 1/size².
    rough = exact.mean_squared_error(schedules.power(0.5), generations=2000, **setting)
    smooth = exact.mean_squared_error(schedules.power(0.5), generations=2000, rounded=False, **setting)
    assert 0 < smooth - rough < (1 + series(3.0, 0.0, first=1)) / 100
    assert smooth < exact.limit(schedules.power(0.5), **setting)
    for schedule in (
        schedules.constant(),
        schedules.linear(),
        schedules.power(-0.5),
        schedules.log_power(0, log_exponent=1),
    ):
        assert exact.limit(schedule, **setting) == math.inf
    assert exact.limit(schedules.power(0.5), bias=(0.0, 0.1), **setting) < math.inf
    assert exact.limit(schedules.power(0.5), bias=(0.1, 0.5), **setting) == math.inf


RNG = np.random.default_rng(9)
RUN = {"sample_size": 5, "generations": 3, "replicates": 2, "rng": RNG}
AT = {"sample_size": 5, "generations": 3}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: walk.run("gaussian", schedules.constant(), **RUN), "estimator.*'n-1', 'n'"),
        (
            lambda: walk.run("uniform", schedules.constant(), **RUN, estimator="unbiassed"),
            "did you mean 'unbiased'",
        ),
        (lambda: walk.run("gaussian", schedules.explicit([1, 5]), **RUN, estimator="n"), "at least 2"),
        (lambda: walk.Gaussian(dimension=0), "dimension.*at least 1"),
        (lambda: walk.Gaussian(dimension=2, covariance=[[1, 2], [2, 1]]), "covariance.*positive definite"),
        (lambda: walk.Gaussian(dimension=2, covariance=[[1, math.nan], [math.nan, 1]]), "positive definite"),
        (lambda: walk.Gaussian(dimension=2, mean=[1, 2, 3]), "mean.*2 coordinates"),
        (lambda: walk.GaussianMean(mean=math.inf), "mean.*finite"),
        (lambda: walk.GaussianMean(bias=0.5), "bias.*pair"),
        (lambda: walk.GaussianMean(bias=(0.5, -1)), "bias exponent"),
        (lambda: walk.Uniform(upper=0), "upper"),
        (lambda: walk.Categorical((0.5, 0.4)), "probabilities.*sum 1"),
        (lambda: walk.Categorical((0.5, -0.5, 1.0)), r"probabilities\[1\]"),
        (lambda: exact.mean_squared_error(5, **AT), "schedule.*schedules"),
        (lambda: exact.mean_squared_error(schedules.constant(), sample_size=0, generations=3), "sample_size"),
        (
            lambda: exact.mean_squared_error(schedules.constant(), sample_size=5, generations=-1),
            "generations",
        ),
        (lambda: exact.mean_squared_error(schedules.constant(), **AT, variance=0), "variance"),
        (lambda: exact.mean_squared_error(schedules.constant(), **AT, bias="big"), "bias.*pair"),
        (lambda: exact.mean_squared_error(schedules.constant(), **AT, bias=(1, 0)), "bias exponent"),
        (lambda: exact.mean_squared_error(schedules.power(2000), **AT, rounded=False), "round 2.*finite"),
        (lambda: exact.mean_squared_error(schedules.power(60), **AT), r"power\(60\), round 2"),
        (lambda: exact.limit(schedules.explicit([5, 6]), sample_size=5), "schedule.*without end"),
        (lambda: exact.fitted_gaussian(schedules.constant(), **AT, divisor="m"), "divisor"),
        (lambda: exact.fitted_gaussian(schedules.constant(), **AT, divisor="n", dimension=0), "dimension"),
        (
            lambda: exact.fitted_gaussian(schedules.constant(), **AT, divisor="n", dimension=5),
            "sample_size.*at least 6",
        ),
        (lambda: exact.fitted_uniform(schedules.constant(), **AT, estimator="mean"), "estimator"),
        (lambda: exact.shrunk_mean(schedules.explicit([1, 2]), **AT, exponent=1), "at least 2"),
        (lambda: exact.shrunk_mean(schedules.constant(), **AT, exponent=0), "exponent"),
    ],
)
def test_bad_input_is_refused_in_one_line(call, words):
    with pytest.raises(InvalidArgument, match=words) as refusal:
        call()
    assert "\n" not in str(refusal.value)
