"""What a build says while it runs."""

import io

from bookbuild.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def said(stream):
    with Progress(2, stream) as progress:
        progress.say("verified  small-fall")
        progress.done("falling: executed in 1.0 s")
        progress.done("rising: unchanged")
    return stream.getvalue()


def test_a_terminal_gets_a_bar_of_chapters_done():
    text = said(Terminal())
    assert "chapters:" in text
    assert "2/2" in text
    assert "verified  small-fall\n" in text


def test_anything_else_gets_plain_lines():
    lines = said(io.StringIO()).splitlines()
    assert lines == ["verified  small-fall", "falling: executed in 1.0 s", "rising: unchanged"]
