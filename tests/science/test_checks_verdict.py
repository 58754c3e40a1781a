"""How findings become a verdict, and how near misses are generated."""

import numpy as np
import pytest
import sympy as sp

from modelcollapse.checks import Control, Estimate, Finding, Value, Verdict, mutants
from modelcollapse.checks.verdict import combine

V, R, I = Verdict.VERIFIED, Verdict.REFUTED, Verdict.INCONCLUSIVE  # noqa: E741


def finding(verdict, controls=(), mutated=()):
    return Finding(verdict, f"because {verdict}.", {}, tuple(controls), tuple(mutated)).settled()


@pytest.mark.parametrize(
    ("control", "must_fall"),
    [(Control("c", R), True), (Control("c", R, 1.0, 2.0), True), (Control("c", R, 1.0, 1.99), False)],
)
def test_which_control_has_to_be_refuted(control, must_fall):
    assert control.must_fall is must_fall


@pytest.mark.parametrize(
    ("controls", "mutated", "verdict"),
    [
        ([], [], V),
        ([Control("far", R, 0.0, 5.0), Control("curve", R)], [], V),
        ([Control("near", I, 0.0, 1.5)], [], V),
        ([Control("far", I, 0.0, 2.0)], [], I),
        ([Control("curve", I)], [], I),
        ([Control("near", V, 0.0, 0.5)], [], I),
        ([Control("far", R)], [Control("mutant", R), Control("mutant", I, 0.0, 9.0)], V),
        ([Control("far", R)], [Control("mutant", V, 0.0, 0.1)], I),
    ],
)
def test_a_verdict_needs_its_controls(controls, mutated, verdict):
    settled = finding(V, controls, mutated)
    assert settled.verdict is verdict
    if verdict is I:
        assert settled.reason.endswith("so it proves nothing.")


@pytest.mark.parametrize("verdict", [R, I])
def test_controls_never_improve_a_verdict(verdict):
    assert finding(verdict, [Control("c", V)]).verdict is verdict
    assert finding(verdict, [Control("c", R)]).reason == f"because {verdict}."


@pytest.mark.parametrize(
    ("verdicts", "combined", "named"),
    [
        ([V], V, "The one piece of evidence holds"),
        ([V, V, V], V, "All 3 pieces of evidence hold"),
        ([V, I, V], I, "e1: because inconclusive."),
        ([I, V, R], R, "e2: because refuted."),
        ([R, R], R, "e0: because refuted."),
    ],
)
def test_a_claim_is_as_good_as_its_weakest_evidence(verdicts, combined, named):
    verdict, reason = combine((f"e{i}", finding(v)) for i, v in enumerate(verdicts))
    assert verdict is combined
    assert reason.startswith(named)


def test_no_evidence_verifies_nothing():
    assert combine([])[0] is I


def test_mutants_of_an_expression():
    n, c = sp.Symbol("n", integer=True, positive=True), sp.Symbol("c", positive=True)
    found = dict(mutants.of_expression(n * c - 3 / n))
    assert found == {
        "n + 1": (n + 1) * c - 3 / (n + 1),
        "n − 1": (n - 1) * c - 3 / (n - 1),
        "× 2": 2 * (n * c - 3 / n),
        "sign": 3 / n - n * c,
        "× 1.01": sp.Rational(101, 100) * (n * c - 3 / n),
        "× 0.99": sp.Rational(99, 100) * (n * c - 3 / n),
        "without c*n": -3 / n,
        "without -3/n": n * c,
        "sign of c*n": -n * c - 3 / n,
        "sign of -3/n": n * c + 3 / n,
        "c*n × 1.01": sp.Rational(101, 100) * n * c - 3 / n,
        "c*n × 0.99": sp.Rational(99, 100) * n * c - 3 / n,
        "-3/n × 1.01": n * c - sp.Rational(303, 100) / n,
        "-3/n × 0.99": n * c - sp.Rational(297, 100) / n,
    }


def test_mutants_of_a_single_term_have_no_parts():
    n = sp.Symbol("n", integer=True, positive=True)
    assert [name for name, _ in mutants.of_expression(1 / n)] == [
        "n + 1",
        "n − 1",
        "× 2",
        "sign",
        "× 1.01",
        "× 0.99",
    ]


def test_mutants_of_a_value_come_from_its_symbols_where_it_has_any():
    n = sp.Symbol("n", integer=True, positive=True)
    value = Value(lambda sample_size: 1 / sample_size, {"sample_size": 4}, expression=1 / n, point={n: 4})
    assert {name: call() for name, call in mutants.of_value(value)} == pytest.approx(
        {"n + 1": 0.2, "n − 1": 1 / 3, "× 2": 0.5, "sign": -0.25, "× 1.01": 0.2525, "× 0.99": 0.2475}
    )


@pytest.mark.parametrize(("off", "verdict"), [(0.0, V), (1e-12, V), (1e-8, R), (-0.02, R)])
def test_the_derived_and_the_computed_form_have_to_be_one_number(off, verdict):
    # The sample could not tell them apart: all of them lie within its margin.
    n = sp.Symbol("n", integer=True, positive=True)
    theory = Value(lambda: 0.25 * (1 + off), expression=1 / n, point={n: 4})
    estimate = Estimate(
        "mean", "It is 1/4.", "draws", theory, lambda: 0.1, 0.02, "wide enough", {"a third": lambda: 1 / 3}
    )
    found = estimate.judge({"draws": np.random.default_rng(1).normal(0.25, 0.1, 20_000)}, "smoke")
    assert found.verdict is verdict
    assert ("The derived form gives 0.25, the exact computation 0.2" in found.reason) is (verdict is R)


def test_mutants_of_a_value_come_from_its_arguments_else():
    calls = []

    def function(**arguments):
        calls.append(arguments)
        return len(calls)

    given = {"sample_size": 10, "generations": 3, "divisor": "n", "threshold": 0.1}
    for _, call in mutants.of_value(Value(function, given)):
        call()
    assert calls == [
        {**given, "sample_size": 11},
        {**given, "sample_size": 9},
        {**given, "generations": 4},
        {**given, "generations": 2},
        {**given, "divisor": "n-1"},
    ]
