"""The book on paper: one long page, printed by Chromium.

What a card folds away on the screen is open on paper, so that the evidence and the wrong variants can be read line by
line; the list of every number of a record stays on the site. That and page breaks are decided by ``print.css``.
The file is no part of the manifest: Chromium writes the time into it.
"""

import io
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdf
from pypdf.generic import NameObject, TextStringObject

from bookbuild import browser, environment, lock, publish
from bookbuild.errors import PressError
from bookbuild.project import Project
from bookbuild.render import jupyter_book
from bookbuild.serve import server
from modelcollapse.errors import InvalidArgument

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Typesetting the formulas of a whole book takes its time.
PATIENCE_MS = 600_000

_FOOTER = """\
<div style="width: 100%; font: 9px sans-serif; color: #444; text-align: center">
<span class="pageNumber"></span></div>
"""

_READY = """async () => {
  await MathJax.startup.promise;
  const untypeset = [...document.querySelectorAll(".math")].filter((one) => !one.querySelector("mjx-container"));
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode()));
  await document.fonts.ready;
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  // Whatever leads to this server would lead nowhere on paper: parts of the book are on this page, the rest is not.
  for (const link of document.querySelectorAll("a[href]")) {
    const { origin, hash } = new URL(link.href);
    if (origin !== location.origin) continue;
    if (hash && document.getElementById(decodeURIComponent(hash.slice(1)))) link.setAttribute("href", hash);
    else link.removeAttribute("href");
  }
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]")];
  return {
    unreadable: untypeset.length + document.querySelectorAll("mjx-merror").length,
    headings: headings.filter((one) => one.checkVisibility())
      .map((one) => one.innerText.normalize("NFKC").replace(/\\s+/g, " ").trim()),
  };
}"""


def write_pdf(project: Project, profile: str, say: Callable[[str], None]) -> Path:
    """Print what the last build of a profile staged, and return the file.

    Raises:
        InvalidArgument: the book has not been built at this profile.
        PressError: there is no Chromium, Jupyter Book warned, or a formula could not be typeset.
    """
    stage, target = project.stage(profile), project.pdf(profile)
    if not (stage / "_toc.yml").is_file():
        raise InvalidArgument("profile", profile, "must be built first: run make book")
    with lock.held(project.build), environment.applied(project.build), browser.running() as chromium:
        work = project.build / "render" / f"{profile}-pdf"
        shutil.rmtree(work, ignore_errors=True)
        say("laying the book out as one page")
        jupyter_book(stage, work, "singlehtml")
        site = work / "_build" / "singlehtml"
        _move_to_root(site)
        say("printing it")
        publish.write(target, _printed(chromium, site))
        shutil.rmtree(work)
    return target


def _move_to_root(site: Path) -> None:
    """Put the page at the root: Sphinx names it after its first part, but writes its links as from there."""
    (page,) = (path for path in site.glob("*/*.html") if not path.relative_to(site).parts[0].startswith("_"))
    shutil.move(page, site / "index.html")


def _printed(chromium: "Browser", site: Path) -> bytes:
    with server(site, 0) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            page = chromium.new_page(color_scheme="light", reduced_motion="reduce")
            page.set_default_timeout(PATIENCE_MS)
            page.emulate_media(media="print")
            page.goto(f"http://127.0.0.1:{running.server_port}/index.html", wait_until="load")
            found = page.evaluate(_READY)
            if found["unreadable"]:
                raise PressError(f"{found['unreadable']} formulas could not be typeset")
            content = page.pdf(
                format="A4",
                margin={"top": "18mm", "bottom": "18mm", "left": "18mm", "right": "18mm"},
                print_background=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=_FOOTER,
                tagged=True,
                outline=True,
            )
        finally:
            running.shutdown()
            thread.join()
    return _titled(content, found["headings"])


def _titled(content: bytes, headings: Sequence[str]) -> bytes:
    """The file with the headings as titles of its outline.

    Chromium writes a title twice where its heading has moved to the next page, and joins the words at a line's end.
    """
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    entries = list(_entries(writer.root_object["/Outlines"]))
    if len(entries) != len(headings):
        raise PressError(f"the outline has {len(entries)} entries for {len(headings)} headings")
    for entry, heading in zip(entries, headings, strict=True):
        entry[NameObject("/Title")] = TextStringObject(heading)
    finished = io.BytesIO()
    writer.write(finished)
    return finished.getvalue()


def _entries(parent: Any) -> Iterator[Any]:
    """The entries of an outline below one of them, in reading order."""
    entry = parent.get("/First")
    while entry is not None:
        entry = entry.get_object()
        yield entry
        yield from _entries(entry)
        entry = entry.get("/Next")
