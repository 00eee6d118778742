"""Which keys the hint line names, by what is going on."""

from __future__ import annotations

from collections.abc import Callable

from assistant.ui.hint_line import KeyHint

_BACK: KeyHint = ("dismiss", "to the notes")
_HINTS: tuple[tuple[str, tuple[KeyHint, ...]], ...] = (
    ("counting_in", (("record", "ends the count-in; play from the next bar on"),)),
    ("recording", (("record", "ends the recording"), ("play", "stops"))),
    ("accept_waiting", (("dismiss", "cancels; accepted as soon as it is written"),)),
    ("generating", (("play", "plays while it is written"), ("accept", "accepts"), ("dismiss", "cancels"))),
    (
        "take_shown",
        (
            ("accept", "accepts the take"),
            ("accept_bar", "one bar"),
            ("down", "next take"),
            ("heard_take", "hears it"),
            ("dismiss", "dismisses"),
        ),
    ),
    (
        "cursor_roams",
        (("accept", "selects"), ("cursor_hear", "sounds and says it"), ("dismiss", "gives the arrows back")),
    ),
    (
        "stepping",
        (("step_rest", "a rest"), ("step_input", "ends the step input"), ("undo", "takes it back")),
    ),
    (
        "phrase_selected",
        (("continue", "continues the selection"), ("play", "plays"), ("dismiss", "deselects")),
    ),
    ("selected", (("continue", "continues your music"), ("play", "plays"), ("dismiss", "deselects"))),
    (
        "cursor_shown",
        (("accept", "selects or draws"), ("cursor_play", "plays from here"), ("dismiss", "ends")),
    ),
    ("empty", (("tool_draw", "draws"), ("record", "records"), ("open", "opens a file"))),
    (
        "gap_marked",
        (("fill", "fills the loop region"), ("continue", "continues"), ("play", "plays")),
    ),
    ("", (("continue", "continues your music"), ("play", "plays"), ("palette", "finds a command"))),
)
"""The first line whose state holds is shown; the last one always does."""


def key_hints(holds: Callable[[str], bool]) -> tuple[KeyHint, ...]:
    """The keys that matter now; ``holds`` tells whether a named state does."""
    return next(hints for state, hints in _HINTS if not state or holds(state))


def key_hints_beside(hints: tuple[KeyHint, ...], is_kept: Callable[[str], bool]) -> tuple[KeyHint, ...]:
    """What holds of some hints while a control has the focus; ``is_kept`` tells whose keys it has for itself.

    Escape leads back, but for what it cancels first.
    """
    others = tuple(hint for hint in hints if not is_kept(hint[0]))
    if any(id_ == "dismiss" and what.startswith("cancels") for id_, what in others):
        return others
    return (_BACK, *(hint for hint in others if hint[0] != "dismiss"))
