"""Planted active content stays inert in a browser, wherever it comes from: author, reader's data, formulas."""

import json
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bookbuild import render
from bookbuild.build import build
from bookbuild.errors import RenderFailed
from bookbuild.project import Project
from bookbuild.serve import server
from bookbuild.sphinx_ext.inert import scheme
from press import small_book
from press.vectors import FORMULAS, MARKDOWN, MARKUP

pytestmark = pytest.mark.book
TOOLS = Path(sys.executable).parent

AS_TEXT = ("entities", "numbered entities", "image handler without quotes")
DIRECTIVES = ("directive", "reStructuredText")

# A chapter that shows words of a reader's file in every way in which a chapter can show them.
READER = """\
```{code-cell} ipython3
import json
from pathlib import Path

import numpy as np
import pandas as pd

from modelcollapse.data import corpus as texts
from modelcollapse.figures.discrete import text as drawn
from modelcollapse.figures.table import Table

vectors = json.loads(Path(corpus).read_text())
print(texts.load(corpus).name, vectors, sep="\\n")
```

```{code-cell} ipython3
" ".join(vectors)
```

```{code-cell} ipython3
Table([{vector: vector} | {"word": vector} for vector in vectors[:1]], " ".join(vectors))
```

```{code-cell} ipython3
Table([{"word": vector} for vector in vectors], vectors[0])
```

```{code-cell} ipython3
pd.DataFrame({vector: [vector] for vector in vectors})
```

```{code-cell} ipython3
class Formula:
    def __repr__(self):
        return "a formula"

    def _repr_latex_(self):
        return "$" + " ".join(vectors[-FORMULAS:]) + "$"

Formula()
```

```{code-cell} ipython3
shares = np.array([[1.0, 0.5]])
drawn(shares, shares[0], (shares[0], shares[0]), name=" ".join(vectors), tokens=7)
```
""".replace("FORMULAS", str(len(FORMULAS)))


def words():
    """Every vector as it would stand in a file of a reader, those in TeX as formulas."""
    formulas = [f"\\({formula}\\)" for formula in FORMULAS.values()]
    return [*MARKUP.values(), *MARKDOWN.values(), *formulas, *FORMULAS.values()]


@pytest.fixture(scope="module")
def planted_project(tmp_path_factory):
    """The small book with a chapter about a file full of vectors, whose name is one too."""
    folder = tmp_path_factory.mktemp("planted")
    small_book.write_project(folder / "a book")
    corpus = folder / "<img src=x onerror=window.canary=1> $x$ [x](javascript:1).txt"
    corpus.write_text(json.dumps(words()))
    text = small_book.chapter_text("rising", READER)
    default = json.dumps(str(corpus))
    path = f"  corpus: {{type: string, format: path, maxBytes: 99999, default: {default}, description: a file}}\n"
    text = text.replace("cost:", f"{path}cost:").replace(
        "sample_size = 20\n", f"sample_size = 20\ncorpus = {default}\n"
    )
    (folder / "a book" / "notebooks" / "rising.md").write_text(text)
    return Project.at(folder / "a book", folder / "build")


@pytest.fixture(scope="module")
def planted_site(planted_project):
    # A reader's file lies in a folder of this test run here, which the press would not let a page name.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "lint_pages", lambda *_: None)
        return build(planted_project, "smoke", judge=small_book.judge).site


