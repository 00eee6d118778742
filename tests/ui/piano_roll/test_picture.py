"""The picture that is mended after an edit is the one that would be drawn afresh."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Loop, Piece
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.benchmark import random_clip
from assistant.ui.piano_roll.boxes import Boxes, Shades, levels_of, paint_boxes, paint_crowd, paint_rounded
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.note_area import NoteArea
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.theme import DARK, LIGHT, Theme, contrast
from tests.ui.piano_roll.conftest import BAR
from tests.ui.piano_roll.hand import Hand
from tests.ui.piano_roll.test_view import PaintLog

Pixels = NDArray[np.uint8]


def pixels(image: QImage) -> Pixels:
    """(height, width, channels)"""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].copy()


def mended(area: NoteArea, ratio: float = 1.0) -> Pixels:
    """The picture as it is kept, after mending what is out of date."""
    area.picture.bring_up_to_date(area.size(), ratio)
    return pixels(area.picture.pixmap.toImage())


def fresh(area: NoteArea, ratio: float = 1.0) -> Pixels:
    area.picture.spoil()
    return mended(area, ratio)


def test_only_what_an_edit_touched_is_drawn(roll: PianoRoll, session: Session) -> None:
    session.show(Piece((Track(clip=random_clip(500, 8)),)))
    mended(roll.note_area)
    drawn: list[QRect] = []
    draw = roll.note_area.picture.draw
    roll.note_area.picture.draw = lambda dirty: (drawn.append(dirty), draw(dirty))  # type: ignore[assignment, func-returns-value]
    note = next(n for n in session.clip if roll.note_area.rect().contains(hand_box(roll, n)))
    session.delete_notes([note.id])
    mended(roll.note_area)
    assert [dirty.intersects(hand_box(roll, note)) for dirty in drawn] == [True]
    assert drawn[0].width() < 400
    assert drawn[0].height() < 40


def hand_box(roll: PianoRoll, note: Note) -> QRect:
    view = roll.state.viewport
    left, right = view.x_of(note.start_tick), view.x_of(note.end_tick)
    return QRect(left, view.y_of(note.pitch), right - left, view.row_px)


class Editor:
    """Random edits of all kinds, and random selections."""

    def __init__(self, roll: PianoRoll, session: Session, seed: int) -> None:
        self._roll, self._session, self._random = roll, session, random.Random(seed)

    def edit(self) -> None:
        draw, session = self._random, self._session
        ids = self._some()
        draw.choice(
            [
                lambda: session.delete_notes(ids[:3]),
                lambda: session.move_notes(ids, draw.randint(-2000, 2000), draw.randint(-5, 5)),
                lambda: self._mute(ids),
                lambda: session.set_velocities({i: draw.randint(1, 127) for i in ids}),
                lambda: session.add_notes([self._note() for _ in range(draw.randint(1, 12))]),
                lambda: self._roll.set_selection(ids),
                self._roll.deselect,
                session.undo,
                session.redo,
            ]
        )()

    def _mute(self, ids: list[int]) -> None:
        clip = self._session.clip
        rows = clip.rows_of(ids)
        muted = clip.replaced(rows, muted=~clip.muted[rows])
        self._session.document.apply("Mute", lambda piece: piece.with_clip(0, muted))

    def _some(self) -> list[int]:
        ids = self._session.clip.ids.tolist()
        return self._random.sample(ids, min(len(ids), self._random.choice((1, 2, 5, 40))))

    def _note(self) -> Note:
        draw = self._random
        return Note(0, draw.randrange(8 * BAR), draw.randint(1, 900), draw.randint(30, 90))


@pytest.mark.parametrize(
    ("size", "row_px", "theme", "ratio"),
    [
        ((300, 8), 14.0, DARK, 1.0),
        ((300, 8), 6.0, LIGHT, 2.0),
        ((60, 4), 26.0, DARK, 1.5),
        ((60, 4), 13.0, LIGHT, 1.1),
        ((5000, 40), 7.0, DARK, 1.0),
        ((5000, 40), 7.0, DARK, 1.25),
    ],
)
def test_a_mended_picture_is_the_fresh_one(
    roll: PianoRoll, session: Session, size: tuple[int, int], row_px: float, *, theme: Theme, ratio: float
) -> None:
    """Of so many notes in so many bars, on a device of so many pixels to the logical one."""
    beside = Track(clip=random_clip(size[0] // 2, size[1]), colour=1)
    session.show(Piece((Track(clip=random_clip(*size)), beside), loop=Loop(BAR, 3 * BAR)))
    roll.set_theme(theme)
    roll.set_scale(Key(2, "dorian"))
    roll.zoom_to_all()
    view = replace(roll.state.viewport, row_zoom_px=row_px)
    roll.state.set_viewport(view.scrolled_to(y_px=(127 - 60) * row_px - view.height_px / 2))
    editor = Editor(roll, session, seed=size[0])
    mended(roll.note_area, ratio)
    for edit in range(16):
        if edit == 8:
            roll.set_ghosts(Clip.from_notes([Note(1, BAR, PPQ, 60)]), (BAR, 2 * BAR))
        editor.edit()
        assert np.array_equal(mended(roll.note_area, ratio), fresh(roll.note_area, ratio))


def test_a_drag_leaves_nothing_behind(roll: PianoRoll, session: Session, hand: Hand) -> None:
    session.show(Piece((Track(clip=random_clip(200, 8)),)))
    note = session.clip.note_at_row(40)
    roll.navigation.show_pitches(session.clip.pitches[40:41])
    before = mended(roll.note_area)
    start = hand.at(note.start_tick + note.length_ticks / 2, note.pitch)
    hand.press(start)
    hand.drag_on(start, start + QRect(0, 0, 90, 60).bottomRight())
    assert not np.array_equal(mended(roll.note_area), before)
    roll.cancel_gesture()
    assert np.array_equal(mended(roll.note_area), before)


def test_an_edit_repaints_what_is_near_it(roll: PianoRoll, session: Session) -> None:
    session.show(Piece((Track(clip=random_clip(300, 6)),)))
    roll.zoom_to_all()
    QApplication.processEvents()
    logs = {part: PaintLog(part) for part in (roll.note_area, roll.lane, roll.ruler, roll.keyboard)}
    session.move_notes([7], 0, 1)
    QApplication.processEvents()
    assert sum(rect.width() * rect.height() for rect in logs[roll.note_area].rects) < 20_000
    assert 0 < sum(rect.width() for rect in logs[roll.lane].rects) < 250
    assert logs[roll.ruler].rects == logs[roll.keyboard].rects == []


def test_a_drag_repaints_what_it_shows(roll: PianoRoll, hand: Hand, three: object) -> None:
    start = hand.at(200, 60)
    hand.press(start)
    hand.drag_on(start, start + QPoint(30, 14))
    QApplication.processEvents()
    log = PaintLog(roll.note_area)
    hand.move(start + QPoint(60, 28))
    QApplication.processEvents()
    assert 0 < sum(rect.width() * rect.height() for rect in log.rects) < 20_000
    for place in (start + QPoint(30, 14), start + QPoint(60, 28)):
        assert any(rect.contains(place) for rect in log.rects), "where it was, and where it is"
    roll.cancel_gesture()


# --- boxes ---------------------------------------------------------------------------------------


def painted(paint: object, size: QSize = QSize(400, 120), ratio: float = 1.0) -> Pixels:  # noqa: B008
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor("#203040"))
    painter = QPainter(pixmap)
    paint(painter)  # type: ignore[operator]
    painter.end()
    return pixels(pixmap.toImage())


def some_boxes(count: int, row_px: int, widest: int) -> tuple[Boxes, Shades]:
    draw = np.random.default_rng(count)
    boxes = np.empty((count, 4), dtype=np.int32)
    boxes[:, 0] = draw.integers(-30, 420, count)
    boxes[:, 1] = draw.integers(-1, 120 // row_px + 1, count) * row_px + 3
    boxes[:, 2] = boxes[:, 0] + draw.integers(1, widest, count)
    boxes[:, 3] = boxes[:, 1] + row_px - 2
    return boxes, draw.integers(0, 16, count).astype(np.uint8)


SHADES = tuple(map(QColor, (*DARK.note_shades, DARK.selection)))


@pytest.mark.parametrize("widest", [3, 60])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_crowd_looks_as_its_boxes_do(roll: PianoRoll, widest: int, ratio: float) -> None:
    view = Viewport(400, 120, row_zoom_px=7)
    boxes, shades = some_boxes(3000, 7, widest)
    plain = painted(lambda p: paint_boxes(p, boxes, shades, SHADES), ratio=ratio)
    crowd = painted(lambda p: paint_crowd(p, boxes, shades, SHADES, view), ratio=ratio)
    assert np.array_equal(plain, crowd)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("height", [5, 8, 13, 25])
def test_round_corners_look_as_smooth_ones_do(roll: PianoRoll, height: int, ratio: float) -> None:
    boxes = np.array([(10, 10, 60, 9 + height)], dtype=np.int32)

    def smooth(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(SHADES[0])
        painter.drawRoundedRect(QRect(10, 10, 51, height), 3, 3)

    one = np.zeros(1, dtype=np.uint8)
    quick = painted(lambda p: paint_rounded(p, boxes, one, levels_of(SHADES), 3), ratio=ratio).astype(int)
    slow = painted(smooth, ratio=ratio).astype(int)
    assert np.abs(quick - slow).max() <= 0.18 * 255
    assert np.abs(quick - slow).mean() < 0.2


# --- what notes look like ------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_words_in_an_empty_track_do_not_lie_on_notes_of_other_tracks(
    roll: PianoRoll, session: Session, hand: Hand, theme: Theme
) -> None:
    view = roll.state.viewport
    pitch = view.pitch_at(view.height_px // 2 - 16)
    middle = round(view.tick_at(view.width_px / 2))
    beside = Clip.from_notes([Note(1, max(0, middle - 2 * BAR), 4 * BAR, pitch, 90)])
    session.show(Piece((Track(), Track(clip=beside, colour=1))))
    session.active_track = 0
    roll.set_theme(theme)
    image = roll.note_area.grab().toImage()
    y = view.y_of(pitch) + view.row_px // 2
    beside_words = image.pixelColor(view.x_of(max(0, middle - 2 * BAR)) + 8, y).name()
    behind_words = image.pixelColor(view.width_px // 2 - 200, y).name()
    assert contrast(beside_words, theme.row_white) > 1.3
    assert contrast(behind_words, theme.row_white) < 1.15


def test_muted_notes_of_other_tracks_have_no_names_either(
    roll: PianoRoll, session: Session, hand: Hand
) -> None:
    beside = Clip.from_notes([Note(1, 0, 4 * PPQ, 60, 90, muted=True)])
    session.show(Piece((Track(), Track(clip=beside, colour=1))))
    session.active_track = 0
    inside = roll.note_area.grab(QRect(hand.at(60, 60) - QPoint(0, 5), QSize(30, 9))).toImage()
    colours = {inside.pixelColor(x, y).name() for x in range(30) for y in range(9)}
    assert len(colours) == 1


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_muted_notes_are_hollow(roll: PianoRoll, session: Session, hand: Hand, theme: Theme) -> None:
    heard, muted = Note(1, 0, PPQ, 60, 90), Note(2, 2 * PPQ, PPQ, 60, 90, muted=True)
    session.show(Piece((Track(clip=Clip.from_notes([heard, muted])),)))
    roll.set_theme(theme)
    image = roll.note_area.grab().toImage()
    inside = [image.pixelColor(hand.at(n.start_tick + 300, 60)).name() for n in (heard, muted)]
    edge = image.pixelColor(roll.state.viewport.x_of(muted.start_tick) + 60, hand.at(0, 60).y() - 7).name()
    assert contrast(inside[0], theme.row_white) > 2
    assert contrast(inside[1], theme.row_white) < 1.4
    assert contrast(edge, theme.row_white) > 2


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_notes_of_other_tracks_are_faint_and_of_their_tracks_colour(
    roll: PianoRoll, session: Session, hand: Hand, theme: Theme
) -> None:
    def track(pitch: int, colour: int) -> Track:
        return Track(clip=Clip.from_notes([Note(1, 0, PPQ, pitch, 90)]), colour=colour)

    session.show(Piece((track(60, 0), track(62, 1), track(64, 2))))
    roll.set_theme(theme)
    image = roll.note_area.grab().toImage()
    mine, violet, green = (image.pixelColor(hand.at(300, pitch)) for pitch in (60, 62, 64))
    strength = [contrast(colour.name(), theme.row_white) for colour in (mine, violet, green)]
    assert strength[0] > 1.3 * max(strength[1:])
    assert min(strength[1:]) > 1.25
    assert violet.blue() > violet.green()
    assert green.green() > max(green.red(), green.blue())
