"""Notes and places in words, for those who hear the roll instead of seeing it."""

from __future__ import annotations

from assistant.core.note import PPQ, Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import pitch_name
from assistant.ui.piano_roll.state import RollState

_VALUES = {
    8 * PPQ: "a double whole",
    4 * PPQ: "a whole",
    2 * PPQ: "a half",
    PPQ: "a quarter",
    PPQ // 2: "an eighth",
    PPQ // 4: "a sixteenth",
    PPQ // 8: "a 32nd",
    PPQ // 16: "a 64th",
}
_NAMES = {
    **_VALUES,
    **{ticks * 3 // 2: f"{name.split()[0].replace('an', 'a')} dotted {name.split(' ', 1)[1]}"
       for ticks, name in _VALUES.items()},
    **{ticks * 2 // 3: f"{name} triplet" for ticks, name in _VALUES.items()},
}  # fmt: skip


def length_words(ticks: int) -> str:
    """A length as a note value, or in quarters where it is none."""
    return _NAMES.get(ticks) or f"{ticks / PPQ:.4g} quarters"


def place_words(tick: int, meter_map: MeterMap) -> str:
    """Bar and beat, and how far past the beat."""
    at = meter_map.position(tick)
    beside = f" and {length_words(at.ticks)}" if at.ticks else ""
    return f"bar {at.bar} beat {at.beat}{beside}"


def note_words(note: Note, state: RollState) -> str:
    """All there is to know of a note: "C4, bar 3 beat 2, a quarter, velocity 90, selected"."""
    words = [
        pitch_name(note.pitch, flats=state.uses_flats),
        place_words(note.start_tick, state.meter_map),
        length_words(note.length_ticks),
        f"velocity {note.velocity}",
    ]
    if note.muted:
        words.append("muted")
    if note.id in state.selection.ids:
        words.append("selected")
    return ", ".join(words)


def empty_words(tick: int, pitch: int, state: RollState) -> str:
    """A place without a note."""
    name = pitch_name(pitch, flats=state.uses_flats)
    return f"{name}, {place_words(tick, state.meter_map)}, empty"


def selection_words(state: RollState) -> str:
    """What is selected: one note in full, several by their number."""
    selection = state.selection
    if not len(selection):
        return "Nothing selected"
    if len(selection) == 1:
        return note_words(state.clip.notes(selection.array)[0], state)
    return f"{len(selection)} notes selected"
