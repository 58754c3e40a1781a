"""Real data mixed with synthetic data: golden values, references without formulas, contracts and refusals."""

import math

import numpy as np
import pytest
import sympy as sp

from modelcollapse.claims.language import synthetic_share
from modelcollapse.claims.language.mixed_collision import printed
from modelcollapse.data.zipf import zipf_with_collision
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import mixing as symbolic
from science.language import forward


def by_tables(p, real, synthetic, generations, value):
    """Mean of value(p⁽ᵐ⁾, p⁽¹⁾) from every table of real and synthetic counts, in floating point."""
    fits = forward.tables(real, len(p))
    drawn = forward.tables(synthetic, len(p))
    total = 0.0
    for held, chance in zip(fits, forward.law(p, fits), strict=True):
        states = (held + drawn) / (real + synthetic)
        law = forward.law(held / real, drawn)
        step = np.array([forward.law(state, drawn) for state in states])
        for _ in range(generations - 2):
            law = law @ step
        total += chance * (law @ np.array([value(state, held / real) for state in states]))
    return total


@pytest.mark.parametrize(
    ("real", "synthetic", "s0", "values"),
    [
        (100, 10, 0.1, (0.109000, 0.109736, 0.109742, 0.109742, 0.109742)),
        (100, 100, 0.1, (0.109000, 0.111227, 0.111779, 0.111957, 0.111960)),
        (3, 30, 0.5, (0.666667, 0.675849, 0.683185, 0.697469, 0.712328)),
    ],
)
def test_the_compact_form(real, synthetic, s0, values):
    found = exact.mixed_collision_probability(
        s0, real=real, synthetic=synthetic, generations=[1, 2, 3, 6, 51]
    )
    assert found == pytest.approx(values, abs=6e-7)


def test_one_synthetic_token_is_at_its_limit_at_once():
    found = exact.mixed_collision_probability(0.3, real=10, synthetic=1, generations=[0, 1, 2, 3, 50])
    assert found == pytest.approx([0.3, 0.37, 0.375207, 0.375207, 0.375207], abs=6e-7)
    none = exact.mixed_collision_probability(0.3, real=10, synthetic=0, generations=[1, 2, 9])
    assert none == pytest.approx([0.37] * 3)


@pytest.mark.parametrize(
    ("m", "corrected", "wrong"),
    [(1, 0.66667, 0.57534), (2, 0.67585, 0.60289), (5, 0.69373, 0.65653), (8, 0.70284, 0.68388)],
)
def test_the_sign(m, corrected, wrong):
    assert exact.mixed_collision_probability(0.5, real=3, synthetic=30, generations=m) == pytest.approx(
        corrected, abs=6e-6
    )
    assert printed(m, 3, 30, sp.Rational(1, 2)) == pytest.approx(wrong, abs=6e-6)


@pytest.mark.parametrize("m", [2, 3, 6])
def test_the_formula_against_every_table(m):
    p = [0.6, 0.4]
    found = exact.mixed_collision_probability(0.52, real=4, synthetic=5, generations=m)
    assert found == pytest.approx(by_tables(p, 4, 5, m, lambda x, _: x @ x), rel=1e-12)
    wrong = printed(m, 4, 5, sp.Rational(52, 100))
    assert abs(wrong - found) > 1e-5


def test_symbolic_steps_of_the_correction():
    steps = symbolic.recursion()
    for name in ("solved", "begins", "compact"):
        assert steps[name].relation == 0
    n, s0, real = symbolic.synthetic, symbolic.start, symbolic.real
    stated = -2 * s0 * n * (real - 1) / (real * (real**2 + 2 * real * n + n))
    assert sp.simplify(steps["printed_begins"].relation - stated) == 0
    limit = sp.simplify(symbolic.compact(sp.Integer(0)))
    many = sp.limit(limit.subs(n, sp.Symbol("v", positive=True)), sp.Symbol("v", positive=True), sp.oo)
    assert sp.simplify(many - (3 + 2 * (real - 1) * s0) / (2 * real + 1)) == 0
    assert symbolic.deviation()["check"].relation == 0


