"""How long the piano roll takes to paint, and to answer the hand, with very many notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter_ns
from typing import Any, cast

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from assistant.core.clip import Clip, IntColumn
from assistant.core.note import PPQ
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.selection import Zone
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.theme import DARK, stylesheet

WIDTH_PX, HEIGHT_PX = 1600, 900
SCREENFUL = 235
SELECTED = 1_000
STEP_PX = 12
ZOOM = 1.1
BAR = 4 * PPQ
MOST = 100_000
Clock = Callable[[], int]
Row = tuple[str, list[float]]
LEFT, NO_BUTTON, NO_KEY = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


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
    """As much of a performer as showing and moving notes asks for."""

    def stop(self) -> None:
        """Nothing plays."""

    def audition(self, *_: object, **__: object) -> None:
        """Nobody listens."""

    audition_off = audition


def measure(runs: int = 20, clock: Clock = perf_counter_ns) -> Iterator[Row]:
    """(what, milliseconds of each run): for all notes, and for a screenful of 100,000.

    "Notes" is the note area from nothing: rows, grid and notes, onto the window. A zoom is the frame that
    draws the most of those that occur, in all parts together. "All parts from nothing" is with keyboard,
    ruler, chords, lane, overview, headers and scroll bars, though what is kept of most of them need hardly
    ever be drawn anew at once. What a figure is to stay below is said with it. ``clock`` counts nanoseconds.
    """
    app = QApplication.instance() or QApplication([])
    bench = _Bench(runs, clock)
    for count, goal in ((1_000, ""), (10_000, " (≤ 3)"), (MOST, " (≤ 20)")):
        bench.show(count)
        yield from bench.painting(f"{count:,}, all visible", goal)
    yield from bench.answering("all visible")
    bench.show_screenful()
    yield from bench.painting(f"{bench.visible()} of {MOST:,}", " (≤ 1)")
    yield bench.row("scroll in time, one screen", bench.scroll)
    yield bench.row("scroll in pitch, one screen", bench.scroll_down)
    yield from bench.answering("one screen")
    bench.roll.deleteLater()
    app.processEvents()


class _Bench:
    """A roll that is not on any screen, and what is done to it."""

    def __init__(self, runs: int, clock: Clock) -> None:
        self._runs, self._clock, self._turn = runs, clock, 0
        self._held = self._at = QPoint()
        nothing = cast(Any, _Quiet())
        self._session = Session(nothing, nothing, nothing)
        self.roll = PianoRoll(self._session, DARK)
        self.roll.setStyleSheet(stylesheet(DARK))  # as in the window: scroll bars take twice as long without
        self._session.document.subscribe(self.roll.document_changed)
        self.roll.resize(WIDTH_PX, HEIGHT_PX)
        self.roll.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.roll.set_tool("select")
        self.roll.show()
        self._widgets = [widget for widget in self.roll.findChildren(QWidget) if widget.isVisible()]

    def show(self, count: int) -> None:
        """Random notes, all visible."""
        self._session.show(Piece((Track(clip=random_clip(count, count // 10)),)))
        self.roll.zoom_to_all()
        QApplication.processEvents()

    def show_screenful(self) -> None:
        """Some bars from the middle."""
        start, ticks = 400 * BAR, SCREENFUL * BAR // 10
        view = self.roll.state.viewport.showing(start, start + ticks).showing_pitches(21, 108, 18)
        self.roll.state.set_viewport(view)
        QApplication.processEvents()

    def visible(self) -> int:
        """How many notes are in view."""
        view = self.roll.state.viewport
        return len(self.roll.state.clip.rows_between(*view.window(0, view.width_px)))

    def painting(self, what: str, goal: str) -> Iterator[Row]:
        """The note area alone, all parts, and what a step of zooming paints of them."""
        yield self.row(f"notes, {what}{goal}", self.paint_notes)
        yield self.row(f"zoom, {what}", self.zoom)
        yield self.row(f"all parts from nothing, {what}", self.paint_all)

    def answering(self, what: str) -> Iterator[Row]:
        """What the hand and the playhead cause among 100,000 notes."""
        yield self.row(f"playhead step, {what}", self.step_playhead)
        yield self.row(f"hover, {what}", self.hover)
        yield self.row(f"drag {SELECTED:,} selected, {what} (≤ 16)", *self.drag())
        yield self.row(f"edit, release to paint, {what} (≤ 5)", self.release, self.take_one)

    def row(self, what: str, work: Callable[[], None], prepare: Callable[[], None] = lambda: None) -> Row:
        """Milliseconds of each run; ``prepare`` is not counted, nor is the first run."""
        times = []
        for _ in range(self._runs + 1):
            prepare()
            self._turn += 1
            started_ns = self._clock()
            work()
            times.append((self._clock() - started_ns) / 1e6)
        return what, times[1:]

    # --- painting --------------------------------------------------------------------------------

    def paint_notes(self) -> None:
        self.roll.note_area.make_stale()
        self.roll.note_area.repaint()

    def paint_all(self) -> None:
        """Nothing that is kept is of use."""
        for widget in self._widgets:
            if isinstance(widget, RollPart):
                widget.picture.spoil()
            widget.update()
        QApplication.processEvents()

    def zoom(self) -> None:
        factor = ZOOM if self._turn % 2 else 1 / ZOOM
        self._look(self.roll.state.viewport.zoomed_time(factor, WIDTH_PX / 3))

    def scroll(self) -> None:
        self._look(self.roll.state.viewport.scrolled_by(STEP_PX if self._turn % 2 else -STEP_PX, 0))

    def scroll_down(self) -> None:
        self._look(self.roll.state.viewport.scrolled_by(0, STEP_PX if self._turn % 2 else -STEP_PX))

    def _look(self, viewport: Viewport) -> None:
        self.roll.state.set_viewport(viewport)
        QApplication.processEvents()

    def step_playhead(self) -> None:
        """Two strips of the ruler, the notes and the lane."""
        column = self.roll.note_area.width() // 4 + self._turn % 200
        self.roll.set_playhead(self.roll.state.viewport.tick_at(column), playing=True, follow=False)
        QApplication.processEvents()

    # --- the mouse -------------------------------------------------------------------------------

    def hover(self) -> None:
        self._mouse(QEvent.Type.MouseMove, QPoint(700 + self._turn % 2 * STEP_PX, 300), NO_BUTTON)

    def drag(self) -> tuple[Callable[[], None], Callable[[], None]]:
        """A step of the hand with many notes in it, and what comes before the first."""
        ids = self._some_ids()

        def take() -> None:
            if self.roll.runner.gesture is None:
                self.roll.set_selection(ids.tolist())
                self._press(self._place_of(ids))

        return self._drag_on, take

    def take_one(self) -> None:
        """Let go of what is in the hand, then take one note and move it."""
        self.roll.cancel_gesture()
        self.roll.deselect()
        self._press(self._place_of(self._some_ids()))
        self._drag_on()
        QApplication.processEvents()

    def release(self) -> None:
        self._mouse(QEvent.Type.MouseButtonRelease, self._at, LEFT)

    def _drag_on(self) -> None:
        self._at = self._held + QPoint(STEP_PX, 0) * (1 + self._turn % 5)
        self._mouse(QEvent.Type.MouseMove, self._at, NO_BUTTON, LEFT)

    def _press(self, place: QPoint) -> None:
        self._held = self._at = place
        self._mouse(QEvent.Type.MouseButtonPress, place, LEFT, LEFT)

    def _some_ids(self) -> IntColumn:
        """Ids evenly spread; of a screenful a thousand round about it."""
        state, view = self.roll.state, self.roll.state.viewport
        middle = int(np.searchsorted(state.clip.starts, view.tick_at(view.width_px / 2)))
        if self.visible() > SELECTED:
            return state.clip.ids[:: len(state.clip) // SELECTED][:SELECTED]
        return state.clip.ids[middle - SELECTED // 2 : middle + SELECTED // 2]

    def _place_of(self, ids: IntColumn) -> QPoint:
        """The middle of one of these notes that lies on top in the left half of the window."""
        state, view = self.roll.state, self.roll.state.viewport
        wanted = set(ids.tolist())
        for note in state.clip.notes(ids):
            left, right = view.x_of(note.start_tick), view.x_of(note.end_tick)
            for x in range(max(left, 20), min(right + 1, view.width_px // 2)):
                place = QPoint(x, view.y_of(note.pitch) + view.row_px // 2)
                hit = state.hit(place.x(), place.y())
                if hit and hit.zone is Zone.BODY and hit.note.id in wanted:
                    return place
        raise RuntimeError("no note to take")

    def _mouse(
        self,
        kind: QEvent.Type,
        place: QPoint,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton = NO_BUTTON,
    ) -> None:
        """A mouse event of the note area, and all that is painted for it."""
        area = self.roll.note_area
        there = QPointF(area.mapToGlobal(place))
        event = QMouseEvent(kind, QPointF(place), there, button, buttons, NO_KEY)
        QApplication.sendEvent(area, event)
        QApplication.processEvents()
