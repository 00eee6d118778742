"""How Antiphon looks: named colours of the dark and the light theme, spacing, fonts and the Qt style sheet.

Amber is the player's, cyan is the model's and the one accent, red is recording and nothing else.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property

from PySide6.QtGui import QColor, QFont

from assistant.paths import resources_dir
from assistant.ui.stylesheet import STYLE

SPACE = 8
"""The rhythm of all spacing, in logical pixels; margins and gaps are multiples or halves of it."""
RADIUS = 6
VELOCITY_SHADES = 16
TRACK_COLOURS = {
    "dark": ("#d8913a", "#ceb5fe", "#52a15e", "#8daffe", "#c55f8d", "#e0e286", "#9d6446", "#becee0"),
    "light": ("#bc7714", "#5034ab", "#317e3d", "#003c8d", "#ad356f", "#7d8120", "#592606", "#49596b"),
}
"""A colour for every track, by its number: amber first, all unlike in lightness too, neighbours the most."""

FONT_FAMILIES = (
    "Inter", "SF Pro Text", "Segoe UI", "Noto Sans", "Ubuntu", "Cantarell", "DejaVu Sans", "sans-serif",
)  # fmt: skip
FONT_POINT_SIZE = 10.0


@dataclass(frozen=True)
class Theme:
    """Colour tokens as '#rrggbb'; ``is_dark`` says which way lighter and darker go.

    Panels: ``ground`` lies behind all, ``panel`` on it, ``panel_raised`` on that (fields, buttons),
    ``hover`` and ``pressed`` are what a raised thing becomes. ``on_accent`` is text upon the accent.
    """

    name: str
    is_dark: bool
    ground: str
    panel: str
    panel_raised: str
    hover: str
    pressed: str
    line: str
    line_strong: str
    text: str
    text_dim: str
    text_disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    focus: str
    record: str
    on_record: str
    warning: str
    good: str
    # the piano roll
    row_white: str
    row_black: str
    row_line: str
    octave_line: str
    row_scale: str
    row_tonic: str
    bar_line: str
    beat_line: str
    grid_line: str
    note_soft: str
    note_middle: str
    note_loud: str
    on_note: str
    selection: str
    note_lit: str
    ghost: str
    recording_note: str
    playhead: str
    loop: str
    key_white: str
    key_black: str
    key_edge: str
    key_text: str
    key_lit: str
    ruler: str
    lane: str

    def track_colour(self, number: int) -> str:
        """The colour of a track; they begin anew where there are more tracks than colours."""
        colours = TRACK_COLOURS[self.name]
        return colours[number % len(colours)]

    @cached_property
    def note_shades(self) -> tuple[str, ...]:
        """The player's note colours, 16 of them from the softest velocity to the loudest."""
        half = (VELOCITY_SHADES - 1) / 2
        shades = []
        for i in range(VELOCITY_SHADES):
            low, high, at = (
                (self.note_soft, self.note_middle, i / half)
                if i < half
                else (self.note_middle, self.note_loud, (i - half) / half)
            )
            shades.append(mix(low, high, at))
        return tuple(shades)


DARK = Theme(
    name="dark",
    is_dark=True,
    ground="#14161b",
    panel="#1c1f26",
    panel_raised="#272b34",
    hover="#303540",
    pressed="#1f232b",
    line="#2b303a",
    line_strong="#3c434f",
    text="#e9ebef",
    text_dim="#a3a9b6",
    text_disabled="#646b78",
    accent="#4ccfe6",
    accent_hover="#6fdcef",
    accent_pressed="#38b6cd",
    on_accent="#06232a",
    focus="#4ccfe6",
    record="#ef4a5a",
    on_record="#2a0509",
    warning="#f3b04c",
    good="#6fd39b",
    row_white="#20242c",
    row_black="#191c22",
    row_line="#272c35",
    octave_line="#373d48",
    row_scale="#20262f",
    row_tonic="#24333d",
    bar_line="#59626f",
    beat_line="#39404b",
    grid_line="#2a2f39",
    note_soft="#a97740",
    note_middle="#d8913a",
    note_loud="#ffcb6b",
    on_note="#241503",
    selection="#ffffff",
    note_lit="#fff4da",
    ghost="#56d8ee",
    recording_note="#ff6b78",
    playhead="#f4f6fa",
    loop="#c3c9d6",
    key_white="#d3d7df",
    key_black="#23272f",
    key_edge="#9ea4b0",
    key_text="#4a505c",
    key_lit="#ffc457",
    ruler="#1c1f26",
    lane="#191c22",
)