def test_second_moment_of_the_deviation():
    q = [0.5, 0.3, 0.2]
    found = exact.deviation(q, real=20, synthetic=15, generations=[2, 3, 4, 5, 6]).second_moment
    assert found == pytest.approx([0.007592, 0.008893, 0.009116, 0.009155, 0.009161], abs=6e-7)


def test_deviation_against_every_table():
    p = [0.5, 0.3, 0.2]
    for m in (2, 4):
        found = exact.expected_deviation(p, real=3, synthetic=3, generations=m)
        second = by_tables(p, 3, 3, m, lambda x, q: (x - q) @ (x - q))
        assert found.second_moment == pytest.approx(second, rel=1e-11)
        distance = by_tables(p, 3, 3, m, lambda x, q: np.abs(x - q).sum())
        assert 0.6 * found.by_moments < distance < found.sharp
        assert distance < found.sure == pytest.approx(1.0)
        # Averaging the bound over generation 1 by hand.
        fits = forward.tables(3, 3)
        by_hand = sum(
            chance * exact.deviation(held / 3, real=3, synthetic=3, generations=m).by_moments
            for held, chance in zip(fits, forward.law(p, fits), strict=True)
        )
        assert found.by_moments == pytest.approx(by_hand, rel=1e-11)


@pytest.mark.parametrize(
    ("n", "by_moments", "sure", "textbook", "paper"),
    [
        (1, 0.0457, 0.0198, 0.071, 39.7),
        (10, 0.1329, 0.1818, 0.226, 2.5e4),
        (100, 0.2649, 1.0, 0.714, 7.6e27),
        (1000, 0.3170, 1.82, 2.26, None),
    ],
)
def test_the_bounds_at_the_papers_figure(n, by_moments, sure, textbook, paper):
    p = np.concatenate([zipf_with_collision(52, collision=0.1), np.zeros(548)])
    found = exact.expected_deviation(p, real=100, synthetic=n, generations=50)
    # The oracle averaged over simulated real data.
    assert found.by_moments == pytest.approx(by_moments, abs=8e-4)
    assert found.sure == pytest.approx(sure, abs=6e-3)
    assert math.sqrt(n * 51) / 100 == pytest.approx(textbook, abs=6e-3)
    if paper is not None:
        assert found.paper == pytest.approx(paper, rel=0.02)
    assert found.sharp == min(found.by_moments, found.sure)
    assert math.sqrt(n / (100**2 + 201 * n)) == pytest.approx(
        {1: 0.00990, 10: 0.02886, 100: 0.05764, 1000: 0.06884}[n], abs=6e-6
    )


def test_constants_of_the_concentration_inequality():
    assert exact.concentration_rate(0.5) == 2
    assert exact.concentration_rate(0.1) == pytest.approx(math.log(9) / 0.8)
    assert exact.prefactor(sample_size=10, vocabulary=3) == pytest.approx(6)
    c0, c1 = math.e**3 / (2 * math.pi), 6 * math.e / math.pi**1.5
    assert (c0, c1) == pytest.approx((3.19671, 2.92901), abs=6e-6)
    assert exact.prefactor(sample_size=1, vocabulary=600) == pytest.approx(
        c1 * 600 * math.exp(c0 / (2 * math.e))
    )
    # n = 10: the middle case reaches from s = 10 to s = 13.
    assert exact.prefactor(sample_size=10, vocabulary=12) == pytest.approx(c1 * 12 * (c0 * 10 / 12) ** 6)
    x = np.linspace(0.001, 0.5, 2_000)
    rates = np.array([exact.concentration_rate(value) for value in x])
    assert (np.diff(rates) < 1e-12).all()
    # φ^(−1/2) is concave.
    assert (np.diff(rates**-0.5, 2) < 1e-12).all()


