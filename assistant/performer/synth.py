"""The built-in synth: FluidSynth with a soundfont."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import paths
from assistant.core.errors import AntiphonError
from assistant.core.piece import Piece
from assistant.core.protocols import BUILT_IN_SYNTH
from assistant.core.scheduling import (
    CONTROL_CHANGE,
    NOTE_OFF,
    NOTE_ON,
    PROGRAM_CHANGE,
    Schedule,
    bend_range_messages,
    state_messages,
)
from assistant.system_libraries import install_command, missing_needs

SOUNDFONT_VARIABLE = "ANTIPHON_SOUNDFONT"
SAMPLE_RATE = 48_000
GAIN = 0.8
"""FluidSynth's own 0.2 is quiet beside other programs; ten notes at once stay well below full scale here."""
TAIL_S = 2.0
"""How long a rendering goes on after the last note, for what rings on."""

AUDIO_DRIVERS = {
    "linux": ("jack", "pipewire", "pulseaudio", "alsa"),
    "darwin": ("coreaudio",),
    "win32": ("wasapi", "dsound", "waveout"),
}
"""In the order in which they are tried: who runs a JACK server wants to hear through it."""

_PITCH_BEND = 0xE0
_BEND_CENTRE = 8192
_LOG_LEVELS = 5

Samples = NDArray[np.float32]
"""Sound of shape (frames, 2)."""


def soundfont_candidates(chosen: Path | None = None) -> list[Path]:
    """The soundfonts to try, best first: the user's choice, the environment's, those found here."""
    asked = os.environ.get(SOUNDFONT_VARIABLE)
    wanted = [path for path in (chosen, Path(asked) if asked else None) if path]
    return list(dict.fromkeys([*wanted, *paths.soundfonts()]))


def synth_problem(chosen: Path | None = None) -> str | None:
    """One sentence on what keeps the built-in synth from playing, and the remedy; None where it can."""
    try:
        load_library()
    except AntiphonError as error:
        return str(error)
    if not any(path.is_file() for path in soundfont_candidates(chosen)):
        remedy = install_command(missing_needs(["soundfont"]))
        folder = paths.user_dir() / "soundfonts"
        return f"The built-in synth has no soundfont: put an .sf2 file into {folder}, or get one: {remedy}."
    return None


