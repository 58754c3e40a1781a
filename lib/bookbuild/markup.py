"""HTML and SVG as the book knows them: tables, phrases and drawings; everything else is named, and refused.

Both are lists of what is allowed. What a browser would run, load or link to is in neither, however it is written.
"""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

_TAGS = {
    *("b", "br", "code", "div", "em", "i", "p", "span", "strong", "sub", "sup"),
    *("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
_ATTRIBUTES = {"align", "border", "class", "colspan", "id", "rowspan", "scope", "style"}
# Names, numbers and colours: no function, no address, no escape.
_STYLE = re.compile(r"[\w\s:;,.#%+-]*")

_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = {
    f"{_SVG}{tag}"
    for tag in ("clipPath", "defs", "g", "image", "path", "pattern", "rect", "style", "svg", "use")
}
_DESCRIPTION = f"{_SVG}metadata"
_HREF = "{http://www.w3.org/1999/xlink}href"
_DRAWN_ATTRIBUTES = {
    *(
        "clip-path",
        "d",
        "fill",
        "height",
        "id",
        "patternUnits",
        "stroke",
        "stroke-width",
        "style",
        "transform",
    ),
    *("type", "version", "viewBox", "width", "x", "y", _HREF),
}
_RULES = re.compile(r"[\w\s:;,.#%+*{}-]*")
# Parts of the drawing itself, and pictures in it.
_TARGET = re.compile(r"#[\w-]+|data:image/png;base64,[\w+/=\s]*")
_LOCAL = re.compile(r"url\(#\w+\)")


def problems_of_html(html: str) -> list[str]:
    """What some HTML holds beyond tables and phrases."""
    parser = _Markup()
    parser.feed(html)
    parser.close()
    return parser.found


def problems_of_svg(svg: str) -> list[str]:
    """What a drawing holds beyond lines and glyphs."""
    if "<!ENTITY" in svg:
        return ["a figure with entities of its own"]
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        return [f"a figure that is no XML: {error}"]
    found: list[str] = []
    _look_at(root, found)
    return found


def _look_at(element: ElementTree.Element, found: list[str]) -> None:
    if element.tag == _DESCRIPTION:
        # RDF, which no browser reads, unless it holds SVG after all.
        strange = [
            inner.tag for inner in element.iter() if inner is not element and inner.tag.startswith(_SVG)
        ]
        strange += [inner.tag for inner in element.iter() if "xhtml" in inner.tag]
        found += [f"a figure with {_plain(tag)} in its description" for tag in strange]
        return
    if element.tag not in _DRAWN:
        found.append(f"a figure with a {_plain(element.tag)} in it")
    for name, value in element.attrib.items():
        rest = _LOCAL.sub("", value)
        allowed = name in _DRAWN_ATTRIBUTES and "url" not in rest.lower() and "\\" not in rest
        if not allowed or (name == _HREF and not _TARGET.fullmatch(value)):
            found.append(f"a figure with the attribute {_plain(name)}={value[:60]!r}")
    if element.tag == f"{_SVG}style" and not _RULES.fullmatch(element.text or ""):
        found.append("a figure with a style that is more than lines and colours")
    for inner in element:
        _look_at(inner, found)


def _plain(name: str) -> str:
    return name.rpartition("}")[2]


class _Markup(HTMLParser):
    """Finds whatever is more than a table or a phrase."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        # Text has it as &lt;. Left open, it takes in what follows on the page.
        if "<" in data:
            self.found.append(f"HTML output with an element that breaks off: {data[:40]!r}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.found.append(f"HTML output with a <{tag}> element")
        for name, value in attrs:
            if name not in _ATTRIBUTES or (name == "style" and not _STYLE.fullmatch(value or "")):
                self.found.append(f"HTML output with the attribute {name}={value!r}")

    # Browsers and parsers disagree on where these end.
    def handle_comment(self, data: str) -> None:
        self.found.append(f"HTML output with a comment: {data[:40]!r}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"HTML output with a declaration: {decl[:40]!r}")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"HTML output with a section: {data[:40]!r}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"HTML output with an instruction: {data[:40]!r}")
