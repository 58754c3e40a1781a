"""The character model: texts as characters, training, chains of single tokens, simulated tables."""

import hashlib
import sys

import numpy as np
import pytest
import sympy as sp
from scipy import optimize

from modelcollapse import streams
from modelcollapse.claims.language import character_text, softmax_counts
from modelcollapse.data import characters, corpus
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate
from modelcollapse.symbolic.language import character as symbolic
from modelcollapse.symbolic.language import mixing
from science.language import forward


@pytest.fixture
def rng():
    return next(streams.blocks("test characters", "smoke"))


def write(tmp_path, content):
    file = tmp_path / "text.txt"
    file.write_text(content, encoding="utf-8")
    return str(file)


def test_a_text_is_read_as_letters_marks_and_single_spaces(tmp_path):
    text = characters.load(write(tmp_path, "  To be,\n\nor NOT_2 (to) be:\tthat is n² cafe\u0301?! "))
    assert text.text == "to be, or not to be that is n café?!"
    assert set(text.alphabet) == set(text.text)
    counts = [text.text.count(letter) for letter in text.alphabet]
    assert counts == sorted(counts, reverse=True)
    assert text.sha256 == hashlib.sha256(text.text.encode()).hexdigest()
    assert text.name == "text.txt"
    assert characters.load(write(tmp_path, "ab " * 30), first=25).text == ("ab " * 30)[:25]


def test_the_default_text_is_read_only_as_far_as_needed():
    files = []

    def counted():
        for part in corpus.prose():
            files.append(part)
            yield part

    part = characters._characters("docstrings", counted(), 5_000, "")
    assert part.sha256 == characters.load("", first=5_000).sha256
    assert len(files) < 50
    assert set(characters.load("", first=5_000).text) <= set("abcdefghijklmnopqrstuvwxyz .,?!")


def test_pairs_are_those_of_a_plain_loop(tmp_path):
    text = characters.load(write(tmp_path, "the cat sat on the mat, and then the hat sat on that cat! " * 9))
    stream, size = text.text, len(text.text)
    block = size // 20
    for length in (1, 3):
        train, held = {}, {}
        for at in range(length, size):
            part = held if at // block % 10 == 9 else train
            key = stream[at - length : at], stream[at]
            part[key] = part.get(key, 0) + 1
        pairs = characters.pairs(text, context=length)
        seen = {
            (pairs.names[c], text.alphabet[t]): n
            for c, t, n in zip(pairs.context, pairs.token, pairs.counts, strict=True)
        }
        assert seen == train
        assert pairs.held.tolist() == [held.get(key, 0) for key in seen]
        known = {context for context, _ in train}
        assert pairs.unknown == sum(n for (c, _), n in held.items() if c not in known)
        assert pairs.new == sum(n for k, n in held.items() if k[0] in known and k not in train)
        assert pairs.totals.sum() == pairs.counts.sum()
        assert np.bincount(pairs.context, weights=pairs.shares) == pytest.approx(1)
        assert pairs.context[pairs.starts].tolist() == list(range(len(pairs.names)))


@pytest.mark.parametrize(
    ("content", "context", "said"),
    [
        ("short", 1, "must hold at least 20 characters"),
        ("", 1, "must hold at least 20 characters"),
        ("".join(chr(0x4E00 + i) for i in range(300)), 1, "must use at most 200 different letters"),
        ("ab" * 30, 0, "context"),
        ("ab" * 30, 9, "must be at most 8"),
        ("ab" * 30, "2", "context"),
        ("abcdefghijklmnopqrstuvwxyz", 5, "must be long enough for contexts of 5"),
    ],
)
def test_unusable_texts_are_refused_in_one_line(tmp_path, content, context, said):
    with pytest.raises(InvalidArgument, match=said) as caught:
        characters.pairs(characters.load(write(tmp_path, content)), context=context)
    assert "\n" not in str(caught.value)


def test_a_text_with_fewer_characters_than_the_context_is_refused():
    short = characters.Characters("mine", "ab", np.array([0, 1, 0]), "")
    with pytest.raises(InvalidArgument, match="must hold more characters than a context of 4; it has 3"):
        characters.pairs(short, context=4)


@pytest.mark.parametrize("first", [0, 19, 1.5, True])
def test_a_useless_limit_is_refused(first):
    with pytest.raises(InvalidArgument, match="first"):
        characters.load("", first=first)


def test_training_returns_frequencies_and_so_does_another_optimiser():
    counts = np.array([5, 3, 2])

    def loss(w):
        return counts.sum() * np.log(np.exp(w).sum()) - counts @ w

    found = optimize.minimize(loss, np.zeros(3), method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-10}).x
    weights = np.exp(found) / np.exp(found).sum()
    assert weights == pytest.approx([0.5, 0.3, 0.2], abs=1e-6)
    assert exact.softmax_descent([[5, 3, 2]], steps=400)[0] == pytest.approx([0.5, 0.3, 0.2], abs=1e-12)


