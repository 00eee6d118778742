"""The take that is looked at: its ghost notes in the roll, its sound in the piece."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest
from assistant.core.note import Note
from assistant.core.takes import Sung
from assistant.session import Session
from assistant.ui.drafts import Drafts, TakeKey
from assistant.ui.piano_roll.view import PianoRoll


@dataclass(frozen=True)
class Shown:
    """The take that lies in the roll as ghost notes, from ``from_tick`` on (what is before was accepted)."""

    key: TakeKey
    request: ContinueRequest
    from_tick: int

    @property
    def end_tick(self) -> int:
        """Where the proposal ends."""
        return self.request.end_tick


class Stage:
    """Shows a take and lets it be heard: the notes of the track in hand strong, those beside it faint."""

    def __init__(self, session: Session, roll: PianoRoll, drafts: Drafts) -> None:
        self._session = session
        self._roll = roll
        self._drafts = drafts
        self.shown: Shown | None = None

    def put(self, shown: Shown | None) -> None:
        """Show a take, if it has notes for the track in hand, or none."""
        is_here = shown is not None and self._session.active_track in tracks_of(shown.request)
        self.shown = shown if is_here else None
        if self.shown is None:
            self._roll.set_ghosts(None, None)
        else:
            voices = dict(self._proposed(self.shown))
            own = voices.pop(self._session.active_track)
            span = (self.shown.from_tick, self.shown.end_tick)
            self._roll.set_ghosts(own, span, tuple(voices.values()))
        self.let_be_heard()

    def advance(self, until_tick: int) -> None:
        """What begins before a tick is no proposal any more."""
        if self.shown is not None:
            rest = replace(self.shown, from_tick=until_tick)
            self.put(rest if until_tick < rest.end_tick else None)

    def add(self, found: list[tuple[int, Note]]) -> None:
        """Notes of the shown take have arrived, each with its voice, and are in the drafts."""
        if self.shown is not None:
            tracks, active = tracks_of(self.shown.request), self._session.active_track
            own = [note for voice, note in found if tracks[voice] == active]
            self._roll.append_ghosts(own, [note for voice, note in found if tracks[voice] != active])

    def let_be_heard(self) -> None:
        """Let the piece sound with what is shown now, or without."""
        if self.shown is None:
            self._session.propose(())
        else:
            self._session.propose(self._proposed(self.shown), self.shown.from_tick, self.shown.end_tick)

    def _proposed(self, shown: Shown) -> Sung:
        """The notes of a take that are still a proposal."""
        voices = self._drafts.voices(shown.key)
        return tuple((track, _between(clip, shown.from_tick, shown.end_tick)) for track, clip in voices)


def tracks_of(request: ContinueRequest) -> tuple[int, ...]:
    """The tracks that an answer has notes for, the request's own first."""
    return (request.track, *(voice.track for voice in request.others))


def _between(clip: Clip, start_tick: int, end_tick: int) -> Clip:
    return clip.take_rows(clip.rows_starting_between(start_tick, end_tick))
