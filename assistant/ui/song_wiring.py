"""Who tells whom what about tracks, tempo, meter, key and chords."""

from __future__ import annotations

from functools import partial
from operator import is_
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from assistant.core.asking import key_of
from assistant.core.clip import Clip
from assistant.core.theory import Key
from assistant.core.voices import pitched_clips
from assistant.ui.key_offer import KeyOffer

if TYPE_CHECKING:
    from assistant.ui.main_window import MainWindow


class SongWiring(QObject):
    """Connects the list of tracks, the transport, the names of chords and the key that is heard."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._guess: tuple[list[Clip], Key | None] = ([], None)
        self._key_offer = KeyOffer(window.messages, window.session.set_key)
        self._connect_tracks()
        window.transport.tempo_chosen.connect(window.session.set_tempo)
        window.transport.meter_chosen.connect(window.session.set_meter)
        window.transport.key_chosen.connect(window.session.set_key)
        window.chords.found.connect(window.roll.chord_strip.show_names)
        window.chords.failed.connect(partial(window.messages.problem, topic="chords"))

    def guessed_key(self) -> Key | None:
        """The key that is heard; it is looked for anew when notes have changed."""
        session = self._window.session
        in_hand = session.piece.tracks[session.active_track]
        own = [] if in_hand.is_percussion else [in_hand.clip.sounding]
        clips = [*own, *pitched_clips(session.piece, but=session.active_track)]
        heard, key = self._guess
        if len(heard) != len(clips) or not all(map(is_, heard, clips)):
            key = key_of(clips) if clips else None
            self._guess = (clips, key)
        return key

    def show(self) -> None:
        """Show the tracks as they are now; chords and key follow when they are found."""
        window, piece, guess = self._window, self._window.session.piece, self.guessed_key()
        window.tracks.show_tracks()
        window.chords.look(piece, piece.key or guess)
        self._key_offer.look(piece, guess)

    def forget(self) -> None:
        """Another piece was put on the desk."""
        self._key_offer.forget()

    def _connect_tracks(self) -> None:
        window, tracks = self._window, self._window.tracks
        tracks.failed.connect(partial(window.messages.problem, topic="track"))
        tracks.left.connect(window.roll.setFocus)
        window.steering.add_drag(tracks.cancel_drag)
        window.steering.add_state("tracks_panel", lambda: window.look.wants("tracks_panel"))
        window.look.changed.connect(self._fold_tracks)
        self._fold_tracks()

    @Slot()
    def _fold_tracks(self) -> None:
        is_wanted = self._window.look.wants("tracks_panel")
        self._window.tracks.setVisible(is_wanted)
        self._window.roll_bar.tracks.setVisible(not is_wanted)
