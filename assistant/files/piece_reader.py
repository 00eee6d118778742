"""From raw tracks to a piece: tempo, meter, key and markers may stand in any of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from assistant.core.piece import Marker, Piece
from assistant.core.tempo import DENOMINATORS, MAX_NUMERATOR, MeterChange, MeterMap, TempoChange, TempoMap
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.files import extras, smf
from assistant.files.channels import our_tick
from assistant.files.extras import Values
from assistant.files.report import Report
from assistant.files.smf import MetaEvent, RawFile
from assistant.files.text import decode_text
from assistant.files.track_reader import TrackSource, read_tracks

T = TypeVar("T")

_LOST_METAS = {smf.LYRIC: "lyric", smf.TEXT: "text remark", smf.COPYRIGHT: "copyright notice"}


def read_piece(raw: RawFile, report: Report) -> Piece:
    """The piece in the tracks of a file of format 0 or 1; trouble goes into the report."""
    metas = _metas(raw)
    own: Values = {}
    for meta in metas:
        own |= extras.decode_piece(meta.data) if meta.type == smf.OWN else {}
    tempos = _parsed(metas, smf.TEMPO, _tempo, "tempo", report)
    meters = _parsed(metas, smf.METER, _meter, "meter", report)
    sources = [TrackSource.of(track, raw.ticks_per_quarter) for track in raw.tracks]
    tracks = read_tracks(raw, sources, report)
    meter_map = MeterMap.of_changes(meters)
    _report_rest(raw, metas, meter_map, report)
    return Piece(
        tracks=tracks or (Track(),),
        tempo_map=TempoMap.of_changes(tempos),
        meter_map=meter_map,
        key=_key(metas, own, report),
        markers=tuple(Marker(m.tick, decode_text(m.data)) for m in metas if m.type in (smf.MARKER, smf.CUE)),
        loop=extras.loop(own),
        title=_title(raw, sources),
        end_tick_floor=_end_tick_floor(raw, tracks),
    )


def _metas(raw: RawFile) -> list[MetaEvent]:
    """The meta events of all tracks in order of time, in our ticks."""
    found = [meta for track in raw.tracks for meta in track.meta_events]
    ours = [meta._replace(tick=our_tick(meta.tick, raw.ticks_per_quarter)) for meta in found]
    return sorted(ours, key=lambda meta: meta.tick)


def _parsed(
    metas: list[MetaEvent], kind: int, parse: Callable[[MetaEvent], T | None], name: str, report: Report
) -> list[T]:
    """What ``parse`` makes of the meta events of a kind; those that it makes nothing of are reported."""
    results = [parse(meta) for meta in metas if meta.type == kind]
    report.skipped[name] += sum(result is None for result in results)
    return [result for result in results if result is not None]


def _tempo(meta: MetaEvent) -> TempoChange | None:
    us_per_quarter = int.from_bytes(meta.data)
    is_tempo = len(meta.data) == 3 and us_per_quarter
    return TempoChange(meta.tick, us_per_quarter) if is_tempo else None


def _meter(meta: MetaEvent) -> MeterChange | None:
    if len(meta.data) < 2:
        return None
    numerator, power = meta.data[:2]
    is_meter = 1 <= numerator <= MAX_NUMERATOR and 2**power in DENOMINATORS
    return MeterChange(meta.tick, numerator, 2**power) if is_meter else None


def _signature(meta: MetaEvent) -> tuple[int, bool] | None:
    if len(meta.data) < 2:
        return None
    sharps = int.from_bytes(meta.data[:1], signed=True)
    is_signature = -7 <= sharps <= 7 and meta.data[1] in (0, 1)
    return (sharps, meta.data[1] == 1) if is_signature else None


def _key(metas: list[MetaEvent], own: Values, report: Report) -> Key | None:
    """The first key of the piece; it has no more than one."""
    signatures = _parsed(metas, smf.KEY, _signature, "key signature", report)
    if not signatures:
        return None
    report.lost["key change"] += sum(signature != signatures[0] for signature in signatures)
    return extras.key(own, signatures[0])


def _title(raw: RawFile, sources: list[TrackSource]) -> str:
    """The first track's name, where that track is not one instrument's."""
    first = sources[0]
    return (first.name or "") if raw.midi_format == 0 or first.is_conductor else ""


def _end_tick_floor(raw: RawFile, tracks: tuple[Track, ...]) -> int:
    """Where the longest track ends, if that is behind the last note."""
    end_tick = our_tick(max(track.end_tick for track in raw.tracks), raw.ticks_per_quarter)
    last_note = max((track.clip.end_tick for track in tracks), default=0)
    return end_tick if end_tick > last_note else 0


def _report_rest(raw: RawFile, metas: list[MetaEvent], meter_map: MeterMap, report: Report) -> None:
    for meta in metas:
        if meta.type in _LOST_METAS:
            report.lost[_LOST_METAS[meta.type]] += 1
    for number, track in enumerate(raw.tracks, start=1):
        report.lost["system message"] += track.sysex_count
        if track.damaged_tick is not None:
            bar = meter_map.bar_at(our_tick(track.damaged_tick, raw.ticks_per_quarter)) + 1
            report.damage.append(f"Track {number} is damaged in bar {bar}: only what stands before was read.")
