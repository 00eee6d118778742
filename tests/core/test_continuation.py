import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.asking import build_request, choose_seed
from assistant.core.clip import Clip
from assistant.core.continuation import (
    MAX_BARS,
    MAX_TAKES,
    SEAM_TOLERANCE_TICKS,
    ContinueRequest,
    ContinueSettings,
    Copied,
    answer_span,
    seam_tick,
)
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.theory import Key
from assistant.core.track import Track
from tests.strategies import clips, meter_maps, ticks

SEED = Clip.from_notes([Note(0, 0, 480, 62), Note(0, 480, 480, 66)])


# --- the seam ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "seam"),
    [
        (1920, 1920),
        (1900, 1920),  # a little short of the bar, as players are
        (1930, 1920),  # a little over it
        (1872, 1920),  # nine tenths of a quarter, as many programs write it
        (470, 480),
        (160, 160),  # a triplet is a place of its own
        (150, 160),
        (1, 0),
        (60, 120),
    ],
)
def test_an_answer_begins_on_the_beat_division_that_the_seed_meant(end: int, seam: int) -> None:
    assert seam_tick(end, MeterMap()) == seam


@given(ticks, st.integers(1, 4000))
def test_the_seam_is_a_16th_or_triplet_near_the_end_and_after_the_last_onset(end: int, length: int) -> None:
    last_start = max(0, end - length) if end else -1
    seam = seam_tick(end, MeterMap(), last_start)
    assert seam % 120 == 0 or seam % 160 == 0
    assert -SEAM_TOLERANCE_TICKS <= seam - end < 120
    assert seam > last_start


def test_an_answer_begins_on_a_bar_line_wherever_bars_stand() -> None:
    """A change of meter may put bar lines where no 16th or triplet counted from tick 0 is."""
    meters = MeterMap((MeterChange(0, 4, 4), MeterChange(1000, 4, 4)))
    assert answer_span(2920, 2, meters) == (2920, 2920 + 2 * 1920)
    assert answer_span(2905, 2, meters) == (2920, 2920 + 2 * 1920)
    assert answer_span(990, 1, meters) == (1000, 1000 + 1920)
    assert answer_span(3030, 1, meters) == (3040, 2920 + 2 * 1920)


@given(ticks, st.integers(1, MAX_BARS), meter_maps())
def test_an_answer_has_exactly_the_bars_asked_for(end: int, bars: int, meter_map: MeterMap) -> None:
    start, stop = answer_span(end, bars, meter_map)
    assert start >= end - SEAM_TOLERANCE_TICKS
    assert meter_map.bar_ceil(stop) == stop, "it stops on a bar line"
    first_full_bar = meter_map.bar_ceil(start)
    assert len(meter_map.bar_lines(first_full_bar, stop)) == bars
    # What stands before the first full bar fills up the bar that the seed stops in: less than a bar.
    assert meter_map.bar_lines(start, first_full_bar) in ([], [start])


@pytest.mark.parametrize("bars", [0, -1, MAX_BARS + 1])
def test_too_few_or_too_many_bars_are_one_sentence(bars: int) -> None:
    with pytest.raises(AntiphonError, match="Ask for 1 to 64 bars"):
        answer_span(1920, bars, MeterMap())


# --- the seed ----------------------------------------------------------------------------------------


def test_the_seed_is_the_selection_or_what_begins_before_the_playhead_or_all() -> None:
    piece = Piece().with_clip(0, SEED)
    assert choose_seed(piece, 0, frozenset({2}), 480) == SEED.without([1])
    assert choose_seed(piece, 0, frozenset(), 480) == SEED.without([2])
    assert choose_seed(piece, 0, frozenset(), 0) == SEED
    assert choose_seed(piece, 0, frozenset({99}), 0) == SEED


@given(clips(min_size=1), st.integers(1, 8), meter_maps())
def test_accepting_an_answer_can_never_take_a_note_of_the_seed(
    clip: Clip, bars: int, meter_map: MeterMap
) -> None:
    piece = Piece(meter_map=meter_map).with_clip(0, clip)
    request = build_request(piece, 0, ContinueSettings(bars=bars))
    assert request.seed == clip
    assert request.start_tick > int(clip.starts.max())


