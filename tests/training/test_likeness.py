"""The measures on music whose measures are known, in one part and in several."""

import numpy as np
import pytest

from assistant.core.errors import AntiphonError
from assistant.engine.events import BASS, MELODY
from assistant.training.copy_corpus import build
from assistant.training.likeness import COPIED_RUN, LOOPS, has_loop, measure, overlaps
from assistant.training.samples import Sample
from assistant.training.verdicts import comparison, judge
from tests.training.little_scores import Row, melody_score

BAR = 96
SCALE = [60, 62, 64, 65, 67, 69, 71, 72]


def line(pitches: list[int], bars: int, start: int = 0, length: int = 12, part: int = MELODY) -> list[Row]:
    count = bars * BAR // length
    return [(start + i * length, length, pitches[i % len(pitches)], part) for i in range(count)]


def sample(answer: list[Row], seed: list[Row] | None = None) -> Sample:
    def table(rows: list[Row]) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
        return np.array(sorted(rows, key=lambda r: (r[0], r[3], r[2])), dtype=np.int32).reshape(-1, 4)

    return Sample(table(seed or line(SCALE, 4)), table(answer), 4 * BAR, BAR)


def mean(answer: list[Row], name: str) -> float:
    return measure([sample(answer)]).means[name]


def wander(seed: int, bars: int = 8) -> list[Row]:
    return line(np.random.default_rng(seed).choice(SCALE, 8 * bars).tolist(), bars, 4 * BAR)


def test_a_literal_repeat_is_all_copy() -> None:
    means = measure([sample(line(SCALE, 8, 4 * BAR))]).means
    assert means["bars that repeat an earlier one"] == means[LOOPS] == 1.0
    assert means["longest run of the seed, notes"] == 32
    assert means["scale consistency"] == means["groove"] == means["polyphony"] == 1.0
    assert means["notes a bar"] == 8
    assert means["note length, quarters"] == 0.5


def test_new_music_is_no_copy() -> None:
    means = measure([sample(line([61, 63, 66, 68, 70, 61, 66, 70, 63], 8, 4 * BAR))]).means
    assert means["bars that repeat an earlier one"] == 0
    assert means["longest run of the seed, notes"] == 0


def test_entropy_of_two_pitch_classes_is_one_bit() -> None:
    assert mean(line([60, 67], 8, 4 * BAR), "pitch-class entropy, bits") == pytest.approx(1.0)


def test_every_second_note_outside_all_scales_halves_the_consistency() -> None:
    assert mean(line([60, 61], 8, 4 * BAR), "scale consistency") == 1.0
    assert mean(line([60, 61, 62, 63], 8, 4 * BAR), "scale consistency") == 0.75


def test_groove_falls_with_each_place_in_which_bars_differ() -> None:
    halves = [(4 * BAR + bar * BAR + (bar % 2) * 12, 12, 60, MELODY) for bar in range(8)]
    assert mean(halves, "groove") == pytest.approx(1 - 2 / 16)


def test_polyphony_counts_what_sounds_where_anything_does() -> None:
    both = [*line(SCALE, 8, 4 * BAR), *line([48], 4, 4 * BAR, length=96, part=BASS)]
    assert mean(both, "polyphony") == pytest.approx(1.5)


def test_a_bar_with_another_bass_is_another_bar() -> None:
    bass = [(4 * BAR + BAR * i, 96, 40 + i, BASS) for i in range(8)]
    assert mean([*line(SCALE, 8, 4 * BAR), *bass], "bars that repeat an earlier one") == 0


def unit(pitches: list[int], times: int) -> list[Row]:
    """A loop after two bars of something else."""
    loop = line(pitches, 8, 6 * BAR)[: len(pitches) * times]
    return [*wander(3, bars=2), *loop]


@pytest.mark.parametrize("pitches", [[60, 64], [60, 64, 67], [60, 62, 64, 65, 67, 65, 64]])
def test_a_loop_is_a_unit_four_times_in_a_row(pitches: list[int]) -> None:
    assert has_loop(sample(unit(pitches, 4)))
    assert not has_loop(sample(unit(pitches, 3)))


def test_a_loop_is_one_in_all_parts() -> None:
    bass = line([48, 47, 45, 43, 41], 2, 6 * BAR, part=BASS)
    assert not has_loop(sample([*unit([60, 64], 4), *bass]))


def test_units_shorter_than_a_beat_and_notes_struck_again_are_no_loop() -> None:
    assert not has_loop(sample([(4 * BAR + i * 6, 6, 60 + i % 2, MELODY) for i in range(8)]))
    assert not has_loop(sample([(4 * BAR + i * 24, 24, 60, MELODY) for i in range(6)]))


def test_overlap_is_one_with_itself_and_less_with_others() -> None:
    same, other = (measure([sample(line(p, 8, 4 * BAR))]) for p in ([60, 62], [60, 66]))
    assert all(area == pytest.approx(1.0) for area in overlaps(same, same).values())
    assert overlaps(same, other)["pitch class"] == pytest.approx(0.5)
    assert overlaps(same, other)["interval"] == 0
    assert overlaps(same, other)["onset"] == pytest.approx(1.0)


def test_the_longest_run_of_the_corpus_is_measured_where_there_is_an_index() -> None:
    answer = wander(1)
    index = build([melody_score([p + 2 for _, _, p, _ in answer[5:20]], length=12)])
    assert measure([sample(answer)], index).means[COPIED_RUN] == 15
    assert COPIED_RUN not in measure([sample(answer)]).means


def test_a_silent_answer_counts_in_the_density_alone() -> None:
    both = measure([sample(wander(1)), sample([])])
    assert both.means["notes a bar"] == 4
    assert both.means["groove"] == 1.0
    with pytest.raises(AntiphonError, match="no answers to measure"):
        measure([sample([])])


def test_human_music_clears_the_bars_beside_itself() -> None:
    index = build([melody_score(SCALE * 2, length=12)])
    human = measure([sample(wander(n)) for n in range(20)], index)
    verdicts = judge(human, human)
    assert len(verdicts) == 9
    assert all(v.holds for v in verdicts)
    assert not any("**fails**" in row for row in comparison(human, human))


def test_music_that_loops_out_of_key_and_copies_does_not() -> None:
    index = build([melody_score([*range(60, 72)] * 2, length=12)])
    human, model = (
        measure([sample(answer(n)) for n in range(20)], index)
        for answer in (wander, lambda n: line([*range(60, 72)], 8, 4 * BAR))
    )
    failed = {v.name for v in judge(human, model) if not v.holds}
    assert failed >= {"overlap, interval", "scale consistency", LOOPS, COPIED_RUN}
    assert sum("**fails**" in row for row in comparison(human, model)) == len(failed)
