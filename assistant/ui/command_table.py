"""Every command of the window in one table; menus, shortcuts, tips and the page of keys all walk it."""
# ruff: noqa: E501  (a table reads by its columns)

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from assistant.ui.piano_roll.stamps import STAMPS, Stamp


@dataclass(frozen=True, slots=True)
class Command:
    """A command; ``method`` is a path from the window to the method, ``needs`` what must hold to use it.

    ``menu`` names one of MENUS, or after a slash a menu in it.
    ``needs`` names a state of the window (see ``Steering.holds``); empty is always. A checkable command
    says in ``checked`` which state it shows.
    """

    id: str
    menu: str
    text: str
    tip: str
    method: str
    shortcuts: tuple[str, ...] = ()
    arguments: tuple[Any, ...] = ()
    needs: str = ""
    checked: str = ""
    icon: str = ""


def _stamp_command(stamp: Stamp) -> Command:
    """What lets the pencil draw this chord, or single notes."""
    text = f"Draw chords: {stamp.name}" if stamp.steps else "Draw single notes"
    tip = f"A click of the pencil draws {'a chord: ' if stamp.steps else 'single '}{stamp.name}"
    name = f"stamp_{stamp.name}"
    return Command(name, "Edit/Pencil", text, tip, "hand.take_stamp", (), (stamp,), checked=name)


