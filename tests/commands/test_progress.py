"""The line is renewed on a terminal, and is silent elsewhere."""

import io

import pytest

from assistant.commands._progress import Line, duration


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_line_is_renewed_but_not_at_every_moment() -> None:
    terminal, times_s = Terminal(), iter([0.0, 0.0, 0.05, 0.2, 0.2])
    line = Line(terminal, lambda: next(times_s))
    for text in ("one", "two", "three"):
        line.show(text)
    line.clear()
    assert terminal.getvalue() == "\r\x1b[Kone\r\x1b[Kthree\r\x1b[K"


def test_a_line_is_never_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    terminal = Terminal()
    Line(terminal).show("a long line of text")
    assert terminal.getvalue() == "\r\x1b[Ka long li"


def test_without_a_terminal_there_is_silence() -> None:
    pipe = io.StringIO()
    line = Line(pipe)
    line.show("text")
    line.clear()
    assert pipe.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (45, "45 s"), (600, "10 min"), (7300, "2 h 2 min"), (3590, "1 h 0 min")],
)
def test_a_duration_has_its_largest_units(seconds: float, text: str) -> None:
    assert duration(seconds) == text
