"""What the window adds to the style sheet: fields that open menus, folding titles, message strips."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from assistant.ui.theme import Theme, mix

_STYLE = Template("""
QMainWindow > QWidget#ground { background: $ground; }
QFrame[role="bar"] { border: none; border-bottom: 1px solid $line; }
SurpriseSlot { background: $lane; border-top: 1px solid $line; }
QFrame#side { background: $panel; border: none; border-left: 1px solid $line; }

QToolButton[role="field"] {
    background: $panel_raised; border: 1px solid $line_strong; padding: 3px 10px; min-height: 20px;
}
QToolButton[role="field"]:hover { background: $hover; }
QToolButton[role="field"]:focus { border: 2px solid $focus; padding: 2px 9px; }
QToolButton[role="play"]:checked { background: $pressed; border-color: $accent; }

QLabel[role="clock"] { background: $ground; border: 1px solid $line; border-radius: 6px; padding: 3px 12px; }

QFrame#tracks { background: $panel; border: none; border-right: 1px solid $line; }
QFrame[role="track"] { background: transparent; border: 2px solid transparent; }
QFrame[role="track"]:hover { background: $hover; }
QFrame[role="track"][chosen="true"] { background: $panel_raised; border-left-color: $accent; }
QFrame[role="track"]:focus { border: 2px solid $focus; }
QFrame[role="track"][dragged="true"] { background: $hover; border: 2px dashed $text_dim; }
QFrame[role="drop"] { background: $accent; border: none; border-radius: 2px; }
QToolButton[role="mute"], QToolButton[role="solo"] {
    border: 1px solid $line_strong; border-radius: 4px; padding: 0; color: $text_dim; font-weight: 600;
}
QToolButton[role="mute"]:checked { background: $warning; border-color: $warning; color: $ground; }
QToolButton[role="solo"]:checked { background: $accent; border-color: $accent; color: $on_accent; }
QToolButton[role="mute"]:focus, QToolButton[role="solo"]:focus { border: 2px solid $focus; padding: 0; }
QToolButton[role="quiet-field"] { padding: 0 3px; border-radius: 4px; color: $text_dim; text-align: left; }
QToolButton[role="quiet-field"]:hover { color: $text; }
QToolButton[role="quiet-field"]:focus { border: 2px solid $focus; padding: 0 2px; }
QToolButton[role="quiet-field"]:disabled { color: $text_disabled; }
QSlider[role="small"] { min-height: 16px; }
QSlider[role="small"]::groove:horizontal, QSlider[role="small"]::sub-page:horizontal { height: 3px; }
QSlider[role="small"]::sub-page:horizontal { background: $text_dim; }
QSlider[role="small"]::handle:horizontal { width: 10px; height: 10px; margin: -4px 0; border-radius: 5px; }
QLineEdit[role="in-place"] { padding: 0 4px; min-height: 18px; border-radius: 4px; }
QLineEdit[role="in-place"]:focus { border: 2px solid $focus; padding: 0 3px; }
QLineEdit[role="in-place"][wrong="true"] { border-color: $warning; }
QFrame[role="editor"] { background: $panel_raised; border: 1px solid $line_strong; border-radius: 8px; }

QToolButton[role="mark"]:checked { background: transparent; border-color: transparent; }
QToolButton[role="mark"]:checked:focus { border-color: $focus; }
QLabel[role="lane"] { color: $text_dim; font-size: 9pt; font-weight: 600; }

QPushButton[role="fold"] {
    background: transparent; border: 2px solid transparent; color: $text_dim; font-weight: 600;
    text-align: left; padding: 2px 0; min-height: 20px;
}
QPushButton[role="lane-line"] {
    background: $panel; border: 2px solid transparent; border-radius: 0; color: $text_dim; font-size: 8pt;
    font-weight: 600; text-align: left; padding: 0 4px; min-height: 18px;
}
QPushButton[role="lane-line"]:hover { background: $hover; color: $text; }
QPushButton[role="lane-line"]:focus { border-color: $focus; }
QPushButton[role="fold"]:hover { color: $text; }
QPushButton[role="fold"]:focus { border-color: $focus; }

QFrame#palette { background: $panel_raised; border: 1px solid $line_strong; border-radius: 12px; }
QFrame#history { background: $panel; border: none; border-top: 1px solid $line; }
QFrame#history[place="left"] { border-right: 1px solid $line; }
QFrame#history[place="afloat"] {
    background: $panel_raised; border: 1px solid $line_strong; border-radius: 12px;
}
QLineEdit { placeholder-text-color: $text_dim; }
QFrame#palette QLineEdit { background: $panel; font-size: 12pt; padding: 5px 12px; }
QFrame#palette QLineEdit:focus { padding: 4px 11px; }
QFrame#palette QListView { background: transparent; border: none; }

QFrame[role="popover"] { background: $panel_raised; border: 1px solid $line_strong; border-radius: 10px; }
QLabel[role="title"] { font-weight: 600; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QHeaderView::section { background: $panel; border: none; border-right: 1px solid $line; padding: 4px 8px; }

QFrame[role="problem"] { background: $problem_ground; border: 1px solid $problem_line; border-radius: 8px; }
QFrame[role="notice"] { background: $notice_ground; border: 1px solid $notice_line; border-radius: 8px; }
""")


def window_style(theme: Theme) -> str:
    """The style sheet of the window's own roles, to follow the theme's."""
    return _STYLE.substitute(
        asdict(theme),
        problem_ground=mix(theme.panel, theme.warning, 0.16),
        notice_ground=mix(theme.panel, theme.accent, 0.14),
        problem_line=mix(theme.panel, theme.warning, 0.5),
        notice_line=mix(theme.panel, theme.accent, 0.5),
    )
