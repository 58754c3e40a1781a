"""Kept data: numbers worked out beforehand, plain programs as oracles, the contract, and the claims."""

import itertools

import numpy as np
import pytest
import sympy as sp

from modelcollapse import claims, streams
from modelcollapse.claims.judge import judge
from modelcollapse.claims.regression import accumulate_source
from modelcollapse.errors import InfiniteMean, InvalidArgument
from modelcollapse.exact.regression import accumulate as exact
from modelcollapse.simulate.regression import accumulate as simulate
from modelcollapse.symbolic.regression import accumulate as symbolic

IDS = (
    "regression-accumulate-sum",
    "regression-accumulate-limit",
    "regression-pi-squared",
    "regression-subsample",
)
# Risk of fit 1, 2, 4, 8 by (d, T).
RISK = {(10, 20): (1.1111, 1.2835, 1.3878, 1.4450), (10, 50): (0.2564, 0.3126, 0.3498, 0.3714)}
PRICE = {0.001: 1.6445, 0.1: 1.5994, 0.5: 1.3863, 0.9: 1.0941}
FACTOR = (1, 1.25, 1.361, 1.424, 1.464, 1.491, 1.512, 1.527)


def rng(name):
    return next(streams.blocks(f"accumulate tests {name}", "smoke"))


@pytest.mark.parametrize("size", RISK)
def test_risks_worked_out_beforehand(size):
    d, T = size
    risk = exact.workflow_risk(dimension=d, samples=T, generations=[1, 2, 4, 8], workflow="accumulate")
    assert risk == pytest.approx(RISK[size], abs=5.1e-5)


def test_price_and_limit():
    assert exact.penalty(list(PRICE)) == pytest.approx(list(PRICE.values()), abs=5.1e-5)
    first = exact.workflow_risk(dimension=9, samples=20, generations=1, workflow="accumulate", noise=3.0)
    limit = exact.accumulated_limit(dimension=9, samples=20, noise=3.0)
    assert limit == pytest.approx(2 * np.log(2) * first, rel=1e-13)
    late = exact.workflow_risk(dimension=9, samples=20, generations=10**6, workflow="accumulate", noise=3.0)
    assert late == pytest.approx(limit, rel=1e-6)


def test_factors_worked_out_beforehand():
    fits = range(1, 9)
    assert exact.limiting_factor(generations=fits, workflow="accumulate") == pytest.approx(FACTOR, abs=6e-4)
    assert exact.limiting_factor(generations=10**6, workflow="subsample") == pytest.approx(
        np.pi**2 / 2 - 2, abs=1e-5
    )


def test_least_squares_keeps_its_promise_row_by_row():
    """One chain, written with lists and numpy.linalg.lstsq."""
    T, horizon = 7, 4
    root = np.sqrt([2.0, 0.5])
    for workflow in ("replace", "accumulate"):
        source = rng("plain")
        ours = simulate.least_squares(
            [2.0, 0.5],
            samples=T,
            generations=horizon,
            replicates=1,
            workflow=workflow,
            rng=rng("plain"),
            noise=0.3,
        )
        w, x, y = np.ones(2), np.empty((0, 2)), np.empty(0)
        for n in range(1, horizon + 1):
            new = source.standard_normal((1, T, 2))[0] * root
            label = new @ w + 0.3 * source.standard_normal((1, T, 1))[0, :, 0]
            x, y = (new, label) if workflow == "replace" else (np.vstack([x, new]), np.append(y, label))
            w = np.linalg.lstsq(x, y, rcond=None)[0]
            assert ours[0, n] == pytest.approx((((w - 1) * root) ** 2).sum(), rel=1e-8)


def test_subsamples_are_drawn_without_replacement_and_evenly():
    rows = simulate._drawn(12, 5, 20_000, rng("drawn"))
    assert all(len(set(row)) == 5 for row in rows[:500].tolist())
    assert np.bincount(rows.ravel(), minlength=12) / 20_000 == pytest.approx(np.full(12, 5 / 12), abs=0.02)


def test_subsample_variance_by_counting_every_choice():
    """T = 1: fit n repeats one of n values, each of which is an earlier fit plus noise. All choices enumerated."""
    horizon = 5
    total = np.zeros(horizon)
    choices = list(itertools.product(*(range(n) for n in range(1, horizon + 1))))
    for chosen in choices:
        # Coefficients of each value on the independent noises.
        fits, values = [np.zeros(horizon)], []
        for n, pick in enumerate(chosen):
            values.append(fits[n] + np.eye(horizon)[n])
            fits.append(values[pick])
        total += [fit @ fit for fit in fits[1:]]
    found = exact.mean_variance(samples=1, generations=range(1, horizon + 1), workflow="subsample")
    assert found == pytest.approx(total / len(choices), rel=1e-12)


