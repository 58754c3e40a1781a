"""Explorers: the browser's formulas against two other routes, and what is said about them."""

import math
import random
import re
from pathlib import Path

import mpmath
import numpy as np
import pytest
import sympy as sp

from modelcollapse import explorers
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import discrete, language, regression, walk
from modelcollapse.explorers.formula import Formula, Loop
from modelcollapse.explorers.javascript import function

CHAPTERS = Path(__file__).parents[2] / "notebooks"
POINTS = 200
NEAR = 1e-9


def drawn_points(explorer):
    """Seeded points between the ends of every slider, whole where the letter is."""
    chance = random.Random(f"explorer {explorer.name}")

    def value(slider):
        if slider.log:
            found = math.exp(chance.uniform(math.log(slider.low), math.log(slider.high)))
        else:
            found = chance.uniform(slider.low, slider.high)
        return round(found) if slider.whole else found

    return [[*(value(slider) for slider in explorer.turned), *explorer.fixed.values()] for _ in range(POINTS)]


def by_hand(formula, arguments, point):
    """A formula with 40 digits, by mpmath: nothing of the printed code, and nothing of NumPy."""
    known = dict(zip(arguments, map(mpmath.mpf, point), strict=True))

    def value(expression):
        letters = list(known)
        return mpmath.mpf(sp.lambdify(letters, expression, "mpmath")(*known.values()))

    for letter, how in formula.given.items():
        if isinstance(how, Loop):
            state, step = value(how.start), sp.lambdify(how.state, how.step, "mpmath")
            for _ in range(int(value(how.rounds))):
                state = step(state)
            known[letter] = state
        else:
            known[letter] = value(how)
    return value(formula.value)


def in_the_browser(page, explorer, points):
    """What the script of an explorer returns in Chromium, one row for each function."""
    page.goto("about:blank")
    page.evaluate("delete globalThis.explorers")
    page.add_script_tag(content=explorers.script(explorer))
    rows = page.evaluate(
        "points => explorers[0].formulas.map(f => points.map(point => String(f(...point))))", points
    )
    return np.array([[float(value.replace("Infinity", "inf")) for value in row] for row in rows])


def largest_difference(found, expected):
    """The largest relative difference, absolute below 1e-12 where a formula passes through zero."""
    expected = np.array(expected, dtype=float)
    assert np.isfinite(expected).all()
    return float(np.max(np.abs(found - expected) / np.maximum(np.abs(expected), 1e-12)))


@pytest.mark.browser
@pytest.mark.filterwarnings("default")
def test_the_browser_computes_what_python_computes(browser, measured):
    page = browser.new_page()
    rows = [["explorer", "functions", "points", "largest relative difference"]]
    for name in explorers.ids():
        explorer = explorers.load(name)
        points = drawn_points(explorer)
        found = in_the_browser(page, explorer, points)
        with mpmath.workdps(40):
            expected = [
                [by_hand(part.formula, explorer.arguments, point) for point in points]
                for part in explorer.drawn
            ]
        worst = largest_difference(found, expected)
        assert worst < NEAR, name
        rows.append([name, len(explorer.drawn), POINTS, float(f"{worst:.1e}")])
    page.close()
    measured(
        "pages/explorers",
        rows,
        "printed JavaScript in Chromium against the same formulas with 40 digits, at random settings",
    )


def test_the_python_route_of_the_pictures_agrees_too():
    for name in explorers.ids():
        explorer = explorers.load(name)
        points = drawn_points(explorer)[:20]
        for part in explorer.drawn:
            function_of = part.formula.function(explorer.arguments)
            with mpmath.workdps(40):
                expected = [by_hand(part.formula, explorer.arguments, point) for point in points]
            found = np.array([function_of(*point) for point in points])
            assert largest_difference(found, expected) < NEAR, (name, part.says)


def exact_improvement(r):
    return [walk.improvement_probability(r=r, dimension=d) for d in (1, 2, 3)]


def exact_drifting(r, a):
    step = r**2
    return [walk.affine_improvement(slope, variance=1.0, step_variance=step) for slope in (a, 1.0)]


def exact_mixed_collision(m, N, n, S_0):
    found = language.mixed_collision_probability(S_0, real=N, synthetic=n, generations=m + 1)
    return [found]


def exact_allowed(N, s, epsilon):
    sure, sharp = (
        language.synthetic_limit(real=N, support=s, tolerance=epsilon, bound=bound)
        for bound in ("sure", "sharp")
    )
    return [sure, sharp]


def exact_chain(n, d, T0, T, sigma0, S, sigma):
    risk = regression.least_squares_risk(
        dimension=d, samples=T, noise=sigma, generator_samples=T0, generator_noise=sigma0, generations=n
    )
    return [risk.mean, risk.collapse, S]


def exact_ridge(ridge, n, d, T, T0, sigma, sigma0):
    spectrum, truth = np.ones(d), np.eye(d)[0]
    return [
        regression.risk(
            spectrum,
            truth,
            ridge=ridge,
            samples=T,
            noise=sigma,
            generator_samples=T0,
            generator_noise=sigma0,
            generations=count,
        ).total
        for count in (0, n)
    ]


