"""Human samples: where seeds end and answers begin, in one stretch of a score and in several."""

from assistant.engine.events import BASS, MELODY
from assistant.training.samples import human_samples, in_one_form, melody
from assistant.training.scores import ONSET
from tests.training.little_scores import made_score, melody_score, song

BAR = 96


def test_four_bars_are_the_seed_and_the_eight_that_follow_the_answer() -> None:
    ((_, found),) = human_samples([song(1, bars=14, tonic=2)])
    assert (found.start, found.bar_length, found.steps) == (4 * BAR, BAR, 8 * BAR)
    assert found.seed[-1, ONSET] < found.start <= found.answer[0, ONSET]
    assert len(found.notes) == 12 * (8 + 6)


def test_a_pick_up_goes_before_the_four_bars() -> None:
    score = made_score([(72 + 12 * i, 12, 60 + i % 7, MELODY) for i in range(8 * 13)])
    ((stretch, found),) = human_samples([score])
    assert found.start == 5 * BAR
    assert found.seed[0, ONSET] == 72
    assert stretch.notes[-1, ONSET] == 13 * BAR - 12


def test_long_scores_give_several_samples_one_after_the_other() -> None:
    rising = melody_score([40 + i // 2 for i in range(4 * 25)])
    samples = [found for _, found in human_samples([rising], each=5)]
    assert [int(s.notes[0, ONSET]) for s in samples] == [0, 0]
    assert melody(samples[1].notes)[1][0] == 40 + 24


def test_scores_too_short_or_almost_empty_give_none() -> None:
    empty = made_score([(0, 24, 60, MELODY), (12 * BAR, 24, 60, MELODY)])
    assert list(human_samples([song(1, bars=11), empty])) == []


def test_pieces_are_taken_as_written_or_as_played_where_that_is_all_there_is() -> None:
    written, played = song(1, title="a"), song(1, bars=24, title="a", repeats_expanded=True)
    alone = song(2, title="b", repeats_expanded=True)
    assert [score.title for score in in_one_form([played, written, alone])] == ["a", "b"]
    assert [len(stretch) for stretch, _ in human_samples([played, written], each=2)] == [len(written)]


def test_a_change_of_meter_is_left_out() -> None:
    changing = ((0, 4, 4), (5 * BAR, 3, 4))
    assert list(human_samples([song(1, bars=16, meters=changing)])) == []


def test_the_melody_is_the_top_line_of_its_part() -> None:
    notes = made_score(
        [(0, 12, 60, MELODY), (0, 12, 64, MELODY), (0, 12, 90, BASS), (12, 12, 59, MELODY)]
    ).notes
    onsets, pitches = melody(notes)
    assert (onsets.tolist(), pitches.tolist()) == ([0, 12], [64, 59])
