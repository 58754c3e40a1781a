"""Explorers on a page: by keyboard, read aloud, in the dark, on a phone, and a picture without scripts."""

import logging

import pytest
from bs4 import BeautifulSoup

from bookbuild.sphinx_ext.explorer import ExplorerDirective

pytestmark = pytest.mark.book

CHAIN = "#explorer-chain"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def html(explorer_project):
    page = explorer_project.site("smoke") / "notebooks" / "rising.html"
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def address(explorer_project, serving):
    with serving(explorer_project.site("smoke")) as url:
        yield f"{url}notebooks/rising.html"


@pytest.fixture
def opened(browser, address):
    """A function that opens the page and keeps every complaint of it."""
    contexts, complaints = [], []

    def open_page(**options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda said: said.type in {"error", "warning"} and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def test_the_page_brings_a_picture_in_words_and_scripts_as_files(html, explorer_project):
    for name in ("chain", "clock"):
        panel = html.find(id=f"explorer-{name}")
        image = panel.select_one("figure img")
        assert image["alt"].startswith("Line chart of ")
        assert "held fixed" in panel.get_text().lower()
        assert (explorer_project.site("smoke") / "_images" / f"explorer-{name}.svg").is_file()
        assert not panel.select("script, [style]")
        assert not [tag for tag in panel.find_all(True) if any(key.startswith("on") for key in tag.attrs)]
    sources = [script["src"].partition("?")[0] for script in html.select("script[src*=explorer]")]
    assert sources == [
        "../_static/explorers/chain.js",
        "../_static/explorers/clock.js",
        "../_static/explorer.js",
    ]
    assert all(script.has_attr("defer") for script in html.select("script[src*=explorer]"))


def test_a_page_without_explorers_loads_nothing_for_them(explorer_project):
    page = (explorer_project.site("smoke") / "notebooks" / "falling.html").read_text(encoding="utf-8")
    assert "explorer" not in page


def test_an_unknown_explorer_is_a_warning_which_fails_the_build(caplog, monkeypatch):
    directive = ExplorerDirective.__new__(ExplorerDirective)
    directive.arguments = ["nothing"]
    monkeypatch.setattr(ExplorerDirective, "get_location", lambda self: "page:1")
    logger = logging.getLogger("sphinx.bookbuild.sphinx_ext.explorer")
    monkeypatch.setattr(logger, "propagate", True)
    monkeypatch.setattr(logging.getLogger("sphinx"), "propagate", True)
    assert directive.run() == []
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "must be one of" in caplog.text


def state(page):
    return page.evaluate(
        """home => {
          const panel = document.querySelector(home);
          const slider = panel.querySelectorAll("input")[1];
          return {
            value: slider.value,
            spoken: slider.getAttribute("aria-valuetext"),
            path: panel.querySelector(".explorer-plot .explorer-curve").getAttribute("d"),
            told: panel.querySelector("output").textContent,
          };
        }""",
        CHAIN,
    )


@pytest.mark.browser
def test_a_slider_is_turned_by_the_keyboard_and_all_that_shows_it_follows(opened):
    page = opened(viewport={"width": 1280, "height": 900})
    assert page.locator(f"{CHAIN} figure img").is_hidden()
    first = state(page)
    assert first["told"].startswith("At n = 30, mean test error:the last fit: 3.381")
    assert "generators until zero is better, endless labels: 35.6" in first["told"]
    page.get_by_label("dimension d").focus()
    page.keyboard.press("ArrowRight")
    second = state(page)
    assert int(second["value"]) == int(first["value"]) + 1
    assert (first["spoken"], second["spoken"]) == ("10", "11")
    assert second["told"] != first["told"]
    assert second["path"] != first["path"]
    page.get_by_role("button", name="Back to the first values").first.click()
    assert state(page) == first
    output = page.locator(f"{CHAIN} output")
    assert output.get_attribute("aria-live") == "polite"


@pytest.mark.browser
def test_every_slider_has_a_label_and_the_axes_have_ticks(opened):
    page = opened()
    names = page.eval_on_selector_all(
        ".explorer input", "inputs => inputs.map(input => [input.type, input.labels[0]?.textContent])"
    )
    assert len(names) == 8
    assert all(kind == "range" and words for kind, words in names)
    for home in (CHAIN, "#explorer-clock"):
        ticks = page.locator(f"{home} .explorer-tick").all_text_contents()
        assert len([tick for tick in ticks if tick]) >= 8
        assert page.locator(f"{home} .explorer-label").count() == 2


@pytest.mark.browser
def test_without_scripts_the_picture_stays(opened):
    page = opened(java_script_enabled=False)
    assert page.locator(f"{CHAIN} figure img").is_visible()
    assert page.locator(f"{CHAIN} .explorer-first").is_visible()
    assert page.locator(f"{CHAIN} input").count() == 0


@pytest.mark.browser
def test_on_paper_the_picture_stands_for_the_panel(opened):
    page = opened()
    page.emulate_media(media="print")
    assert page.locator(f"{CHAIN} figure img").is_visible()
    assert page.locator(f"{CHAIN} .explorer-live").is_hidden()


@pytest.mark.browser
def test_a_phone_shows_all_of_it_in_letters_of_full_size(opened):
    page = opened(viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    box = page.locator(f"{CHAIN} .explorer-plot").bounding_box()
    # One unit of the drawing is one pixel.
    assert (
        abs(
            page.evaluate(f"document.querySelector('{CHAIN} .explorer-plot').viewBox.baseVal.width")
            - box["width"]
        )
        < 1
    )
    assert page.evaluate(
        """home => {
          const frame = document.querySelector(`${home} .explorer-plot`).getBoundingClientRect();
          return [...document.querySelectorAll(`${home} .explorer-plot text`)].every((text) => {
            const box = text.getBoundingClientRect();
            return box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.height >= 11;
          });
        }""",
        CHAIN,
    )


CONTRAST = """home => {
  const light = (css) => css.match(/[\\d.]+/g).slice(0, 3).map(Number)
    .map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const lines = document.querySelectorAll(`${home} .explorer-plot :is(.explorer-curve, .explorer-mark)`);
  return [...lines].map((line) => light(getComputedStyle(line).stroke))
    .map((ink) => (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05));
}"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lines_stand_out_and_differ_without_colour(opened, scheme):
    page = opened(color_scheme=scheme)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    contrasts = page.evaluate(CONTRAST, CHAIN)
    assert len(contrasts) == 4
    assert min(contrasts) >= 3
    dashes = page.eval_on_selector_all(
        f"{CHAIN} .explorer-plot .explorer-curve",
        "lines => lines.map(line => getComputedStyle(line).strokeDasharray)",
    )
    assert len(set(dashes)) == len(dashes) == 3
