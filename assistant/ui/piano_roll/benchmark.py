"""How long the piano roll takes to paint, and to answer the hand, with very many notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter_ns
from typing import Any, cast

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from assistant.core.clip import Clip
from assistant.core.note import PPQ
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.theme import DARK

WIDTH_PX, HEIGHT_PX = 1600, 900
SCREENFUL = 235
BAR = 4 * PPQ


def random_clip(notes: int, bars: int) -> Clip:
    """Notes over 88 keys, the same ones for the same arguments."""
    draw = np.random.default_rng(1)
    return Clip.from_columns(
        np.arange(1, notes + 1),
        draw.integers(0, bars * 16, notes) * (PPQ // 4),
        draw.integers(1, 9, notes) * (PPQ // 4) - 10,
        draw.integers(21, 109, notes),
        draw.integers(1, 128, notes),
    )


class _Quiet:
    """As much of a performer as showing a piece asks for."""

    def stop(self) -> None:
        """Nothing plays."""


def measure(runs: int = 20) -> Iterator[tuple[str, list[float]]]:
    """(what, milliseconds of each run): for all notes and for a screenful of them.

    "Notes" is the note area's own painting; a "frame" is all parts and Qt's putting them together.
    """
    app = QApplication.instance() or QApplication([])
    nothing = cast(Any, _Quiet())
    session = Session(nothing, nothing, nothing)
    roll = PianoRoll(session, DARK)
    session.document.subscribe(roll.document_changed)
    roll.resize(WIDTH_PX, HEIGHT_PX)
    roll.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    roll.show()
    for count in (1_000, 10_000, 100_000):
        session.show(Piece((Track(clip=random_clip(count, count // 10)),)))
        roll.zoom_to_all()
        yield f"notes, {count:,}, all visible", _times(runs, roll.note_area.draw_picture)
        yield f"frame, {count:,} notes, all visible", _times(runs, lambda: _frame(roll))
    yield "playhead, 100,000 notes, all visible", _times(runs, lambda: _playhead(roll))
    yield "hover, 100,000 notes, all visible", _times(runs, lambda: _hover(roll))
    yield "edit, 100,000 notes, all visible", _times(5, lambda: _edit(roll))
    ticks = SCREENFUL * BAR // 10
    roll.show_span(400 * BAR, 400 * BAR)
    view = roll.state.viewport
    roll.state.set_viewport(view.showing(400 * BAR, 400 * BAR + ticks).showing_pitches(21, 108, 18))
    yield f"notes, {_visible(roll)} of 100,000", _times(runs, roll.note_area.draw_picture)
    yield f"frame, {_visible(roll)} of 100,000 notes", _times(runs, lambda: _frame(roll))
    yield f"playhead, {_visible(roll)} of 100,000 notes", _times(runs, lambda: _playhead(roll))
    roll.deleteLater()
    app.processEvents()


def _times(runs: int, work: Callable[[], None]) -> list[float]:
    work()
    times = []
    for _ in range(runs):
        started_ns = perf_counter_ns()
        work()
        times.append((perf_counter_ns() - started_ns) / 1e6)
    return times


def _frame(roll: PianoRoll) -> None:
    """What scrolling costs: every part is painted anew."""
    roll.state.notes_changed.emit()
    roll.repaint()


def _playhead(roll: PianoRoll) -> None:
    """What one step of the playhead costs: two strips of the ruler, the notes and the lane."""
    column = roll.state.viewport.x_of(roll.state.playhead_tick) + 1
    if column > roll.note_area.width() // 2:
        column = roll.note_area.width() // 4
    roll.set_playhead(roll.state.viewport.tick_at(column), playing=True, follow=False)
    QApplication.processEvents()


def _hover(roll: PianoRoll) -> None:
    """What one step of the mouse costs: the hint, and the note that a click would draw."""
    area = roll.note_area
    column = 700 if area.state.hover and area.state.hover.x_px > 700 else 710
    area.hovered(area.pointer_at(QPointF(column, 300), Qt.KeyboardModifier.NoModifier))
    QApplication.processEvents()


def _edit(roll: PianoRoll) -> None:
    """Delete one note and see it gone."""
    roll.state.session.delete_notes([int(roll.state.clip.ids[0])])
    QApplication.processEvents()


def _visible(roll: PianoRoll) -> int:
    view = roll.state.viewport
    return len(roll.state.clip.rows_between(*view.window(0, view.width_px)))
