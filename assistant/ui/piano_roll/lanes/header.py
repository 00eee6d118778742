"""What stands under the keyboard beside a lane: its scale, and the chooser of what it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QActionGroup, QCursor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from assistant.core.controls import PEDAL, control_name
from assistant.ui.piano_roll.lanes import kinds
from assistant.ui.piano_roll.lanes.kinds import VELOCITY
from assistant.ui.piano_roll.lanes.lane import Lane
from assistant.ui.piano_roll.state import RollState
from assistant.ui.theme import qcolor, ui_font

LEFT_PX = 6
BUTTON_PX = 34
TENS = 10
FONT_POINTS = (8.0, 7.5, 7.0)
TIP = "What this lane shows: velocities, the pedal, or another controller of the track"


class LaneHeader(QWidget):
    """The lane's chooser above its scale."""

    def __init__(self, state: RollState, lane: Lane, width_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.lane = lane
        self.extra: list[tuple[str, Callable[[], None]]] = []
        """What else the menu offers: (text, what it does)."""
        self.setFixedWidth(width_px)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.button = _Chooser(state, self)
        self.button.setFixedSize(width_px - 1, BUTTON_PX)
        self.button.move(0, 1)
        self.button.clicked.connect(self.open_menu)
        self.menu = QMenu(self)
        self.menu.aboutToHide.connect(self.button.look_for_mouse)
        self._name()
        lane.changed.connect(self._name)

    def open_menu(self) -> None:
        """Offer what the lane can show."""
        self._fill_menu()
        self.menu.popup(self.button.mapToGlobal(QPoint(LEFT_PX, self.button.height())))

    def _name(self) -> None:
        self.button.setText(_short_name(self.lane.kind.number))
        for widget in (self, self.button):
            widget.setAccessibleName(f"Lane: {self.lane.kind.name}")
        self.setFixedHeight(self.lane.height())
        self.update()

    def _fill_menu(self) -> None:
        menu = self.menu
        menu.clear()
        group = QActionGroup(menu)
        tracks, active = self._state.session.piece.tracks, self._state.session.active_track
        used = {lane.number: len(lane) for lane in tracks[active].controls}
        more = [number for number in used if number not in kinds.COMMON]
        for number in (*kinds.COMMON, *more):
            self._add(menu, number, used.get(number, 0), group)
        by_number, group = menu.addMenu("Other controller"), QActionGroup(menu)
        for first in range(0, len(kinds.others()), TENS):
            self._add_tens(by_number, first, used, group)
        menu.addSeparator()
        for text, act in self.extra:
            menu.addAction(text, act)

    def _add_tens(self, menu: QMenu, first: int, used: dict[int, int], group: QActionGroup) -> None:
        tens = menu.addMenu(f"{first}–{first + TENS - 1}")
        for number in kinds.others()[first : first + TENS]:
            self._add(tens, number, used.get(number, 0), group, numbered=True)

    def _add(
        self, menu: QMenu, number: int, points: int, group: QActionGroup, *, numbered: bool = False
    ) -> None:
        """One entry; the number of its points shows where something is drawn already."""
        name = _full_name(number)
        text = f"{number}  {name}" if numbered else name
        action = menu.addAction(f"{text}   ({points})" if points else text)
        action.setCheckable(True)
        action.setActionGroup(group)
        action.setChecked(number == self.lane.kind.number)
        action.triggered.connect(partial(self.lane.choose, number))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, kind = QPainter(self), self._state.theme, self.lane.kind
        painter.fillRect(self.rect(), qcolor(theme.panel))
        painter.setPen(qcolor(theme.text_dim))
        painter.setFont(ui_font(7.5))
        levels = () if kind.number == PEDAL else (kind.guides[1], kind.lowest)
        for value in levels:
            y = self.lane.level_y(value) - (4 if value == kind.lowest else 0)
            if y > BUTTON_PX + 4:
                box = QRect(0, y - 8, self.width() - 8, 16)
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box, right, kind.said(value))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), qcolor(theme.line_strong))
        painter.fillRect(0, 0, self.width(), 1, qcolor(theme.line_strong))


class _Chooser(QAbstractButton):
    """The lane's name over a chevron, in the width of the keyboard."""

    def __init__(self, state: RollState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(TIP)
        self.setStatusTip(TIP)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def look_for_mouse(self) -> None:
        """A menu keeps to itself where the mouse goes; once it is gone, see whether it is still here."""
        is_here = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, is_here)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(64, BUTTON_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._state.theme
        painter.fillRect(self.rect(), qcolor(theme.hover if self.underMouse() else theme.panel))
        room = self.width() - LEFT_PX - 2
        font = _font_for(self.text(), room)
        painter.setFont(font)
        painter.setPen(qcolor(theme.text if self.underMouse() else theme.text_dim))
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        top_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRect(LEFT_PX, 4, room, 16), top_left, text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPolyline(QPolygonF([QPointF(LEFT_PX + x, 24 + y) for x, y in ((1, 0), (4.5, 4), (8, 0))]))
        if self.hasFocus():
            painter.setPen(QPen(qcolor(theme.focus), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


@lru_cache(maxsize=64)
def _font_for(text: str, room_px: int) -> QFont:
    """The largest font in which a name has room, of three."""
    fonts = [ui_font(points, QFont.Weight.DemiBold) for points in FONT_POINTS]
    return next((font for font in fonts if QFontMetrics(font).horizontalAdvance(text) <= room_px), fonts[-1])


def _full_name(number: int) -> str:
    if number == VELOCITY:
        return "Velocity"
    return "Sustain pedal" if number == PEDAL else control_name(number)


def _short_name(number: int) -> str:
    name = kinds.kind_of(number).name
    return f"CC {number}" if name == f"Controller {number}" else name
