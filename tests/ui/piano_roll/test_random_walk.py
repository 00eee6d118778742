"""Some hundreds of gestures with a fixed seed; undone, they leave the first piece as it was."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from assistant.core.clip import Clip
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.benchmark import random_clip
from assistant.ui.piano_roll.state import Tool
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import ALT, CTRL, LEFT, MIDDLE, NONE, RIGHT, SHIFT, Hand

GESTURES = 400
TOOLS: tuple[Tool, ...] = ("select", "draw", "erase")
KEYS = (NONE, NONE, NONE, SHIFT, CTRL, ALT)


class Walker:
    """Does things that a restless hand might do."""

    def __init__(self, roll: PianoRoll, hand: Hand, session: Session, seed: int) -> None:
        self.roll, self.hand, self.session = roll, hand, session
        self.draw = random.Random(seed)

    def step(self) -> None:
        draw = self.draw
        choice = draw.random()
        if choice < 0.1:
            self.roll.set_tool(draw.choice(TOOLS))
        elif choice < 0.2:
            self._command()
        elif choice < 0.25:
            self.roll.state.set_viewport(
                self.roll.state.viewport.scrolled_by(draw.randint(-300, 300), draw.randint(-99, 99))
            )
        else:
            self._gesture()

    def _gesture(self) -> None:
        draw, hand = self.draw, self.hand
        part = draw.choices(
            (self.roll.note_area, self.roll.lane, self.roll.ruler, self.roll.keyboard), (8, 2, 1, 1)
        )[0]
        button: Qt.MouseButton = draw.choices((LEFT, RIGHT, MIDDLE), (8, 2, 1))[0]
        keys, start = draw.choice(KEYS), self._place(part)
        start = QPoint(min(max(start.x(), 0), part.width() - 1), min(max(start.y(), 0), part.height() - 1))
        hand.press(start, part, button, keys)
        place = start
        for _ in range(draw.randint(0, 4)):
            place = (
                self._place(part)
                if draw.random() < 0.5
                else place + QPoint(draw.randint(-40, 40), draw.randint(-20, 20))
            )
            hand.move(place, part, keys)
            if draw.random() < 0.05:
                self._interfere()
        if draw.random() < 0.15:
            self.roll.cancel_gesture()
        hand.release(place, part, button, keys)
        assert self.roll.runner.gesture is None
        assert self.roll.state.preview.rectangle is None
        assert not len(self.roll.state.preview.hidden)

    def _interfere(self) -> None:
        """The document changes under the hand."""
        if self.draw.random() < 0.5:
            self.session.undo()
        elif len(self.session.clip):
            self.session.delete_notes([int(self.draw.choice(self.session.clip.ids.tolist()))])

    def _command(self) -> None:
        roll, draw = self.roll, self.draw
        draw.choice(
            [
                roll.select_all,
                roll.deselect,
                lambda: roll.nudge(draw.choice((-1, 1))),
                lambda: roll.transpose_selection(draw.choice((-12, -1, 1, 12))),
                roll.quantise_selection,
                roll.copy_selection,
                roll.paste_at_playhead,
                self.session.undo,
                self.session.redo,
            ]
        )()

    def _place(self, part: QWidget) -> QPoint:
        """Somewhere on the part, more often than not on a note, now and then outside."""
        draw, clip = self.draw, self.session.clip
        if part is self.roll.note_area and len(clip) and draw.random() < 0.7:
            note = clip.note_at_row(draw.randrange(len(clip)))
            return self.hand.at(note.start_tick + draw.random() * note.length_ticks, note.pitch)
        return QPoint(draw.randint(-20, part.width() + 20), draw.randint(-10, part.height() + 10))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_undo_leads_back_to_the_first_piece(roll: PianoRoll, hand: Hand, session: Session, seed: int) -> None:
    first = Piece((Track(clip=random_clip(30, 4)),))
    session.show(first)
    roll.zoom_to_all()
    roll.loop_requested.connect(session.set_loop)
    roll.seek_requested.connect(session.seek)
    walker = Walker(roll, hand, session, seed)
    for _ in range(GESTURES):
        walker.step()
        assert roll.selected_ids <= set(session.clip.ids.tolist())
    assert len(session.document.history.done) > 20
    last = session.piece
    while session.undo():
        pass
    assert session.piece == first
    while session.redo():
        pass
    assert session.piece == last
    assert isinstance(session.clip, Clip)
