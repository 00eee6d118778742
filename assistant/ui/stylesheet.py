"""The window's Qt style sheet, with the theme's tokens as $names; assistant.ui.theme fills them in."""

from __future__ import annotations

from string import Template

STYLE = Template("""
* {
    font-family: $font_families;
    font-size: $font_size;
    color: $text;
    selection-background-color: $accent;
    selection-color: $on_accent;
    outline: none;
}
QMainWindow, QDialog { background: $ground; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }

/* surfaces */
QWidget[role="bar"], QWidget[role="panel"], QFrame[role="bar"], QFrame[role="panel"] { background: $panel; }
QFrame[role="raised"] { background: $panel_raised; border-radius: 6px; }
QFrame[role="card"] { background: $panel_raised; border: 1px solid $line; border-radius: 8px; }
QFrame[role="card"]:hover { border-color: $line_strong; }
QFrame[role="card"][chosen="true"] { border: 1px solid $accent; }
QFrame[role="card"]:focus { border: 2px solid $focus; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; }
QFrame[role="divider"] { background: $line; border: none; max-width: 1px; }

/* text */
QLabel { background: transparent; }
QLabel[role="title"] { font-size: $title_size; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="dim"], QLabel[role="hint"] { color: $text_dim; }
QLabel[role="value"] { font-weight: 600; }
QLabel[role="clock"] { font-size: $clock_size; font-weight: 600; }
QLabel[role="accent"] { color: $accent; }
QLabel[role="problem"], QLabel[role="notable"] { color: $warning; }
QLabel:disabled { color: $text_disabled; }

/* buttons */
QPushButton {
    background: $panel_raised; border: 1px solid $line_strong; border-radius: 6px;
    padding: 5px 13px; min-height: 18px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:checked { background: $pressed; border-color: $accent; color: $accent; }
QPushButton:disabled { color: $text_disabled; border-color: $line; background: transparent; }
QPushButton:focus { border: 2px solid $focus; padding: 4px 12px; }
QFrame[role="notice"] QPushButton, QFrame[role="problem"] QPushButton { padding: 5px 8px; }
QFrame[role="notice"] QPushButton:focus, QFrame[role="problem"] QPushButton:focus { padding: 4px 7px; }
QPushButton[role="primary"] {
    background: $accent; border: 1px solid $accent; color: $on_accent; font-weight: 600; padding: 8px 16px;
}
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[role="primary"]:disabled {
    background: $panel_raised; border-color: $line; color: $text_disabled;
}
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 7px 15px; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; color: $text_dim; }
QPushButton[role="quiet"]:hover { background: $hover; color: $text; }
QPushButton[role="quiet"]:focus { border-color: $focus; }

QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px; margin: 0;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $pressed; border-color: $line_strong; color: $accent; }
QToolButton:disabled { color: $text_disabled; }
QToolButton:focus { border: 2px solid $focus; padding: 4px; }
QToolButton[role="record"]:checked { background: $record; border-color: $record; color: $on_record; }
QToolButton[popupMode="1"] { padding-right: 18px; }
QToolButton::menu-button { border: none; width: 16px; }
QToolButton::menu-indicator { image: none; }

/* fields */
QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit {
    background: $panel_raised; border: 1px solid $line_strong; border-radius: 6px;
    padding: 3px 8px; min-height: 20px;
}
QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover, QLineEdit:hover { background: $hover; }
QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QLineEdit:focus {
    border: 2px solid $focus; padding: 2px 7px;
}
QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QLineEdit:disabled {
    color: $text_disabled; border-color: $line; background: transparent;
}
/* the arrow's 24 pixels come on top */
/* as a list and not as a menu: Qt forgets the padding of a menu, and cuts its last entry */
QComboBox { padding-right: 2px; combobox-popup: 0; qproperty-maxVisibleItems: 24; }
QComboBox:focus { padding-right: 1px; }
QComboBox::drop-down { border: none; width: 24px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$icons/chevron-down-$name.svg"); width: 10px; height: 10px; }
/* no round corners: what is behind them, no style sheet reaches */
QComboBox QAbstractItemView { background: $panel_raised; border: 1px solid $line_strong; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:hover, QComboBox QAbstractItemView::item:selected {
    background: $accent; color: $on_accent;
}
/* Qt lays the number at the very left, whatever the padding says */
QSpinBox, QDoubleSpinBox { padding-right: 20px; qproperty-alignment: AlignCenter; }
QSpinBox::up-button, QDoubleSpinBox::up-button {
    subcontrol-origin: border; subcontrol-position: top right; width: 20px; border: none; margin: 2px 2px 0 0;
}
QSpinBox::down-button, QDoubleSpinBox::down-button {
    subcontrol-origin: border; subcontrol-position: bottom right; width: 20px; border: none;
    margin: 0 2px 2px 0;
}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
    image: url("$icons/chevron-up-$name.svg"); width: 8px; height: 8px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: url("$icons/chevron-down-$name.svg"); width: 8px; height: 8px;
}

QCheckBox, QRadioButton { spacing: 8px; padding: 2px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox:disabled, QRadioButton:disabled { color: $text_disabled; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $line_strong; border-radius: 4px; background: $panel_raised;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $text_dim; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/check-$name.svg");
}
QRadioButton::indicator:checked { background: $accent; border: 4px solid $panel_raised; }

QSlider { min-height: 20px; border: 2px solid transparent; border-radius: 6px; }
QSlider:focus { border-color: $focus; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line_strong; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: $text; border: none;
}
QSlider::handle:horizontal:hover { background: $accent_hover; }
QSlider::groove:vertical { width: 4px; border-radius: 2px; background: $line_strong; }
QSlider::add-page:vertical { width: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:vertical {
    width: 14px; height: 14px; margin: 0 -5px; border-radius: 7px; background: $text; border: none;
}
QSlider:disabled, QSlider::sub-page:horizontal:disabled { background: transparent; }

/* scrolling */
QScrollArea, QAbstractScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:horizontal { height: 12px; }
QScrollBar:vertical { width: 12px; }
QScrollBar::handle { background: $line_strong; border-radius: 3px; margin: 3px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $text_dim; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

/* menus, tips, status line */
QMenuBar { background: $panel; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel_raised; border: 1px solid $line_strong; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $text_disabled; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 6px; }
QMenu::indicator:checked { image: url("$icons/tick-$name.svg"); }
QToolTip {
    background: $panel_raised; color: $text; border: 1px solid $line_strong; padding: 5px 8px;
}
QStatusBar { background: $panel; border-top: 1px solid $line; min-height: 24px; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $text_dim; padding: 0 8px; }
QSplitter::handle { background: $line; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")
