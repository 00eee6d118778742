import re
from dataclasses import asdict

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from assistant.paths import resources_dir
from assistant.ui.theme import (
    DARK,
    LIGHT,
    VELOCITY_SHADES,
    Theme,
    contrast,
    mix,
    qcolor,
    stylesheet,
    ui_font,
)
from tests.ui.conftest import Desk

READABLE = 4.5
SEEN = 3.0
both = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@both
def test_every_token_is_a_colour(theme: Theme) -> None:
    tokens = {k: v for k, v in asdict(theme).items() if k not in ("name", "is_dark")}
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in tokens.values()), tokens


@both
@pytest.mark.parametrize("ink", ["text", "text_dim"])
@pytest.mark.parametrize(
    "surface",
    ["ground", "panel", "panel_raised", "hover", "pressed", "row_white", "row_black", "ruler", "lane"],
)
def test_text_can_be_read_on_every_surface(theme: Theme, ink: str, surface: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, surface)) >= READABLE


@both
@pytest.mark.parametrize(
    ("ink", "surface"),
    [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("accent", "panel"),
        ("accent", "pressed"),
        ("on_record", "record"),
        ("warning", "panel"),
        ("good", "panel"),
        ("key_text", "key_white"),
        ("key_text", "key_lit"),
        ("key_white", "key_black"),
    ],
)
def test_other_text_can_be_read(theme: Theme, ink: str, surface: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, surface)) >= READABLE


@both
def test_note_names_can_be_read_on_every_shade(theme: Theme) -> None:
    for shade in theme.note_shades:
        assert max(contrast(theme.on_note, shade), contrast("#ffffff", shade)) >= READABLE


@both
def test_what_matters_is_seen(theme: Theme) -> None:
    for token in ("focus", "selection", "playhead", "record", "note_loud", "ghost"):
        assert contrast(getattr(theme, token), theme.row_white) >= 2.9, token


@both
def test_louder_notes_stand_out_more(theme: Theme) -> None:
    against = [contrast(shade, theme.row_white) for shade in theme.note_shades]
    assert len(against) == VELOCITY_SHADES
    assert against == sorted(against)
    assert against[-1] > against[0] * 1.8


@both
def test_the_style_sheet_is_complete_and_its_icons_are_there(theme: Theme, qtbot: QtBot) -> None:
    sheet = stylesheet(theme)
    assert "$" not in sheet
    icons = set(re.findall(r'url\("([^"]+)"\)', sheet))
    assert icons
    for icon in icons:
        assert icon.startswith(resources_dir().as_posix())
        assert (resources_dir() / "theme" / icon.rsplit("/", 1)[1]).is_file()
    button = QPushButton("Continue")
    qtbot.addWidget(button)
    button.setProperty("role", "primary")
    button.setStyleSheet(sheet)
    button.resize(120, 40)
    assert button.grab().toImage().pixelColor(8, 20).name() == theme.accent


def test_helpers() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert qcolor("#102030", 0.5).alphaF() == pytest.approx(0.5, abs=0.01)
    assert ui_font(9, QFont.Weight.Bold).pointSizeF() == 9


def test_the_edge_round_an_opened_list_has_the_colour_of_lines(desk: Desk) -> None:
    box = desk.window.panel.style_box
    for _ in range(2):
        box.showPopup()
        desk.until(box.view().isVisible)
        corner = box.view().parentWidget().grab().toImage().pixelColor(0, 0)
        assert corner.name() == desk.window.look.theme.line_strong
        box.hidePopup()
        desk.window.look.toggle_theme()


def test_the_last_entry_of_every_list_is_in_sight(desk: Desk) -> None:
    for box in (desk.window.transport.output, desk.window.roll_bar.grid, desk.window.roll_bar.snap):
        box.showPopup()
        view = box.view()
        desk.until(view.isVisible)
        last = view.visualRect(box.model().index(box.count() - 1, 0))
        assert view.viewport().rect().contains(last), box.accessibleName()
        box.hidePopup()
