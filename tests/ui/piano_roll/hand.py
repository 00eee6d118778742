"""A hand on the mouse: real events, sent to the window as the system sends them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from assistant.ui.piano_roll.ruler_painter import BARS_TOP_PX
from assistant.ui.piano_roll.view import PianoRoll

LEFT = Qt.MouseButton.LeftButton
RIGHT = Qt.MouseButton.RightButton
MIDDLE = Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
_NO = Qt.MouseButton.NoButton


class Hand:
    """Presses, drags and releases on the parts of one piano roll; places are (tick, pitch) or pixels."""

    def __init__(self, roll: PianoRoll) -> None:
        self.roll = roll
        self._buttons = Qt.MouseButton.NoButton

    def at(self, tick: float, pitch: int) -> QPoint:
        """The middle of a pitch's row at a tick, in the note area."""
        view = self.roll.state.viewport
        return QPoint(view.x_of(tick), view.y_of(pitch) + view.row_px // 2)

    def in_lane(self, tick: float, velocity: int) -> QPoint:
        """The height of a velocity at a tick, in the velocity lane."""
        return QPoint(self.roll.state.viewport.x_of(tick), self.roll.lane.level_y(velocity))

    def on_ruler(self, tick: float) -> QPoint:
        return QPoint(self.roll.state.viewport.x_of(tick), BARS_TOP_PX + 8)

    def holds(self, button: Qt.MouseButton) -> bool:
        """Whether a button is down."""
        return bool(self._buttons & button)

    def press(
        self,
        place: QPoint,
        part: QWidget | None = None,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NONE,
    ) -> None:
        self._buttons |= button
        self._send(QEvent.Type.MouseButtonPress, place, part, button, keys)

    def move(self, place: QPoint, part: QWidget | None = None, keys: Qt.KeyboardModifier = NONE) -> None:
        self._send(QEvent.Type.MouseMove, place, part, Qt.MouseButton.NoButton, keys)

    def release(
        self,
        place: QPoint,
        part: QWidget | None = None,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NONE,
    ) -> None:
        self._buttons &= ~button
        self._send(QEvent.Type.MouseButtonRelease, place, part, button, keys)

    def click(
        self,
        place: QPoint,
        part: QWidget | None = None,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NONE,
    ) -> None:
        self.press(place, part, button, keys)
        self.release(place, part, button, keys)

    def double_click(
        self, place: QPoint, part: QWidget | None = None, keys: Qt.KeyboardModifier = NONE
    ) -> None:
        """What a widget is told: press, release, double click, release.

        The latter two go to it directly, for Qt passes a release on only after a press.
        """
        self.click(place, part, keys=keys)
        widget = self.roll.note_area if part is None else part
        at, in_world = QPointF(place), QPointF(widget.mapToGlobal(place))
        for kind, down in ((QEvent.Type.MouseButtonDblClick, LEFT), (QEvent.Type.MouseButtonRelease, _NO)):
            QApplication.sendEvent(widget, QMouseEvent(kind, at, in_world, LEFT, down, keys))

    def drag(
        self,
        start: QPoint,
        end: QPoint,
        part: QWidget | None = None,
        *,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NONE,
        steps: int = 5,
    ) -> None:
        """Press, go there in a few steps, release."""
        self.press(start, part, button, keys)
        self.drag_on(start, end, part, keys, steps)
        self.release(end, part, button, keys)

    def drag_on(
        self,
        start: QPoint,
        end: QPoint,
        part: QWidget | None = None,
        keys: Qt.KeyboardModifier = NONE,
        steps: int = 5,
    ) -> None:
        """Move with the button down."""
        for step in range(1, steps + 1):
            self.move(start + (end - start) * (step / steps), part, keys)

    def wheel(
        self,
        place: QPoint,
        angle: QPoint = QPoint(0, 0),  # noqa: B008  # never changed
        pixels: QPoint = QPoint(0, 0),  # noqa: B008
        *,
        keys: Qt.KeyboardModifier = NONE,
        phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
        at_ms: int = 0,
        part: QWidget | None = None,
    ) -> None:
        area = self.roll.note_area if part is None else part
        event = QWheelEvent(
            QPointF(place), QPointF(area.mapToGlobal(place)), pixels, angle, self._buttons, keys, phase, False
        )
        event.setTimestamp(at_ms)
        QApplication.sendEvent(area, event)

    def _send(
        self,
        kind: QEvent.Type,
        place: QPoint,
        part: QWidget | None,
        button: Qt.MouseButton,
        keys: Qt.KeyboardModifier,
    ) -> None:
        widget = self.roll.note_area if part is None else part
        in_window = widget.mapTo(self.roll.window(), place)
        event = QMouseEvent(
            kind, QPointF(in_window), QPointF(widget.mapToGlobal(place)), button, self._buttons, keys
        )
        QApplication.sendEvent(self.roll.window().windowHandle(), event)