def test_what_was_never_seen_fades_like_one_over_the_steps():
    steps = [10, 100, 1_000, 10_000]
    # The golden values count the start as the first step.
    found = exact.softmax_descent([[5, 5, 0]], steps=[k - 1 for k in steps])[:, 0, 2]
    assert found * steps == pytest.approx([0.632, 0.666, 0.6668, 0.6667], abs=6e-4)
    # Longer steps are that many more steps, in the long run.
    for rate in (0.5, 2.0):
        last = exact.softmax_descent([[5, 5, 0], [1, 0, 0]], steps=10_000, rate=rate)
        assert 10_000 * rate * last[:, 2] == pytest.approx([2 / 3, 1 / 3], rel=2e-3)
    limit = symbolic.descent()["limit"].relation
    point = {symbolic.seen: 2, symbolic.never: 1, symbolic.step: 1}
    assert limit.subs(point) == sp.Rational(2, 3)
    assert symbolic.descent()["check"].relation == 0


def test_small_steps_follow_the_solution_in_time():
    rate, k = 0.01, 5_000
    p = exact.softmax_descent([[7, 7, 7, 0, 0]], steps=k, rate=rate)[0]
    passed = symbolic.passed(sp.log(float(p[0] / p[-1])))
    point = {symbolic.seen: 3, symbolic.never: 2, symbolic.step: rate}
    assert float(passed.subs(point)) == pytest.approx(k, rel=2e-3)


@pytest.mark.parametrize(
    ("counts", "options", "argument"),
    [
        ([1, 2], {}, "counts"),
        ([[1.5, 2]], {}, "counts"),
        ([[1, -1]], {}, "counts"),
        ([[0, 0], [1, 0]], {}, "counts"),
        ([[1, 2]], {"steps": -1}, "steps"),
        ([[1, 2]], {"rate": 4.0}, "rate"),
        ([[1, 2]], {"rate": float("nan")}, "rate"),
    ],
)
def test_training_refuses(counts, options, argument):
    with pytest.raises(InvalidArgument, match=argument):
        exact.softmax_descent(counts, **{"steps": 3, **options})


def by_tables(counts, size, keep, generations, value):
    """Mean of value(p⁽ᵐ⁾) from every table, in floating point."""
    held = np.array(counts)
    drawn = forward.tables(size, len(held))
    states = (held * keep + drawn) / (held.sum() * keep + size)
    law = forward.law(held / held.sum(), drawn)
    step = np.array([forward.law(state, drawn) for state in states])
    for _ in range(generations - 2):
        law = law @ step
    return law @ np.array([value(state) for state in states])


@pytest.mark.parametrize("keep", [False, True])
def test_chains_of_single_tokens_are_the_tables_marginals(keep):
    counts, q = [3, 2, 1], np.array([3, 2, 1]) / 6
    means = exact.pair_means(
        lambda p, first: np.stack([np.abs(p - first), -np.log(0.01 + p)], axis=-1),
        counts=[*counts, 4],
        context=[0, 0, 0, 1],
        synthetic=[4, 2],
        keep=keep,
        generations=4,
    )
    assert means.shape == (4, 4, 2)
    for m in (2, 4):
        away = by_tables(counts, 4, keep, m, lambda p: np.abs(p - q).sum())
        loss = by_tables(counts, 4, keep, m, lambda p: -np.log(0.01 + p).sum())
        assert means[:3, m - 1].sum(axis=0) == pytest.approx([away, loss], rel=1e-12)
    assert means[:3, 0, 0].tolist() == [0, 0, 0]
    # One continuation stays the only one.
    assert means[3, :, 0].tolist() == [0, 0, 0, 0]


def test_a_token_without_draws_stays():
    found = exact.token_means(np.square, count=2, real=3, synthetic=0, keep=True, generations=3)
    assert found == pytest.approx([4 / 9] * 3)


@pytest.mark.parametrize(
    ("changes", "argument"),
    [
        ({"count": 4}, "count"),
        ({"real": 0}, "real"),
        ({"synthetic": 0}, "synthetic"),
        ({"synthetic": 5_001}, "synthetic"),
        ({"generations": 0}, "generations"),
    ],
)
def test_chains_refuse(changes, argument):
    with pytest.raises(InvalidArgument, match=argument):
        exact.token_means(
            np.square, **{"count": 1, "real": 3, "synthetic": 2, "keep": False, "generations": 3, **changes}
        )


SMALL = {"counts": [3, 2, 1, 4, 2, 2], "context": [0, 0, 0, 1, 2, 2]}


