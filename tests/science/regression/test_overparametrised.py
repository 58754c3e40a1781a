"""Generators with fewer samples than dimensions: golden numbers, plain programs as oracles, bad input, claims."""

import numpy as np
import pytest
import sympy as sp
from scipy import stats

from modelcollapse import claims, streams
from modelcollapse.claims.judge import judge
from modelcollapse.claims.regression import bias_inequality
from modelcollapse.errors import InfiniteMean, InvalidArgument
from modelcollapse.exact import regression
from modelcollapse.exact.regression import overparametrised as exact
from modelcollapse.exact.regression import projections
from modelcollapse.simulate.regression import overparametrised as simulate
from modelcollapse.symbolic.regression import overparametrised as symbolic

IDS = (
    "regression-forgetting",
    "regression-noise-reversal",
    "regression-projections",
    "regression-bias-inequality",
    "regression-scalar-chain",
)
# E‖ŵ_n − w₀‖² at d = 60, T₀ = 30, σ₀ = 0.5.
FRESH = {1: 0.759, 2: 1.138, 5: 1.470, 20: 1.517, 60: 1.517}
SAME = {1: 0.759, 2: 1.017, 5: 1.793, 20: 5.67, 60: 16.02}
CROSSINGS = {0.5: 4, 0.2: 15, 0.1: 51, 0.05: 196}
# Bias after a generator, clean bias and change in the counterexample, by T.
BIASES = {50: (0.0651, 0.0793, 0.0574), 44: (0.0640, 0.0821, 0.0557)}
# Noise of n generators in the last fit at d = 80, T₀ = 40, T = 160, λ = 0.01: fresh n = 2, straight line, fresh n = 6.
COLLAPSE = {0: (1.443, 1.924, 1.894), 1: (1.444, 1.646, 2.783), 2: (1.049, 1.002, 3.157)}


def rng(name):
    return next(streams.blocks(f"overparametrised tests {name}", "smoke"))


def forgetting(generations, design, noise=0.5):
    return exact.forgetting(
        dimension=60, generator_samples=30, generations=generations, generator_noise=noise, design=design
    )


def test_errors_worked_out_beforehand():
    for design, table in (("independent", FRESH), ("same", SAME)):
        assert forgetting(list(table), design).error == pytest.approx(list(table.values()), rel=1e-3)
    for noise, n in CROSSINGS.items():
        assert exact.crossing(dimension=60, generator_samples=30, generator_noise=noise) == n


def test_noise_free_means_are_products_of_shares():
    found = exact.forgetting(dimension=12, generator_samples=[6, 3, 9], generations=[0, 1, 2, 3])
    shares = [1, 1 / 2, 1 / 8, 3 / 32]
    assert found.kept == pytest.approx(shares)
    assert found.norm == pytest.approx(shares)
    assert found.error == pytest.approx([1 - share for share in shares])


@pytest.mark.parametrize("samples", BIASES)
def test_counterexample(samples):
    whole, clean, change = BIASES[samples]
    found = bias_inequality.parts(samples)
    assert found == pytest.approx((clean, change, whole), abs=6e-5)
    assert found[2] < found[0] < found[0] + found[1]
    settings = {"ridge": 1e-3, "samples": samples, "noise": 0, "generator_noise": 0, "generator_samples": 20}
    for generations, value in ((0, found[0]), (1, found[2])):
        risk = regression.risk(
            bias_inequality.SPECTRUM, bias_inequality.TRUTH, generations=generations, **settings
        )
        assert risk.bias == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("power", COLLAPSE)
def test_noise_through_several_generators(power):
    spectrum = np.arange(1, 81.0) ** -power

    def collapse(generations, design):
        return regression.risk(
            spectrum,
            np.zeros(80),
            ridge=0.01,
            samples=160,
            noise=0,
            generator_samples=40,
            generator_noise=1,
            generations=generations,
            design=design,
        ).collapse

    fresh, line, late = COLLAPSE[power]
    assert collapse(2, "independent") == pytest.approx(fresh, abs=6e-4)
    assert collapse(2, "same") == pytest.approx(line, abs=6e-4)
    assert collapse(6, "independent") == pytest.approx(late, abs=6e-4)


def test_recursion_keeps_what_it_must():
    spectrum = np.linspace(0.2, 2, 30)
    ones = projections.propagated(spectrum, np.ones(30), generator_samples=12, generations=1)
    assert ones[1] == pytest.approx(
        projections.overlap(spectrum, generator_samples=12, generations=1), rel=1e-12
    )
    assert ones[1].sum() == pytest.approx(12, rel=1e-12)
    flat = projections.propagated(np.full(30, 3.0), np.arange(1.0, 31), generator_samples=12, generations=1)
    # All directions alike: the trace shrinks by T₀/d.
    assert flat[1].sum() == pytest.approx(0.4 * flat[0].sum(), rel=1e-12)


def test_projections_against_drawn_ones():
    spectrum, truth = np.linspace(0.2, 2, 60), np.full(60, 60**-0.5)
    path = simulate.weights(
        spectrum, truth, generator_samples=30, generations=2, replicates=600, rng=rng("drawn"), method="naive"
    )
    energy = projections.propagated(spectrum, spectrum, generator_samples=30, generations=2) @ truth**2
    assert (path**2 @ spectrum).mean(axis=0) == pytest.approx(energy, rel=0.05)