_BY_KEY = Qt.FocusReason.TabFocusReason
_STAMP_COMMANDS = tuple(map(_stamp_command, STAMPS))
MENUS = ("File", "Edit", "Song", "View", "Play", "Continue", "Help")
# A name alone is a separator in that menu.
COMMANDS: tuple[Command | str, ...] = (
    # --- File
    Command("new", "File", "New", "Begin an empty piece", "documents.new", ("Ctrl+N",)),
    Command("open", "File", "Open…", "Open a MIDI file", "documents.open", ("Ctrl+O",)),
    "File",
    Command("save", "File", "Save", "Write the piece to its file", "documents.save", ("Ctrl+S",)),
    Command("save_as", "File", "Save as…", "Write the piece to another file", "documents.save_as", ("Ctrl+Shift+S",)),
    Command("export", "File", "Export a MIDI file…", "Write a copy for your DAW or notation program", "documents.export", ("Ctrl+E",), icon="export"),
    "File",
    Command("quit", "File", "Quit", "Close Antiphon", "close", ("Ctrl+Q",)),
    # --- Edit
    Command("undo", "Edit", "Undo", "Take back the last change", "proposals.undo", ("Ctrl+Z",), needs="can_undo", icon="undo"),
    Command("redo", "Edit", "Redo", "Make the undone change again", "proposals.redo", ("Ctrl+Shift+Z", "Ctrl+Y"), needs="can_redo", icon="redo"),
    "Edit",
    Command("cut", "Edit", "Cut", "Take the selected notes out, to paste them elsewhere", "roll.cut_selection", ("Ctrl+X",), needs="selected"),
    Command("copy", "Edit", "Copy", "Copy the selected notes", "roll.copy_selection", ("Ctrl+C",), needs="selected"),
    Command("paste", "Edit", "Paste", "Put the copied notes at the playhead", "roll.paste_at_playhead", ("Ctrl+V",), needs="copied"),
    Command("duplicate", "Edit", "Duplicate", "Repeat the selected notes right after themselves", "roll.duplicate_selection", ("Ctrl+D",), needs="selected"),
    Command("delete", "Edit", "Delete", "Delete the selected notes", "roll.delete_selection", ("Del", "Backspace"), needs="selected"),
    Command("select_all", "Edit", "Select all", "Select every note of the track", "roll.select_all", ("Ctrl+A",)),
    Command("next_note", "Edit/Select", "Next note", "Select and hear the next note", "roll.select_neighbour", ("Alt+Right",), (1,)),
    Command("previous_note", "Edit/Select", "Previous note", "Select and hear the note before", "roll.select_neighbour", ("Alt+Left",), (-1,)),
    "Edit",
    Command("quantise", "Edit", "Quantise", "Draw the selected notes to the grid; to 16ths where an adaptive grid is coarser", "roll.quantise_selection", ("Q",), needs="selected"),
    Command("insert", "Edit", "Insert a note", "Add a note at the playhead", "roll.insert_note", ("N", "Ins")),
    Command("octave_up", "Edit/Move and resize", "Up an octave", "Move the selected notes up an octave; without any, the note cursor", "steering.octave", ("Shift+Up",), (1,)),
    Command("octave_down", "Edit/Move and resize", "Down an octave", "Move the selected notes down an octave; without any, the note cursor", "steering.octave", ("Shift+Down",), (-1,)),
    Command("nudge_left", "Edit/Move and resize", "Nudge left", "Move the selected notes back by the grid; without any, the note cursor", "steering.across", ("Left",), (-1,)),
    Command("nudge_right", "Edit/Move and resize", "Nudge right", "Move the selected notes on by the grid; without any, the note cursor", "steering.across", ("Right",), (1,)),
    Command("longer", "Edit/Move and resize", "Longer", "Make the selected notes longer by the grid", "roll.resize_selection", ("Ctrl+Shift+Right",), (1,), "selected"),
    Command("shorter", "Edit/Move and resize", "Shorter", "Make the selected notes shorter by the grid", "roll.resize_selection", ("Ctrl+Shift+Left",), (-1,), "selected"),
    Command("louder", "Edit/Velocity", "Louder", "Raise the selected notes’ velocity", "roll.change_velocity", ("Ctrl+Up",), (8,), "selected"),
    Command("softer", "Edit/Velocity", "Softer", "Lower the selected notes’ velocity", "roll.change_velocity", ("Ctrl+Down",), (-8,), "selected"),
    Command("wider", "Edit/Velocity", "Wider dynamics", "Let the selected notes’ velocities differ more", "roll.lanes.scale_velocities", (), (1.25,), "selected"),
    Command("flatter", "Edit/Velocity", "Flatter dynamics", "Let the selected notes’ velocities differ less", "roll.lanes.scale_velocities", (), (0.8,), "selected"),
    Command("ramp", "Edit/Velocity", "Ramp the velocities", "Draw a straight line from the first selected note’s velocity to the last one’s", "roll.lanes.ramp_velocities", needs="selected"),
    Command("hold_pedal", "Edit/Lane", "Pedal under the notes", "Hold the sustain pedal from where the selection begins to where it ends", "roll.lanes.hold_pedal", needs="selected"),
    Command("lane_up", "Edit/Lane", "Raise the lane’s value", "Raise what the lane under the notes shows, from the playhead on; press the pedal", "roll.lanes.step_value", ("Shift+PgUp",), (1,)),
    Command("lane_down", "Edit/Lane", "Lower the lane’s value", "Lower what the lane under the notes shows, from the playhead on; lift the pedal", "roll.lanes.step_value", ("Shift+PgDown",), (-1,)),
    Command("lane_remove", "Edit/Lane", "Remove the lane’s point", "Take out the point of the lane under the notes that is in force at the playhead", "roll.lanes.remove_point", ("Ctrl+Shift+Del",)),
    Command("cursor_roam", "Edit/Note cursor", "Move the note cursor", "Arrows move the cursor, and Return selects, though notes are selected", "roll.note_cursor.toggle_roaming", ("C",), checked="cursor_roams"),
    Command("cursor_bar_left", "Edit/Note cursor", "A bar back", "Move the note cursor to the bar line before", "roll.note_cursor.step_bar", ("Ctrl+Left",), (-1,)),
    Command("cursor_bar_right", "Edit/Note cursor", "A bar on", "Move the note cursor to the next bar line", "roll.note_cursor.step_bar", ("Ctrl+Right",), (1,)),
    Command("cursor_above", "Edit/Note cursor", "Next note above", "Move the note cursor up to the next note of the chord", "roll.note_cursor.climb_to_note", ("Alt+Up",), (1,)),
    Command("cursor_below", "Edit/Note cursor", "Next note below", "Move the note cursor down to the next note of the chord", "roll.note_cursor.climb_to_note", ("Alt+Down",), (-1,)),
    Command("cursor_hear", "Edit/Note cursor", "Hear the note", "Sound what is at the note cursor, and say it", "roll.note_cursor.hear", (".",)),
    Command("cursor_playhead", "Edit/Note cursor", "Playhead to the cursor", "Put the playhead at the note cursor", "steering.playhead_to_cursor", ("P",), needs="cursor_shown"),
    Command("cursor_play", "Edit/Note cursor", "Play from the cursor", "Play from the note cursor on", "steering.play_from_cursor", ("Shift+Return", "Shift+Enter"), needs="cursor_shown"),
    "Edit",
    Command("tool_select", "Edit/Tools", "Select tool", "Click selects, drag draws a frame around notes", "roll.set_tool", ("1",), ("select",), checked="tool_select", icon="select"),
    Command("tool_draw", "Edit/Tools", "Draw tool", "Click draws a note, right-click erases", "roll.set_tool", ("2",), ("draw",), checked="tool_draw", icon="draw"),
    Command("tool_erase", "Edit/Tools", "Erase tool", "Click and drag erase notes", "roll.set_tool", ("3",), ("erase",), checked="tool_erase", icon="erase"),
    Command("tool_split", "Edit/Tools", "Split tool", "Click splits a note, drag cuts through several", "roll.set_tool", ("4",), ("split",), checked="tool_split", icon="split"),
    Command("tool_mute", "Edit/Tools", "Mute tool", "Click and drag mute notes, or let them sound again", "roll.set_tool", ("5",), ("mute",), checked="tool_mute", icon="mute"),
    *_STAMP_COMMANDS,
    Command("extend_right", "Edit/Select", "The next note as well", "Add the next note to the selection", "roll.extend_selection", ("Alt+Shift+Right",), (1,)),
    Command("extend_left", "Edit/Select", "The note before as well", "Add the note before to the selection", "roll.extend_selection", ("Alt+Shift+Left",), (-1,)),
    Command("same_pitches", "Edit/Select", "Same pitches", "Select every note that has a pitch of a selected one", "roll.select_same_pitches", ("Shift+P",), needs="selected"),
    Command("invert_selection", "Edit/Select", "All others", "Select what is not selected, and nothing else", "roll.invert_selection", ("Ctrl+I",)),
    Command("split_here", "Edit/Notes", "Split at the playhead", "Split the selected notes, or all that sound there, at the playhead", "roll.split_at_playhead", ("Ctrl+T",)),
    Command("join", "Edit/Notes", "Join", "Make one note of the selected ones of each pitch", "roll.join_selection", ("Ctrl+J",), needs="selected"),
    Command("mute_notes", "Edit/Notes", "Mute or unmute", "Mute the selected notes, or let them sound again", "roll.toggle_mute", ("0",), needs="selected"),
    Command("shape", "Edit/Notes", "Quantise and shape…", "Quantise with strength and swing, humanise, legato, fit to bars; each seen before it is done", "hand.shape.toggle", ("Shift+Q",), checked="shaping", icon="shape"),
    Command("humanise", "Edit/Notes", "Humanise", "Let the selected notes stray a little, differently each time", "roll.humanise_selection", ("Shift+H",), needs="selected"),
    Command("legato", "Edit/Notes", "Legato", "Let each selected note last until the next begins", "roll.legato_selection", ("Ctrl+L",), needs="selected"),
    Command("to_scale", "Edit/Notes", "Into the scale", "Move the selected notes to the nearest pitches of the key", "roll.snap_selection_to_scale", ("Ctrl+K",), needs="selected"),
    Command("fit_bars", "Edit/Notes", "Fit to bars", "Stretch or squeeze free playing so that it fills whole bars", "roll.fit_selection_to_nearest_bars", needs="selected"),
    Command("reverse", "Edit/Notes", "Reverse", "Play the selected notes backwards", "roll.reverse_selection", needs="selected"),
    Command("invert", "Edit/Notes", "Upside down", "Turn the selected notes upside down", "roll.invert_pitches", needs="selected"),
    Command("grid_finer", "Edit/Grid", "Finer grid", "Half the note value", "roll.change_grid", ("Ctrl+1",), (1,)),
    Command("grid_coarser", "Edit/Grid", "Coarser grid", "Twice the note value", "roll.change_grid", ("Ctrl+2",), (-1,)),
    Command("grid_triplet", "Edit/Grid", "Triplets", "Switch the grid between the note value and its triplets", "roll.toggle_grid_kind", ("Ctrl+3",), ("triplet",)),
    Command("grid_dotted", "Edit/Grid", "Dotted", "Switch the grid between the note value and the dotted one", "roll.toggle_grid_kind", (), ("dotted",)),
    Command("grid_adaptive", "Edit/Grid", "Adaptive grid", "Let the grid follow the zoom", "roll.set_grid", ("Ctrl+5",), (0, "adaptive")),
    Command("snap", "Edit/Grid", "Snap on or off", "Leave the grid, or come back to it; Alt does it for one drag", "roll.toggle_snap", ("Ctrl+4",)),
    Command("snap_grid", "Edit/Grid", "Snap to the lines", "Drags go to the lines of the grid", "roll.set_snap", (), ("grid",), checked="snap_grid"),
    Command("snap_amount", "Edit/Grid", "Snap by steps", "Drags go by whole steps of the grid, so that free playing keeps its feel", "roll.set_snap", (), ("amount",), checked="snap_amount"),
    Command("snap_off", "Edit/Grid", "No snap", "Drags go anywhere", "roll.set_snap", (), ("off",), checked="snap_off"),
    Command("keeps_scale", "Edit/Grid", "Keep to the scale", "What is drawn and moved stays in the scale that is shown", "roll.toggle_keeps_scale", ("Shift+S",), checked="keeps_scale", icon="in-scale"),
    Command("step_input", "Edit", "Step input", "What you play stands at the playhead, which goes on by the grid", "hand.step_input.toggle", ("I",), checked="stepping"),
    Command("step_rest", "Edit", "Step input: a rest", "Leave a step empty", "hand.step_input.rest", ("Shift+I",), needs="stepping"),
    # --- Song
    Command("add_track", "Song", "Add a track", "Add an empty track below the others and take it in hand", "tracks.add", ("Ctrl+Shift+T",), icon="plus"),
    Command("rename_track", "Song", "Rename the track", "Type another name for the track in hand", "tracks.rename", ("F2",), needs="tracks_panel"),
    Command("delete_track", "Song", "Delete the track", "Delete the track in hand with its notes", "tracks.delete", needs="several_tracks"),
    Command("previous_track", "Song", "Track above", "Take the track above in hand", "tracks.step", ("Ctrl+PgUp",), (-1,), "several_tracks"),
    Command("next_track", "Song", "Track below", "Take the track below in hand", "tracks.step", ("Ctrl+PgDown",), (1,), "several_tracks"),
    Command("track_up", "Song", "Move the track up", "Put the track in hand a place up", "tracks.shift", ("Ctrl+Shift+PgUp",), (-1,), "several_tracks"),
    Command("track_down", "Song", "Move the track down", "Put the track in hand a place down", "tracks.shift", ("Ctrl+Shift+PgDown",), (1,), "several_tracks"),
    Command("mute_track", "Song", "Mute the track", "Silence the track in hand", "tracks.toggle_mute", ("Alt+M",), checked="track_muted"),
    Command("solo_track", "Song", "Solo the track", "Hear the track in hand alone", "tracks.toggle_solo", ("Alt+Shift+M",), checked="track_soloed"),
    "Song",
    Command("tempo_here", "Song", "Tempo here…", "Write a tempo that holds from the playhead on", "places.write", ("Shift+T",), ("tempo",)),
    Command("meter_here", "Song", "Meter here…", "Write a meter that holds from the playhead’s bar on", "places.write", ("Shift+E",), ("meter",)),
    Command("marker_here", "Song", "Marker here…", "Name the place where the playhead is", "places.write", ("Shift+M",), ("marker",)),
    Command("next_marker", "Song", "Next marker", "Put the playhead at the next marker", "places.jump", ("Shift+N",), (1,), "marked"),
    Command("previous_marker", "Song", "Previous marker", "Put the playhead at the marker before", "places.jump", ("Shift+B",), (-1,), "marked"),
    # --- View
    Command("zoom_in", "View", "Zoom in", "See less, larger", "roll.zoom_time", ("Ctrl++", "Ctrl+="), (1.25,), icon="plus"),
    Command("zoom_out", "View", "Zoom out", "See more, smaller", "roll.zoom_time", ("Ctrl+-",), (0.8,), icon="minus"),
    Command("zoom_taller", "View", "Taller rows", "Make the rows of the roll taller", "roll.zoom_pitch", ("Alt++", "Alt+="), (1.25,)),
    Command("zoom_flatter", "View", "Flatter rows", "Make the rows of the roll flatter", "roll.zoom_pitch", ("Alt+-",), (0.8,)),
    Command("fit", "View", "Show everything", "Zoom until the whole piece is in view", "roll.zoom_to_all", ("Ctrl+0",), icon="fit"),
    Command("fit_selection", "View", "Show the selection", "Zoom until the selection fills the view", "roll.zoom_to_selection", ("Ctrl+Shift+0",), needs="selected"),
    "View",
    Command("history", "View", "History", "List the steps that were made, and go back to any of them", "history.toggle", ("Ctrl+H",), checked="history_shown"),
    Command("tracks_panel", "View", "List of tracks", "Show the tracks beside the roll, or fold them away", "look.toggle_tracks", ("Ctrl+B",), checked="tracks_panel", icon="tracks"),
    Command("fold", "View", "Fold to scale", "Show only the rows of the scale and those that notes use", "roll.toggle_fold", ("Shift+F",), checked="fold"),
    Command("follow_page", "View/Follow the playhead", "Page by page", "Turn the page when the playhead leaves it", "roll.set_follow", (), ("page",), checked="follow_page"),
    Command("follow_smooth", "View/Follow the playhead", "Smoothly", "Keep the playhead in one place, and let the sheet run under it", "roll.set_follow", (), ("smooth",), checked="follow_smooth"),
    Command("follow_off", "View/Follow the playhead", "Not at all", "Stay where you look", "roll.set_follow", (), ("off",), checked="follow_off"),
    "View",
    Command("lane_velocity", "View/Lane under the notes", "Velocity", "Show velocities in the lane under the notes", "roll.lane.choose", (), (-1,), checked="lane_-1"),
    Command("lane_pedal", "View/Lane under the notes", "Sustain pedal", "Show the sustain pedal in the lane under the notes", "roll.lane.choose", (), (64,), checked="lane_64"),
    Command("lane_modulation", "View/Lane under the notes", "Modulation", "Show modulation in the lane under the notes", "roll.lane.choose", (), (1,), checked="lane_1"),
    Command("lane_expression", "View/Lane under the notes", "Expression", "Show expression in the lane under the notes", "roll.lane.choose", (), (11,), checked="lane_11"),
    Command("lane_volume", "View/Lane under the notes", "Volume", "Show volume in the lane under the notes", "roll.lane.choose", (), (7,), checked="lane_7"),
    Command("lane_pan", "View/Lane under the notes", "Pan", "Show pan in the lane under the notes", "roll.lane.choose", (), (10,), checked="lane_10"),
    Command("lane_bend", "View/Lane under the notes", "Pitch bend", "Show the pitch wheel in the lane under the notes", "roll.lane.choose", (), (128,), checked="lane_128"),
    Command("second_lane", "View/Lane under the notes", "A second lane", "Show two lanes under the notes at once", "roll.lanes.toggle_second", checked="second_lane"),
    Command("surprise", "View", "Surprise curve", "Show how unexpected each note is to the model", "crowding.toggle", (), ("surprise_lane",), checked="surprise_lane"),
    Command("overview", "View", "Overview", "Show the whole piece in a strip above the roll", "crowding.toggle", (), ("overview",), checked="overview"),
    Command("next_part", "View/Go to", "Next part of the window", "Go on to the next part: bars, tracks, notes, Continue, takes, messages", "access.go_to_part", ("F6",), (1,)),
    Command("previous_part", "View/Go to", "Part of the window before", "Go back to the part of the window before", "access.go_to_part", ("Shift+F6",), (-1,)),
    Command("go_temperature", "View/Go to", "Go to the temperature", "Set how far the answer may stray, by arrows", "panel.dial.setFocus", (), (_BY_KEY,)),
    Command("go_model", "View/Go to", "Go to the model", "Choose the model that answers", "panel.model.setFocus", (), (_BY_KEY,)),
    Command("go_style", "View/Go to", "Go to the style", "Choose the kind of music that the answer is", "panel.style_box.setFocus", (), (_BY_KEY,)),
    Command("go_output", "View/Go to", "Go to the sound output", "Choose where the sound goes", "transport.output.setFocus", (), (_BY_KEY,)),
    Command("go_input", "View/Go to", "Go to the MIDI keyboard", "Choose the keyboard to play and record from", "transport.input.setFocus", (), (_BY_KEY,)),
    Command("light", "View", "Light theme", "Switch between the dark and the light theme", "look.toggle_theme", ("Ctrl+Shift+L",), checked="light_theme"),
    # --- Play
    Command("play", "Play", "Play or stop", "Play the piece, with the take that is shown; again to stop", "playback.toggle", ("Space",), checked="playing", icon="play"),
    Command("record", "Play", "Record", "Count in one bar and record from your MIDI keyboard", "playback.record", ("R",), checked="recording", icon="record"),
    Command("to_start", "Play", "To the start", "Put the playhead at the start", "playback.to_start", ("Home",), icon="to-start"),
    Command("to_end", "Play", "To the end", "Put the playhead where the music stops", "playback.to_end", ("End",)),
    "Play",
    Command("loop", "Play", "Loop", "Play the loop region over and over", "playback.toggle_loop", ("L",), checked="looping", icon="loop"),
    Command("loop_selection", "Play", "Loop the selection", "Loop the bars of the selected notes; without any, the playhead’s bar", "playback.loop_selection", ("Shift+L",)),
    Command("loop_from", "Play", "Loop from here", "Let the loop region begin at the playhead", "playback.loop_from_playhead", ("[",)),
    Command("loop_to", "Play", "Loop up to here", "Let the loop region end at the playhead", "playback.loop_to_playhead", ("]",)),
    Command("metronome", "Play", "Metronome", "Click on every beat", "playback.toggle_metronome", ("M",), checked="metronome", icon="metronome"),
    "Play",
    Command("typing", "Play", "Play on the letter keys", "A W S E D F … play like piano keys; Z and X change the octave", "typing.toggle", ("Ctrl+Shift+K",), checked="typing"),
    Command("panic", "Play", "Silence everything", "Stop playing, and every note that hangs", "playback.panic", ("Ctrl+.",), icon="panic"),
    # --- Continue
    Command("continue", "Continue", "Continue", "Let the model answer your music", "steering.begin", ("Ctrl+Return", "Ctrl+Enter"), icon="continue"),
    Command("fill", "Continue", "Fill the gap", "Write the loop region anew, to lead into what follows; drag in the ruler to mark it", "steering.fill", ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), needs="gap_marked"),
    Command("accept", "Continue", "Accept the take", "Write the shown take into the piece; without one, select or draw at the note cursor", "steering.press", ("Return", "Enter"), needs="take_or_cursor", icon="accept"),
    Command("accept_bar", "Continue", "Accept one bar", "Write the shown take’s next bar into the piece", "proposals.accept_bar", ("Shift+Right",), needs="take_shown"),
    Command("dismiss", "Continue", "Dismiss or cancel", "Cancel what runs, take the proposal away, deselect", "steering.escape", ("Esc",), icon="close"),
    "Continue",
    Command("down", "Continue", "Next take, or semitone down", "Show the next take; without one, move the selection or the note cursor down", "steering.step", ("Down",), (1,)),
    Command("up", "Continue", "Previous take, or semitone up", "Show the previous take; without one, move the selection or the note cursor up", "steering.step", ("Up",), (-1,)),
    "Continue",
    Command("heard_take", "Continue", "Hear the take", "Play from one bar before the shown take; again to stop", "steering.play_shown", ("Shift+Space",), needs="take_shown"),
    # --- Help
    Command("palette", "Help", "Find a command…", "Search every command by its name", "finder.open", ("Ctrl+Shift+P",)),
    Command("keys", "Help", "Keys and gestures", "Everything that keys and the mouse do", "look.show_keys", ("F1",)),
    Command("example", "Help", "Open the example phrase", "Put the example on the desk that Antiphon begins with", "steering.open_example"),
    "Help",
    Command("about", "Help", "About Antiphon", "Version and licences", "look.show_about"),
)  # fmt: skip


def commands() -> Iterable[Command]:
    """The table without its separators."""
    return (entry for entry in COMMANDS if isinstance(entry, Command))


def key_text(key: str) -> str:
    """A shortcut as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