def authored(stage, out):
    """Render a stage whose author planted every vector on a page, as if warnings were nothing; what was said."""
    page = stage / "book" / "intro.md"
    blocks = [*MARKUP.values(), *MARKDOWN.values(), *(f"$$\n{formula}\n$$" for formula in FORMULAS.values())]
    page.write_text("# Planted\n\n" + "\n\n".join(blocks) + "\n")
    subprocess.run(
        [sys.executable, str(TOOLS / "jupyter-book"), "config", "sphinx", str(stage)],
        check=True,
        capture_output=True,
    )
    command = [sys.executable, str(TOOLS / "sphinx-build"), "-q", "-E", str(stage), str(out)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


@pytest.fixture(scope="module")
def authored_site(small_project, small_site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("authored")
    shutil.copytree(small_project.stage("smoke"), folder / "stage")
    said = authored(folder / "stage", folder / "html")
    return folder / "html", said, (folder / "stage" / "book" / "intro.md").read_text().splitlines()


FORBIDDEN = (
    "script:not([type='application/json']), iframe, object, embed, base, form, input, [onerror], [onload], "
    "[ontoggle], [onfocus], [onanimationstart], [style*='canary.png'], #planted-id"
)


class Watched:
    """What a browser did on a page."""

    def __init__(self, browser, folder, page):
        self.dialogs, self.asked, self.said, self.canary = [], [], [], None
        self.elements, self.links = [], []
        with server(folder, 0) as running:
            thread = threading.Thread(target=running.serve_forever)
            thread.start()
            try:
                self._visit(browser, f"http://127.0.0.1:{running.server_port}/{page}")
            finally:
                running.shutdown()
                thread.join()

    def _visit(self, browser, url):
        tab = browser.new_context().new_page()
        tab.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: self.asked.append(request.url))
        tab.on("requestfailed", lambda request: request.failure == "csp" and self.asked.remove(request.url))
        tab.on("console", lambda message: self.said.append(f"{message.type} {message.text}"))
        tab.goto(url)
        # Not wait_for_function: it evaluates text within the page, which the policy forbids.
        tab.evaluate("window.MathJax && MathJax.startup.promise.then(() => true)")
        # Whatever could be clicked or focused is.
        for link in tab.query_selector_all("article a:not(.headerlink)"):
            address = link.get_attribute("href") or ""
            self.links.append(address)
            if not re.match(r"https?:|mailto:|\.\./|#|[\w/-]+\.html", address):
                link.evaluate("link => link.click()")
        tab.wait_for_timeout(300)
        self.canary = tab.evaluate("window.canary === undefined ? null : window.canary")
        self.elements = tab.evaluate(
            """forbidden => [...document.querySelector('article').querySelectorAll(forbidden)]
                .map(element => element.outerHTML.slice(0, 200))""",
            FORBIDDEN,
        )
        tab.context.close()

    @property
    def active(self):
        """What became active, in words."""
        asked = [url for url in self.asked if "canary" in url]
        links = [link for link in self.links if scheme(link) not in ("", "http", "https", "mailto")]
        found = [*self.dialogs, *asked, *links]
        found += ["the global was set"] * (self.canary is not None)
        return found + self.elements


def test_an_author_is_told_file_and_line_of_each(authored_site):
    _, said, lines = authored_site
    # What CommonMark takes for text is text.
    named = {name: vector for name, vector in MARKUP.items() if name not in AS_TEXT}
    for name, vector in (named | {name: MARKDOWN[name] for name in DIRECTIVES}).items():
        start = lines.index(vector.partition("\n")[0]) + 1
        block = "|".join(str(start + offset) for offset in range(vector.count("\n") + 1))
        assert re.search(rf"^book/intro\.md:({block}): WARNING: ", said, re.MULTILINE), name
    assert said.count("WARNING: a link to something other than a page: 'javascript:window.canary=1'") >= 2


def test_one_of_them_stops_the_press(small_project, small_site, tmp_path):
    folder = tmp_path / "a book"
    shutil.copytree(small_project.root, folder)
    page = folder / "book" / "intro.md"
    page.write_text(page.read_text() + "\nMy <b>bold</b> words.\n")
    shutil.copytree(small_project.build, tmp_path / "build")
    project = Project.at(folder, tmp_path / "build")
    line = page.read_text().splitlines().index("My <b>bold</b> words.") + 1
    with pytest.raises(RenderFailed, match=rf"book/intro\.md:{line}: WARNING: raw HTML: '<b>'"):
        build(project, "smoke", judge=small_book.judge)


@pytest.mark.browser
def test_what_an_author_plants_stays_inert(authored_site, browser, measured):
    seen = Watched(browser, authored_site[0], "book/intro.html")
    assert seen.active == []
    assert [line for line in seen.said if not line.startswith("log")] == []
    planted = len(MARKUP) + len(MARKDOWN) + len(FORMULAS)
    measured(
        "pages/planted by authors",
        f"{planted}, {len(seen.active)} active",
        "pieces of active content in the text of chapters and pages",
    )


@pytest.mark.browser
def test_the_words_of_a_reader_stay_words(planted_site, browser, measured):
    seen = Watched(browser, planted_site, "notebooks/rising.html")
    html = (planted_site / "notebooks" / "rising.html").read_text()
    assert html.count("window.canary=1") > 5 * len(MARKUP)
    assert seen.active == []
    assert [line for line in seen.said if not line.startswith("log")] == []
    measured(
        "pages/planted by readers",
        f"{len(words())}, {len(seen.active)} active",
        "pieces of active content in the file of a reader",
    )


@pytest.fixture
def spoiled(small_site, tmp_path):
    """A finished page into which every vector was written, past the press, and the folder that it is in."""
    shutil.copytree(small_site.site, tmp_path / "html")
    page = tmp_path / "html" / "notebooks" / "rising.html"
    text = page.read_text()
    assert text.count("</article>") == 1
    # No policy forbids a page to send its reader elsewhere; the press does.
    vectors = [vector for name, vector in MARKUP.items() if name != "refresh"]
    page.write_text(
        text.replace("</article>", "\n".join(f"<div>{vector}</div>" for vector in vectors) + "</article>")
    )
    return page, tmp_path / "html", len(vectors)


@pytest.mark.browser
def test_even_in_the_finished_page_the_policy_stops_it(spoiled, browser, measured):
    _, folder, count = spoiled
    seen = Watched(browser, folder, "notebooks/rising.html")
    # A picture or a page of the site itself may be shown.
    asked = [url for url in seen.asked if "canary.invalid" in url]
    assert (seen.dialogs, asked, seen.canary) == ([], [], None)
    measured(
        "pages/planted behind the press",
        f"{count}, {len(seen.dialogs)} executed",
        "pieces written into a finished page",
    )


@pytest.mark.browser
def test_without_the_policy_they_would_be_active(spoiled, browser):
    page, folder, _ = spoiled
    text, policies = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text())
    assert policies == 1
    page.write_text(text)
    seen = Watched(browser, folder, "notebooks/rising.html")
    assert seen.canary == 1
    assert len(seen.dialogs) > 5
    assert len([url for url in seen.asked if "canary.invalid" in url]) == 2
