"""Read standard MIDI files of formats 0, 1 and 2 into pieces.

Absolute ticks are rounded to 480 a quarter. Each channel of each track becomes a track. The patterns of a
format 2 file, which are independent pieces, are laid one after another, each from a bar line on. What a piece
has no place for yet (aftertouch, lyrics …) is counted in one warning.
"""

from __future__ import annotations

import errno
from pathlib import Path

from assistant.core.errors import AntiphonError
from assistant.core.protocols import OpenedFile
from assistant.files import smf
from assistant.files.patterns import join_patterns
from assistant.files.piece_reader import read_piece
from assistant.files.report import Report
from assistant.files.smf import NotMidi, RawFile

MAX_BYTES = 64 * 2**20

_REASONS = {
    errno.ENOENT: "there is no such file; choose another one",
    errno.ENOTDIR: "there is no such file; choose another one",
    errno.EISDIR: "it is a folder; choose a .mid file in it",
    errno.EACCES: "reading it is not allowed; change its permissions or copy it elsewhere",
    errno.EPERM: "reading it is not allowed; change its permissions or copy it elsewhere",
}


def read_midi(path: Path) -> OpenedFile:
    """The piece in a MIDI file; raises ``AntiphonError`` with one sentence that names the file."""
    try:
        return decode_midi(_bytes_of(path))
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, f"the system says: {error.strerror}")
        raise AntiphonError(f"Could not read {path}: {reason}.") from error
    except NotMidi as error:
        raise AntiphonError(f"Could not read {path}: {error}.") from error


def read_bytes(data: bytes) -> OpenedFile:
    """The piece in bytes that came from elsewhere (the clipboard, say); raises ``AntiphonError``."""
    try:
        return decode_midi(data)
    except NotMidi as error:
        raise AntiphonError(f"Could not read the clipboard: {error}.") from error


def decode_midi(data: bytes) -> OpenedFile:
    """The piece in the bytes of a MIDI file; raises :class:`NotMidi`."""
    raw = smf.decode_file(data)
    report = Report()
    if raw.midi_format == 2:
        piece = join_patterns([read_piece(_pattern(raw, i), report) for i in range(len(raw.tracks))])
    else:
        piece = read_piece(raw, report)
    return OpenedFile(piece, (*_missing_tracks(raw), *report.sentences()))


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if not data:
        raise NotMidi("it is empty; get a whole copy of it")
    if len(data) > MAX_BYTES:
        raise NotMidi(f"it is larger than {MAX_BYTES >> 20} MB, which no MIDI file is; choose a .mid file")
    return data


def _pattern(raw: RawFile, index: int) -> RawFile:
    return RawFile(0, raw.ticks_per_quarter, 1, (raw.tracks[index],))


def _missing_tracks(raw: RawFile) -> tuple[str, ...]:
    if raw.declared_tracks <= len(raw.tracks):
        return ()
    return (f"Its header speaks of {raw.declared_tracks} tracks, but it holds {len(raw.tracks)}.",)
