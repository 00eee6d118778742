"""A restless hand in the whole window: every command, keys, tracks, popovers and the history, by a seed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from assistant.core.theory import Key
from assistant.ui.command_table import commands
from assistant.ui.piano_roll.flags import FlagKind
from tests.ui.conftest import Desk
from tests.ui.piano_roll.hand import LEFT, NONE
from tests.ui.piano_roll.test_picture import fresh, mended
from tests.ui.piano_roll.walker import Walker

ELSEWHERE = {
    "new", "open", "save", "save_as", "export", "quit", "example",
    "record", "continue", "fill", "accept_bar", "heard_take",
    "surprise", "light", "palette", "keys", "about",
}  # fmt: skip
"""Commands that leave the piece, ask the model or only open a page: each has tests of its own."""
FREELY = tuple(command.id for command in commands() if command.id not in ELSEWHERE)
TOOL_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)
PIANO_KEYS = (Qt.Key.Key_A, Qt.Key.Key_W, Qt.Key.Key_S, Qt.Key.Key_K, Qt.Key.Key_Z, Qt.Key.Key_X)
WRITTEN: dict[FlagKind, tuple[str, ...]] = {
    "tempo": ("90", "151.5", "fast"),
    "meter": ("3/4", "7/8", "5"),
    "marker": ("A", "Verse", ""),
}
MOST_TRACKS = 5


class WindowWalker(Walker):
    """After each step the parts of the window agree on what there is."""

    def __init__(self, desk: Desk, seed: int) -> None:
        super().__init__(desk.window.roll, desk.session, seed)
        self.window = desk.window
        self.steps = 0
        for box in self.window.findChildren(QAbstractSpinBox):  # their menus are Qt's, and wait for a choice
            box.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def step(self) -> None:
        """A gesture, a command, or something that only the window has."""
        self.steps += 1
        ways = (self._gesture, self._command, self._type, self._panel, self._back_and_forth, self._jump)
        self.draw.choices(ways, (60, 60, 12, 20, 8, 1))[0]()
        self._thin_out()
        if self.steps % 10 == 0:
            QCoreApplication.processEvents()
        if self.steps % 50 == 0:
            assert (mended(self.roll.note_area) == fresh(self.roll.note_area)).all()
        self._agree()

    # --- the ways --------------------------------------------------------------------------------

    def _gesture(self) -> None:
        """In the roll; the popover that may lie over it is closed first."""
        if self.window.hand.shape.isVisible():
            self.window.hand.shape.close_popover()
        super()._gesture()

    def _command(self) -> None:
        name = self.draw.choice(FREELY)
        self.window.commands[name].trigger()
        if name in ("tempo_here", "meter_here", "marker_here"):
            self._write(self.roll.ruler.editor.field, self.draw.choice(WRITTEN[self.roll.ruler.editor.kind]))
        elif name == "rename_track" and self.window.tracks.isVisible():
            row = self.window.tracks.rows[self.session.active_track]
            self._write(row.field, self.draw.choice(("Flute", "Cello", "")))

    def _write(self, field: QWidget, text: str) -> None:
        """What cannot be read is given up by Escape."""
        if not field.isVisible():
            return
        if text:
            QTest.keyClicks(field, text)
        QTest.keyClick(field, self.draw.choice((Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape)))
        if field.isVisible():
            QTest.keyClick(field, Qt.Key.Key_Escape)

    def _type(self) -> None:
        """A tool by its key, or a chord on the letters, which step input writes where it is on."""
        self.roll.setFocus()
        if self.draw.random() < 0.5:
            QTest.keyClick(self.roll, self.draw.choice(TOOL_KEYS))
            return
        chord = self.draw.sample(PIANO_KEYS, self.draw.randint(1, 3))
        for key in chord:
            QTest.keyPress(self.roll, key)
        for key in chord:
            QTest.keyRelease(self.roll, key)

    def _panel(self) -> None:
        """The track list, the shape popover, tempo, meter and key."""
        ways: list[Callable[[], object]] = [self._shape, self._transport, self._shape]
        if self.window.tracks.isVisible():
            ways += [self._drag_row, self._press_row]
        self.draw.choice(ways)()

    def _drag_row(self) -> None:
        """A track to another place, or its volume to another value."""
        row = self.draw.choice(self.window.tracks.rows)
        part = self.draw.choice((row, row.volume))
        start = (
            QPoint(self.draw.randrange(part.width()), part.height() // 2)
            if part is row.volume
            else QPoint(30, 4)
        )
        way = QPoint(self.draw.randint(-40, 40), self.draw.randint(-160, 160))
        self.hand.press(start, part, LEFT, NONE)
        self.hand.move(start + way, part)
        if self.draw.random() < 0.2:
            self.window.commands["dismiss"].trigger()
        self.hand.release(start + way, part, LEFT, NONE)

    def _press_row(self) -> None:
        row = self.draw.choice(self.window.tracks.rows)
        self.draw.choice((row.mute, row.solo)).click()

    def _shape(self) -> None:
        """Values are chosen, shown, and made or not."""
        draw, shape = self.draw, self.window.hand.shape
        if not shape.isVisible():
            shape.toggle()
        draw.choice((shape.strength, shape.swing, shape.timing, shape.velocity)).setValue(
            draw.randint(0, 100)
        )
        shape.ends.setChecked(draw.random() < 0.5)
        shape.bars.setValue(draw.randint(1, 4))
        if draw.random() < 0.6:
            draw.choice((shape.quantise, shape.humanise, shape.legato, shape.to_scale, shape.fit)).click()

    def _transport(self) -> None:
        session, draw = self.session, self.draw
        ways: tuple[Callable[[], object], ...] = (
            lambda: session.set_tempo(draw.randint(40, 200)),
            lambda: session.set_meter(draw.randint(2, 7), draw.choice((4, 8))),
            lambda: self.window.transport.key_chosen.emit(
                draw.choice((None, Key(draw.randrange(12), "minor")))
            ),
        )
        draw.choice(ways)()

    def _jump(self) -> None:
        """A click on a step of the history."""
        history = self.session.document.history
        wanted = len(history.done) + self.draw.randint(-9, 9)
        self.window.history.panel.chosen.emit(min(max(wanted, 0), len(history.done) + len(history.undone)))

    def _back_and_forth(self) -> None:
        """Undo and redo together change nothing, not even the selection."""
        if not self.session.document.history.done:
            return
        before = (self.session.piece, self.session.active_track, self.roll.selected_ids)
        self.window.commands["undo"].trigger()
        self.window.commands["redo"].trigger()
        assert self.session.piece == before[0]
        if self.session.active_track == before[1]:
            assert self.roll.selected_ids == before[2]

    # --- what always holds -----------------------------------------------------------------------

    def _thin_out(self) -> None:
        if len(self.session.clip) > 80:
            self.roll.set_selection(self.session.clip.ids.tolist()[:40])
            self.roll.delete_selection()
        while len(self.session.piece.tracks) > MOST_TRACKS:
            self.session.delete_track(self.session.active_track)

    def _agree(self) -> None:
        session, window = self.session, self.window
        tracks = session.piece.tracks
        assert 0 <= session.active_track < len(tracks)
        assert self.roll.selected_ids <= set(session.clip.ids.tolist())
        assert [row.name.full_text for row in window.tracks.rows] == [
            track.name or f"Track {number + 1}" for number, track in enumerate(tracks)
        ]
        history, model = session.document.history, window.history.panel.model
        if window.history.is_shown:
            assert (model.present, model.rowCount()) == (
                len(history.done),
                1 + len(history.done) + len(history.undone),
            )
