"""What HTML and SVG an output may hold."""

import pytest

from bookbuild.markup import problems_of_html, problems_of_svg
from press.vectors import MARKUP

# What is text already: a browser shows it as it is.
TEXT = {"entities", "numbered entities"}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
XHTML = '<body xmlns="http://www.w3.org/1999/xhtml"><script>1</script></body>'


@pytest.mark.parametrize("name", sorted(set(MARKUP) - TEXT))
def test_active_html_is_refused(name):
    assert problems_of_html(f"<table><tr><td>{MARKUP[name]}</td></tr></table>")


@pytest.mark.parametrize(
    "html",
    [
        "<p",
        "<p style='background:u\\72l(/x)'>a</p>",
        "<p style='width:expression(1)'>a</p>",
        "<![CDATA[<script>1</script>]]>",
        "<?xml-stylesheet href='/x'?>",
        "<!DOCTYPE html>",
        "<p><!-- a --></p>",
    ],
)
def test_what_parsers_read_differently_is_refused(html):
    assert problems_of_html(html)


@pytest.mark.parametrize("name", sorted(TEXT))
def test_text_that_looks_like_markup_is_text(name):
    assert problems_of_html(f"<table><tr><td>{MARKUP[name]}</td></tr></table>") == []


def test_a_table_passes():
    assert problems_of_html('<table><tr><th scope="row" style="text-align: right">a</th></tr></table>') == []


@pytest.mark.parametrize(
    "inner",
    [
        "<script>1</script>",
        '<path onload="1" d="M0 0"/>',
        '<a xlink:href="javascript:1"><path d="M0 0"/></a>',
        '<use xlink:href="https://example.org/a.svg#b"/>',
        '<use xlink:href="data:image/svg+xml,x"/>',
        '<use href="#a"/>',
        '<image xlink:href="/canary.png"/>',
        '<path style="fill:url(/canary.svg#a)"/>',
        '<path style="fill:u\\72l(/canary)"/>',
        "<style>@import '/canary.css';</style>",
        "<style>path{fill:url(/canary)}</style>",
        '<animate attributeName="href" to="javascript:1"/>',
        '<set attributeName="onload" to="1"/>',
        f"<foreignObject>{XHTML}</foreignObject>",
        f"<metadata>{XHTML}</metadata>",
        "<metadata><script>1</script></metadata>",
        '<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>',
    ],
)
def test_active_svg_is_refused(inner):
    assert problems_of_svg(SVG.format(inner))


def test_svg_that_is_no_xml_or_brings_entities_is_refused():
    assert problems_of_svg("<svg>")
    assert problems_of_svg(
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    )


def test_a_figure_of_matplotlib_passes_whatever_its_labels_say():
    from modelcollapse.figures.picture import Picture, canvas, styled

    @styled
    def drawn():
        figure, axes = canvas()
        axes.plot([0, 1], [1, 0], marker="o", label=MARKUP["script"])
        axes.fill_between([0, 1], [0, 0], [1, 1], hatch="//", alpha=0.5)
        axes.set(title=MARKUP["svg script"], xlabel=MARKUP["image handler"])
        axes.legend()
        axes.imshow([[0, 1]], extent=(0, 1, 0, 1))
        return Picture(figure, "fig-planted", "It falls.", "A falling line")

    svg = drawn().svg()
    assert "<image" in svg
    assert "<pattern" in svg
    assert problems_of_svg(svg) == []