def test_a_request_carries_the_dials() -> None:
    dials = ContinueSettings(
        "m", 2, 3, 0.5, 0.9, 1.5, key_lock=True, lowest=60, highest=72, random_seed=7, style="song"
    )
    request = build_request(Piece(key=Key(2)).with_clip(0, SEED), 0, dials, request_id=9)
    assert (request.model, request.takes, request.temperature, request.top_p) == ("m", 3, 0.5, 0.9)
    assert (request.repeat, request.lowest, request.highest, request.random_seed) == (1.5, 60, 72, 7)
    assert (request.start_tick, request.end_tick) == (960, 1920 * 3)
    assert (request.key, request.key_lock, request.track, request.request_id) == (Key(2), Key(2), 0, 9)
    assert request.style == "song"


def test_a_lock_without_a_key_takes_the_one_that_is_heard() -> None:
    scale = Clip.from_notes(
        Note(0, 480 * i, 480, 62 + step) for i, step in enumerate((0, 4, 7, 2, 5, 9, 11, 0))
    )
    piece = Piece().with_clip(0, scale)
    assert build_request(piece, 0, ContinueSettings(key_lock=True)).key_lock == Key(2)
    assert build_request(piece, 0, ContinueSettings()).key_lock is None


def test_every_request_draws_a_random_seed_of_its_own() -> None:
    piece = Piece().with_clip(0, SEED)
    assert len({build_request(piece, 0, ContinueSettings()).random_seed for _ in range(8)}) > 1


