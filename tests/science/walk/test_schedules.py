import numpy as np
import pytest

from modelcollapse.data import schedules
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate import walk


def test_convention_a_gives_the_first_synthetic_round_the_real_size():
    assert schedules.power(1).sizes(sample_size=10, generations=4).tolist() == [10, 10, 40, 90]
    assert schedules.power(1, convention="B").sizes(sample_size=10, generations=4).tolist() == [
        10,
        40,
        90,
        160,
    ]
    assert schedules.linear().sizes(sample_size=7, generations=4).tolist() == [7, 7, 14, 21]
    assert schedules.constant().sizes(sample_size=7, generations=3).tolist() == [7, 7, 7]
    assert schedules.explicit([3, 5]).sizes(sample_size=7, generations=3).tolist() == [7, 3, 5]


def test_fractional_sizes_are_rounded_up_and_whole_ones_kept():
    assert schedules.power(0.5).sizes(sample_size=10, generations=4).tolist() == [10, 10, 29, 52]
    whole = schedules.power(2).sizes(sample_size=10, generations=1001)
    assert whole[1:].tolist() == [10 * t**3 for t in range(1, 1001)]


def test_the_barely_superlinear_schedule_sums():
    t = schedules.log_power().factors(10**7, sample_size=1)
    assert np.sum(1 / t) == pytest.approx(3.3257, abs=5e-5)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: schedules.explicit([5, 0]), r"sizes\[1\].*0.*at least 1"),
        (lambda: schedules.explicit([5, -1]), r"sizes\[1\]"),
        (lambda: schedules.explicit([5, 2.5]), r"sizes\[1\].*2.5"),
        (lambda: schedules.explicit([]), "sizes"),
        (lambda: schedules.power(np.inf), "s.*finite"),
        (lambda: schedules.power(1, convention="C"), "convention"),
        (lambda: schedules.power(60).sizes(sample_size=10, generations=9), r"power\(60\), round"),
        (lambda: schedules.explicit([5]).sizes(sample_size=5, generations=3), "generations.*3.*at most 2"),
        (lambda: schedules.constant().sizes(sample_size=0, generations=3), "sample_size"),
    ],
)
def test_bad_schedules_are_refused_in_one_line(make, words):
    with pytest.raises(InvalidArgument, match=words) as refusal:
        make()
    assert "\n" not in str(refusal.value)


def test_a_walk_starts_at_the_truth_and_has_the_declared_axes():
    rng = np.random.default_rng(1)
    path = walk.run(
        walk.GaussianMean(dimension=3, mean=2.0),
        schedules.linear(),
        sample_size=5,
        generations=4,
        replicates=6,
        rng=rng,
    )
    assert path.shape == (6, 5, 3)
    assert (path[:, 0] == 2.0).all()


def test_the_known_covariance_is_the_covariance_of_one_fit():
    covariance = np.array([[2.0, 0.9], [0.9, 1.0]])
    path = walk.run(
        walk.GaussianMean(dimension=2, covariance=covariance),
        schedules.constant(),
        sample_size=4,
        generations=1,
        replicates=40_000,
        rng=np.random.default_rng(2),
    )
    assert np.cov(path[:, 1].T) * 4 == pytest.approx(covariance, abs=0.06)


@pytest.mark.parametrize("covariance", [[[1.0, 2.0], [2.0, 1.0]], [[1.0, 0.5], [0.0, 1.0]], -1.0])
def test_a_covariance_must_be_positive_definite(covariance):
    with pytest.raises(InvalidArgument, match="covariance"):
        walk.GaussianMean(dimension=2, covariance=covariance)


def test_names_and_schedules_are_checked():
    options = {"sample_size": 5, "generations": 2, "replicates": 2, "rng": np.random.default_rng(3)}
    with pytest.raises(InvalidArgument, match="did you mean 'gaussian-mean'"):
        walk.run("gaussian-meen", schedules.constant(), **options)
    with pytest.raises(InvalidArgument, match="schedule"):
        walk.run("gaussian-mean", 5, **options)
    with pytest.raises(InvalidArgument, match="estimator"):
        walk.run("gaussian-mean", schedules.constant(), estimator="median", **options)
