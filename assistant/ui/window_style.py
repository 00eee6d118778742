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

QToolButton[role="mark"]:checked { background: transparent; border-color: transparent; }
QToolButton[role="mark"]:checked:focus { border-color: $focus; }
QLabel[role="lane"] { color: $text_dim; font-size: 9pt; font-weight: 600; }

QPushButton[role="fold"] {
    background: transparent; border: 2px solid transparent; color: $text_dim; font-weight: 600;
    text-align: left; padding: 2px 0; min-height: 20px;
}
QPushButton[role="fold"]:hover { color: $text; }
QPushButton[role="fold"]:focus { border-color: $focus; }

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
