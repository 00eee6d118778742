"""The built-in synth with the real FluidSynth and a real soundfont: it sounds, in time and in tune."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.core.controls import PITCH_BEND, ControlLane
from assistant.core.errors import AntiphonError
from assistant.core.protocols import BUILT_IN_SYNTH
from assistant.performer import synth
from tests.performer.fakes import piece_of

if sys.platform != "linux":
    pytest.skip("FluidSynth is installed by `make test` on Linux only", allow_module_level=True)

RATE = 44_100
A4 = 69


@pytest.fixture(scope="module", autouse=True)
def is_installed() -> None:
    problem = synth.synth_problem()
    if problem:
        pytest.fail(f"{problem} (`make test` installs it)")


def loudness(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def pitch_hz(samples: np.ndarray) -> float:
    """The frequency of the strongest partial of one channel's samples."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * RATE / len(samples)


def test_a_note_sounds_and_nothing_sounds_before_it() -> None:
    samples = synth.render(piece_of((960, 480, A4)), RATE)
    assert samples.dtype == np.float32
    assert samples.shape == (int((1.5 + synth.TAIL_S) * RATE), 2)
    before, during = samples[: RATE - 64], samples[RATE : RATE + RATE // 2]
    assert loudness(before) < 1e-6
    assert loudness(during) > 0.01
    assert np.abs(samples).max() < 1.0


@pytest.mark.parametrize(("pitch", "hertz"), [(A4, 440.0), (76, 659.26), (81, 880.0)])
def test_a_note_is_in_tune(pitch: int, hertz: float) -> None:
    samples = synth.render(piece_of((0, 1920, pitch)), RATE)[: 2 * RATE, 0]
    assert pitch_hz(samples) == pytest.approx(hertz, rel=0.01)


def test_notes_end_and_programs_and_volumes_count() -> None:
    plain = synth.render(piece_of((0, 240, A4)), RATE)
    assert loudness(plain[-RATE // 10 :]) < 0.01 * loudness(plain[: RATE // 4])
    quiet = synth.render(piece_of((0, 240, A4), volume=30), RATE)
    assert loudness(quiet) < 0.3 * loudness(plain)
    organ = synth.render(piece_of((0, 240, A4), program=19), RATE)
    assert np.abs(organ - plain).max() > 0.01


def test_a_full_chord_does_not_clip() -> None:
    chord = tuple((0, 960, 40 + 4 * i) for i in range(10))
    assert 0.05 < np.abs(synth.render(piece_of(*chord), RATE)).max() < 1.0


def test_rendering_the_same_piece_twice_is_the_same_sound() -> None:
    piece = piece_of((0, 240, A4), (240, 240, 72))
    assert np.array_equal(synth.render(piece, RATE), synth.render(piece, RATE))


def test_a_pedal_holds_a_note_and_a_bend_lifts_it() -> None:
    pedal, bend = ControlLane.of_points(64, [(0, 127)]), ControlLane.of_points(PITCH_BEND, [(0, 16_383)])
    plain, held, bent = (
        synth.render(piece_of((0, 960, A4), controls=lanes), RATE) for lanes in ((), (pedal,), (bend,))
    )
    assert loudness(held[int(1.6 * RATE) :]) > 3 * loudness(plain[int(1.6 * RATE) :])
    lift = pitch_hz(bent[:RATE, 0]) / pitch_hz(plain[:RATE, 0])
    assert lift == pytest.approx(2 ** (2 / 12), rel=0.01)


def test_every_kind_of_message_is_understood() -> None:
    player = synth.Synth(sample_rate=RATE)
    assert player.name == BUILT_IN_SYNTH
    samples = np.zeros((RATE // 4, 2), dtype=np.float32)
    for message in ((0xC0, 5), (0xB0, 7, 127), (0xE0, 0, 64), (0x90, A4, 100), (0xF8,), (0xD0, 3)):
        player.send(bytes(message))
    player.draw(samples)
    assert loudness(samples) > 0.01
    for message in ((0x90, A4, 0), (0xB0, 64, 0), (0xB0, 123, 0), (0xB0, 120, 0)):
        player.send(bytes(message))
    player.draw(samples)
    player.draw(samples)
    assert loudness(samples) < 0.005
    player.close()


def test_a_file_that_is_no_soundfont_is_passed_over(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.sf2"
    wrong.write_bytes(b"no soundfont")
    player = synth.Synth(wrong, RATE)
    assert player.soundfont != wrong
    player.close()


def test_where_no_soundfont_can_be_read_the_sentence_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "wrong.sf2"
    wrong.write_bytes(b"no soundfont")
    monkeypatch.setattr(synth.paths, "soundfonts", lambda: ())
    with pytest.raises(AntiphonError, match=r"wrong\.sf2.*choose another"):
        synth.Synth(wrong, RATE)


def test_where_there_is_no_sound_device_the_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(synth.AUDIO_DRIVERS, "linux", ("none", "such"))
    player = synth.Synth()
    with pytest.raises(AntiphonError, match=r"No sound device.*connect one.*choose a MIDI port"):
        player.start_audio()
    player.close()
