"""Which keys the hint line names, by what is going on."""

from __future__ import annotations

from collections.abc import Callable

from assistant.ui.hint_line import KeyHint

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
        "selected",
        (
            ("continue", "continues the selection"),
            ("play", "plays"),
            ("dismiss", "deselects"),
        ),
    ),
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
