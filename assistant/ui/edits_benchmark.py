"""How long edits of very many notes hold the real window up: from the command to the painted frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from assistant.core import edits
from assistant.core.piece import Piece
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.session import Session
from assistant.settings import Settings
from assistant.ui.main_window import MainWindow
from assistant.ui.piano_roll.benchmark import MOST, Clock, Row, random_clip
from assistant.ui.piano_roll.selection import Zone
from assistant.ui.piano_roll.shaping import Quantising
from assistant.ui.preferences import Preferences

SIZE = QSize(1600, 1000)
KEY = Key(2, "major")
DRAG = QPoint(30, 8)
_LEFT, _NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def free_playing() -> Piece:
    """100,000 notes that keep neither to the grid nor to the key, and an empty track beside them."""
    tracks = (Track(clip=random_clip(MOST, MOST // 10)), Track("Harmony", part="harmony", channel=1))
    piece = Piece(tracks, key=KEY)
    return edits.humanise(piece, 0, piece.tracks[0].clip.ids, 20, 5, seed=1)


def measure(session: Session, folder: Path, runs: int, clock: Clock) -> Iterator[Row]:
    """(what, milliseconds of each run) for every edit of all notes, with all of them in sight.

    ``clock`` counts nanoseconds; ``folder`` gets the window's settings and recovery files.
    """
    app = QApplication.instance() or QApplication([])
    window = MainWindow(session, Preferences(Settings(), folder / "settings.json"), folder)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(SIZE)
    window.show()
    bench = _Bench(window, runs, clock)
    for what, command in bench.selections().items():
        yield what, bench.times(command, prepare=bench.put_back)
    for what, command in bench.edits().items():
        yield from bench.edit(what, command)
    yield from bench.edit("drag all, release", bench.release, bench.drag)
    yield from bench.edit("drag a copy of all, release", bench.release, bench.drag_copy)
    session.document.mark_saved()
    window.close()
    window.deleteLater()
    app.processEvents()


class _Bench:
    """A window with very many notes, and what is done to all of them."""

    def __init__(self, window: MainWindow, runs: int, clock: Clock) -> None:
        self._window, self._roll, self._session = window, window.roll, window.session
        self._runs, self._clock = runs, clock
        self._keys, self._at = Qt.KeyboardModifier.NoModifier, QPoint()
        self._session.show(free_playing())
        window.documents.replaced.emit()
        self._roll.set_tool("select")
        self._roll.zoom_to_all()
        QApplication.processEvents()

    def selections(self) -> dict[str, Callable[[], object]]:
        """Commands that change no note."""
        roll = self._roll
        return {
            "deselect": roll.deselect,
            "invert selection": roll.invert_selection,
            "copy": roll.copy_selection,
        }

    def edits(self) -> dict[str, Callable[[], object]]:
        """Commands that change all notes, by their names."""
        roll = self._roll
        return {
            "delete": roll.delete_selection,
            "cut": roll.cut_selection,
            "paste": roll.paste_at_playhead,
            "duplicate": roll.duplicate_selection,
            "quantise": lambda: self._quantise(Quantising()),
            "quantise half, swing, ends": lambda: self._quantise(Quantising(0.5, 0.5, ends=True)),
            "humanise": roll.humanise_selection,
            "legato": roll.legato_selection,
            "fit to bars": lambda: roll.fit_selection_to_bars(MOST // 11),
            "join": roll.join_selection,
            "split in the middle": self._split,
            "mute": roll.toggle_mute,
            "transpose": lambda: roll.transpose_selection(-12),
            "nudge": lambda: roll.nudge(1),
            "resize": lambda: roll.resize_selection(1),
            "snap to scale": roll.snap_selection_to_scale,
            "reverse": roll.reverse_selection,
            "invert pitches": roll.invert_pitches,
            "scale velocities": lambda: roll.lanes.scale_velocities(1.2),
        }

    def edit(
        self, what: str, command: Callable[[], object], prepare: Callable[[], None] = lambda: None
    ) -> Iterator[Row]:
        """An edit, its undo and its redo."""
        done, undone, again = [], [], []
        for _ in range(self._runs + 1):  # the first run is not counted
            self.put_back()
            prepare()
            done.append(self._time(command))
            undone.append(self._time(self._window.proposals.undo))
            again.append(self._time(self._window.proposals.redo))
        return iter(((what, done[1:]), (f"undo: {what}", undone[1:]), (f"redo: {what}", again[1:])))

    def times(self, command: Callable[[], object], prepare: Callable[[], None]) -> list[float]:
        """A command's milliseconds, with all notes selected."""
        times = []
        for _ in range(self._runs + 1):
            prepare()
            times.append(self._time(command))
        return times[1:]

    def put_back(self) -> None:
        """The first piece again, all notes selected and on the clipboard."""
        self._session.document.go_to(0)
        self._roll.select_all()
        self._roll.copy_selection()
        QApplication.processEvents()

    # --- the mouse -------------------------------------------------------------------------------

    def drag(self) -> None:
        """Take hold of one note of the selection, and pull."""
        self._keys = Qt.KeyboardModifier.NoModifier
        self._pull()

    def drag_copy(self) -> None:
        """The same with Ctrl."""
        self._keys = Qt.KeyboardModifier.ControlModifier
        self._pull()

    def release(self) -> None:
        """Let go."""
        self._mouse(QEvent.Type.MouseButtonRelease, _LEFT, _NO_BUTTON)

    def _pull(self) -> None:
        self._at = self._body()
        self._mouse(QEvent.Type.MouseButtonPress, _LEFT, _LEFT)
        self._at += DRAG
        self._mouse(QEvent.Type.MouseMove, _NO_BUTTON, _LEFT)
        QApplication.processEvents()

    def _body(self) -> QPoint:
        """A place where a press takes hold of a note."""
        state, area = self._roll.state, self._roll.note_area
        for y in range(area.height() // 2, area.height()):
            hit = state.hit(area.width() / 2, y)
            if hit and hit.zone is Zone.BODY:
                return QPoint(area.width() // 2, y)
        raise RuntimeError("no note to take")

    def _mouse(self, kind: QEvent.Type, button: Qt.MouseButton, buttons: Qt.MouseButton) -> None:
        area = self._roll.note_area
        there = QPointF(area.mapToGlobal(self._at))
        event = QMouseEvent(kind, QPointF(self._at), there, button, buttons, self._keys)
        QApplication.sendEvent(area, event)

    # --- inside ----------------------------------------------------------------------------------

    def _time(self, command: Callable[[], object]) -> float:
        """How long the window answers nobody else: the command, and all that is painted for it."""
        started_ns = self._clock()
        command()
        QApplication.processEvents()
        return (self._clock() - started_ns) / 1e6

    def _quantise(self, how: Quantising) -> None:
        self._roll.quantising = how
        self._roll.quantise_selection()

    def _split(self) -> None:
        clip = self._session.clip
        middles = clip.starts + np.maximum(clip.lengths // 2, 1)
        self._session.split_notes(dict(zip(clip.ids.tolist(), middles.tolist(), strict=True)))
