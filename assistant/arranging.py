"""The arrangement around the notes as a musician changes it: tracks, tempo, meter, markers, controllers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assistant.core import edits
from assistant.core.controls import control_name
from assistant.core.piece import Piece
from assistant.core.track import Part
from assistant.core.track_order import are_renumbered, arrived, followed
from assistant.editing import Editing

_CHANGES = {
    "name": "Rename {}",
    "colour": "Colour {}",
    "volume": "Set volume of {}",
    "part": "Set part of {}",
    "channel": "Set channel of {}",
    "program": "Choose instrument of {}",
}
_SWITCHES = {"muted": ("Unmute {}", "Mute {}"), "soloed": ("Unsolo {}", "Solo {}")}


class Arranging(Editing):
    """Edits of the piece as a whole; each is one named undo step, or none where it changes nothing.

    Tracks are told by their number from 0; tempo and meter changes and markers by the tick where they stand.
    ``active_track`` follows its track through every change, undone ones too. ``renumberings`` counts how
    often tracks went or changed places, so that who remembers a number can tell when it is worth nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.renumberings = 0
        self._tracks_seen = self.piece.tracks
        self.document.subscribe(self._follow_tracks)

    # --- tracks ----------------------------------------------------------------------------------

    def add_track(self, part: Part = "harmony") -> int:
        """Add an empty track behind the others and take it in hand; its number."""
        self.document.apply("Add track", lambda p: edits.add_track(p, part))
        return self.active_track

    def delete_track(self, track: int) -> None:
        """Delete a track with its notes; ``AntiphonError`` where it is the last."""
        self.document.apply(f"Delete {self._name(track)}", lambda p: edits.delete_track(p, track))

    def rename_track(self, track: int, name: str) -> None:
        """Give a track another name."""
        self.set_track(track, name=name)

    def move_track(self, track: int, to: int) -> None:
        """Put a track at another place among the others."""
        self.document.apply(f"Move {self._name(track)}", lambda p: edits.move_track(p, track, to))

    def set_track(self, track: int, **changes: Any) -> None:
        """Change fields of a track: colour, volume, part, channel, program, name, muted, soloed."""
        named = _label(changes).format(self._name(track))
        self.document.apply(named, lambda p: edits.set_track(p, track, **changes))

    def set_muted(self, track: int, muted: bool) -> None:
        """Silence a track, or let it sound again."""
        self.set_track(track, muted=muted)

    def set_solo(self, track: int, soloed: bool) -> None:
        """Let a track be heard alone (with others that are soloed), or no longer."""
        self.set_track(track, soloed=soloed)

    # --- tempo and meter -------------------------------------------------------------------------

    def set_tempo(self, bpm: float, tick: int = 0) -> None:
        """Set the tempo (quarter notes a minute) from a tick on."""
        self.document.apply(f"Set tempo to {bpm:g}", lambda p: edits.set_tempo(p, bpm, tick))

    def remove_tempo(self, tick: int) -> None:
        """Take away the tempo change at a tick; the first tempo stays (``AntiphonError``)."""
        self.document.apply("Remove tempo change", lambda p: edits.remove_tempo(p, tick))

    def move_tempo(self, tick: int, to_tick: int) -> None:
        """Move the tempo change at a tick to another; the first tempo stays (``AntiphonError``)."""
        self.document.apply("Move tempo change", lambda p: edits.move_tempo(p, tick, to_tick))

    def set_meter(self, numerator: int, denominator: int, tick: int = 0) -> None:
        """Set the meter from the bar line at or before a tick on."""
        label = f"Set meter to {numerator}/{denominator}"
        self.document.apply(label, lambda p: edits.set_meter(p, numerator, denominator, tick))

    def remove_meter(self, tick: int) -> None:
        """Take away the meter change at a tick; the first meter stays (``AntiphonError``)."""
        self.document.apply("Remove meter change", lambda p: edits.remove_meter(p, tick))

    def move_meter(self, tick: int, to_tick: int) -> None:
        """Move the meter change at a tick to the bar line at or before another tick."""
        self.document.apply("Move meter change", lambda p: edits.move_meter(p, tick, to_tick))

    # --- markers ---------------------------------------------------------------------------------

    def add_marker(self, tick: int, name: str) -> None:
        """Mark a place, in place of a marker that stands there."""
        self.document.apply("Add marker", lambda p: edits.add_marker(p, tick, name))

    def rename_marker(self, tick: int, name: str) -> None:
        """Give the marker at a tick another name."""
        self.document.apply("Rename marker", lambda p: edits.rename_marker(p, tick, name))

    def move_marker(self, tick: int, to_tick: int) -> None:
        """Move the marker at a tick."""
        self.document.apply("Move marker", lambda p: edits.move_marker(p, tick, to_tick))

    def remove_marker(self, tick: int) -> None:
        """Take away the marker at a tick."""
        self.document.apply("Remove marker", lambda p: edits.remove_marker(p, tick))

    # --- controllers -----------------------------------------------------------------------------

    def set_controls(
        self, number: int, start_tick: int, end_tick: int, points: Iterable[tuple[int, int]]
    ) -> None:
        """Exchange the active track's points of a controller in [start_tick, end_tick) for others."""
        given, track = tuple(points), self.active_track
        label = f"{'Change' if given else 'Clear'} {control_name(number).lower()}"
        self.document.apply(
            label,
            lambda p: edits.set_control_points(p, track, number, start_tick, end_tick, points=given),
        )

    # --- inside ----------------------------------------------------------------------------------

    def _take_up(self, piece: Piece) -> None:
        """Put another piece on the desk, its leading track in hand."""
        self._tracks_seen, self.active_track = piece.tracks, piece.lead_track
        self.renumberings += 1
        self.document.open(piece)

    def _follow_tracks(self) -> None:
        before, self._tracks_seen = self._tracks_seen, self.piece.tracks
        if before is not self._tracks_seen:
            self.renumberings += are_renumbered(before, self._tracks_seen)
            new = arrived(before, self._tracks_seen)
            self.active_track = followed(before, self._tracks_seen, self.active_track) if new is None else new

    def _name(self, track: int) -> str:
        return self.piece.tracks[track].name or "track"


def _label(changes: dict[str, Any]) -> str:
    """What a change of a track's fields is called; braces stand for its name."""
    if len(changes) != 1:
        return "Change {}"
    ((field, value),) = changes.items()
    return _SWITCHES[field][bool(value)] if field in _SWITCHES else _CHANGES.get(field, "Change {}")
