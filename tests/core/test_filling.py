"""The request to fill a gap takes what is before and after it, and says what is missing."""

import pytest

from assistant.core.asking import key_of
from assistant.core.clip import Clip
from assistant.core.continuation import ContinueSettings
from assistant.core.errors import AntiphonError
from assistant.core.filling import fill_request, gap_of_bars
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.theory import Key
from assistant.core.track import Track

BAR = 1920
TUNE = Clip.from_notes(Note(0, i * 480, 480, (62, 66, 69, 74)[i % 4]) for i in range(32))
PIECE = Piece(tracks=(Track(), Track(clip=TUNE)))


def test_the_gap_is_left_out_of_what_is_asked() -> None:
    request = fill_request(PIECE, 1, ContinueSettings(takes=3, key_lock=True), 4 * BAR, 6 * BAR, request_id=7)
    assert (request.start_tick, request.end_tick, request.track, request.request_id) == (
        4 * BAR,
        6 * BAR,
        1,
        7,
    )
    assert request.seed == TUNE.take_rows(slice(0, 16))
    assert request.right == TUNE.take_rows(slice(24, None))
    assert request.takes == 3
    assert request.key == request.key_lock == Key.parse("D major")


def test_bars_are_counted_from_one() -> None:
    assert gap_of_bars(PIECE, 5, 6) == (4 * BAR, 6 * BAR)
    meters = MeterMap((MeterChange(0, 4, 4), MeterChange(2 * BAR, 3, 4)))
    assert gap_of_bars(Piece(tracks=PIECE.tracks, meter_map=meters), 2, 3) == (BAR, 2 * BAR + 1440)


@pytest.mark.parametrize("bars", [(0, 2), (3, 2), (8, 9), (9, 9)])
def test_bars_that_are_not_there(bars: tuple[int, int]) -> None:
    with pytest.raises(AntiphonError, match="bars 1 to 8"):
        gap_of_bars(PIECE, *bars)


@pytest.mark.parametrize(
    ("bars", "sentence"), [((1, 2), "Nothing comes before"), ((7, 8), "Nothing follows the gap: use")]
)
def test_a_gap_lies_between_notes(bars: tuple[int, int], sentence: str) -> None:
    with pytest.raises(AntiphonError, match=sentence):
        fill_request(PIECE, 1, ContinueSettings(), *gap_of_bars(PIECE, *bars))


def test_a_gap_is_not_endless() -> None:
    far = Piece(tracks=(Track(clip=TUNE.with_notes([Note(0, 100 * BAR, 480, 60)])),))
    with pytest.raises(AntiphonError, match="up to 64 bars"):
        fill_request(far, 0, ContinueSettings(), 8 * BAR, 73 * BAR)
    assert fill_request(far, 0, ContinueSettings(), 8 * BAR, 72 * BAR)


def test_the_key_of_a_gap_is_heard_from_all_tracks() -> None:
    """Both bare tones would do for many keys; the harmony beside them says which it is."""
    bare = Clip.from_notes(Note(0, i * 480, 480, (62, 69)[i % 2]) for i in range(32))
    chords = Clip.from_notes(Note(0, i * BAR, BAR, p) for i in range(8) for p in (58, 62, 65, 69 + i % 2))
    alone, beside = Piece(tracks=(Track(clip=bare),)), Piece(tracks=(Track(clip=bare), Track(clip=chords)))
    settings = ContinueSettings(key_lock=True)
    assert fill_request(alone, 0, settings, 4 * BAR, 6 * BAR).key_lock == key_of([bare])
    assert fill_request(beside, 0, settings, 4 * BAR, 6 * BAR).key_lock == key_of([bare, chords])
    assert key_of([bare]) != key_of([bare, chords])
