"""From a chunk's channels to tracks: notes, name, instrument, volume, and the part it plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.core.track import PERCUSSION_CHANNEL, Part, Track
from assistant.files import extras, smf
from assistant.files.channels import ChannelEvents, NoteRow, by_channel, our_tick, pair_notes
from assistant.files.control_reader import (
    chosen_bend_range,
    chosen_program,
    chosen_volume,
    losses,
    read_lanes,
)
from assistant.files.extras import Values
from assistant.files.parts import with_guessed_parts
from assistant.files.report import Report
from assistant.files.smf import ChannelEvent, RawFile, RawTrack
from assistant.files.text import decode_text

_MAX_COLOUR = 255


@dataclass(frozen=True)
class TrackSource:
    """A track chunk with its channels apart.

    ``own`` holds what we once noted about each channel's track, ``muted`` its muted notes.
    """

    channels: Mapping[int, ChannelEvents]
    own: Mapping[int, Values]
    muted: Mapping[int, list[NoteRow]]
    name: str | None
    end_tick: int

    @classmethod
    def of(cls, raw: RawTrack, division: int) -> TrackSource:
        """The source in a raw track with so many ticks to the quarter."""
        noted = [extras.decode_track(meta.data) for meta in raw.meta_events if meta.type == smf.OWN]
        return cls(
            channels=by_channel(raw.channel_events),
            own={values["channel"]: values for values in noted if values},
            muted=_muted_notes(raw, division),
            name=_name_in(raw),
            end_tick=raw.end_tick,
        )

    @property
    def channels_with_notes(self) -> list[int]:
        """The channels that any note sounds on."""
        return [channel for channel, events in self.channels.items() if events.has_notes]

    @property
    def is_conductor(self) -> bool:
        """Whether it has neither notes nor a track of ours."""
        return not self.channels_with_notes and not self.own

    def track_channels(self, midi_format: int) -> list[int]:
        """The channels that become tracks: those with notes, and tracks of ours that have none."""
        with_notes = self.channels_with_notes
        if midi_format == 0:
            return [*self.own, *(channel for channel in with_notes if channel not in self.own)]
        return with_notes or list(self.own)

    def own_values(self, channel: int) -> Values:
        """What we noted about a channel's track; a lone track is known again on another channel, too."""
        return next(iter(self.own.values())) if self._is_lone else self.own.get(channel, {})

    def muted_notes(self, channel: int) -> list[NoteRow]:
        """A channel's muted notes, in our ticks."""
        return (
            [row for rows in self.muted.values() for row in rows]
            if self._is_lone
            else self.muted.get(channel, [])
        )

    @property
    def _is_lone(self) -> bool:
        return len(self.own) == 1 and len(self.channels_with_notes) == 1


def _muted_notes(raw: RawTrack, division: int) -> dict[int, list[NoteRow]]:
    found: dict[int, list[NoteRow]] = {}
    for meta in raw.meta_events:
        if meta.type == smf.OWN:
            channel, rows = extras.decode_muted(meta.data, our_tick(meta.tick, division))
            found.setdefault(channel, []).extend(rows)
    return found


def _name_in(raw: RawTrack) -> str | None:
    for kind in (smf.NAME, smf.INSTRUMENT):
        for meta in raw.meta_events:
            if meta.type == kind:
                return decode_text(meta.data)
    return None


@dataclass
class _Reading:
    """The tracks read so far, and the set-up messages that stand in chunks of their own."""

    raw: RawFile
    report: Report
    set_up: dict[int, list[ChannelEvent]]
    tracks: list[Track] = field(default_factory=list)
    known_parts: list[Part | None] = field(default_factory=list)


def read_tracks(raw: RawFile, sources: list[TrackSource], report: Report) -> tuple[Track, ...]:
    """The tracks of all chunks in their order, and within a chunk by channel; there may be none."""
    reading = _Reading(raw, report, _set_up(sources))
    for source in sources:
        for channel in source.track_channels(raw.midi_format):
            _read_track(reading, source, channel)
    for events in (e for source in sources for e in source.channels.values()):
        report.lost += losses(events.controls, events.first_note_tick)
    return with_guessed_parts(reading.tracks, reading.known_parts)


def _set_up(sources: list[TrackSource]) -> dict[int, list[ChannelEvent]]:
    """By channel, the messages without notes: some programs put the set-up of all channels into one chunk."""
    found: dict[int, list[ChannelEvent]] = {}
    for source in sources:
        for channel, events in source.channels.items():
            if not events.has_notes and not source.own:
                found.setdefault(channel, []).extend(events.controls)
    return found


def _read_track(reading: _Reading, source: TrackSource, channel: int) -> None:
    events = source.channels.get(channel, ChannelEvents())
    own, division = source.own_values(channel), reading.raw.ticks_per_quarter
    controls, first_note_tick = [*reading.set_up.get(channel, []), *events.controls], events.first_note_tick
    notes = pair_notes(events.notes, source.end_tick)
    number = len(reading.tracks)
    is_first = all(track.channel != channel for track in reading.tracks)
    moving = controls if is_first else events.controls  # what moves a channel from elsewhere is told once
    reading.report.hanging_notes += notes.hanging
    reading.known_parts.append(extras.part(own))
    reading.tracks.append(
        Track(
            name=_name(source, channel, own, reading.raw.midi_format, number + 1),
            clip=notes.clip(division, source.muted_notes(channel)),
            channel=channel,
            program=chosen_program(controls, first_note_tick),
            colour=extras.whole_number(own, "colour", 0, _MAX_COLOUR, number),
            volume=chosen_volume(controls, first_note_tick, own),
            muted=own.get("muted") is True,
            soloed=own.get("soloed") is True,
            bend_range=chosen_bend_range(controls),
            controls=read_lanes(moving, first_note_tick, own, end_tick=source.end_tick, division=division),
        )
    )


def _name(source: TrackSource, channel: int, own: Values, midi_format: int, number: int) -> str:
    if isinstance(noted := own.get("name"), str):
        return noted
    is_alone = len(source.track_channels(midi_format)) == 1
    name = source.name
    if name is None or not (name or own) or (midi_format == 0 and not is_alone):
        return "Drums" if channel == PERCUSSION_CHANNEL else f"Track {number}"
    return name if is_alone else f"{name}, channel {channel + 1}"
