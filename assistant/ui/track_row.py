"""A track as a row of the list: colour, name, mute, solo, instrument, part and volume."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QHBoxLayout, QWidget

from assistant.core.track import Track
from assistant.ui.controls import Themed
from assistant.ui.in_place import InPlaceField
from assistant.ui.instruments import instrument_name
from assistant.ui.theme import qcolor
from assistant.ui.track_fields import NameLabel, QuietField, Swatch, letter_button, show_letter
from assistant.ui.volume_slider import VolumeSlider

_CLICK = "Click to edit this track; double-click renames it; drag to reorder"
_KEYS = (
    "Up and Down go to other tracks · M mutes, S solos, Del deletes · {rename_track} renames · "
    "Alt+Up and Alt+Down move it"
)
DRAG_PX = 6
_GRIP_PX, _DOT_PX = 4, 2
"""Where the dots of the grip begin, and how large they are."""
_PART_PX = 64


class TrackRow(Themed, QFrame):
    """One track; every signal begins with its number. ``menu_wanted`` names the menu and where it opens.

    It is dragged by everything but mute, solo and volume: a field opens its menu at a click, not at a press.

    ``wished`` carries the name of a field (name, volume, muted, soloed) and its new value, ``volume_tried``
    a volume while its fader is dragged; ``dragged`` and ``dropped`` tell of the row being moved, in pixels of
    its parent.
    """

    chosen = Signal(int)
    wished = Signal(int, str, object)
    menu_wanted = Signal(int, str, object)
    volume_tried = Signal(int, int)
    dragged = Signal(int, int)
    dropped = Signal(int)
    key_pressed = Signal(int, object)
    typing_ended = Signal(int)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self._press_y: int | None = None
        self._is_dragged = False
        self.swatch = Swatch()
        self.name = NameLabel()
        self.field = InPlaceField("Name of the track")
        self.field.setFixedHeight(24)
        self.mute = letter_button("M", "mute")
        self.solo = letter_button("S", "solo")
        self.instrument = QuietField()
        self.part = QuietField()
        self.volume = VolumeSlider()
        self.setProperty("role", "track")
        self.setToolTip(_CLICK)
        self.setStatusTip(_KEYS)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        for control in (self.mute, self.solo, self.volume, self.instrument, self.part):
            control.setCursor(Qt.CursorShape.ArrowCursor)
        for button in (self.swatch, self.instrument, self.part):
            button.installEventFilter(self)
        self.part.setFixedWidth(_PART_PX)
        self._arrange()
        self._connect()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What can be reached by Tab in it, in that order."""
        return (self.swatch, self.mute, self.solo, self.instrument, self.part, self.volume)

    def show_track(self, track: Track, *, is_active: bool, is_heard: bool) -> None:
        """Show the track as it stands; only the one in hand is reached by Tab, arrows change the hand."""
        name = track.name or f"Track {self.number + 1}"
        sound = instrument_name(track.program, is_percussion=track.is_percussion)
        self.name.show_text(name, is_heard=is_heard)
        self.swatch.show_colour(track.colour, name)
        show_letter(self.mute, f"Mute {name}", track.muted)
        show_letter(self.solo, f"Hear {name} alone", track.soloed)
        self.instrument.show_text(sound, f"Instrument of {name}: {sound}")
        self.instrument.setEnabled(not track.is_percussion)
        self.part.show_text(track.part.capitalize(), f"Part of {name}: {track.part}")
        self.volume.setAccessibleName(f"Volume of {name}")
        self.volume.show_volume(track.volume)
        self._say_all(name, track, is_active)
        self._take_tabs(is_active)

    def rename(self, name: str) -> None:
        """Let the name be typed where it stands."""
        self.name.hide()
        self.field.open(name)

    def cancel(self) -> bool:
        """Drop the drag that is under way; whether there was one."""
        was_dragged, self._is_dragged, self._press_y = self._is_dragged, False, None
        if was_dragged:
            self._show_dragged(False)
        return self.volume.cancel() or was_dragged

    # --- mouse and keys --------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on a field that becomes a drag takes the row along, and is no click."""
        if not isinstance(watched, QAbstractButton) or not isinstance(event, QMouseEvent):
            return False
        y = watched.mapTo(self, event.position().toPoint()).y()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._press_y = y
        elif event.type() == QEvent.Type.MouseMove and self._drag_to(y):
            watched.setDown(False)
            return True
        elif event.type() == QEvent.Type.MouseButtonRelease:
            return self._drop()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press_y = round(event.position().y())
            self.chosen.emit(self.number)
        elif event.button() == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(self.number, "track", event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._drag_to(round(event.position().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.rename(self.name.full_text)

    def event(self, event: QEvent) -> bool:
        """The row's own keys, while it has the focus, are no shortcuts of the window."""
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and self.hasFocus() and is_row_key(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_row_key(event):
            self.key_pressed.emit(self.number, event)
        else:
            super().keyPressEvent(event)

    # --- dragging --------------------------------------------------------------------------------

    def _drag_to(self, y: int) -> bool:
        """The hand is at a height of the row; whether it drags."""
        if self._press_y is None:
            return False
        if not self._is_dragged and abs(y - self._press_y) >= DRAG_PX:
            self._is_dragged = True
            self._show_dragged(True)
        if self._is_dragged:
            self.dragged.emit(self.number, self.y() + y)
        return self._is_dragged

    def _drop(self) -> bool:
        """The hand lets go; whether it dragged."""
        was_dragged = self.cancel()
        if was_dragged:
            self.dropped.emit(self.number)
        return was_dragged

    def _show_dragged(self, is_dragged: bool) -> None:
        self.setProperty("dragged", is_dragged)
        self.style().polish(self)
        hand = Qt.CursorShape.ClosedHandCursor if is_dragged else Qt.CursorShape.OpenHandCursor
        self.setCursor(hand)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Under the pointer the row has a grip: two columns of dots."""
        super().paintEvent(event)
        if self.underMouse() or self._is_dragged:
            painter, colour = QPainter(self), qcolor(self.theme.text_dim)
            middle = self.height() // 2
            for column in range(2):
                for row in range(-2, 2):
                    x, y = _GRIP_PX + 2 * _DOT_PX * column, middle + 2 * _DOT_PX * row + 1
                    painter.fillRect(x, y, _DOT_PX, _DOT_PX, colour)

    # --- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.mute.toggled.connect(lambda on: self.wished.emit(self.number, "muted", on))
        self.solo.toggled.connect(lambda on: self.wished.emit(self.number, "soloed", on))
        self.volume.tried.connect(lambda volume: self.volume_tried.emit(self.number, volume))
        self.volume.chosen.connect(lambda volume: self.wished.emit(self.number, "volume", volume))
        for button, menu in ((self.swatch, "colour"), (self.instrument, "instrument"), (self.part, "part")):
            button.clicked.connect(lambda _=False, b=button, m=menu: self._want_menu(b, m))
        self.field.kept.connect(self._on_kept)
        self.field.left.connect(lambda: self._end_typing(True))

    def _want_menu(self, button: QWidget, menu: str) -> None:
        self.menu_wanted.emit(self.number, menu, button.mapToGlobal(button.rect().bottomLeft()))

    def _on_kept(self, name: str, by_key: bool) -> None:
        self._end_typing(by_key)
        if name and name != self.name.full_text:
            self.wished.emit(self.number, "name", name)

    def _end_typing(self, gives_keys_back: bool) -> None:
        self.field.hide()
        self.name.show()
        if gives_keys_back:
            self.typing_ended.emit(self.number)

    def _say_all(self, name: str, track: Track, is_active: bool) -> None:
        states = [("in hand", is_active), ("muted", track.muted), ("solo", track.soloed)]
        self.setAccessibleName(
            ", ".join([f"Track {self.number + 1}: {name}", *(s for s, on in states if on)])
        )
        if self.property("chosen") != is_active:
            self.setProperty("chosen", is_active)
            self.style().polish(self)

    def _take_tabs(self, is_active: bool) -> None:
        policy = Qt.FocusPolicy.TabFocus if is_active else Qt.FocusPolicy.NoFocus
        for widget in (self, *self.controls):
            widget.setFocusPolicy(policy)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 5, 6, 5)
        grid.setHorizontalSpacing(3)
        grid.setVerticalSpacing(1)
        grid.addWidget(self.swatch, 0, 0)
        grid.addWidget(self.name, 0, 1)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self.mute, 0, 2)
        grid.addWidget(self.solo, 0, 3)
        grid.addWidget(self.instrument, 1, 1, 1, 3)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.part)
        foot.addWidget(self.volume, 1)
        grid.addLayout(foot, 2, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        self.field.hide()


def is_row_key(event: QKeyEvent) -> bool:
    """Whether a key means something to the row that has the focus."""
    key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == Qt.KeyboardModifier.AltModifier:
        return key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
    plain = (
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete,
        Qt.Key.Key_Backspace, Qt.Key.Key_M, Qt.Key.Key_S, Qt.Key.Key_Return, Qt.Key.Key_Enter,
        Qt.Key.Key_Menu,
    )  # fmt: skip
    return modifiers == Qt.KeyboardModifier.NoModifier and key in plain
