"""The line that always says what a click or key would do now; commands in braces stand for their keys."""

from __future__ import annotations

from dataclasses import replace

from assistant.core.note import Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import pitch_name
from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.gestures.switch import note_beside
from assistant.ui.piano_roll.selection import Hit, Zone
from assistant.ui.piano_roll.state import Pointer, RollState, Tool

_DRAW = " · {tool_draw} to draw"
REST: dict[Tool, str] = {
    "draw": "Click to draw a note, drag to set its length · right-drag erases · Ctrl-drag selects",
    "select": "Drag around notes to select them, with Alt freely · double-click adds or deletes" + _DRAW,
    "erase": "Click or drag over notes to erase them" + _DRAW,
    "split": "Click a note to split it, drag a line across several · Alt leaves the grid" + _DRAW,
    "mute": "Click or drag over notes to mute them, again to let them sound" + _DRAW,
}
_TOUCH: dict[Tool, str] = {
    "erase": "click to erase",
    "split": "click to split it at the line · drag up or down through several · Alt leaves the grid",
    "mute": "click to mute it, or to let it sound",
}
RULER = (
    "Click to move the playhead · drag to set the loop · double-click selects the bar · "
    "right-click for tempo, meter, marker"
)
PLAYHEAD = "Drag to move the playhead"
LOOP = "Drag to move the loop · drag an end to resize it"
CHORDS = "Chords of all sounding tracks · double-click selects the notes of one"
LOOP_EDGE = "Drag to move this end of the loop"
KEYBOARD = "Click to hear the note · Ctrl-click or double-click selects all notes of its pitch, Shift adds"


def rest_hint(state: RollState) -> str:
    """What can be done when the mouse is elsewhere."""
    count = len(state.selection)
    if not count:
        return REST[state.tool]
    notes = "1 note" if count == 1 else f"{count} notes"
    moves = "{nudge_right} and {up} move, {octave_up} an octave"
    return f"{notes} selected · {moves} · {{quantise}} quantises, {{duplicate}} repeats, {{delete}} deletes"


def note_area_hint(state: RollState, pointer: Pointer, hit: Hit | None) -> str:
    """What a click here would do."""
    if hit:
        return f"{describe(hit.note, state)} · {_note_action(state.tool, hit.zone)}"
    if state.tool in ("draw", "select") and state.ghosts.covers(pointer.tick):
        bar = state.meter_map.bar_at(int(pointer.tick)) + 1
        keys = "{accept} accepts all · {dismiss} dismisses"
        return f"Click to accept the take up to the end of bar {bar} · {keys}"
    beside = note_beside(state, pointer)
    if beside:
        return f"Click to edit the track “{beside.name}” · a drag does what it does on empty paper"
    if state.tool != "draw":
        return rest_hint(state)
    over = " · Alt-click goes to the other track" if _is_over_ghost(state, pointer) else ""
    draws = REST["draw"].replace("a note", "the chord") if state.stamp.steps else REST["draw"]
    return f"{place(pointer, state)} · {draws}{over}"


def _is_over_ghost(state: RollState, pointer: Pointer) -> bool:
    """Whether Alt would make a click here go to another track."""
    return note_beside(state, replace(pointer, alt=True)) is not None


def describe(note: Note, state: RollState) -> str:
    """A note in words: pitch, place, velocity."""
    name = pitch_name(note.pitch, flats=state.uses_flats)
    return f"{name} at {position(note.start_tick, state.meter_map)}, velocity {note.velocity}"


def place(pointer: Pointer, state: RollState) -> str:
    """Pitch and bar under the pointer."""
    tick = grid.snap_down(pointer.tick, state.grid_ticks, state.snap_map)
    where = position(tick, state.meter_map)
    return f"{pitch_name(pointer.pitch, flats=state.uses_flats)} at {where}"


def position(tick: int, meter_map: MeterMap) -> str:
    """Bar and beat, as the ruler counts them, and the ticks past the beat where there are some."""
    at = meter_map.position(tick)
    return f"{at.bar}.{at.beat}.{at.ticks}" if at.ticks else f"{at.bar}.{at.beat}"


def _note_action(tool: Tool, zone: Zone) -> str:
    if tool in _TOUCH:
        return _TOUCH[tool]
    if zone is not Zone.BODY:
        return "drag to resize · Alt leaves the grid"
    tail = "double-click deletes" if tool == "select" else "right-click erases"
    return f"drag to move · Ctrl copies · {tail}"
