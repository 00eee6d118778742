"""The colours that tracks can have; neighbours differ in lightness as well as in hue.

None is amber or cyan: those are the notes in hand and the model's.
"""

from __future__ import annotations

from assistant.ui.theme import Theme

COLOUR_NAMES = ("Green", "Violet", "Rose", "Blue", "Lime", "Teal", "Lilac", "Grey")
_ON_DARK = ("#8fd694", "#9a7bf0", "#ff9dbb", "#5f8df0", "#d9e07c", "#38a18f", "#dcc2f5", "#8b95a5")
_ON_LIGHT = ("#3a9a52", "#5b3cc4", "#d6517f", "#2450a8", "#8d8a14", "#0b5d51", "#a471c8", "#4d5563")


def track_colour(theme: Theme, index: int) -> str:
    """The '#rrggbb' of a track's colour in a theme; beyond the last they begin anew."""
    colours = _ON_DARK if theme.is_dark else _ON_LIGHT
    return colours[index % len(colours)]
