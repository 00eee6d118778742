"""Key maps of other programs: only where they differ from ours, and only what is surely theirs.

What of ours stood on one of their keys has moved aside, and stands below theirs. Compared with what their
makers write, as far as it could be had, in extracts that others made:

- Ableton Live 12 Reference Manual, "Live Keyboard Shortcuts"
  (https://www.ableton.com/en/manual/live-keyboard-shortcuts/): every line.
- FL Studio Online Manual, pianoroll.htm, pianoroll_menu.htm and basics_shortcuts.htm
  (https://www.image-line.com/fl-studio-learning/fl-studio-online-manual/html/): every line.
- Cubase Pro 14, key_commands_tool_category_c.html (https://www.steinberg.help/r/cubase-pro/14.0/en/):
  the tools.
- Logic Pro User Guide (https://support.apple.com/guide/logicpro/): cycle, click, Musical Typing, nudging.

The other lines of Cubase and Logic Pro are their well-known defaults. Command stands as Ctrl, Option as Alt.
"""

from __future__ import annotations

from collections.abc import Mapping

HOUSE = "Antiphon"

_Preset = Mapping[str, tuple[str, ...]]

_LIVE: _Preset = {
    "tool_draw": ("B", "2"),
    "record": ("F9",),
    "metronome": ("O",),
    "typing": ("M",),
    "loop": ("Ctrl+L",),
    "quantise": ("Ctrl+U",),
    "shape": ("Ctrl+Shift+U",),
    "export": ("Ctrl+Shift+E",),
    "rename_track": ("Ctrl+R",),
    "zoom_in": ("+", "Ctrl++"),
    "zoom_out": ("-", "Ctrl+-"),
    "fit": ("W", "Ctrl+0"),
    "fit_selection": ("Z", "Ctrl+Shift+0"),
    "split_here": ("Ctrl+E",),
    "invert_selection": ("Ctrl+Shift+A",),
    # aside
    "legato": ("Alt+L",),
}
_FL: _Preset = {
    "tool_draw": ("P",),
    "tool_select": ("E",),
    "tool_erase": ("D",),
    "quantise": ("Ctrl+Q", "Shift+Q"),
    "shape": ("Alt+Q",),
    "mute_notes": ("Alt+M",),
    "marker_here": ("Alt+T",),
    "duplicate": ("Ctrl+B",),
    "octave_up": ("Ctrl+Up",),
    "octave_down": ("Ctrl+Down",),
    "up": ("Up", "Shift+Up"),
    "down": ("Down", "Shift+Down"),
    "nudge_left": ("Left", "Shift+Left"),
    "nudge_right": ("Right", "Shift+Right"),
    "metronome": ("Ctrl+M",),
    "typing": ("Ctrl+T",),
    "tool_split": ("C",),
    "tool_mute": ("T",),
    "join": ("Ctrl+G",),
    "invert_selection": ("Shift+I",),
    # aside
    "step_rest": ("Alt+I",),
    "split_here": ("Alt+Shift+T",),
    "mute_track": ("Ctrl+Alt+M",),
    "cursor_roam": ("Alt+C",),
    "quit": ("Alt+F4",),
    "louder": ("Ctrl+Shift+Up",),
    "softer": ("Ctrl+Shift+Down",),
    "accept_bar": ("Ctrl+Alt+Right",),
    "cursor_playhead": ("Alt+P",),
    "tracks_panel": ("Alt+B",),
}
_LOGIC: _Preset = {
    "duplicate": ("Ctrl+R",),
    "loop": ("C",),
    "metronome": ("K",),
    "typing": ("Ctrl+K",),
    "up": ("Up", "Alt+Up"),
    "down": ("Down", "Alt+Down"),
    "octave_up": ("Alt+Shift+Up",),
    "octave_down": ("Alt+Shift+Down",),
    "next_note": ("Right",),
    "previous_note": ("Left",),
    "nudge_left": ("Alt+Left",),
    "nudge_right": ("Alt+Right",),
    "zoom_in": ("Ctrl+Right",),
    "zoom_out": ("Ctrl+Left",),
    "zoom_taller": ("Ctrl+Down",),
    "zoom_flatter": ("Ctrl+Up",),
    "export": ("Ctrl+Alt+E",),
    "invert_selection": ("Shift+I",),
    "history": ("Alt+Z",),
    # aside
    "step_rest": ("Alt+I",),
    "to_scale": ("Alt+K",),
    "cursor_roam": ("Alt+C",),
    "cursor_above": ("Ctrl+Alt+Up",),
    "cursor_below": ("Ctrl+Alt+Down",),
    "cursor_bar_left": ("Ctrl+Alt+Left",),
    "cursor_bar_right": ("Ctrl+Alt+Right",),
    "louder": ("Ctrl+Shift+Up",),
    "softer": ("Ctrl+Shift+Down",),
}
_CUBASE: _Preset = {
    "tool_split": ("3",),
    "tool_erase": ("5",),
    "tool_mute": ("7",),
    "tool_draw": ("8",),
    "mute_notes": ("Shift+M",),
    "marker_here": ("Ins",),
    "snap": ("J",),
    "split_here": ("Alt+X",),
    "metronome": ("C",),
    "record": ("*",),
    "loop": ("/",),
    "next_note": ("Right",),
    "previous_note": ("Left",),
    "nudge_left": ("Ctrl+Left",),
    "nudge_right": ("Ctrl+Right",),
    "zoom_in": ("H", "Ctrl++"),
    "zoom_out": ("G", "Ctrl+-"),
    "fit": ("Shift+F",),
    "fit_selection": ("Alt+S",),
    # aside
    "insert": ("N",),
    "fold": ("Alt+F",),
    "cursor_roam": ("Alt+C",),
    "cursor_bar_left": ("Ctrl+Alt+Left",),
    "cursor_bar_right": ("Ctrl+Alt+Right",),
}

PRESETS: Mapping[str, _Preset] = {
    HOUSE: {},
    "Ableton Live": _LIVE,
    "FL Studio": _FL,
    "Logic Pro": _LOGIC,
    "Cubase": _CUBASE,
}
"""The keys of commands by id, by the name of the program."""
