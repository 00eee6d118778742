"""What a part keeps of what stands still is, after scrolling and edits, what would be drawn afresh."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from assistant.core.clip import Clip
from assistant.core.harmony import ChordName
from assistant.core.note import PPQ, Note
from assistant.core.piece import Loop, Marker, Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.benchmark import random_clip
from assistant.ui.piano_roll.kept_picture import KeptPicture
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.theme import DARK, LIGHT, Theme
from tests.ui.piano_roll.conftest import BAR
from tests.ui.piano_roll.hand import Hand
from tests.ui.piano_roll.test_picture import Editor, Pixels, pixels
from tests.ui.piano_roll.test_view import PaintLog

UNSEEN = 3


def parts_of(roll: PianoRoll) -> list[RollPart]:
    lanes = [roll.lanes.first, roll.lanes.second]
    return [roll.note_area, roll.ruler, roll.keyboard, roll.chord_strip, *lanes]


def kept(part: RollPart, ratio: float) -> Pixels:
    """What a part keeps, after mending, as on a device of so many pixels to the logical one."""
    part.picture.bring_up_to_date(part.size(), ratio)
    return pixels(part.picture.pixmap.toImage())


def drawn_afresh(part: RollPart, ratio: float) -> Pixels:
    picture = KeptPicture(part.picture.paint)
    picture.bring_up_to_date(part.size(), ratio)
    return pixels(picture.pixmap.toImage())


def are_as_fresh(roll: PianoRoll, ratio: float) -> None:
    """But for a shade that nobody sees, where smooth outlines are cut by the edge."""
    for part in parts_of(roll):
        apart = kept(part, ratio).astype(int) - drawn_afresh(part, ratio)
        assert np.abs(apart).max() <= UNSEEN, part.accessibleName()


def show(roll: PianoRoll, session: Session, notes: int, bars: int, *markers: Marker) -> None:
    """Two tracks with muted notes, chords, a loop and two lanes."""
    mine = random_clip(notes, bars)
    muted = mine.replaced(np.arange(0, notes, 7), muted=np.ones(len(range(0, notes, 7)), dtype=bool))
    tracks = Track(clip=muted), Track(clip=random_clip(notes // 3, bars), colour=1)
    session.show(Piece(tracks, loop=Loop(BAR, 3 * BAR), markers=markers))
    names = (ChordName(at * BAR, at * BAR + BAR, text) for at, text in enumerate(("C", "Am7", "Dm7/F")))
    roll.chord_strip.show_names(tuple(names))
    roll.set_selection(range(1, notes, 9))
    if not roll.lanes.has_second:
        roll.lanes.toggle_second()
    roll.zoom_to_all()
    QApplication.processEvents()


SCROLLS = ((12, 0), (-7, 0), (0, 8), (0, -15), (40, 12), (-20, 4), (1, 1), (700, 0), (-3000, 200))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize(
    ("size", "row_px", "closer", "theme"),
    [((300, 12), 15.0, 2.7, DARK), ((300, 12), 7.0, 1.3, LIGHT), ((6000, 60), 9.0, 1.9, DARK)],
)
def test_what_was_scrolled_is_what_would_be_drawn_afresh(
    roll: PianoRoll,
    session: Session,
    size: tuple[int, int],
    row_px: float,
    *,
    closer: float,
    theme: Theme,
    ratio: float,
) -> None:
    """Of so many notes in so many bars, on a device of so many pixels to the logical one."""
    show(roll, session, *size)
    roll.set_theme(theme)
    view = replace(roll.state.viewport, row_zoom_px=row_px).zoomed_time(closer, 500)
    roll.state.set_viewport(view.scrolled_to(x_px=400, y_px=(127 - 66) * row_px - view.height_px / 2))
    are_as_fresh(roll, ratio)
    for across, down in SCROLLS:
        roll.state.set_viewport(roll.state.viewport.scrolled_by(across, down))
        are_as_fresh(roll, ratio)


def test_scrolling_edits_ghosts_and_flags_in_any_order(roll: PianoRoll, session: Session) -> None:
    show(roll, session, 300, 12, Marker(BAR, "Verse"), Marker(BAR + PPQ, "Chorus"), Marker(9 * BAR, "End"))
    session.set_meter(3, 4, 6 * BAR)
    roll.state.set_viewport(roll.state.viewport.zoomed_time(3.3, 0))
    editor, draw = Editor(roll, session, seed=3), random.Random(3)
    for step in range(60):
        if step % 12 == 0:
            span = None if step % 24 else (2 * BAR, 4 * BAR)
            roll.set_ghosts(span and Clip.from_notes([Note(1, 2 * BAR, PPQ, 60)]), span)
        if step % 20 == 9:
            roll.ruler.delete(roll.ruler.painter.all_flags()[-1])
        editor.edit()
        for _ in range(draw.randrange(3)):
            view = roll.state.viewport
            across, down = draw.randint(-300, 300), draw.randint(-30, 30)
            roll.state.set_viewport(view.scrolled_by(draw.choice((0, across)), draw.choice((0, down))))
        if step % 3 == 0:
            are_as_fresh(roll, 1.0)


def test_a_view_that_is_changed_while_another_change_is_told(roll: PianoRoll, session: Session) -> None:
    """Each part moves what it keeps from where it was, whoever heard of which change first."""
    show(roll, session, 300, 12)
    roll.state.set_viewport(roll.state.viewport.zoomed_time(2, 300))
    are_as_fresh(roll, 1.0)
    places = [30.0, 41.0]

    def go_on() -> None:
        if places:
            roll.state.set_viewport(roll.state.viewport.scrolled_to(x_px=places.pop()))

    roll.state.view_changed.disconnect(roll.note_area.update_view)
    roll.state.view_changed.connect(go_on)
    roll.state.view_changed.connect(roll.note_area.update_view)
    roll.state.set_viewport(roll.state.viewport.scrolled_by(9, 0))
    are_as_fresh(roll, 1.0)


class Counting:
    """Paints as a part does, and counts the pixels."""

    def __init__(self, part: RollPart, drawn: dict[str, int]) -> None:
        self._paint, self._name, self._drawn = part.picture.paint, part.NAME, drawn

    def __call__(self, painter: QPainter, dirty: QRect) -> None:
        self._drawn[self._name] = self._drawn.get(self._name, 0) + dirty.width() * dirty.height()
        self._paint(painter, dirty)


def test_while_the_view_is_scrolled_only_what_came_in_is_drawn(roll: PianoRoll, session: Session) -> None:
    show(roll, session, 300, 12)
    roll.lanes.toggle_second()
    roll.state.set_viewport(replace(roll.state.viewport, row_zoom_px=14.0).zoomed_time(2, 300))
    QApplication.processEvents()
    drawn = dict[str, int]()
    for part in parts_of(roll):
        part.picture.paint = Counting(part, drawn)
    roll.state.set_viewport(roll.state.viewport.scrolled_by(16, 0))
    QApplication.processEvents()
    assert drawn == {part.NAME: 16 * part.height() for part in (roll.note_area, roll.ruler, roll.lane)} | {
        "Chords": roll.chord_strip.width() * roll.chord_strip.height()
    }
    drawn.clear()
    roll.state.set_viewport(roll.state.viewport.scrolled_by(0, 8))
    QApplication.processEvents()
    edges_px = 2 * (8 + roll.keyboard._reach_px)  # names at both ends stand where they are whole
    assert drawn == {
        "Notes": 8 * roll.note_area.width(),
        "Keyboard": edges_px * roll.keyboard.width(),
    }


def test_the_playhead_moves_over_what_is_kept(roll: PianoRoll, session: Session) -> None:
    """Nothing is drawn but the line and what sounds: what it uncovers is copied."""
    show(roll, session, 300, 12)
    roll.set_playhead(1000, playing=True)
    QApplication.processEvents()
    before = pixels(roll.grab().toImage())
    assert roll.state.sounding_shapes.pitches.size
    drawn: list[str] = []
    for part in parts_of(roll):
        part.picture.paint = lambda *_, name=part.NAME: drawn.append(name)
    for tick in (1010, 1400, 5000, 1000):
        roll.set_playhead(tick, playing=True)
        QApplication.processEvents()
    assert drawn == []
    assert np.array_equal(pixels(roll.grab().toImage()), before)


def test_flags_are_lit_while_the_pointer_is_on_them(roll: PianoRoll, session: Session, hand: Hand) -> None:
    show(roll, session, 300, 12, Marker(2 * BAR, "Verse"))
    place = roll.ruler.painter.flags()[0]
    for act in (
        lambda: hand.move(QPoint(place.left_px + 3, 20), roll.ruler),
        lambda: roll.ruler.edit("marker", 2 * BAR),
        roll.ruler.editor.hide,
        lambda: session.set_loop(None),
    ):
        act()
        QApplication.processEvents()
        are_as_fresh(roll, 1.0)


def test_a_strip_of_the_lane_looks_as_the_whole_of_it(roll: PianoRoll, session: Session) -> None:
    """Though many bars stand in the way of each other: an edit repaints a few columns."""
    show(roll, session, 9000, 300)
    whole = kept(roll.lane, 1.0)
    roll.lane.picture.spoil_rects([roll.lane.rect().adjusted(100, 0, -900, 0)])
    assert np.array_equal(kept(roll.lane, 1.0), whole)


def test_a_hand_on_a_bar_is_seen_and_leaves_nothing_behind(
    roll: PianoRoll, hand: Hand, three: tuple[Note, ...]
) -> None:
    before = pixels(roll.lane.grab().toImage())
    hand.press(hand.in_lane(0, 80), roll.lane)
    hand.drag_on(hand.in_lane(0, 80), hand.in_lane(0, 20), roll.lane)
    log = PaintLog(roll.lane)
    hand.move(hand.in_lane(0, 30), roll.lane)
    QApplication.processEvents()
    assert log.rects
    assert not np.array_equal(pixels(roll.lane.grab().toImage()), before)
    roll.cancel_gesture()
    assert np.array_equal(pixels(roll.lane.grab().toImage()), before)
