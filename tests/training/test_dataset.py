"""Tunes to batches: sides that never mix, and inputs that only know the past."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.engine import events as ev
from assistant.training.dataset import (
    Augmentation,
    columns_of,
    melody,
    split_of,
    to_batch,
    training_batches,
    varied,
    with_open_end,
    without_duplicates,
)
from tests.training.tunes import random_tune

NOTE_COLUMNS = ("note_matches", "pitch_slots", "length_slots")


def test_the_split_is_fixed_by_the_title() -> None:
    sides = [split_of(random_tune(0, title=f"Tune {i}")) for i in range(2000)]
    shares = {side: sides.count(side) / 2000 for side in ("train", "valid", "test")}
    assert shares["train"] == pytest.approx(0.8, abs=0.03)
    assert shares["valid"] == pytest.approx(0.1, abs=0.03)
    assert split_of(random_tune(1, title="The Reel, The")) == split_of(random_tune(2, title="reel"))


def test_duplicates_go_whatever_their_key() -> None:
    tune = random_tune(1)
    moved = replace(tune, title="else", notes=tuple((o, n, p + 3) for o, n, p in tune.notes))
    other_form = replace(tune, repeats_expanded=False)
    assert without_duplicates([tune, moved, other_form, random_tune(2)]) == [tune, other_form, random_tune(2)]


def test_the_tonic_is_moved_to_c() -> None:
    low = melody(random_tune(1, tonic=0)).events.pitches
    assert (low - melody(random_tune(1, tonic=2)).events.pitches == 2).all()
    assert (low - melody(random_tune(1, tonic=11)).events.pitches == -1).all()


def test_a_step_knows_only_the_past() -> None:
    tune = random_tune(3)
    changed = replace(tune, notes=(*tune.notes[:-1], (tune.notes[-1][0], 6, 50)))
    first, second = (columns_of([melody(t)])[0] for t in (tune, changed))
    last = len(tune.notes) - 1
    for name in ("event_pitch", "event_length", "pitch_slots", "length_slots", "shift_slots", "note_matches"):
        np.testing.assert_array_equal(first[name][: last + 1], second[name][: last + 1], err_msg=name)


def test_a_melody_alone_has_the_columns_it_has_among_others() -> None:
    melodies = [melody(random_tune(i, notes=20 + 7 * i)) for i in range(5)]
    for alone, among in zip((columns_of([m])[0] for m in melodies), columns_of(melodies), strict=True):
        for name, column in alone.items():
            # The last step is END, where what is proposed for a note counts for nothing.
            notes = slice(-1) if name in NOTE_COLUMNS else slice(None)
            np.testing.assert_array_equal(column[notes], among[name][notes], err_msg=name)


def test_the_last_step_says_end() -> None:
    columns = columns_of([melody(random_tune(1, notes=20))])[0]
    assert columns["shift_target"][-1] == ev.END
    assert columns["mask"].sum() == 21 and columns["note_mask"].sum() == 20


def test_an_open_end_says_nothing_of_the_bars_left() -> None:
    columns = columns_of([melody(random_tune(1))])[0]
    assert columns["note_left"].max() > 1
    opened = with_open_end(columns)
    assert (opened["note_left"] == 0).all() and (opened["shift_left"] == 0).all()


def test_a_melody_closed_early_ends_a_section() -> None:
    columns = columns_of([melody(random_tune(4, notes=200))])[0]
    always = Augmentation(jitter=0, rescale=0, close=1, forget=0, open_end=0)
    closed = varied(columns, always, np.random.default_rng(1))
    assert len(closed["mask"]) < len(columns["mask"])
    assert closed["shift_target"][-1] == ev.END
    assert closed["note_left"][-2] == 1


def test_jitter_moves_melody_and_memories_alike() -> None:
    columns = columns_of([melody(random_tune(4))])[0]
    always = Augmentation(jitter=1, rescale=0, close=0, forget=0, open_end=0)
    moved = varied(columns, always, np.random.default_rng(3))
    by = moved["pitch_target"][0] - columns["pitch_target"][0]
    there = columns["pitch_slots"] >= 0
    assert (moved["pitch_slots"][there] - columns["pitch_slots"][there] == by).all()
    assert (moved["pitch_slots"][~there] == -1).all()


def test_forgetting_hides_pitch_and_length_together() -> None:
    columns = columns_of([melody(random_tune(4))])[0]
    always = Augmentation(jitter=0, rescale=0, close=0, forget=1, open_end=0)
    hidden = varied(columns, always, np.random.default_rng(5))
    assert ((hidden["pitch_slots"] < 0) == (hidden["length_slots"] < 0)).all()
    assert (hidden["pitch_slots"] < 0).sum() > (columns["pitch_slots"] < 0).sum()


def test_an_epoch_holds_every_melody_once() -> None:
    data = columns_of([melody(random_tune(i, notes=20 + i)) for i in range(30)])
    still = Augmentation(0, 0, 0, 0, 0)
    batches = list(training_batches(data, 256, still, np.random.default_rng(0)))
    assert sum(int(b.note_mask.sum()) for b in batches) == sum(20 + i for i in range(30))
    assert all(b.mask.numel() <= 256 + 64 for b in batches)


def test_padding_counts_for_nothing() -> None:
    data = columns_of([melody(random_tune(i, notes=20 + 10 * i)) for i in range(2)])
    batch = to_batch(data)
    assert batch.mask.sum(dim=1).tolist() == [21, 31]
    assert (batch.pitch_slots[0, 21:] == -1).all()


def test_a_rescaled_melody_has_the_columns_of_one_written_so() -> None:
    always = Augmentation(jitter=0, rescale=1, close=0, forget=0, open_end=0)
    short = replace(random_tune(6), meters=((0, 2, 4),))
    long = replace(
        short, meters=((0, 4, 4),), notes=tuple((2 * o, 2 * length, p) for o, length, p in short.notes)
    )
    first, second = (columns_of([melody(t)])[0] for t in (short, long))
    for given, wanted in ((first, second), (second, first)):
        rescaled = varied(given, always, np.random.default_rng(0))
        for name, column in wanted.items():
            np.testing.assert_array_equal(rescaled[name], column, err_msg=name)


def test_a_melody_in_three_is_not_rescaled() -> None:
    always = Augmentation(jitter=0, rescale=1, close=0, forget=0, open_end=0)
    columns = columns_of([melody(random_tune(6))])[0]
    kept = varied(columns, always, np.random.default_rng(0))
    np.testing.assert_array_equal(kept["onsets"], columns["onsets"])