@pytest.mark.parametrize("family", exact.FAMILIES)
@pytest.mark.parametrize("workflow", exact.WORKFLOWS)
def test_variances_against_simulated_chains(family, workflow):
    fitted = simulate.means(
        family=family,
        samples=12,
        generations=4,
        replicates=20_000,
        workflow=workflow,
        rng=rng(family + workflow),
    )
    square = 12 * (fitted - 1) ** 2
    error = square.std(axis=0) / np.sqrt(len(square))
    value = exact.mean_variance(samples=12, generations=range(5), workflow=workflow, family=family)
    assert (np.abs(square.mean(axis=0) - value) <= 5 * error).all()


def test_logistic_fit_solves_the_likelihood_equation():
    values = rng("logistic").standard_normal((50, 9)) * 2 + 3
    centre = simulate._fit("logistic", values)
    assert np.abs(np.tanh((values - centre[:, None]) / 2).sum(axis=1)).max() < 1e-9


def test_steps_of_the_derivations():
    n, T, d = symbolic.fit, symbolic.samples, symbolic.dimension
    steps = symbolic.least_squares()
    assert sp.simplify(steps["part"].relation - symbolic.term()) == 0
    assert sp.simplify(steps["split"].relation - symbolic.term()) == 0
    assert sp.simplify(symbolic.closed_sum().subs(n, 1) - d / (T - d - 1)).subs(
        {T: 7, d: 3}
    ).evalf() == pytest.approx(0, abs=1e-12)
    assert symbolic.ratio()["half"].relation == 2 * sp.log(2)
    assert symbolic.exponential()["next"].relation == sp.pi**4 / 120
    assert sp.simplify(symbolic.subsample()["step"].relation - 3 / (n + 1) ** 2) == 0
    assert sp.simplify(symbolic.subsample()["limit"].relation - (sp.pi**2 / 2 - 2)) == 0


def test_a_mean_that_is_infinite_is_said_to_be():
    for T in (5, 6):
        with pytest.warns(InfiniteMean, match="samples"):
            risk = exact.workflow_risk(dimension=5, samples=T, generations=[0, 1, 3], workflow="accumulate")
        assert risk.tolist() == [0.0, np.inf, np.inf]
        with pytest.warns(InfiniteMean):
            assert exact.accumulated_limit(dimension=5, samples=T) == np.inf


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: exact.workflow_risk(dimension=5, samples=4, generations=1, workflow="replace"), "samples"),
        (
            lambda: exact.workflow_risk(dimension=5, samples=9, generations=1, workflow="subsample"),
            "workflow",
        ),
        (
            lambda: exact.workflow_risk(dimension=5, samples=9, generations=1, workflow="replace", noise=-1),
            "noise",
        ),
        (lambda: exact.penalty([0.5, 1.0]), "share"),
        (lambda: exact.mean_variance(samples=0, generations=1, workflow="replace"), "samples"),
        (lambda: exact.mean_variance(samples=3, generations=1, workflow="replace", family="gamma"), "family"),
        (lambda: exact.limiting_factor(generations=-1, workflow="replace"), "generations"),
        (
            lambda: simulate.least_squares(
                [1.0, 0.0], samples=5, generations=1, replicates=2, workflow="replace", rng=rng("bad")
            ),
            "spectrum[1]",
        ),
        (
            lambda: simulate.least_squares(
                [1.0, 1.0], samples=1, generations=1, replicates=2, workflow="replace", rng=rng("bad")
            ),
            "samples",
        ),
        (
            lambda: simulate.means(
                family="cauchy", samples=5, generations=1, replicates=2, workflow="replace", rng=rng("bad")
            ),
            "family",
        ),
    ],
)
def test_bad_input_is_named_in_one_line(call, named):
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert str(caught.value).startswith(named)
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module", params=IDS)
def record(request):
    return judge(claims.get(request.param), "smoke")


def test_verified_and_every_control_refuted(record):
    assert record["verdict"] == "verified", record["reason"]
    assert {control["verdict"] for control in record["controls"]} == {"refuted"}
    assert all(entry["controls"] for entry in record["evidence"])


def test_provenance_says_what_was_read():
    for name in IDS:
        claim = claims.get(name)
        assert claim.chapter == accumulate_source.CHAPTER
        assert "abstract" in claim.provenance_note
    assert {key for name in IDS for key in claims.get(name).ledger} == {"P3-F1", "P3-F2"}