@cache
def load_library() -> Any:
    """The pyfluidsynth module, its log switched off; raises AntiphonError where there is no FluidSynth."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints where it found the library
            import fluidsynth
    except (ImportError, OSError, AttributeError) as error:
        remedy = install_command(missing_needs(["synth", "soundfont"]))
        raise AntiphonError(f"The built-in synth needs FluidSynth; get it: {remedy}.") from error
    from ctypes import c_int, c_void_p

    set_log = fluidsynth.cfunc(
        "fluid_set_log_function",
        c_void_p,
        ("level", c_int, 1),
        ("function", c_void_p, 1),
        ("data", c_void_p, 1),
    )
    for level in range(_LOG_LEVELS):
        set_log(level, None, None)
    return fluidsynth


class Synth:
    """An output that plays by itself. Raises AntiphonError where it cannot be made.

    It sounds after :meth:`start_audio`; without that its sound can be drawn with :meth:`draw`. ``soundfont``
    is the file in use.
    """

    name = BUILT_IN_SYNTH
    default_program: int | None = 0

    def __init__(self, soundfont: Path | None = None, sample_rate: int = SAMPLE_RATE) -> None:
        problem = synth_problem(soundfont)
        if problem:
            raise AntiphonError(problem)
        self._library = load_library()
        self._synth = self._library.Synth(gain=GAIN, samplerate=float(sample_rate), channels=16)
        self.soundfont = self._load_first(soundfont_candidates(soundfont))

    def start_audio(self) -> str:
        """Begin to sound; the audio driver in use. Raises AntiphonError where there is no sound device."""
        drivers = AUDIO_DRIVERS.get(sys.platform, AUDIO_DRIVERS["linux"])
        os.environ.setdefault("JACK_NO_START_SERVER", "1")  # FluidSynth would start one, and fail for seconds
        self._synth.setting("audio.jack.id", "Antiphon synth")
        self._synth.setting("audio.jack.autoconnect", 1)
        for driver in drivers:
            self._synth.setting("audio.driver", driver)
            # Not Synth.start(): that listens to every MIDI device as well.
            self._synth.audio_driver = self._library.new_fluid_audio_driver(
                self._synth.settings, self._synth.synth
            )
            if self._synth.audio_driver:
                return driver
        raise AntiphonError(
            "No sound device was found, so playing is silent: connect one, or choose a MIDI port as output."
        )

    def send(self, data: bytes) -> None:
        """Play one MIDI message now."""
        kind, channel = data[0] & 0xF0, data[0] & 0x0F
        if kind == NOTE_ON and data[2]:
            self._synth.noteon(channel, data[1], data[2])
        elif kind in (NOTE_OFF, NOTE_ON):
            self._synth.noteoff(channel, data[1])
        elif kind == CONTROL_CHANGE:
            self._synth.cc(channel, data[1], data[2])
        elif kind == PROGRAM_CHANGE:
            self._synth.program_change(channel, data[1])
        elif kind == _PITCH_BEND:
            self._synth.pitch_bend(channel, data[1] + 128 * data[2] - _BEND_CENTRE)

    def draw(self, samples: Samples) -> None:
        """Fill an array of shape (frames, 2) with the sound that comes next."""
        address, frames = samples.ctypes.data, len(samples)
        _write_float(self._library)(self._synth.synth, frames, address, 0, 2, address, 1, 2)

    def close(self) -> None:
        """Fall silent and let the sound device go."""
        self._synth.delete()

    def _load_first(self, soundfonts: list[Path]) -> Path:
        for path in soundfonts:
            if path.is_file() and self._synth.sfload(str(path), 1) >= 0:
                self._synth.program_reset()
                return path
        self._synth.delete()
        names = ", ".join(str(path) for path in soundfonts)
        raise AntiphonError(f"No soundfont could be read ({names}): choose another .sf2 file.")


def render(piece: Piece, sample_rate: int = SAMPLE_RATE, soundfont: Path | None = None) -> Samples:
    """The sound of a piece, shape (frames, 2), with a tail for what rings on; raises AntiphonError."""
    schedule = Schedule.of_piece(piece)
    events = schedule.events_between(0, schedule.end_tick + 1)
    at_frames = np.rint(schedule.tempo_map.seconds_at([e.tick for e in events]) * sample_rate).astype(int)
    end_s = float(schedule.tempo_map.seconds_at(schedule.end_tick)) + TAIL_S
    samples = np.zeros((int(end_s * sample_rate), 2), dtype=np.float32)
    synth = Synth(soundfont, sample_rate)
    try:
        states = state_messages(schedule.channel_states, synth.default_program)
        ranges = (bend_range_messages(s.channel, s.bend_range) for s in schedule.channel_states)
        for message in (*states, *chain.from_iterable(ranges), *schedule.controls_before(0)):
            synth.send(message)
        drawn = 0
        for frame, event in zip(at_frames.tolist(), events, strict=True):
            synth.draw(samples[drawn:frame])
            drawn = frame
            synth.send(event.data)
        synth.draw(samples[drawn:])
    finally:
        synth.close()
    return samples


@cache
def _write_float(library: Any) -> Any:
    """FluidSynth's own floats, which pyfluidsynth does not wrap: they do not clip."""
    from ctypes import c_int, c_void_p

    left = (("left", c_void_p, 1), ("left_offset", c_int, 1), ("left_step", c_int, 1))
    right = (("right", c_void_p, 1), ("right_offset", c_int, 1), ("right_step", c_int, 1))
    return library.cfunc(
        "fluid_synth_write_float", c_int, ("synth", c_void_p, 1), ("frames", c_int, 1), *left, *right
    )
