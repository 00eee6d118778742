"""The piano roll: keyboard, ruler, notes and the lanes under them, on one time axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.track_order import matched
from assistant.session import Session
from assistant.ui.escape import is_escape_asked_for
from assistant.ui.piano_roll import overview_face
from assistant.ui.piano_roll.chord_strip import HEIGHT_PX as CHORDS_PX
from assistant.ui.piano_roll.chord_strip import ChordStrip
from assistant.ui.piano_roll.keyboard import WIDTH_PX, Keyboard
from assistant.ui.piano_roll.lanes.header import LEFT_PX as HEADER_LEFT_PX
from assistant.ui.piano_roll.lanes.stack import Lanes
from assistant.ui.piano_roll.minimap import Minimap
from assistant.ui.piano_roll.note_area import NoteArea
from assistant.ui.piano_roll.note_cursor import NoteCursor
from assistant.ui.piano_roll.pointers import pointer_at
from assistant.ui.piano_roll.ruler import Ruler
from assistant.ui.piano_roll.ruler_painter import HEIGHT_PX as RULER_PX
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.selection_memory import SelectionMemory
from assistant.ui.piano_roll.shapes import NO_IDS, Shapes
from assistant.ui.piano_roll.speech import Speech
from assistant.ui.piano_roll.tools import ToolRoll
from assistant.ui.theme import Theme, qcolor

RING_PX = 2
_MODIFIERS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class PianoRoll(ToolRoll):
    """Shows and edits the session's active track; assembles the parts, which do the work.

    ``hint_changed`` carries the one line that says what a click or key would do now; ``ghost_bar_clicked``
    the end tick of the bar up to which the proposal is to be accepted; ``track_clicked`` the track and the
    note that a click on it went to; ``loop_requested`` a Loop or None;
    ``selection_changed`` a Selection. ``edited`` tells of every edit that was made here.
    """

    selection_changed = Signal(object)
    hint_changed = Signal(str)
    view_changed = Signal()
    edited = Signal()
    seek_requested = Signal(int)
    loop_requested = Signal(object)
    ghost_bar_clicked = Signal(int)
    track_clicked = Signal(int, int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(session, theme, parent)
        overview_face.install()
        self.minimap = Minimap(self.state, self.runner, self)
        self.chord_strip = ChordStrip(self.state, self.runner, self)
        self.ruler = Ruler(self.state, self.runner, self)
        self.keyboard = Keyboard(self.state, self.runner, self)
        self.note_area = NoteArea(self.state, self.runner, self)
        self.lanes = Lanes(self.state, self.runner, self, WIDTH_PX)
        self.lane = self.lanes.first
        self.note_cursor = NoteCursor(self.state, self.navigation, self)
        self.note_area.installEventFilter(self.note_cursor)
        self.speech = Speech(self.note_area, self.note_cursor, self)
        self._shown = (session.piece, session.active_track)
        self._selections = SelectionMemory(session.document)
        self._has_ring = False
        self._assemble()
        self._relay()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(480, 320)
        self.setAccessibleName("Piano roll")
        self.state.update_extent()

    @property
    def frame_px(self) -> int:
        """How high all is that is neither notes nor lanes nor overview."""
        return 2 * RING_PX + CHORDS_PX + RULER_PX + self.navigation.across.sizeHint().height()

    # --- the document ----------------------------------------------------------------------------

    def document_changed(self) -> None:
        """The session's document (or its active track) may have changed: show it as it is now."""
        session, state = self.state.session, self.state
        before, self._shown = self._shown, (session.piece, session.active_track)
        if before[0] is session.piece and before[1] == session.active_track:
            return
        if self._is_another_document():
            self.runner.cancel()
            self._selections.forget()
            kept = Selection()  # its notes may bear the same ids
        else:
            self.runner.refresh()
            kept = self._kept_selection(*before)
        state.sounding_rows = NO_IDS
        state.update_extent()
        state.notes_changed.emit()
        state.select(kept.array)
        self.speech.document_changed()

    def _is_another_document(self) -> bool:
        """Whether a piece was put on the desk rather than edited: then there is nothing to undo or redo."""
        history = self.state.session.document.history
        return not history.done and not history.undone

    def _kept_selection(self, piece: Piece, track: int) -> Selection:
        """What was selected here, where undo or redo leads back; else what is left of the selection."""
        state, session = self.state, self.state.session
        here = self._selections.moved(track, state.selection.array)
        if here is not None and here[0] == session.active_track:
            return Selection(here[1]).within(state.clip)
        is_same_track = matched(piece.tracks, session.piece.tracks)[track] == session.active_track
        return state.selection.within(state.clip) if is_same_track else Selection()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.state.theme = theme
        self.note_area.set_theme(theme)
        for part in (self.minimap, self.chord_strip, self.ruler, self.keyboard):
            part.make_stale()
        self.lanes.update()
        self.update()

    # --- what moves ------------------------------------------------------------------------------

    def set_playhead(self, tick: float, playing: bool, follow: bool = True) -> None:
        """Put the playhead somewhere; while playing, turn the page with it if asked to."""
        state = self.state
        before, state.playhead_tick, state.playing = state.playhead_tick, tick, playing
        if playing and follow and self.runner.gesture is None:
            self.navigation.follow(tick)
        if tick != before:
            state.playhead_moved.emit(before, tick)
        state.update_sounding()

    def set_ghosts(
        self, clip: Clip | None, span: tuple[int, int] | None, beside: Iterable[Clip] = ()
    ) -> None:
        """Show a take as a proposal for a span [start, end), or none; ``beside`` is it on other tracks."""
        self.state.ghosts.show(clip or (), span, chain.from_iterable(beside))
        self.state.update_extent()
        self.state.notes_changed.emit()
        self.state.update_sounding()
        self.note_area.fade_ghosts()
        self._hint_anew()

    def append_ghosts(self, notes: Sequence[Note], beside: Sequence[Note] = ()) -> None:
        """Show more notes of the proposal, on the track in hand or beside it."""
        state = self.state
        if not state.ghosts.notes and not state.ghosts.beside:
            self.note_area.update()  # what an empty roll says goes, and a click would do another thing
        state.ghosts.append(notes, beside)
        self.minimap.make_stale()
        state.update_fold()
        state.update_sounding()
        self.note_area.show_ghosts(beside)
        for lane in (self.lanes.first, self.lanes.second):
            lane.mend(lane.places_of(Shapes.of_notes(notes)))

    def set_recording_notes(self, notes: Sequence[Note]) -> None:
        """Show what is being recorded, as far as it has come."""
        self.state.recorded = Shapes.of_notes(notes)
        self.state.update_fold()
        self.state.overlay_changed.emit()

    # --- Qt --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self.state.theme
        painter.fillRect(self.rect(), qcolor(theme.panel))
        top, head_px = self.chord_strip.y(), CHORDS_PX + RULER_PX
        painter.fillRect(RING_PX, top + head_px - 1, WIDTH_PX, 1, qcolor(theme.line_strong))
        painter.fillRect(RING_PX + WIDTH_PX - 1, top, 1, head_px, qcolor(theme.line_strong))
        if self._has_ring:
            painter.setPen(QPen(qcolor(theme.focus), RING_PX))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = event.reason() in _BY_KEYBOARD
        QTimer.singleShot(0, self, self.speech.tell_again)  # after Qt has told of the roll itself
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_ring = False
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        self.runner.cancel()

    def event(self, event: QEvent) -> bool:
        """During a drag Esc belongs to the drag, not to a shortcut of the window."""
        if is_escape_asked_for(event) and self.runner.gesture:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifier = _MODIFIERS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self.cancel_gesture():
            return
        if modifier:
            self._modifiers_changed(event.modifiers() | modifier)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        modifier = _MODIFIERS.get(Qt.Key(event.key()))
        if modifier:
            self._modifiers_changed(event.modifiers() & ~modifier)
        super().keyReleaseEvent(event)

    def _modifiers_changed(self, modifiers: Qt.KeyboardModifier) -> None:
        """A drag goes another way now, or a click would do another thing, though the mouse stands still."""
        self.runner.modifiers_changed(modifiers)
        hover = self.state.hover
        if hover and self.runner.gesture is None:
            self.note_area.hovered(pointer_at(self.state, QPointF(hover.x_px, hover.y_px), modifiers))

    # --- inside ----------------------------------------------------------------------------------

    def _assemble(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(RING_PX, RING_PX, RING_PX, RING_PX)
        grid.setSpacing(0)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.chord_strip)
        head.addWidget(self.ruler)
        grid.addWidget(self.minimap, 0, 0, 1, 3)
        grid.addWidget(self._chords_label(), 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(head, 1, 1)
        grid.addWidget(self.keyboard, 2, 0)
        grid.addWidget(self.note_area, 2, 1)
        grid.addWidget(self.navigation.down, 2, 2)
        grid.addLayout(self.lanes.headers, 3, 0)
        grid.addLayout(self.lanes.column, 3, 1)
        grid.addWidget(self.navigation.across, 4, 1)
        grid.setRowStretch(2, 1)
        grid.setColumnStretch(1, 1)

    def _chords_label(self) -> QLabel:
        label = QLabel("Chords")
        label.setProperty("role", "lane")
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        label.setContentsMargins(HEADER_LEFT_PX, 0, 0, 0)
        label.setFixedSize(WIDTH_PX, CHORDS_PX)
        return label

    def _relay(self) -> None:
        """The parts speak through the state; the window listens to the widget."""
        for name in (
            "selection_changed", "hint_changed", "view_changed", "edited", "seek_requested", "loop_requested",
            "ghost_bar_clicked", "track_clicked",
        ):  # fmt: skip
            getattr(self.state, name).connect(getattr(self, name))
        self.tool_changed.connect(self.note_area.update)  # an empty roll says what the tool does
        self.state.selection_changed.connect(self._hint_anew)

    def _hint_anew(self) -> None:
        """What a click would do may be another thing now, though the mouse stands still."""
        if self.runner.gesture is None:
            self.note_area.hovered(self.state.hover)
