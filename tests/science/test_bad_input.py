"""Every public function refuses what it cannot use, with one line that names argument, value and rule."""

import pickle
from fractions import Fraction

import numpy as np
import pytest

from modelcollapse import arguments, streams
from modelcollapse.errors import CorruptRecord, InvalidArgument, ModelCollapseError, UnusableSample
from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate

RNG = np.random.default_rng(1)
FUNCTIONS = {
    "survival": (
        exact.survival,
        {"threshold": 0.1, "sample_size": 5, "generations": 3, "divisor": "n", "sigma0": 1.0},
    ),
    "chernoff_bound": (
        exact.chernoff_bound,
        {"threshold": 0.1, "sample_size": 5, "generations": [3], "divisor": "n", "sigma0": 1.0, "order": 0.7},
    ),
    "mean_bound": (
        exact.mean_bound,
        {"threshold": 0.1, "sample_size": 5, "generations": [3], "divisor": "n", "sigma0": 1.0},
    ),
    "decay_bound": (
        exact.decay_bound,
        {"threshold": 0.1, "sample_size": 5, "generations": [3], "constant": 3.0, "sigma0": 1.0},
    ),
    "log_moment": (exact.log_moment, {"order": 1.0, "sample_size": 5, "divisor": "n"}),
    "log_drift": (exact.log_drift, {"sample_size": 5, "divisor": "n"}),
    "log_drift_variance": (exact.log_drift_variance, {"sample_size": 5, "divisor": "n"}),
    "exact first_passage": (
        exact.first_passage,
        {"threshold": 0.1, "sample_size": 5, "divisor": "n", "sigma0": 1.0},
    ),
    "paths": (
        simulate.paths,
        {
            "sample_size": 5,
            "generations": 3,
            "replicates": 4,
            "divisor": "n",
            "rng": RNG,
            "mu0": 0.0,
            "sigma0": 1.0,
        },
    ),
    "simulated first_passage": (
        simulate.first_passage,
        {"threshold": 0.1, "sample_size": 5, "divisor": "n", "replicates": 4, "rng": RNG, "sigma0": 1.0},
    ),
    "block_sizes": (streams.block_sizes, {"replicates": 4, "size": 2}),
}
NEVER_WHOLE = [
    np.nan,
    np.inf,
    -np.inf,
    2.5,
    5.0,
    "5",
    True,
    None,
    5j,
    Fraction(5),
    {},
    np.array([5.0]),
    10**40,
    -(10**40),
]
NEVER_REAL = [np.nan, np.inf, -np.inf, "0.5", True, np.True_, None, 1j, [0.5], 10**400]
BAD = {
    "sample_size": [0, 1, -1, *NEVER_WHOLE],
    "generations": [-1, *NEVER_WHOLE],
    "replicates": [0, -1, *NEVER_WHOLE],
    "size": [0, -1, *NEVER_WHOLE],
    "threshold": [0, 0.0, -0.1, *NEVER_REAL],
    "sigma0": [0, 0.0, -1.0, *NEVER_REAL],
    "mu0": NEVER_REAL,
    "order": [item for item in NEVER_REAL if item is not None],
    "constant": [20.0, 21, *NEVER_REAL],
    "divisor": ["N", "n−1", "n-2", "", 1, None, True, b"n", ["n"]],
    "rng": [None, 1, np.random, "rng", np.random.SeedSequence(1)],
}
CASES = [
    pytest.param(function, {**good, argument: value}, argument, id=f"{name}-{argument}-{value!r:.20}")
    for name, (function, good) in FUNCTIONS.items()
    for argument in good
    for value in BAD[argument]
]
# Arguments that are right one by one, and wrong together.
TOGETHER = [
    ("survival", {"sample_size": [5, 5]}, "sample_size", "3 generations"),
    ("survival", {"sample_size": []}, "sample_size", "empty"),
    ("survival", {"sample_size": [5, 1, 5]}, r"sample_size\[1\]", "at least 2"),
    ("survival", {"sample_size": [5, True, 5]}, r"sample_size\[1\]", "whole number"),
    ("survival", {"sample_size": np.ones((2, 2), dtype=int)}, "sample_size", "one-dimensional"),
    ("survival", {"generations": []}, "generations", "empty"),
    ("survival", {"generations": [1, -2]}, r"generations\[1\]", "at least 0"),
    ("survival", {"generations": [1, 2.0]}, r"generations\[1\]", "whole number"),
    ("paths", {"generations": 0}, "generations", "at least 1"),
    ("paths", {"generations": [3]}, "generations", "whole number"),
    ("paths", {"sample_size": [5, 5]}, "sample_size", "3 generations"),
    ("paths", {"sample_size": "555"}, "sample_size", "whole number"),
    ("exact first_passage", {"threshold": 1.0}, "threshold", "below sigma0 = 1"),
    ("exact first_passage", {"threshold": 2.0}, "threshold", "below sigma0 = 1"),
    ("exact first_passage", {"sample_size": 301}, "sample_size", "at most 300"),
    ("exact first_passage", {"sample_size": [5, 5]}, "sample_size", "whole number"),
    ("simulated first_passage", {"threshold": 1.0}, "threshold", "below sigma0 = 1"),
    ("log_moment", {"order": -4.0}, "order", "above -4"),
    ("log_moment", {"order": -1.0, "sample_size": [9, 2]}, "order", "above -1"),
    ("chernoff_bound", {"order": 0.0}, "order", "above 0"),
    ("chernoff_bound", {"order": -1.0}, "order", "above 0"),
    ("chernoff_bound", {"sample_size": [5, 6]}, "sample_size", "whole number"),
    ("mean_bound", {"sample_size": [5]}, "sample_size", "whole number"),
    ("decay_bound", {"sample_size": [5]}, "sample_size", "whole number"),
]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_good_arguments_are_good(name):
    function, good = FUNCTIONS[name]
    function(**good)


