"""Who tells whom what: the window's signals, and the short methods that pass news on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot

from assistant.core.protocols import ModelInfo, Position
from assistant.core.voices import tracks_beside
from assistant.ui.dials import REMEMBERED, dials_of
from assistant.ui.piano_roll.hints import rest_hint
from assistant.ui.recovery import Recovered
from assistant.ui.room import show_piece_and_room
from assistant.ui.song_wiring import SongWiring
from assistant.ui.theme import Theme
from assistant.ui.track_follower import TrackFollower

if TYPE_CHECKING:
    from assistant.ui.main_window import MainWindow


class Wiring(QObject):
    """Connects the parts of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.panel.show_settings(dials_of(window.preferences.settings))
        window.session.metronome = window.preferences.settings.metronome
        self._song = SongWiring(window)
        self._connect_states()
        self._connect_document()
        self._connect_continue()
        self._connect_hearing()
        self._connect_messages()

    def begin(self) -> None:
        """Show the document that is on the desk."""
        self._on_replaced()
        self._on_playback()
        self._window.hint_line.show_pointer(rest_hint(self._window.roll.state))

    # --- states and hints ------------------------------------------------------------------------

    def _connect_states(self) -> None:
        window, steering = self._window, self._window.steering
        steering.add_state("light_theme", lambda: not window.look.theme.is_dark)
        steering.add_state("typing", lambda: window.typing.is_on)
        window.look.theme_changed.connect(self._on_theme)
        window.look.changed.connect(self.refresh)
        window.crowding.changed.connect(self.refresh)
        window.typing.toggled.connect(self.refresh)
        window.roll.hint_changed.connect(window.hint_line.show_pointer)
        window.roll.tool_changed.connect(self.refresh)
        window.roll.selection_changed.connect(self.refresh)
        window.access.changed.connect(self.refresh)
        window.hand.changed.connect(self.refresh)
        window.lanes.changed.connect(self.refresh)

    @Slot()
    def refresh(self, _: object = None) -> None:
        """Enable and check the commands, and say which keys matter, as things stand now."""
        window = self._window
        window.commands.refresh()
        window.commands.name_history(window.session.document.history)
        window.history.refresh()
        window.access.tell_keys()
        self._name_window()

    def _name_window(self) -> None:
        window = self._window
        title, is_modified = f"{window.documents.name}[*] – Antiphon", window.session.document.is_modified
        if window.windowTitle() != title:
            window.setWindowTitle(title)
        if window.isWindowModified() != is_modified:
            window.setWindowModified(is_modified)
            if not is_modified:
                window.messages.settle("question")

    def _on_theme(self, theme: Theme) -> None:
        self._window.roll.set_theme(theme)
        self._window.commands.set_theme(theme)
        self.refresh()

    # --- the document ----------------------------------------------------------------------------

    def _connect_document(self) -> None:
        window, session = self._window, self._window.session
        self._tracks = TrackFollower(session, window.proposals)
        session.document.subscribe(self._on_document)
        window.documents.replaced.connect(self._on_replaced)
        window.documents.saved.connect(self._on_saved)
        window.documents.exported.connect(self._on_exported)
        window.tracks.track_chosen.connect(self._on_track)
        window.roll_bar.drag_out.file_wanted.connect(self._on_drag_wanted)
        window.roll_bar.drag_out.file_unwanted.connect(window.documents.discard_drag)
        window.roll_bar.drag_out.clicked.connect(window.documents.export)

    def _on_document(self) -> None:
        window, session = self._window, self._window.session
        self._tracks.follow()
        guess = self._song.guessed_key()
        key = session.piece.key or guess
        window.roll.document_changed()
        window.surprise.wake()
        window.transport.show_piece(session.piece, guess)
        self._song.show()
        window.panel.show_key(key)
        window.panel.show_tracks(len(tracks_beside(session.piece, session.active_track)) + 1)
        window.playback.follow_track()
        window.roll.set_scale(key if session.piece.key or window.panel.key_lock.isChecked() else None)
        self.refresh()

    def _on_replaced(self) -> None:
        window = self._window
        for topic in ("question", "file", "continue"):
            window.messages.settle(topic)
        window.proposals.reset()
        window.panel.style_box.show_recognised("")
        window.roll.deselect()
        self._song.forget()
        window.surprise.forget()
        self._on_document()
        window.playback.seek(0)
        self.show_whole_piece()

    def show_whole_piece(self) -> None:
        """Fit the view to the piece and the room for its answer."""
        window = self._window
        show_piece_and_room(window.roll, window.session.piece, window.panel.bars.value())

    def _on_track(self, index: int) -> None:
        self._window.session.active_track = index
        self._on_document()

    def _on_saved(self, path: Path) -> None:
        self._window.messages.settle("file")
        self._window.messages.notice(f"Saved as {path}.")
        self.refresh()

    def _on_exported(self, path: Path) -> None:
        self._window.messages.settle("file")
        self._window.messages.notice(f"Exported to {path}.")

    def _on_drag_wanted(self) -> None:
        self._window.documents.prepare_drag(self._window.roll_bar.drag_out.give_file)

    # --- continue --------------------------------------------------------------------------------

    def _connect_continue(self) -> None:
        window = self._window
        window.continue_button.clicked.connect(window.steering.begin_or_cancel)
        window.continue_button.approached.connect(window.steering.prepare)
        window.bridge.models_found.connect(self._on_models)
        window.panel.changed.connect(self._on_dials)
        window.steering.add_drag(window.panel.dial.cancel)
        window.proposals.begun.connect(self._on_begun)
        window.proposals.changed.connect(self._on_proposals)
        window.proposals.refreshed.connect(self._on_takes)
        window.proposals.accepted.connect(self._on_accepted)
        window.proposals.track_wanted.connect(self._on_track)
        window.roll.ghost_bar_clicked.connect(window.proposals.accept_until)
        window.takes.chosen.connect(window.proposals.show)
        window.takes.heard.connect(window.steering.play_take)
        window.takes.accepted.connect(window.steering.accept_take)
        window.takes.rated.connect(window.proposals.rate)

    @Slot(object)
    def _on_models(self, models: tuple[ModelInfo, ...]) -> None:
        self._window.panel.show_models(models)
        for info in models:
            if info.problem:
                self._window.messages.problem(info.problem)

    def _on_dials(self) -> None:
        dials = self._window.panel.settings()
        kept = {name: getattr(dials, name) for name in REMEMBERED}
        self._window.preferences.update(**kept)
        self._on_document()

    @Slot()
    def _on_proposals(self) -> None:
        self._on_takes()
        self.refresh()
        QTimer.singleShot(0, self, self._reveal_card)  # once the cards have their places

    def _reveal_card(self) -> None:
        """Scroll to the card of the take that is shown."""
        key = self._window.proposals.shown_key
        card = self._window.takes.card(key) if key else None
        if card is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # new cards have no place yet
            self._window.side_scroll.ensureWidgetVisible(card, 0, 16)

    @Slot()
    def _on_begun(self) -> None:
        """The cards follow with the first notes: building them now would hold those up."""
        self._window.messages.settle("continue")
        self._window.continue_button.set_progress(0.0)
        self.refresh()

    @Slot()
    def _on_takes(self) -> None:
        window, proposals = self._window, self._window.proposals
        window.takes.show_cards(proposals.cards(), proposals.shown_key)
        window.continue_button.set_progress(proposals.progress if proposals.is_generating else None)
        window.surprise.refresh()
        if proposals.recognised_style:
            window.panel.style_box.show_recognised(proposals.recognised_style)

    def _on_accepted(self, tick: int) -> None:
        """The next answer goes on from here: a selection of old would only repeat the last question."""
        self._window.roll.deselect()
        self._window.playback.place_after(tick)

    # --- hearing ---------------------------------------------------------------------------------

    def _connect_hearing(self) -> None:
        window = self._window
        window.roll.seek_requested.connect(window.playback.seek)
        window.roll.loop_requested.connect(window.playback.set_loop)
        window.playback.changed.connect(self._on_playback)
        window.playback.moved.connect(self._on_moved)
        window.transport.output_chosen.connect(self._on_output)
        window.transport.input_chosen.connect(self._on_input)

    @Slot()
    def _on_playback(self) -> None:
        window, playback = self._window, self._window.playback
        window.transport.show_ports(playback.ports, playback.output, playback.input)
        if playback.input is not None:
            window.messages.settle("input")
        self.refresh()

    @Slot(object)
    def _on_moved(self, position: Position) -> None:
        self._window.transport.show_position(position)

    def _on_output(self, name: str) -> None:
        self._window.playback.set_output(name)
        self._window.preferences.update(output_port=name)

    def _on_input(self, name: str) -> None:
        self._window.playback.set_input(name)
        self._window.preferences.update(input_port=name)

    # --- messages --------------------------------------------------------------------------------

    def _connect_messages(self) -> None:
        window = self._window
        for said in (
            window.playback.message,
            window.bridge.not_warmed,
            window.recovery.failed,
            window.preferences.failed,
        ):
            said.connect(window.messages.problem)
        window.playback.input_missed.connect(partial(window.messages.problem, topic="input"))
        window.documents.failed.connect(partial(window.messages.problem, topic="file"))
        window.documents.warned.connect(partial(window.messages.problem, topic="file"))
        window.proposals.failed.connect(partial(window.messages.problem, topic="continue"))
        window.messages.left.connect(window.roll.setFocus)
        window.side.scroll_area.shrunk.connect(self._on_side_shrunk)
        window.recovery.found.connect(self._on_found)

    @Slot()
    def _on_side_shrunk(self) -> None:
        """A message took some of the room of the cards; but nothing is moved under the hand."""
        if not self._window.side.underMouse():
            self._reveal_card()

    def _on_found(self, recovered: Recovered) -> None:
        name = recovered.path.name if recovered.path else recovered.piece.title or "an untitled piece"
        self._window.messages.show_message(
            f"Antiphon was not closed last time. Unsaved work on {name} was kept.",
            "notice",
            {"Restore": lambda: self._on_restore(recovered), "Discard": self._window.recovery.forget_found},
        )

    def _on_restore(self, recovered: Recovered) -> None:
        self._window.documents.restore(recovered, self._window.recovery.settle)