# --- what may be asked -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"seed": Clip.empty()}, "nothing to continue yet: draw or play"),
        ({"end_tick": 960}, "at least one bar"),
        ({"takes": 0}, "1 to 32 takes"),
        ({"takes": MAX_TAKES + 1}, "1 to 32 takes"),
        ({"temperature": -0.1}, "Temperature goes from 0 to 2"),
        ({"temperature": 2.1}, "Temperature goes from 0 to 2"),
        ({"top_p": 0.0}, "top-p"),
        ({"repeat": 2.5}, "Repeat ↔ invent"),
        ({"lowest": 61, "highest": 61, "key_lock": Key(0)}, "No pitch lies both"),
        ({"lowest": 72, "highest": 60}, "No pitch lies both"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(values: dict[str, object], says: str) -> None:
    request = {"seed": SEED, "start_tick": 960, "end_tick": 1920, **values}
    with pytest.raises(AntiphonError, match=says):
        ContinueRequest(**request)  # type: ignore[arg-type]


def test_the_allowed_pitches_lie_in_range_and_key() -> None:
    request = ContinueRequest(SEED, 960, 1920, lowest=60, highest=67, key_lock=Key(0))
    assert [p for p, allowed in enumerate(request.allowed_pitches()) if allowed] == [60, 62, 64, 65, 67]
    assert ContinueRequest(SEED, 960, 1920).allowed_pitches().all()


def test_a_run_is_unusual_where_chance_does_not_explain_it() -> None:
    assert Copied(18, "Air", 1, usual_notes=17).is_unusual
    assert not Copied(17, "Air", 1, usual_notes=17).is_unusual
    assert not Copied(18, "Air", 1).is_unusual


# --- several tracks together -------------------------------------------------------------------------


def tune(first: int, last: int, pitch: int) -> Clip:
    """Quarter notes from one beat up to another."""
    return Clip.from_notes(Note(0, beat * 480, 480, pitch) for beat in range(first, last))


TOGETHER = ContinueSettings(bars=2, together=True)
QUARTET = Piece(
    tracks=(
        Track("S", tune(0, 8, 72), "melody"),
        Track("A", tune(0, 8, 67), "harmony"),
        Track("T", tune(0, 10, 60), "harmony"),
        Track("B", tune(0, 8, 48), "bass"),
        Track("Drums", tune(0, 8, 36), "other", channel=9),
    )
)


def test_a_track_goes_on_alone_unless_it_is_told_otherwise() -> None:
    request = build_request(QUARTET, 1, ContinueSettings(bars=2))
    assert (request.others, request.part) == ((), "harmony")
    assert (request.start_tick, request.end_tick) == (2 * 1920, 4 * 1920)


def test_tracks_together_begin_where_the_last_of_them_ends() -> None:
    request = build_request(QUARTET, 0, TOGETHER)
    assert (request.track, request.part, request.seed) == (0, "melody", QUARTET.tracks[0].clip)
    assert [(v.track, v.part, len(v.clip)) for v in request.others] == [
        (1, "harmony", 8), (2, "other", 10), (3, "bass", 8),
    ]  # fmt: skip
    assert (request.start_tick, request.end_tick) == (2 * 1920 + 960, 5 * 1920)


def test_any_track_may_be_the_one_in_hand() -> None:
    request = build_request(QUARTET, 2, TOGETHER)
    assert (request.track, request.part) == (2, "other")
    assert [(v.track, v.part) for v in request.others] == [(0, "melody"), (1, "harmony"), (3, "bass")]


def test_the_playhead_and_the_selection_cut_every_track() -> None:
    request = build_request(QUARTET, 0, TOGETHER, playhead_tick=1920)
    assert (request.start_tick, request.end_tick) == (1920, 3 * 1920)
    assert [len(clip) for clip in (request.seed, *(v.clip for v in request.others))] == [4, 4, 4, 4]
    request = build_request(QUARTET, 0, TOGETHER, selected_ids=frozenset({3, 4}))
    assert [len(clip) for clip in (request.seed, *(v.clip for v in request.others))] == [2, 4, 4, 4]
    assert request.start_tick == 1920


def test_a_note_held_beyond_the_playhead_does_not_put_the_answer_off() -> None:
    held = Track("B", Clip.from_notes([Note(0, 0, 5 * 1920, 40)]), "bass")
    piece = Piece(tracks=(Track(clip=tune(0, 12, 72)), held))
    assert build_request(piece, 0, TOGETHER, playhead_tick=1920).start_tick == 1920


def test_tracks_that_have_not_begun_are_left_out() -> None:
    piece = Piece(tracks=(Track(clip=tune(0, 12, 72)), Track("B", tune(8, 12, 40), "bass")))
    assert build_request(piece, 0, TOGETHER, playhead_tick=1920).others == ()
    assert len(build_request(piece, 0, TOGETHER).others) == 1


def test_the_key_is_heard_from_all_tracks() -> None:
    triad = Clip.from_notes(Note(0, i * 480, 480, pitch) for i, pitch in enumerate((57, 61, 64, 68, 66)))
    piece = Piece(tracks=(Track(clip=tune(0, 1, 69)), Track("B", triad, "bass")))
    for lock in (ContinueSettings(together=True, key_lock=True), ContinueSettings(key_lock=True)):
        assert build_request(piece, 0, lock).key_lock == Key(9)


@given(st.lists(clips(min_size=1), min_size=2, max_size=5), st.integers(0, 4000), meter_maps())
def test_accepting_an_answer_of_several_tracks_takes_no_note_of_any_seed(
    lines: list[Clip], playhead_tick: int, meter_map: MeterMap
) -> None:
    piece = Piece(tracks=tuple(Track(clip=clip) for clip in lines), meter_map=meter_map)
    request = build_request(piece, 0, TOGETHER, playhead_tick=playhead_tick)
    for clip in (request.seed, *(voice.clip for voice in request.others)):
        assert len(clip) and int(clip.starts.max()) < request.start_tick
    assert len({request.part, *(v.part for v in request.others)}) == 1 + len(request.others)


def test_percussion_has_no_melody_to_go_on_from() -> None:
    drums = Track("Drums", SEED, "other", channel=9)
    with pytest.raises(AntiphonError, match="no percussion"):
        build_request(Piece(tracks=(drums,)), 0, ContinueSettings())
