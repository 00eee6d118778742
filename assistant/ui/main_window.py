"""The window: assembles what works and what is seen, opens and closes; wiring.py connects it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
    QShowEvent,
    QStatusTipEvent,
)
from PySide6.QtWidgets import QMainWindow, QVBoxLayout

from assistant.core.protocols import ChordNamer
from assistant.session import Session
from assistant.ui.access_wiring import AccessWiring
from assistant.ui.actions import Actions
from assistant.ui.bridge import GenerationBridge, PerformerPoller
from assistant.ui.chord_watch import ChordWatch
from assistant.ui.continue_button import ContinueButton
from assistant.ui.continue_panel import ContinuePanel
from assistant.ui.crowding import Crowding
from assistant.ui.dialogs.files import FileQuestions
from assistant.ui.documents import Documents, Questions
from assistant.ui.dropped import dropped_midi_file
from assistant.ui.finder import Finder
from assistant.ui.focus_keys import ends_typing, keeps_key, press_by_return
from assistant.ui.focus_order import next_by_tab
from assistant.ui.hand_wiring import HandWiring
from assistant.ui.hint_line import HintLine
from assistant.ui.history_dock import HistoryDock
from assistant.ui.icons import application_icon
from assistant.ui.jobs import Jobs
from assistant.ui.lane_wiring import LaneWiring
from assistant.ui.layout import Side, arrange
from assistant.ui.look import Look
from assistant.ui.message_bar import MessageBar
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.places import Places
from assistant.ui.playback import Playback
from assistant.ui.preferences import Preferences
from assistant.ui.proposals import Proposals
from assistant.ui.recent_files import RecentFiles
from assistant.ui.recovery import Recovery
from assistant.ui.roll_bar import RollBar
from assistant.ui.shortcuts import Shortcuts
from assistant.ui.steering import Steering
from assistant.ui.surprise_slot import SurpriseSlot
from assistant.ui.takes_panel import TakesPanel
from assistant.ui.track_surprise import TrackSurprise
from assistant.ui.tracks_panel import TracksPanel
from assistant.ui.transport_bar import TransportBar
from assistant.ui.typing_piano import TypingPiano
from assistant.ui.wiring import Wiring

_FIRST_SIZE = QSize(1440, 920)


class MainWindow(QMainWindow):
    """One document in one window; ``first_painted`` once it can be seen: then call :meth:`start`."""

    first_painted = Signal()

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        recovery_dir: Path,
        questions: Questions | None = None,
        chord_namer: ChordNamer | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self.preferences = preferences
        self._has_painted = False
        self._may_close = False
        self.chords = ChordWatch(chord_namer, self)
        self._make_workers(recovery_dir, questions or FileQuestions(self, self._ask))
        self._make_widgets()
        ground = arrange(self)
        self.hand = HandWiring(self)
        self.lanes = LaneWiring(self)
        self.crowding = Crowding(self, ground)
        self.access = AccessWiring(self)
        self.wiring = Wiring(self)
        self._restore()

    def start(self) -> None:
        """Begin what takes its time: the model, the performer, the curve, the search for lost work."""
        self.bridge.warm_up(self.preferences.settings.model)
        self.session.performer.start()
        self.poller.start()
        self.surprise.start()
        self.chords.start()
        self.recovery.start()

    # --- assembling ------------------------------------------------------------------------------

    def _make_workers(self, recovery_dir: Path, questions: Questions) -> None:
        session = self.session
        self.shortcuts = Shortcuts(self.preferences, self)
        self.look = Look(self, self.preferences, self.shortcuts)
        self.roll = PianoRoll(session, self.look.theme)
        self.bridge = GenerationBridge(session.continuer, self)
        self.poller = PerformerPoller(session.performer, self)
        self.jobs = Jobs(self)
        self.proposals = Proposals(session, self.bridge, self.roll, self)
        self.playback = Playback(
            session,
            self.poller,
            self.roll,
            output=self.preferences.settings.output_port,
            input_port=self.preferences.settings.input_port,
            parent=self,
        )
        self.places = Places(session, self.roll, self.playback.seek)
        self.recovery = Recovery(session, self.jobs, recovery_dir, self)
        self.documents = Documents(
            session,
            self.jobs,
            self.preferences,
            questions=questions,
            when_recorded=self.playback.when_recorded,
            parent=self,
        )
        self.typing = TypingPiano(session, self)

    def _make_widgets(self) -> None:
        self.panel = ContinuePanel()
        self.steering = Steering(
            session=self.session,
            roll=self.roll,
            proposals=self.proposals,
            playback=self.playback,
            documents=self.documents,
            dials=self.panel.settings,
            parent=self,
        )
        self.commands = Actions(self, self.steering.holds, self.shortcuts.key_map)
        self.finder = Finder(self, self.commands, self.shortcuts, self.steering.holds)
        menus = self.commands.build_menus(self.menuBar())
        self.recent = RecentFiles(menus["File"], self.commands["save"], self.preferences, self.documents)
        self.transport = TransportBar(self.commands)
        self.messages = MessageBar()
        self.roll_bar = RollBar(self.commands)
        self.tracks = TracksPanel(self.session, self.commands)
        track_surprise = TrackSurprise(self.session, self.bridge, self.roll, self.panel.settings, self)
        self.surprise = SurpriseSlot(self.roll, self.proposals, track_surprise, self.look)
        self.continue_button = ContinueButton()
        self.takes = TakesPanel()
        self.side = Side()
        self.side_scroll = self.side.scroll_area
        self.hint_line = HintLine()
        self.history = HistoryDock(self.session.document.history, self.preferences, self)
        self.history_slots: dict[str, QVBoxLayout] = {}

    def _restore(self) -> None:
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        kept = self.preferences.settings.window_geometry
        if not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            self.resize(_FIRST_SIZE.boundedTo(self.screen().availableSize() * 0.95))
        self.look.apply()
        self.wiring.begin()
        self.roll.setFocus()

    # --- what Qt tells the window ----------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_painted:  # only now is it known how wide the roll is
            self.wiring.show_whole_piece()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QStatusTipEvent):  # the mouse is over a control: say what it does
            self.hint_line.show_control(event.tip())
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(keeps_key(self.focusWidget(), event))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if ends_typing(self.focusWidget(), event):
            self.roll.setFocus()
        elif press_by_return(self.focusWidget(), event):
            event.accept()
        elif not self.typing.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.typing.release(event):
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the window as one reads it."""
        widget = next_by_tab(self, forward=forward)
        if widget is not None:
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            widget.setFocus(reason)
        return widget is not None

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hint_line.show_control("")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.typing.silence()  # the keys that are down will go up elsewhere

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is None and dropped_midi_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_midi_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.documents.open_path(path)

    def _ask(self, question: str, buttons: dict[str, Callable[[], None]]) -> None:
        self.messages.show_message(question, "notice", buttons, topic="question").take_focus()

    def _close_for_good(self) -> None:
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            self.documents.when_safe(self._close_for_good)
        if not self._may_close:
            event.ignore()
            return
        self.hide()  # what follows may take a second
        self.poller.stop()
        self.session.performer.close()
        self.bridge.close()
        self.chords.close()
        self.recovery.close()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.preferences.update(window_geometry=geometry, metronome=self.session.metronome)
        self.preferences.save()
        event.accept()
