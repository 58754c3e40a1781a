"""Every exact function that a claim rests on, off by two per cent: some claim must lose its verdict."""

import dataclasses
import functools
import importlib
import inspect
import pkgutil
import sys
from collections import defaultdict
from contextlib import contextmanager

import numpy as np
import pytest

import modelcollapse
from modelcollapse import claims
from modelcollapse.checks import Value
from modelcollapse.claims.judge import judge
from modelcollapse.errors import ModelCollapseError

pytestmark = pytest.mark.slow

FACTORS = (1.02, 0.98)
EXACT = "modelcollapse.exact."

ROOM = "a bound with room to spare"
PLAN = "plans how much to draw, and states nothing"
LIMIT = "a limit for many dimensions, judged to within six per cent or a tenth"

# What no claim notices, and why; tests of their own hold each of these functions to its digits.
UNNOTICED = {
    "discrete.poisson.poisson_law": "only its shape is used: it is divided by its sum",
    "gaussian.landing.conditional_variance": PLAN,
    "language.collapse.poisson_margin": ROOM,
    "language.deviation.synthetic_limit": "judged by how it grows, where a factor drops out, and as a bound with room",
    "language.first_text.bigram_survival": PLAN,
    "language.first_text.bigram_vocabulary": PLAN,
    "mixture.decay_bound": ROOM,
    "mixture.domination": ROOM,
    "mixture.kurtosis": "compared with 3, and far from it",
    "regression.projections.bias_parts": LIMIT,
    "regression.projections.overlap": LIMIT,
    "regression.projections.propagated": LIMIT,
    "regression.scaling.fit_power_law": "chooses a ridge; only the order of the errors is judged",
    "walk.information.logistic_information": "measures a distance, whose unit drops out, and plans how much to draw",
    "walk.moments.poisson_cumulants": PLAN,
}


def library():
    for module in pkgutil.walk_packages(modelcollapse.__path__, "modelcollapse."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return [module for name, module in sys.modules.items() if name.startswith("modelcollapse.")]


MODULES = library()


def functions():
    """The public functions of the exact route by the names of their modules."""
    found = {}
    for module in MODULES:
        for name, thing in vars(module).items():
            own = getattr(inspect.unwrap(thing), "__module__", "") if callable(thing) else ""
            public = own == module.__name__ and own.startswith(EXACT) and not name.startswith("_")
            if public and inspect.isfunction(inspect.unwrap(thing)):
                found[f"{own.removeprefix(EXACT)}.{name}"] = thing
    return found


def forget():
    """Empty every cache: what was computed with another function must not answer for this one."""
    for module in MODULES:
        for thing in list(vars(module).values()):
            clear = getattr(thing, "cache_clear", None)
            if clear and not inspect.isclass(thing):
                clear()


@contextmanager
def replaced(stand_ins):
    """Put functions in the place of others, wherever the library holds them: in modules and in asserted values."""
    by_id = {id(old): new for old, new in stand_ins}
    places = [
        (module, name, thing)
        for module in MODULES
        for name, thing in list(vars(module).items())
        if id(thing) in by_id
    ]

    def value(self, **changes):
        function = by_id.get(id(self.function), self.function)
        return float(function(**{**self.arguments, **changes}))

    with pytest.MonkeyPatch.context() as patch:
        forget()
        patch.setattr(Value, "__call__", value)
        for module, name, old in places:
            patch.setattr(module, name, by_id[id(old)])
        yield
    forget()


def scaled(result, factor):
    """A result with every number that is not a count multiplied; None where there is no such number."""
    if isinstance(result, float | np.floating) or (
        isinstance(result, np.ndarray) and result.dtype.kind == "f"
    ):
        return result * factor
    if isinstance(result, tuple):
        parts = [scaled(part, factor) for part in result]
        if all(part is None for part in parts):
            return None
        kept = [old if new is None else new for old, new in zip(result, parts, strict=True)]
        return type(result)(*kept) if hasattr(result, "_fields") else tuple(kept)
    if dataclasses.is_dataclass(result) and not isinstance(result, type):
        fields = {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}
        parts = {name: scaled(part, factor) for name, part in fields.items()}
        changed = {name: part for name, part in parts.items() if part is not None}
        return dataclasses.replace(result, **changed) if changed else None
    return None


def standing_in(function, then):
    """A function that hands the result of another to ``then``; it keeps the handle of its cache."""

    @functools.wraps(inspect.unwrap(function))
    def stand_in(*args, **kwargs):
        return then(function(*args, **kwargs))

    if hasattr(function, "cache_clear"):
        stand_in.cache_clear = function.cache_clear
    return stand_in


def resting():
    """For each exact function that yields numbers, the claims that call it."""
    found = defaultdict(list)
    for claim in claims.ids():
        called = set()

        def note(name, result, called=called):
            if scaled(result, 1.0) is not None:
                called.add(name)
            return result

        watched = [
            (function, standing_in(function, functools.partial(note, name)))
            for name, function in functions().items()
        ]
        with replaced(watched):
            judge(claims.get(claim), "smoke")
        for name in called:
            found[name].append(claim)
    return found


def noticed(function, resting_on, profile):
    """Whether one of the claims is not verified with the function off; a refusal to compute is a notice as well."""
    for factor in FACTORS:

        def off(result, factor=factor):
            changed = scaled(result, factor)
            return result if changed is None else changed

        with replaced([(function, standing_in(function, off))]):
            for claim in resting_on:
                forget()
                try:
                    if judge(claims.get(claim), profile)["verdict"] != "verified":
                        return True
                except (ModelCollapseError, ArithmeticError):
                    return True
    return False


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # what is off may leave the domain of a root
def test_two_per_cent_take_a_verdict_away(measured):
    by_name, rests = functions(), resting()
    assert len(rests) > 100
    unseen = list(rests)
    for profile in ("smoke", "full"):
        unseen = [name for name in unseen if not noticed(by_name[name], rests[name], profile)]
    assert set(unseen) == set(UNNOTICED)
    measured("resolution/functions", len(rests), "Functions of the exact route that a claim calls")
    measured(
        "resolution/noticed", len(rests) - len(unseen), "Of them, off by two per cent, noticed by a claim"
    )
    rows = [["function", "why"], *([name, UNNOTICED[name]] for name in sorted(unseen))]
    measured("resolution/unnoticed", rows, "What no claim noticed")
