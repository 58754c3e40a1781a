"""One walk of a browser through the whole book: each page is loaded once, and everything is asked of it there."""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

from bookbuild import browser as chromium

WIDTHS = (1280, 768, 390)
MODES = ("light", "dark")
HEIGHT = 900

# WCAG 2.1 A and AA, and the best practices about headings and tables that are not part of it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
BEYOND = ["heading-order", "empty-heading", "page-has-heading-one", "scope-attr-valid", "empty-table-header"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
OF_WIDTH = ["scrollable-region-focusable"]

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
TYPESET = "window.MathJax === undefined || (MathJax.startup && MathJax.startup.promise.then(() => true))"


@dataclass
class Look:
    """What one page showed.

    Attributes:
        formulas: how many were typeset.
        untypeset: formulas left raw or wrong.
        unspoken: formulas without a form for screen readers.
        shift: cumulative layout shift until everything was typeset.
        files: what the page loads, itself included, as paths within the site.
        overflow: pixels by which the page is wider than the window, by width and mode.
        findings: what axe reports, by mode: rule and element.
        unringed: elements that show no sign of having the focus.
        moving: elements that move although the reader asked for no motion.
        captions: size of the smallest caption in pixels; None without captions.
    """

    formulas: int
    untypeset: int
    unspoken: int
    shift: float
    files: list[str]
    overflow: dict[tuple[int, str], int] = field(default_factory=dict)
    findings: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    unringed: list[str] = field(default_factory=list)
    moving: list[str] = field(default_factory=list)
    captions: float | None = None


@dataclass
class Walk:
    """All pages, and what the browser complained of on the way."""

    looks: dict[str, Look] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


def opened(browser: Any, url: str, heard: Walk, **options: Any) -> Any:
    """A fresh page that reports to ``heard`` whatever it requests elsewhere or complains of."""
    page = browser.new_context(**options).new_page()

    def requested(request: Any) -> None:
        if not request.url.startswith((url, "data:", "blob:")):
            heard.foreign.append(request.url)

    def answered(response: Any) -> None:
        if response.status >= 400:
            heard.complaints.append(f"{response.status} {response.url}")

    def said(message: Any) -> None:
        if message.type in {"error", "warning"}:
            heard.complaints.append(f"{page.url}: {message.text}")

    page.on("request", requested)
    page.on("response", answered)
    page.on("console", said)
    page.on("pageerror", lambda error: heard.complaints.append(f"{page.url}: {error}"))
    return page


def until(page: Any, condition: str, seconds: float = 30) -> None:
    """Wait until an expression is true; Playwright's own way evaluates text in the page, which its policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"{page.url}: not within {seconds} s: {condition}"
        page.wait_for_timeout(50)


def walk(browser: Any, url: str, names: Iterable[str]) -> Walk:
    """Visit every page of a served site once."""
    seen = Walk()
    page = opened(browser, url, seen, viewport={"width": WIDTHS[0], "height": HEIGHT}, color_scheme=MODES[0])
    page.add_init_script(SCRIPT)
    for name in names:
        seen.looks[name] = _look(page, url, name)
    page.context.close()
    return seen


def walk_together(url: str, names: Sequence[str], browsers: int = 2) -> Walk:
    """The same by several browsers at once, each in a process of its own."""
    seen = Walk()
    shares = [names[first::browsers] for first in range(browsers)]
    with ProcessPoolExecutor(browsers, mp_context=get_context("spawn")) as pool:
        for part in pool.map(partial(_walk_alone, url), shares):
            seen.looks |= part.looks
            seen.complaints += part.complaints
            seen.foreign += part.foreign
    seen.looks = {name: seen.looks[name] for name in names}
    return seen


def _walk_alone(url: str, names: Sequence[str]) -> Walk:
    with chromium.running() as browser:
        return walk(browser, url, names)


def _look(page: Any, url: str, name: str) -> Look:
    page.emulate_media(color_scheme=MODES[0], reduced_motion="no-preference")
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    page.goto(f"{url}{name}.html", wait_until="load")
    until(page, TYPESET)
    # Fonts are asked for once something is set in them.
    until(page, "document.fonts.ready.then(() => true)")
    files = sorted({address.removeprefix(url) for address in page.evaluate("look.files()")})
    look = Look(**page.evaluate("look.formulas()"), shift=page.evaluate("look.shift()"), files=files)
    page.evaluate("look.unfold()")
    for mode in MODES:
        page.emulate_media(color_scheme=mode)
        # There and back: fewer times that a long page has to be laid out.
        for width in WIDTHS if mode == MODES[0] else reversed(WIDTHS):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            look.overflow[width, mode] = page.evaluate("look.overflow()")
    look.captions = page.evaluate("look.captions()")
    page.evaluate("look.strip()")
    page.evaluate(AXE_SCRIPT)
    look.findings["dark"] = _axe(page, rules=OF_COLOUR)
    page.emulate_media(color_scheme=MODES[0], reduced_motion="reduce")
    look.findings["light"] = _axe(page, rules=[], tags=TAGS, beyond=BEYOND)
    # Without a key pressed, a browser draws no ring around what a script focuses.
    page.keyboard.press("Tab")
    look.unringed = page.evaluate("look.unringed()")
    look.moving = page.evaluate("look.moving()")
    page.set_viewport_size({"width": WIDTHS[-1], "height": HEIGHT})
    page.evaluate("look.settled()")
    look.findings["light"] += _axe(page, rules=OF_WIDTH)
    return look


def _axe(
    page: Any, *, rules: list[str], tags: list[str] | None = None, beyond: list[str] | None = None
) -> list[tuple[str, str]]:
    options = {
        "runOnly": {"type": "tag", "values": tags} if tags else {"type": "rule", "values": rules},
        "rules": {rule: {"enabled": True} for rule in beyond or []},
        "resultTypes": ["violations"],
        # axe would fetch the style sheets again, some from wrong addresses.
        "preload": False,
    }
    return [(rule, target) for rule, target in page.evaluate("options => look.axe(options)", options)]
