"""The one line that always says what a click or key would do now."""

from __future__ import annotations

from assistant.core.note import Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import pitch_name
from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.selection import Hit, Zone
from assistant.ui.piano_roll.state import Pointer, RollState, Tool

REST: dict[Tool, str] = {
    "draw": "Click to draw a note, drag to set its length · right-drag erases · Ctrl-drag selects",
    "select": "Drag around notes to select them · double-click adds or deletes a note · 2 to draw",
    "erase": "Click or drag over notes to erase them · 2 to draw",
    "split": "Click a note to split it, drag a line across several · Alt leaves the grid · 2 to draw",
    "mute": "Click or drag over notes to mute them, again to let them sound · 2 to draw",
}
RULER = "Click to move the playhead · drag to set the loop · right-click removes it"
LOOP_EDGE = "Drag to move this end of the loop"
LANE = "Drag a bar to set its velocity, drag across to paint · Shift draws a straight ramp"
KEYBOARD = "Click to hear the note"


def rest_hint(state: RollState) -> str:
    """What can be done when the mouse is elsewhere."""
    count = len(state.selection)
    if not count:
        return REST[state.tool]
    notes = "1 note" if count == 1 else f"{count} notes"
    keys = "arrows move, Shift+Up an octave · Q quantises, Ctrl+D duplicates, Del deletes"
    return f"{notes} selected · {keys}"


def note_area_hint(state: RollState, pointer: Pointer, hit: Hit | None) -> str:
    """What a click here would do."""
    if hit:
        return f"{describe(hit.note, state)} · {_note_action(state.tool, hit.zone)}"
    if state.tool != "erase" and state.ghosts.covers(pointer.tick):
        bar = state.meter_map.bar_at(int(pointer.tick)) + 1
        return f"Click to accept the take up to the end of bar {bar} · Return accepts all · Esc dismisses"
    if state.tool == "draw":
        return f"{place(pointer, state)} · {REST['draw']}"
    return rest_hint(state)


def describe(note: Note, state: RollState) -> str:
    """A note in words: pitch, place, velocity."""
    name = pitch_name(note.pitch, flats=state.uses_flats)
    return f"{name} at {position(note.start_tick, state.meter_map)}, velocity {note.velocity}"


def place(pointer: Pointer, state: RollState) -> str:
    """Pitch and bar under the pointer."""
    tick = grid.snap_down(pointer.tick, state.grid_ticks, state.meter_map)
    where = position(tick, state.meter_map)
    return f"{pitch_name(pointer.pitch, flats=state.uses_flats)} at {where}"


def position(tick: int, meter_map: MeterMap) -> str:
    """Bar and beat, as the ruler counts them, and the ticks past the beat where there are some."""
    at = meter_map.position(tick)
    return f"{at.bar}.{at.beat}.{at.ticks}" if at.ticks else f"{at.bar}.{at.beat}"


def _note_action(tool: Tool, zone: Zone) -> str:
    if tool == "erase":
        return "click to erase"
    if zone is not Zone.BODY:
        return "drag to resize · Alt leaves the grid"
    tail = "double-click deletes" if tool == "select" else "right-click erases"
    return f"drag to move · Ctrl copies · {tail}"
