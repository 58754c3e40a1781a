"""Bad input: one line that names the argument, its value and the rule."""

import numpy as np
import pytest

from modelcollapse.arguments import integer_array, real_array
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate

RNG = np.random.Generator(np.random.SFC64(1))
SPECTRUM, TRUTH = np.array([2.0, 1.0]), np.array([1.0, -1.0])
GENERATORS = {"noise": 0.5, "generator_samples": 5, "generator_noise": 0.5, "generations": 2}
RISK = {"spectrum": SPECTRUM, "coefficients": TRUTH, "ridge": 0.1, "samples": 5, **GENERATORS}
DRAWN = {"replicates": 3, "rng": RNG}
FUNCTIONS = {
    "kappa": (exact.kappa, {"spectrum": SPECTRUM, "ridge": 0.1, "samples": 5}),
    "df": (exact.df, {"spectrum": SPECTRUM, "kappa": 0.1, "order": 2}),
    "risk": (exact.risk, {**RISK, "design": "same"}),
    "optimal_ridge": (
        exact.optimal_ridge,
        {**{k: v for k, v in RISK.items() if k != "ridge"}, "design": "same"},
    ),
    "least_squares_risk": (
        exact.least_squares_risk,
        {"dimension": 2, "samples": 5, **GENERATORS, "design": "same"},
    ),
    "least_squares_cdf": (
        exact.least_squares_cdf,
        {"error": 1.0, "dimension": 2, "samples": 5, **GENERATORS, "design": "same"},
    ),
    "chain": (simulate.chain, {**RISK, **DRAWN, "design": "same", "method": "law"}),
    "conditional": (
        simulate.conditional,
        {"spectrum": SPECTRUM, "coefficients": TRUTH, "ridge": 0.1, "samples": 5, **DRAWN},
    ),
    "isotropic_conditional": (
        simulate.isotropic_conditional,
        {"dimension": 2, "ridge": 0.1, "samples": 5, **DRAWN},
    ),
    "least_squares": (
        simulate.least_squares,
        {"dimension": 2, "samples": 5, **GENERATORS, **DRAWN, "design": "same"},
    ),
}
NEVER = [np.nan, np.inf, "1", None, True, 1j, {}]
BAD = {
    "spectrum": [[], [1.0, -0.1], [0.0, 0.0], [[1.0, 2.0]], [1.0, np.nan], 3.0, "ab", None, [True, True]],
    "coefficients": [[], [1.0], [1.0, 2.0, 3.0], [[1.0, 2.0]], [np.inf, 1.0], 3.0, "ab", None],
    "ridge": [-0.1, -1, [0.1, -1e-9], [], [0.1, "0.2"], *NEVER],
    "kappa": [-0.1, [0.1, -1.0], [], *NEVER],
    "error": [-1.0, [], *NEVER],
    "samples": [0, -1, 2.5, 5.0, [], *NEVER],
    "order": [0, -1, 1.5, *NEVER],
    "dimension": [0, -1, 2.5, *NEVER],
    "noise": [-0.1, [0.1], *NEVER],
    "generator_noise": [-0.1, [0.1], *NEVER],
    "generator_samples": [0, -1, 4.5, [], *NEVER],
    "generations": [-1, 2.5, *NEVER],
    "replicates": [0, -1, 2.5, *NEVER],
    "rng": [None, 3, np.random.RandomState(1)],
    "design": ["Same", "indep", "", None, 1],
    "method": ["exact", "Law", None],
}
CASES = [
    pytest.param(function, {**good, argument: value}, argument, id=f"{name}-{argument}-{i}")
    for name, (function, good) in FUNCTIONS.items()
    for argument in good
    for i, value in enumerate(BAD[argument])
]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_good_arguments_are_good(name):
    function, good = FUNCTIONS[name]
    function(**good)


@pytest.mark.parametrize(("function", "arguments", "named"), CASES)
def test_the_message_names_the_argument(function, arguments, named):
    with pytest.raises(InvalidArgument) as caught:
        function(**arguments)
    assert str(caught.value).startswith(named)
    assert "\n" not in str(caught.value)


def test_a_singular_covariance_where_its_inverse_is_needed():
    rule = r"spectrum = .*: must be above 0: the inverse covariance is needed \(entry 1 is zero\)"
    with pytest.raises(InvalidArgument, match=rule):
        exact.risk(**{**RISK, "spectrum": [1.0, 0.0]})
    assert exact.kappa([1.0, 0.0], ridge=0.1, samples=5) > 0.1


def test_shapes_that_disagree():
    with pytest.raises(
        InvalidArgument, match=r"samples = .*: must broadcast against a ridge of shape \(2,\)"
    ):
        exact.kappa(SPECTRUM, ridge=[0.1, 0.2], samples=[5, 6, 7])
    with pytest.raises(InvalidArgument, match=r"samples = .*: must broadcast"):
        exact.risk(**{**RISK, "ridge": [0.1, 0.2], "samples": [5, 6, 7]})
    with pytest.raises(InvalidArgument, match=r"coefficients = .*: must have one entry for each of the 2"):
        exact.risk(**{**RISK, "coefficients": [1.0, 2.0, 3.0]})
    with pytest.raises(InvalidArgument, match=r"ridge = .*: must be a number or a sequence"):
        simulate.chain(**{**RISK, **DRAWN, "ridge": [[0.1], [0.2]]})


def test_designs_and_sizes_that_do_not_exist():
    with pytest.raises(InvalidArgument, match=r"design = 'smae': .*did you mean 'same'"):
        exact.risk(**{**RISK, "design": "smae"})
    for function, good in (FUNCTIONS["least_squares_risk"], FUNCTIONS["least_squares"]):
        with pytest.raises(InvalidArgument, match="must be the same in every generation"):
            function(**{**good, "generator_samples": [5, 6]})
        with pytest.raises(InvalidArgument, match="one entry for each of 2 generations"):
            function(**{**good, "generator_samples": [5], "design": "independent"})
        with pytest.raises(InvalidArgument, match="generator_samples"):
            function(**{**good, "generator_samples": 1})


def test_no_ridge_needs_spare_samples():
    with pytest.raises(InvalidArgument, match="ridge = 0"):
        simulate.isotropic_conditional(4, ridge=0, samples=4, **DRAWN)


def test_arrays_of_any_shape():
    assert real_array("x", [[1, 2.5]], minimum=1).tolist() == [[1.0, 2.5]]
    assert real_array("x", 3).shape == ()
    assert integer_array("n", np.array([[1], [2]]), minimum=1).tolist() == [[1], [2]]
    with pytest.raises(InvalidArgument, match=r"x\[1, 0\] = -1"):
        real_array("x", np.array([[1.0], [-1.0]]), minimum=0)
    with pytest.raises(InvalidArgument, match=r"n\[0\] = 1\.0"):
        integer_array("n", np.array([1.0]), minimum=0)
    with pytest.raises(InvalidArgument, match="must be one-dimensional"):
        real_array("x", 3.0, dimensions=1)
    given = np.array([1.0, 2.0])
    assert real_array("x", given) is not given