@pytest.mark.parametrize(
    ("d", "given", "n", "noise"),
    [(20, 10, 1, 0.0), (20, 10, 4, 0.0), (20, 12, 3, 0.4), (12, 6, 6, 0.3), (4, 1, 2, 0.2)],
)
def test_two_numbers_have_the_law_of_all_weights(d, given, n, noise):
    draws, truth = rng(f"law {d} {given} {n}"), np.eye(d)[0]
    path = simulate.weights(
        np.ones(d),
        truth,
        generator_samples=given,
        generations=n,
        replicates=1500,
        rng=draws,
        generator_noise=noise,
        method="naive",
    )
    scalar = simulate.scalar_chain(
        dimension=d,
        generator_samples=given,
        generations=n,
        replicates=20_000,
        rng=draws,
        generator_noise=noise,
    )
    assert scalar.shape == (20_000, n + 1)
    assert (scalar[:, 0] == 0).all()
    error = ((path[:, n] - truth) ** 2).sum(axis=1)
    assert stats.ks_2samp(error, scalar[:, n]).pvalue > 1e-3


def test_mean_square_and_defect_against_drawn_projections():
    truth = np.eye(6)[0]
    path = simulate.weights(
        np.ones(6), truth, generator_samples=2, generations=2, replicates=20_000, rng=rng("defect")
    )
    norm, along = (path**2).sum(axis=2), path @ truth
    square = (norm - 2 * along + 1)[:, 2] ** 2
    value = exact.error_square(dimension=6, generator_samples=2, generations=2)
    assert abs(square.mean() - value) < 5 * square.std() / np.sqrt(len(square))
    defect = (norm[:, 2] - along[:, 2]) ** 2
    value = exact.projection_defect(dimension=6, generator_samples=2)
    assert abs(defect.mean() - value) < 5 * defect.std() / np.sqrt(len(defect))


def test_share_is_the_beta_law():
    x = np.array([-0.1, 0.2, 0.5, 1.0, 1.3])
    expected = stats.beta(1.5, 3.5).cdf(x)
    assert exact.share_cdf(x, dimension=10, generator_samples=3) == pytest.approx(expected, abs=1e-14)


def test_steps_of_the_derivations():
    eta, v, n = symbolic.kept, symbolic.noise, symbolic.generations
    chain = symbolic.chain()
    assert sp.simplify(chain["solved"].relation - symbolic.fresh_error()) == 0
    assert sp.limit(symbolic.fresh_error().subs({eta: sp.Rational(1, 3), v: 2}), n, sp.oo) == 4
    assert sp.simplify(symbolic.recursion()["unit"].relation - symbolic.mean_projection()) == 0
    assert sp.simplify(symbolic.recursion()["flat"].relation - symbolic.mean_projection()) == 0
    assert symbolic.telescope()["limit"].relation == sp.Rational(1, 2)
    product = symbolic.telescope()["product"].relation
    # 1/2² · 3 = 3/4, the share after one generator.
    assert product.subs(n, 1) == sp.Rational(3, 4)


def test_infinite_means_are_said_to_be():
    with pytest.warns(InfiniteMean, match="generator_samples"):
        found = exact.forgetting(dimension=5, generator_samples=4, generations=[0, 1], generator_noise=0.1)
    assert found.error.tolist() == [0.0, np.inf]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: exact.forgetting(dimension=5, generator_samples=5, generations=1), "generator_samples"),
        (
            lambda: exact.forgetting(dimension=5, generator_samples=[2, 3], generations=2, design="same"),
            "generator_samples",
        ),
        (lambda: exact.forgetting(dimension=5, generator_samples=[2], generations=2), "generator_samples"),
        (lambda: exact.forgetting(dimension=5, generator_samples=2, generations=1, design="new"), "design"),
        (lambda: exact.crossing(dimension=5, generator_samples=4, generator_noise=1), "generator_samples"),
        (lambda: exact.crossing(dimension=50, generator_samples=4, generator_noise=1e-9), "generator_noise"),
        (lambda: projections.propagated([1.0, 1], [1.0], generator_samples=1, generations=1), "weight"),
        (lambda: projections.overlap([1.0, 0], generator_samples=1, generations=1), "spectrum"),
        (
            lambda: projections.bias_parts(
                [1.0, 1], [1.0], ridge=0, samples=4, generator_samples=1, generations=1
            ),
            "coefficients",
        ),
        (
            lambda: simulate.scalar_chain(
                dimension=3, generator_samples=3, generations=1, replicates=2, rng=rng("bad")
            ),
            "generator_samples",
        ),
        (
            lambda: simulate.weights(
                [1.0], [1.0, 2.0], generator_samples=1, generations=1, replicates=1, rng=rng("bad")
            ),
            "coefficients",
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


def test_every_ledger_key_of_the_chapter_is_covered():
    keys = {key for name in IDS for key in claims.get(name).ledger}
    assert keys == {f"P3-T{number}" for number in range(6, 12)} | {"P3-D2", "P3-D4"}


def test_slips_of_the_transcription_are_no_claims():
    for name in IDS:
        claim = claims.get(name)
        words = " ".join((claim.statement, claim.provenance_note, *claim.not_established))
        assert "Lemma F" not in words
        assert "operator" not in words
