"""Which keys the hint line names, by what is going on."""

from __future__ import annotations

from collections.abc import Callable

from assistant.ui.hint_line import KeyHint

_HINTS: tuple[tuple[str, tuple[KeyHint, ...]], ...] = (
    ("counting_in", (("R", "ends the count-in; play from the next bar on"),)),
    ("recording", (("R", "ends the recording"), ("Space", "stops"))),
    ("accept_waiting", (("Esc", "cancels; accepted as soon as it is written"),)),
    ("generating", (("Space", "plays while it is written"), ("Return", "accepts"), ("Esc", "cancels"))),
    (
        "take_shown",
        (
            ("Return", "accepts the take"),
            ("Shift+Right", "one bar"),
            ("Down", "next take"),
            ("Shift+Space", "hears it"),
            ("Esc", "dismisses"),
        ),
    ),
    (
        "selected",
        (
            ("Ctrl+Return", "continues the selection"),
            ("Space", "plays"),
            ("Esc", "deselects"),
        ),
    ),
    ("empty", (("2", "draws"), ("R", "records"), ("Ctrl+O", "opens a file"))),
    (
        "gap_marked",
        (("Ctrl+Shift+Return", "fills the loop region"), ("Ctrl+Return", "continues"), ("Space", "plays")),
    ),
    ("", (("Ctrl+Return", "continues your music"), ("Space", "plays"), ("Ctrl+E", "exports"))),
)
"""The first line whose state holds is shown; the last one always does."""


def key_hints(holds: Callable[[str], bool]) -> tuple[KeyHint, ...]:
    """The keys that matter now; ``holds`` tells whether a named state does."""
    return next(hints for state, hints in _HINTS if not state or holds(state))
