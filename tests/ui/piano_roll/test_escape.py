"""The key Esc drops whatever drag is under way, and leaves nothing behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from assistant.core.note import PPQ
from assistant.session import Session
from assistant.ui.piano_roll.state import Tool
from assistant.ui.piano_roll.view import PianoRoll
from tests.fakes import FakePerformer
from tests.ui.piano_roll.hand import ALT, CTRL, LEFT, NONE, RIGHT, SHIFT, Hand

ON_NOTE, ON_START, ON_END, ON_PAPER = (PPQ + 200, 64), (PPQ + 8, 64), (2 * PPQ - 8, 64), (3 * PPQ + 50, 62)


@pytest.mark.parametrize(
    ("tool", "place", "keys", "button"),
    [
        ("draw", ON_PAPER, NONE, LEFT),
        ("draw", ON_NOTE, NONE, LEFT),
        ("draw", ON_NOTE, CTRL, LEFT),
        ("draw", ON_START, NONE, LEFT),
        ("draw", ON_END, NONE, LEFT),
        ("draw", ON_NOTE, NONE, RIGHT),
        ("draw", ON_PAPER, CTRL, LEFT),
        ("select", ON_PAPER, NONE, LEFT),
        ("select", ON_PAPER, ALT, LEFT),
        ("select", ON_PAPER, SHIFT, LEFT),
        ("select", ON_PAPER, CTRL | ALT, LEFT),
        ("erase", ON_NOTE, NONE, LEFT),
        ("split", ON_NOTE, NONE, LEFT),
        ("mute", ON_NOTE, NONE, LEFT),
    ],
)
def test_escape_leaves_nothing_behind(  # noqa: PLR0917  (one argument a column)
    roll: PianoRoll,
    session: Session,
    performer: FakePerformer,
    three: object,
    tool: Tool,
    place: tuple[int, int],
    keys: Qt.KeyboardModifier,
    button: Qt.MouseButton,
) -> None:
    hand, before = Hand(roll), session.piece
    roll.set_tool(tool)
    roll.set_selection([1])
    start = hand.at(*place)
    hand.press(start, button=button, keys=keys)
    hand.drag_on(start, start - QPoint(90, 40), keys=keys)
    assert roll.runner.gesture is not None
    QTest.keyClick(roll, Qt.Key.Key_Escape)
    assert roll.runner.gesture is None
    hand.release(start - QPoint(90, 40), button=button, keys=keys)
    assert session.piece is before
    assert session.document.history.done == ()
    assert roll.selected_ids == {1}
    preview = roll.state.preview
    assert not len(preview.hidden)
    assert not len(preview.notes)
    assert not preview.outline
    assert preview.rectangle is None
    assert len(performer.called("audition")) == len(performer.called("audition_off"))