@pytest.mark.parametrize("keep", [False, True])
def test_simulated_tables_stay_tables_and_have_the_exact_moments(rng, keep):
    sizes, many = [4, 3, 5], 20_000
    paths = simulate.tables(**SMALL, synthetic=sizes, keep=keep, generations=4, replicates=many, rng=rng)
    assert paths.shape == (many, 4, 6)
    assert paths[:, 0] == pytest.approx(np.tile([0.5, 1 / 3, 1 / 6, 1, 0.5, 0.5], (many, 1)))
    sums = np.stack([paths[:, :, :3].sum(-1), paths[:, :, 3], paths[:, :, 4:].sum(-1)])
    assert sums == pytest.approx(np.ones_like(sums))
    if keep:
        assert (paths[:, :, 0] >= 3 / 10 - 1e-12).all()
    squares = exact.pair_means(lambda p, q: p**2, **SMALL, synthetic=sizes, keep=keep, generations=4)
    error = (paths**2).std(axis=0) / np.sqrt(many)
    assert (np.abs((paths**2).mean(axis=0) - squares.T) <= 5 * error + 1e-12).all()


def test_replicates_are_grouped_without_a_trace(rng, monkeypatch):
    setting = {**SMALL, "synthetic": [4, 0, 5], "keep": True, "generations": 3, "replicates": 7}
    whole = simulate.tables(**setting, rng=rng)
    monkeypatch.setattr(sys.modules["modelcollapse.simulate.language.tables"], "_TOGETHER", 6)
    single = simulate.tables(**setting, rng=next(streams.blocks("test characters", "smoke")))
    assert single.shape == whole.shape
    assert np.array_equal(single[:, 0], whole[:, 0])


@pytest.mark.parametrize(
    ("changes", "argument"),
    [
        ({"counts": [3, 2, 0, 4, 2, 2]}, "counts"),
        ({"context": [0, 0, 1, 1, 3, 3]}, "context"),
        ({"context": [1, 1, 1, 2, 3, 3]}, "context"),
        ({"context": [0, 0, 0, 1, 2]}, "context"),
        ({"synthetic": [1, 2]}, "synthetic"),
        ({"synthetic": [1, 2, 0]}, "synthetic"),
        ({"keep": 1}, "keep"),
        ({"generations": 0}, "generations"),
        ({"replicates": 0}, "replicates"),
        ({"rng": 1}, "rng"),
    ],
)
def test_simulated_tables_refuse(rng, changes, argument):
    setting = {**SMALL, "synthetic": [1, 1, 1], "keep": False, "generations": 2, "replicates": 2, "rng": rng}
    with pytest.raises(InvalidArgument, match=argument):
        simulate.tables(**{**setting, **changes})


def test_the_scenarios_scales():
    """With N real tokens kept: 1/(3N + 1) for half and half, 1/(6N + 1) for a fifth."""
    settled = mixing.second_moment(sp.Integer(0))
    n = mixing.real
    assert sp.simplify(settled.subs(mixing.synthetic, n) - 1 / (3 * n + 1)) == 0
    assert sp.simplify(settled.subs(mixing.synthetic, n / 4) - 1 / (6 * n + 1)) == 0


def test_the_formulas_are_the_chains_on_the_text():
    for scenario, share in character_text.SCENARIOS.items():
        pairs = character_text.pairs(3)
        formula = character_text.weights(pairs) @ character_text.moments(pairs, share, 10)
        assert formula == pytest.approx(character_text.curves(3, scenario).second, rel=1e-10, abs=1e-15)


def test_a_run_of_the_text_is_near_its_expectation(rng):
    pairs = character_text.pairs(2)
    second, loss = character_text.run(pairs, 0.5, 10, rng)
    curves = character_text.curves(2, "half")
    assert second[0] == 0
    assert second[1:] == pytest.approx(curves.second[1:], rel=0.3)
    assert loss[0] == pytest.approx(curves.loss[0])
    assert loss == pytest.approx(curves.loss, abs=0.05)


def test_rises_follow_held_out_places(rng):
    pairs = character_text.pairs(2)
    rises = character_text.rises(pairs, 20_000, 1.0, 2, rng)
    curves = character_text.curves(2, "synthetic")
    rise = curves.loss[1] - curves.loss[0]
    assert abs(rises.mean() - rise) < 5 * rises.std() / np.sqrt(len(rises))


def test_the_figure_shows_contexts_with_few_and_many_followers():
    curves = softmax_counts.fading(np.array([10, 1_000]))
    assert len(curves) == 3
    for path, met in curves.values():
        assert path.shape == (2,)
        assert 1_000 * path[1] == pytest.approx(met, rel=0.15)
