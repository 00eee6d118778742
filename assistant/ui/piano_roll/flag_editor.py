"""The small editor that stands at a flag of the ruler while it is written; nothing waits for it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from assistant.core.errors import AntiphonError
from assistant.ui.controls import IconButton
from assistant.ui.in_place import InPlaceField
from assistant.ui.piano_roll.flags import Flag, FlagKind, flags_of, remove, write, written_at
from assistant.ui.piano_roll.hints import rest_hint
from assistant.ui.piano_roll.state import RollState

_TITLES: dict[FlagKind, str] = {"tempo": "♩ =", "meter": "Meter", "marker": "Marker"}
_HINTS: dict[FlagKind, str] = {
    "tempo": "Write the tempo in quarter notes a minute",
    "meter": "Write the meter, like 3/4 or 6/8",
    "marker": "Write the marker’s name",
}
_WIDTHS: dict[FlagKind, int] = {"tempo": 64, "meter": 64, "marker": 136}
_MARGIN_PX = 4


class FlagEditor(QFrame):
    """Return sets what is written, Escape leaves it, the cross deletes; ``closed`` when it is over."""

    closed = Signal()

    def __init__(self, state: RollState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._ground = parent
        self.kind: FlagKind = "marker"
        self.tick = 0
        self._title = QLabel()
        self._title.setProperty("role", "dim")
        self.field = InPlaceField("")
        self.delete = IconButton("close", "Delete it")
        self.delete.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("role", "editor")
        self._arrange()
        self.field.kept.connect(self._on_kept)
        self.field.left.connect(partial(self._close, True))
        self.delete.clicked.connect(self._on_delete)
        self.hide()

    def open(self, kind: FlagKind, tick: int, at: QPoint) -> None:
        """Begin to write at a tick; ``at`` is the place of the flag in the parent."""
        self.kind, self.tick = kind, tick
        piece = self._state.session.piece
        there = [flag for flag in flags_of(piece) if (flag.kind, flag.tick) == (kind, tick)]
        self._title.setText(_TITLES[kind])
        self.field.setAccessibleName(_HINTS[kind])
        self.field.setFixedWidth(_WIDTHS[kind])
        self._mark_wrong(False)
        self.delete.setVisible(any(not flag.is_fixed for flag in there))
        self._place(at)
        self.field.open(written_at(piece, kind, tick))
        self._state.hint_changed.emit(f"{_HINTS[kind]} · Return sets it · Esc leaves it as it is")

    def edit(self, flag: Flag, at: QPoint) -> None:
        """Begin to change what is written on a flag."""
        self.open(flag.kind, flag.tick, at)

    def _on_kept(self, text: str, by_key: bool) -> None:
        """What cannot be read is asked for again, unless the hand has gone elsewhere."""
        try:
            write(self._state.session, self.kind, self.tick, text)
        except AntiphonError as error:
            self._state.hint_changed.emit(str(error))
            if by_key:
                self._mark_wrong(True)
                self.field.resume()
                return
        self._close(by_key)

    def _on_delete(self) -> None:
        self.field.left.emit()
        remove(self._state.session, self.kind, self.tick)

    def _close(self, gives_keys_back: bool) -> None:
        self.field.abandon()
        self.hide()
        if gives_keys_back:
            self._state.hint_changed.emit(rest_hint(self._state))
            self.closed.emit()

    def _mark_wrong(self, is_wrong: bool) -> None:
        self.field.setProperty("wrong", is_wrong)
        self.field.style().polish(self.field)

    def _place(self, at: QPoint) -> None:
        self.adjustSize()
        most = self._ground.width() - self.width() - _MARGIN_PX
        self.move(max(_MARGIN_PX, min(at.x(), most)), at.y())
        self.show()
        self.raise_()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(6)
        row.addWidget(self._title)
        row.addWidget(self.field)
        row.addWidget(self.delete)