@pytest.mark.parametrize(("vocabulary", "first"), [(2, 2), (3, 15), (4, 77), (5, 354), (6, 1515)])
def test_where_the_theorem_begins_to_beat_the_sure_bound(vocabulary, first):
    def better(n):
        return exact.paper_deviation(vocabulary=vocabulary, real=10**6, synthetic=n) < 2 * n / (10**6 + n)

    assert better(first)
    assert not any(better(n) for n in range(1, first))


def test_tails_against_the_definition():
    assert exact.deviation_tail([0.5, 0.3, 0.2], sample_size=1, distance=1.2) == pytest.approx(0.5)
    assert exact.deviation_tail([0.5, 0.3, 0.2], sample_size=1, distance=1.0) == pytest.approx(1.0)
    counts = forward.tables(6, 3)
    law = forward.law([0.6, 0.3, 0.1], counts)
    far = np.abs(counts / 6 - [0.6, 0.3, 0.1]).sum(axis=1) >= 0.5
    assert exact.deviation_tail([0.6, 0.3, 0.1], sample_size=6, distance=0.5) == pytest.approx(law[far].sum())


@pytest.mark.parametrize(
    ("real", "support", "paper", "sure", "sharp"),
    [
        (10**4, 65, 0.73, 526, math.inf),
        (10**6, 65, 4.65, 52_632, math.inf),
        (10**9, 65, 10.5, 5.3e7, math.inf),
        (10**6, 50_257, None, 52_632, 3.3e5),
        (100, 600, None, 5.26, 5.26),
        (100, 52, None, 5.26, 5.26),
    ],
)
def test_the_three_answers(real, support, paper, sure, sharp):
    place = {"real": real, "support": support, "tolerance": 0.1}
    limits = {bound: exact.synthetic_limit(bound=bound, **place) for bound in exact.BOUNDS}
    if paper is None:
        assert limits["paper"] < 0
    else:
        assert limits["paper"] == pytest.approx(paper, rel=0.005)
    assert limits["sure"] == pytest.approx(sure, rel=0.01)
    assert limits["sharp"] == pytest.approx(sharp, rel=0.01)
    for bound, limit in limits.items():
        found = exact.max_synthetic(bound=bound, **place)
        assert found == (math.inf if math.isinf(limit) else max(0, math.floor(limit)))


def test_the_exact_second_moment_alone_where_it_allows_less_than_the_sure_bound():
    for support, limit in ((600, 0.17), (52, 2.04)):
        alone = (100 * 0.1) ** 2 / (support - 1 - 201 * 0.01)
        assert alone == pytest.approx(limit, abs=6e-3)


@pytest.mark.parametrize("bound", ["sharp", "sure"])
@pytest.mark.parametrize(
    ("real", "support", "tolerance"), [(500, 65, 0.2), (5_000, 2_000, 0.3), (19, 40, 0.1)]
)
def test_the_answer_keeps_its_promise_and_one_more_would_not(bound, real, support, tolerance):
    most = exact.max_synthetic(real=real, support=support, tolerance=tolerance, bound=bound)

    def worst(n):
        q = np.full(support, 1 / support)
        return getattr(exact.deviation(q, real=real, synthetic=int(n), generations=10**9), bound)

    assert worst(most) <= tolerance * (1 + 1e-9)
    assert worst(most + 1) > tolerance


def test_the_default_bound_is_the_sharp_one():
    place = {"real": 300, "support": 50, "tolerance": 0.2}
    assert exact.max_synthetic(**place) == exact.max_synthetic(bound="sharp", **place)


def test_shares_and_sizes():
    assert exact.synthetic_size(real=100, share=0.0) == 0
    assert exact.synthetic_size(real=100, share=0.5) == 100
    assert exact.synthetic_size(real=100, share=0.2) == 25


