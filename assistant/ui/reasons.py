"""Why a command cannot be used now, by the state that it needs."""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "can_undo": "Nothing to undo",
    "can_redo": "Nothing was undone",
    "selected": "Select notes first",
    "copied": "Nothing was copied yet",
    "take_shown": "No take is shown; Continue writes some",
    "take_or_cursor": "No take is shown; Continue writes some",
    "cursor_shown": "Press an arrow key first, to call the note cursor",
    "several_tracks": "There is only one track",
    "marked": "There are no markers; {marker_here} sets one",
    "tracks_panel": "The list of tracks is hidden",
    "stepping": "Step input is off",
    "gap_marked": "Mark the gap first: drag in the ruler, or {loop_from} and {loop_to} at the playhead",
}


def reason(needs: str) -> str:
    """One short sentence on a state that does not hold; commands in braces stand for their keys."""
    return REASONS.get(needs, "Not now")