@pytest.mark.parametrize(("function", "given", "argument"), CASES)
def test_a_bad_argument_is_named_with_its_value_and_the_rule(function, given, argument):
    with pytest.raises(InvalidArgument) as caught:
        function(**given)
    message = str(caught.value)
    # An entry of a sequence is named with its index, a single value without.
    indexed = isinstance(given[argument], list | np.ndarray)
    assert message.startswith(
        f"{argument}[" if indexed and "[" in message.partition(" = ")[0] else f"{argument} = "
    )
    assert ": must " in message
    assert len(message.splitlines()) == 1
    assert len(message) < 250


@pytest.mark.parametrize(("name", "changes", "argument", "rule"), TOGETHER)
def test_arguments_that_do_not_fit_together(name, changes, argument, rule):
    function, good = FUNCTIONS[name]
    with pytest.raises(InvalidArgument, match=f"^{argument} = .*{rule}"):
        function(**{**good, **changes})


@pytest.mark.parametrize(
    ("value", "wanted"), [(np.int64(5), 5), (np.uint8(5), 5), (5, 5)], ids=lambda value: type(value).__name__
)
def test_whole_numbers_of_other_types_are_welcome(value, wanted):
    found = exact.log_drift(sample_size=value, divisor="n")
    assert found == exact.log_drift(sample_size=wanted, divisor="n")
    assert type(arguments.integer("n", value, minimum=2)) is int


@pytest.mark.parametrize(
    "given", [[3, 4, 9], range(3, 10), np.array([3, 9], dtype=np.uint8), range(9, 2, -1)]
)
def test_whole_numbers_are_checked_alike_in_a_list_and_in_an_array(given):
    found = arguments.integers("n", given, minimum=3, maximum=9)
    assert found.dtype == np.int64
    assert found.tolist() == list(given)
    for bounds in ({"minimum": 4}, {"minimum": 3, "maximum": 8}, {"minimum": 3, "length": 99}):
        messages = []
        for value in (given, list(given)):
            with pytest.raises(InvalidArgument) as caught:
                arguments.integers("n", value, **bounds)
            messages.append((caught.value.argument, caught.value.rule))
        assert messages[0] == messages[1]


@pytest.mark.parametrize("given", [np.array([1.0, 2.0]), np.array([True]), range(0), np.array([2**60])])
def test_arrays_of_anything_else_are_refused(given):
    with pytest.raises(InvalidArgument):
        arguments.integers("n", given, minimum=0)


@pytest.mark.parametrize("value", [np.float32(0.5), np.float64(0.5), Fraction(1, 2)])
def test_real_numbers_of_other_types_are_welcome(value):
    settings = {"sample_size": 5, "generations": 3, "divisor": "n"}
    assert exact.survival(value, **settings) == exact.survival(0.5, **settings)


def test_a_misspelt_divisor_gets_a_suggestion():
    with pytest.raises(
        InvalidArgument, match=r"divisor = 'n-2': must be one of 'n', 'n-1'; did you mean 'n-1'\?"
    ):
        exact.log_drift(sample_size=5, divisor="n-2")


def test_there_is_no_default_where_it_would_change_the_drift():
    for function, good in FUNCTIONS.values():
        if "divisor" in good:
            with pytest.raises(TypeError, match="divisor"):
                function(**{name: value for name, value in good.items() if name != "divisor"})


def test_a_long_value_is_cut_and_kept_on_one_line():
    message = str(InvalidArgument("x", np.zeros((100, 100)), "must be a number"))
    assert len(message) < 120
    assert "\n" not in message
    assert message.endswith(": must be a number")


def test_errors_have_one_base_and_survive_a_worker_process():
    for error in (
        InvalidArgument("n", 0, "must be above 0"),
        UnusableSample("no spread"),
        CorruptRecord("a.json: damaged"),
    ):
        assert isinstance(error, ModelCollapseError)
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)
    assert issubclass(InvalidArgument, ValueError)