def test_the_readers_table_says_what_the_functions_say():
    rows = synthetic_share.answer(real=10_000, support=65, tolerance=0.1, synthetic=10_000)
    assert [row["may add"] for row in rows] == ["0", "526", "any number"]
    assert [row["harmless?"] for row in rows] == ["not shown", "not shown", "yes"]
    assert rows[0]["distance with 10,000"] == "says nothing"
    table = synthetic_share.table([(10**4, 65, 0.1)])
    assert list(table[0].values()) == ["10,000", "65", "0.1", "none", "526", "no limit"]


class TestSimulation:
    def test_the_same_real_tokens_are_kept_along_a_run(self):
        rng = np.random.default_rng(8)
        paths = simulate.recursion(
            [0.5, 0.3, 0.2],
            scheme="mixed",
            real=7,
            sample_size=5,
            generations=6,
            replicates=300,
            rng=rng,
        )
        assert paths.shape == (300, 7, 3)
        real = paths[:, 1] * 7
        assert real == pytest.approx(np.round(real))
        fresh = paths[:, 2:] * 12 - real[:, None]
        assert fresh == pytest.approx(np.round(fresh))
        assert (fresh > -1e-9).all()
        assert fresh.sum(axis=2) == pytest.approx(5)

    def test_generation_one_is_all_there_is_with_one_generation(self):
        rng = np.random.default_rng(9)
        paths = simulate.recursion(
            [0.5, 0.5], scheme="mixed", real=4, sample_size=9, generations=1, replicates=5, rng=rng
        )
        assert paths.shape == (5, 2, 2)
        assert paths[:, 1] * 4 == pytest.approx(np.round(paths[:, 1] * 4))


MIXED = {"real": 10, "synthetic": 5, "generations": 3}
PLACE = {"real": 10, "support": 5, "tolerance": 0.1}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: exact.mixed_collision_probability(0.5, **{**MIXED, "real": 0}),
            "real = 0: must be .* at least 1",
        ),
        (lambda: exact.mixed_collision_probability(0.5, **{**MIXED, "real": -1}), "real = -1"),
        (lambda: exact.mixed_collision_probability(0.5, **{**MIXED, "synthetic": -1}), "synthetic = -1"),
        (lambda: exact.mixed_collision_probability(1.5, **MIXED), "s0 = 1.5: must be at most 1"),
        (
            lambda: exact.deviation([0.5, 0.6], **MIXED),
            "q = .*must be probabilities that sum to 1, not to 1.1",
        ),
        (lambda: exact.deviation([0.5, 0.5], **{**MIXED, "generations": 0}), "generations = 0"),
        (
            lambda: exact.expected_deviation([0.5, 0.5], **{**MIXED, "real": 10**6}),
            "real = 1000000: must be at most",
        ),
        (
            lambda: exact.max_synthetic(**{**PLACE, "tolerance": 0}),
            "tolerance = 0: must be .* above 0 below 2",
        ),
        (lambda: exact.max_synthetic(**{**PLACE, "tolerance": 2}), "tolerance = 2: must be"),
        (lambda: exact.max_synthetic(**{**PLACE, "support": 1}), "support = 1: must be"),
        (lambda: exact.max_synthetic(**PLACE, bound="shrap"), "bound = 'shrap': .*did you mean 'sharp'"),
        (lambda: exact.synthetic_size(real=10, share=1), "share = 1: must be .* at least 0 below 1"),
        (lambda: exact.synthetic_size(real=10, share=-0.1), "share = -0.1: must be"),
        (lambda: exact.concentration_rate(0.6), "x = 0.6: must be at most 0.5"),
        (
            lambda: exact.paper_deviation(vocabulary=3, real=5, synthetic=5, balance=0.3),
            "balance = 0.3: must be",
        ),
        (lambda: exact.deviation_tail([0.5, 0.5], sample_size=5, distance=0.1), "p = .*three"),
    ],
)
def test_bad_arguments_are_named_in_one_line(call, message):
    with pytest.raises(InvalidArgument, match=f"^{message}") as caught:
        call()
    assert len(str(caught.value).splitlines()) == 1
