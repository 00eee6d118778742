"""The slim list of tracks beside the roll: each a row; what is done here is done through the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from assistant.core.clip import Clip
from assistant.core.errors import AntiphonError
from assistant.core.track import Part, Track
from assistant.session import Session
from assistant.ui.actions import Actions
from assistant.ui.controls import Themed, action_button
from assistant.ui.track_menus import fill_menu, track_menu
from assistant.ui.track_row import TrackRow

NARROW_PX, WIDE_PX = 168, 208
_WIDE_WINDOW_PX = 1280
_MARGIN_PX = 16
_LINE_PX, _LINE_INSET_PX = 4, 6
_NEXT_PART: dict[int, Part] = {0: "melody", 1: "harmony", 2: "bass"}
"""What an added track is, by how many there are; after that, other."""


class TracksPanel(Themed, QFrame):
    """Shows the tracks and changes them; ``track_chosen`` asks for another one in hand.

    ``failed`` carries a sentence; ``left`` tells that the keys can go back to the roll.
    """

    track_chosen = Signal(int)
    failed = Signal(str)
    left = Signal()

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[object, ...] = ()
        self._drop_at: int | None = None
        self.rows: list[TrackRow] = []
        self.scroll_area = QScrollArea()
        self.menu = QMenu(self)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._line = QFrame(self._body)
        self.setObjectName("tracks")
        self.setAccessibleName("Tracks")
        self._arrange(actions)
        self.fit(0)

    def fit(self, window_width_px: int) -> None:
        """Be as wide as the window has room for."""
        self.setFixedWidth(WIDE_PX if window_width_px >= _WIDE_WINDOW_PX else NARROW_PX)

    def show_tracks(self) -> None:
        """Show the session's tracks as they stand; an edit of notes costs nothing here."""
        tracks, active = self._session.piece.tracks, self._session.active_track
        shown = (active, *(_without_notes(track) for track in tracks))
        if shown == self._shown:
            return
        was_active, self._shown = self._shown[:1], shown
        self._count_rows(len(tracks))
        heard = self._session.piece.audible_tracks()
        for row, track in zip(self.rows, tracks, strict=True):
            row.show_track(track, is_active=row.number == active, is_heard=any(track is t for t in heard))
        self._follow_focus(active)
        if was_active != (active,):
            QTimer.singleShot(0, self, self._reveal)

    # --- commands, upon the track in hand ----------------------------------------------------------

    def add(self) -> None:
        """Add a track: a harmony to a melody, then a bass."""
        self._session.add_track(_NEXT_PART.get(len(self._session.piece.tracks), "other"))

    def delete(self) -> None:
        """Delete the track in hand."""
        self._try(partial(self._session.delete_track, self._session.active_track))

    def rename(self) -> None:
        """Let the name of the track in hand be typed."""
        if self.isVisible():
            row = self.rows[self._session.active_track]
            row.rename(row.name.full_text)

    def step(self, direction: int) -> None:
        """Take the next track in hand (1), or the one before (-1)."""
        wanted = self._session.active_track + direction
        if 0 <= wanted < len(self.rows):
            self.track_chosen.emit(wanted)

    def shift(self, direction: int) -> None:
        """Put the track in hand a place down (1) or up (-1)."""
        wanted = self._session.active_track + direction
        if 0 <= wanted < len(self.rows):
            self._session.move_track(self._session.active_track, wanted)

    def toggle_mute(self) -> None:
        """Silence the track in hand, or let it sound again."""
        number = self._session.active_track
        self._wish(number, "muted", not self._session.piece.tracks[number].muted)

    def toggle_solo(self) -> None:
        """Hear the track in hand alone, or with all others again."""
        number = self._session.active_track
        self._wish(number, "soloed", not self._session.piece.tracks[number].soloed)

    def cancel_drag(self) -> bool:
        """Drop the drag that is under way, of a row or a volume; whether there was one."""
        self._line.hide()
        self._drop_at = None
        return any(row.cancel() for row in self.rows)  # one hand holds one row

    # --- what the rows tell ------------------------------------------------------------------------

    def _wish(self, number: int, field: str, value: object) -> None:
        session = self._session
        if field == "muted":
            session.set_muted(number, bool(value))
        elif field == "soloed":
            session.set_solo(number, bool(value))
        elif field == "name":
            session.rename_track(number, str(value))
        else:
            session.set_track(number, **{field: value})

    def _open_menu(self, number: int, kind: str, at: QPoint) -> None:
        """Open a menu of a track; a menu that is opened by key takes its first entry."""
        track, wish = self._session.piece.tracks[number], partial(self._wish, number)
        if kind == "track":
            self.menu = track_menu(self, track, self.theme, wish, self._commands(number))
        else:
            self.menu = QMenu(self)
            fill_menu(self.menu, kind, track, self.theme, wish)
        self.menu.aboutToHide.connect(self.menu.deleteLater)
        self.menu.popup(at)

    def _commands(self, number: int) -> dict[str, Callable[[], None] | None]:
        session, row, last = self._session, self.rows[number], len(self.rows) - 1
        return {
            "Rename…": lambda: row.rename(row.name.full_text),
            "Move up": partial(session.move_track, number, number - 1) if number else None,
            "Move down": partial(session.move_track, number, number + 1) if number < last else None,
            "Delete": lambda: self._try(partial(session.delete_track, number)),
        }

    def _on_key(self, number: int, event: object) -> None:
        key, is_alt = cast(QKeyEvent, event).key(), bool(cast(QKeyEvent, event).modifiers())
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -number}
        if key in (*steps, Qt.Key.Key_End):
            by = steps.get(Qt.Key(key), len(self.rows) - 1 - number)
            (self.shift if is_alt else self.step)(by)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete()
        elif key == Qt.Key.Key_M:
            self.toggle_mute()
        elif key == Qt.Key.Key_S:
            self.toggle_solo()
        elif key == Qt.Key.Key_Menu:
            self._open_menu(number, "track", self.rows[number].mapToGlobal(QPoint(24, 24)))
        else:
            self.left.emit()

    def _on_dragged(self, number: int, y: int) -> None:
        """Show between which rows the dragged one would come to stand, where that is another place."""
        before = [row for row in self.rows if row.geometry().center().y() < y]
        self._drop_at = len(before)
        edge = before[-1].geometry().bottom() + 1 if before else 0
        top = min(max(0, edge - _LINE_PX // 2), self._body.height() - _LINE_PX)
        self._line.setGeometry(_LINE_INSET_PX, top, self._body.width() - 2 * _LINE_INSET_PX, _LINE_PX)
        self._line.setVisible(self._drop_at not in {number, number + 1})
        self._line.raise_()
        self.scroll_area.ensureVisible(0, y, 0, _MARGIN_PX)

    def _on_dropped(self, number: int) -> None:
        drop_at, self._drop_at = self._drop_at, None
        self._line.hide()
        if drop_at is not None:
            to = drop_at - (drop_at > number)
            if to != number:
                self._session.move_track(number, to)

    def _on_typing_ended(self, number: int) -> None:
        self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The rows have menus of their own; over the rest there is none."""
        event.accept()

    # --- inside ------------------------------------------------------------------------------------

    def _try(self, change: Callable[[], None]) -> None:
        try:
            change()
        except AntiphonError as error:
            self.failed.emit(str(error))

    def _count_rows(self, count: int) -> None:
        while len(self.rows) > count:
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < count:
            row = TrackRow(len(self.rows), self._body)
            self.rows.append(row)
            self._column.insertWidget(len(self.rows) - 1, row)
            self._connect(row)

    def _connect(self, row: TrackRow) -> None:
        row.chosen.connect(self.track_chosen)
        row.wished.connect(self._wish)
        row.volume_tried.connect(self._session.try_volume)
        row.menu_wanted.connect(self._open_menu)
        row.key_pressed.connect(self._on_key)
        row.dragged.connect(self._on_dragged)
        row.dropped.connect(self._on_dropped)
        row.typing_ended.connect(self._on_typing_ended)

    def _follow_focus(self, active: int) -> None:
        """The focus goes with the track in hand, where it is on a row."""
        focus = self.window().focusWidget()
        if focus in self.rows and focus is not self.rows[active]:
            self.rows[active].setFocus(Qt.FocusReason.TabFocusReason)

    def _reveal(self) -> None:
        """Scroll to the track in hand; a row that was added just now has no place yet."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        if self._session.active_track < len(self.rows):
            self.scroll_area.ensureWidgetVisible(self.rows[self._session.active_track], 0, 8)

    def _arrange(self, actions: Actions) -> None:
        title = QLabel("Tracks")
        title.setProperty("role", "heading")
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 4, 4)
        head.setSpacing(0)
        head.addWidget(title)
        head.addStretch(1)
        for command in ("add_track", "tracks_panel"):
            button = action_button(actions[command])
            button.setFixedSize(28, 28)
            head.addWidget(button)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._line.setProperty("role", "drop")
        self._line.hide()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.scroll_area, 1)


def _without_notes(track: Track) -> Track:
    return replace(track, clip=_NO_NOTES, controls=())


_NO_NOTES = Clip.empty()