LIGHT = Theme(
    name="light",
    is_dark=False,
    ground="#e9ebef",
    panel="#f6f7f9",
    panel_raised="#ffffff",
    hover="#eef1f5",
    pressed="#e0e4ea",
    line="#d9dde4",
    line_strong="#b9c0cb",
    text="#1b1f27",
    text_dim="#586070",
    text_disabled="#9aa1ad",
    accent="#096f84",
    accent_hover="#0a768c",
    accent_pressed="#075e70",
    on_accent="#ffffff",
    focus="#096f84",
    record="#c92a3c",
    on_record="#ffffff",
    warning="#8a5a00",
    good="#1b7a48",
    row_white="#fbfcfd",
    row_black="#f0f2f6",
    row_line="#e8ebf0",
    octave_line="#cfd5dd",
    row_scale="#f3f8fb",
    row_tonic="#e4f1f6",
    bar_line="#a3abb8",
    beat_line="#cdd3dc",
    grid_line="#e2e6eb",
    note_soft="#e0b569",
    note_middle="#e29a2e",
    note_loud="#c06c0c",
    on_note="#1c0f00",
    selection="#10141b",
    note_lit="#7d3c00",
    ghost="#0f9db8",
    recording_note="#d83a4b",
    playhead="#1b1f27",
    loop="#4a5261",
    key_white="#ffffff",
    key_black="#3a404b",
    key_edge="#c3c9d2",
    key_text="#404753",
    key_lit="#f0ab3f",
    ruler="#f6f7f9",
    lane="#f3f5f8",
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def qcolor(token: str, opacity: float = 1.0) -> QColor:
    """A '#rrggbb' token as a Qt colour; ``opacity`` runs from 0 to 1."""
    colour = QColor(token)
    colour.setAlphaF(opacity)
    return colour


def mix(first: str, second: str, amount: float) -> str:
    """The colour between two '#rrggbb' tokens; 0 is the first, 1 the second."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * amount):02x}" for a, b in pairs)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def ui_font(point_size: float = FONT_POINT_SIZE, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The window's font; its figures are all of one width, so that running numbers stand still."""
    font = QFont(list(FONT_FAMILIES))
    font.setPointSizeF(point_size)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def stylesheet(theme: Theme) -> str:
    """The Qt style sheet of the whole window.

    Roles are dynamic properties: ``role`` on a QLabel is "title", "heading", "dim", "hint", "value", "clock",
    "accent" or "problem"; on a QPushButton "primary" or "quiet"; on a QToolButton "record"; on a QFrame
    "bar", "panel", "raised", "card" (with ``chosen``), "rule" or "divider".
    """
    families = ", ".join(f'"{family}"' for family in FONT_FAMILIES)
    return STYLE.substitute(
        asdict(theme),
        font_families=families,
        font_size=f"{FONT_POINT_SIZE:g}pt",
        title_size=f"{FONT_POINT_SIZE + 2:g}pt",
        clock_size=f"{FONT_POINT_SIZE + 4:g}pt",
        icons=(resources_dir() / "theme").as_posix(),
    )


def _channels(token: str) -> tuple[int, int, int]:
    return int(token[1:3], 16), int(token[3:5], 16), int(token[5:7], 16)


def _luminance(token: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in
              (channel / 255 for channel in _channels(token))]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
