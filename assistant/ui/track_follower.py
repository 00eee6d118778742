"""What goes by the number of a track, when tracks come, go and change places."""

from __future__ import annotations

from assistant.session import Session
from assistant.ui.proposals import Proposals


class TrackFollower:
    """Drops what is proposed once tracks are others, and shows it anew once another track is in hand."""

    def __init__(self, session: Session, proposals: Proposals) -> None:
        self._session = session
        self._proposals = proposals
        self._renumberings = session.renumberings
        self._active_track = session.active_track

    def follow(self) -> None:
        """Look what has become of the tracks; called after every change, before it is shown."""
        if self._renumberings != self._session.renumberings:
            self._renumberings = self._session.renumberings
            self._proposals.reset()
        if self._active_track != self._session.active_track:
            self._active_track = self._session.active_track
            self._proposals.follow_track()