def exact_adaptive(ell, beta, r, b, a):
    critical = regression.critical_exponent(beta, r)
    rule = regression.adaptive_exponent(beta, r, b, a)
    return [critical, rule, 2 * r * rule]


def exact_clock(k, c):
    # Not one minus its survival, which would lose the digits of small chances.
    return [math.exp(-c * discrete.g(k))]


# Which functions of an explorer the exact witness knows, and what it says.
EXACT = {
    "improvement": ((0, 1, 2), exact_improvement),
    "drifting": ((0, 1), exact_drifting),
    "mixed-collision": ((0,), exact_mixed_collision),
    "chain": ((0, 1, 2), exact_chain),
    "adaptive": ((3, 4, 5), exact_adaptive),
    "clock": ((0,), exact_clock),
}


@pytest.mark.browser
@pytest.mark.parametrize("name", EXACT)
def test_the_browser_computes_what_the_exact_witness_computes(browser, name):
    explorer = explorers.load(name)
    which, exact = EXACT[name]
    points = drawn_points(explorer)
    if name == "adaptive":
        # Where the generators' noise outgrows their samples no ridge is right, and exact refuses.
        points = [point for point in points if point[4] < point[3]]
        assert len(points) > 50
    page = browser.new_page()
    found = in_the_browser(page, explorer, points)[list(which)]
    page.close()
    expected = np.array([exact(*point) for point in points]).T
    assert largest_difference(found, expected) < NEAR


@pytest.mark.browser
def test_the_ridge_in_the_browser_is_that_of_the_exact_witness(browser):
    chance, explorer = random.Random("explorer ridge, exact"), explorers.load("ridge")
    asked, points = [], []
    for _ in range(60):
        d = chance.randint(5, 40)
        T, T0 = chance.randint(max(2, d // 3), 20 * d), chance.randint(d + 5, 20 * d)
        ridge, n = math.exp(chance.uniform(-6.5, 2)), chance.randint(0, 50)
        sigma, sigma0 = (chance.uniform(0.05, 2) for _ in range(2))
        asked.append((ridge, n, d, T, T0, sigma, sigma0))
        # The panel knows ratios only; with this φ₀ its limit is the factor d/(T₀ − d − 1) at finite size.
        points.append([ridge, n, d / T, d / (T0 - 1), sigma, sigma0])
    page = browser.new_page()
    found = in_the_browser(page, explorer, points)
    page.close()
    assert largest_difference(found, np.array([exact_ridge(*one) for one in asked]).T) < NEAR


@pytest.mark.browser
def test_no_limit_in_the_browser_is_no_limit_in_the_exact_witness(browser):
    explorer = explorers.load("allowed")
    points = [[N, max(2, round(s)), epsilon] for N, s, epsilon in drawn_points(explorer)]
    page = browser.new_page()
    sure, average, _ = in_the_browser(page, explorer, points)
    page.close()
    expected = np.array([exact_allowed(*point) for point in points])
    assert largest_difference(sure, expected[:, 0]) < NEAR
    limited = np.isfinite(expected[:, 1])
    assert 20 < limited.sum() < len(points)
    assert (average[~limited] <= 0).all()
    # The exact witness takes whichever of the two bounds allows more.
    more = np.maximum(sure, average)[limited]
    assert largest_difference(more, expected[limited, 1]) < NEAR


def test_every_explorer_is_in_the_chapter_that_derives_its_formulas():
    placed = {
        name: path.stem
        for path in CHAPTERS.glob("*.md")
        for name in re.findall(r"^```\{explorer\} (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert placed == {name: explorers.load(name).chapter for name in explorers.ids()}
    assert len(placed) >= 6


@pytest.mark.parametrize("name", explorers.ids())
def test_words_sliders_and_script(name):
    explorer = explorers.load(name)
    assert "fixed" in explorer.caption
    for slider in explorer.turned:
        assert slider.low <= min(slider.values) < max(slider.values) <= slider.high
        assert slider.start in slider.values
        assert len(slider.values) > 20
    picture = explorers.picture(explorer)
    assert "nan" not in picture.alt
    assert all(curve.says.lower() in picture.alt.lower() for curve in explorer.curves)
    assert "$" not in picture.alt
    script = explorers.script(explorer)
    assert script == explorers.script(explorer)
    assert not re.search(r"\beval\b|\bFunction\b|import|https?:", script)


def test_what_javascript_lacks_is_refused():
    x = sp.Symbol("x", positive=True)
    for special in (sp.gamma(x), sp.digamma(x), sp.zeta(x)):
        with pytest.raises(NotImplementedError):
            function(Formula(special), [x])


def test_a_letter_without_a_value_is_refused():
    x, y = sp.symbols("x y")
    for formula in (Formula(x + y), Formula(x, {sp.Symbol("z"): y})):
        with pytest.raises(ValueError, match="y"):
            function(formula, [x])
        with pytest.raises(ValueError, match="y"):
            formula.function([x])


def test_an_unknown_explorer_is_refused_by_name():
    with pytest.raises(InvalidArgument, match="clock"):
        explorers.load("nothing")
